"""What is watched at the host because the unit is not known to watch it: reasons to let go under load.

Whatever is decided here, it is always to let go; nothing here can load.
"""

from __future__ import annotations

from halfkilo.gym.bounds import FLAT_MS, LET_GO_MM_S, MISMATCH_G, MISMATCH_MS, REST_MM, REST_MS
from halfkilo.gym.devices.voltra.codec import Telemetry, grams_of_tenths


class Lasting:
    """Something that counts only when it lasts."""

    def __init__(self, ms: int) -> None:
        self._ms = ms
        self._since: int | None = None

    def see(self, is_so: bool, now: int) -> bool:
        """Whether it has been so for long enough."""
        if not is_so:
            self._since = None
        elif self._since is None:
            self._since = now
        return self._since is not None and now - self._since >= self._ms


class Watch:
    """H10, H45: one loaded cable. parked_mm: the lowest position heard without load."""

    def __init__(self, parked_mm: int) -> None:
        self._parked_mm = parked_mm
        self._rest, self._off = Lasting(REST_MS), Lasting(MISMATCH_MS)
        self._still = Lasting(FLAT_MS)
        self._last: tuple[int, ...] = ()

    def place(self, mm: int, now: int) -> str:
        """Why this position means letting go, or nothing."""
        return "at_rest" if self._rest.see(mm < self._parked_mm + REST_MM, now) else ""

    def move(self, moving: Telemetry, held_g: int, now: int) -> str:
        """Why this telemetry means letting go, or nothing."""
        if moving.velocity_mm_s < -LET_GO_MM_S:
            return "let_go"
        seen = (moving.force_dlb, moving.position_mm, moving.velocity_mm_s)
        still, self._last = seen == self._last, seen
        if self._still.see(still, now):
            return "flat_sensor"
        off = abs(grams_of_tenths(moving.force_dlb) - held_g) > MISMATCH_G + held_g * 2 // 5
        return "force_mismatch" if self._off.see(off, now) else ""

"""A repetition that is stuck, and one that slowed: seen from the handle's position alone, on the machine's clock.

Standing still is ambiguous: resting, stuck, or a slow grind (S12). Resting happens near either end of the range; in the middle, a handle
that makes no way for a while is taken for stuck. The answer only ever lightens; whether it was too heavy or hurt is asked, not guessed.
"""

from __future__ import annotations

from enum import StrEnum

from halfkilo.gym.bounds import STUCK_AGAIN_MS, STUCK_MM, STUCK_MS


class Help(StrEnum):
    """What a stuck handle needs."""

    NONE = "none"
    LOWER = "lower"
    LET_GO = "let_go"


class Spotter:
    """One cable of one set. low, high: the range that was shown, millimetres."""

    def __init__(self, low: int, high: int) -> None:
        reach = high - low
        self._from, self._to = low + reach // 5, high - reach // 10
        self._anchor: int | None = None
        self._since = 0
        self._helped_at: int | None = None

    def see(self, at_ms: int, mm: int) -> Help:
        """One reading under load. LOWER once for each time it sticks; LET_GO when that did not get it going."""
        if not self._from < mm < self._to:
            self._anchor = self._helped_at = None
            return Help.NONE
        if self._anchor is None or abs(mm - self._anchor) >= STUCK_MM:
            self._anchor, self._since, self._helped_at = mm, at_ms, None
            return Help.NONE
        return self._still(at_ms)

    def _still(self, at_ms: int) -> Help:
        if self._helped_at is not None:
            return Help.LET_GO if at_ms - self._helped_at >= STUCK_AGAIN_MS else Help.NONE
        if at_ms - self._since < STUCK_MS:
            return Help.NONE
        self._helped_at = at_ms
        return Help.LOWER


class Slowing:
    """How quick the way out of each repetition was, against the quickest of the first three. percent: when it counts as slowed; 0 is off.

    The way out is timed between the gates of `reps.RepCounter`, so positioning at the start of a set is no part of it.
    """

    FIRST = 3

    def __init__(self, low: int, high: int, percent: int) -> None:
        self._lower, self._upper = low + (high - low) * 3 // 10, low + (high - low) * 7 // 10
        self._percent = percent
        self._left_at: int | None = None
        self._times: list[int] = []
        self._out = False

    def see(self, at_ms: int, mm: int) -> bool:
        """One reading; True when a repetition came back that was out too slowly. Never before the fourth."""
        if not self._percent:
            return False
        if mm <= self._lower:
            return self._back(at_ms)
        if self._left_at is None:
            self._left_at = at_ms
        if mm >= self._upper and not self._out:
            self._out = True
            self._times.append(max(1, at_ms - self._left_at))
        return False

    def _back(self, at_ms: int) -> bool:
        was_out, self._out, self._left_at = self._out, False, at_ms
        if not was_out or len(self._times) <= self.FIRST:
            return False
        quickest = min(self._times[: self.FIRST])
        return quickest * 100 < self._times[-1] * (100 - self._percent)

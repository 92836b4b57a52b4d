"""How a wish becomes a load: one notch first, then up the ramp while the machine is heard to follow."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.gym.bounds import FIRST_STEP, RAMP_DOWN, RAMP_UP, RENEW_MS, SPOT_SHARE, TOLERANCE_G
from halfkilo.gym.driver import CableReading, Capabilities, Reading


@dataclass
class Climb:
    """What is wanted of one cable: `target` in the end, `level` now on the way up, `sent` on the machine's grid. allowed: what it may
    still hold."""

    target: int = 0
    level: int = 0
    sent: int = 0
    allowed: int = 0

    def climb(self, elapsed_ms: int, agreed: bool) -> int:
        """The next level: down at once, up by no more than the ramp and only when the readings agree."""
        first = FIRST_STEP if self.level == 0 else self.level + RAMP_UP * min(elapsed_ms, 2 * RENEW_MS) // 1000
        if self.target <= self.level or agreed or self.level == 0:
            self.level = min(self.target, first)
        return self.level

    def expect(self, sent: int, elapsed_ms: int) -> None:
        """How much the machine may still hold: it follows down at its ramp, here granted half that speed."""
        self.allowed = max(sent, self.sent, self.allowed - RAMP_DOWN * elapsed_ms // 2000)
        self.sent = sent

    def follows(self, now: CableReading) -> bool:
        """Whether the machine holds about what it was told."""
        return now.held_g >= self.sent - 3 * FIRST_STEP

    def exceeded(self, now: CableReading) -> bool:
        """Whether the machine holds more than it may."""
        return now.held_g > self.allowed + TOLERANCE_G


class Climbs:
    """Both cables of a machine. Loads are whole grams."""

    def __init__(self) -> None:
        self._left, self._right = Climb(), Climb()

    @property
    def targets(self) -> tuple[int, int]:
        """What is asked for in the end, left and right."""
        return self._left.target, self._right.target

    @property
    def sent(self) -> int:
        """The heaviest that was told the machine."""
        return max(self._left.sent, self._right.sent)

    @property
    def allowed(self) -> tuple[int, int]:
        """What may still be on, left and right."""
        return self._left.allowed, self._right.allowed

    def aim(self, left: int, right: int, model: Capabilities) -> None:
        """What is wanted from now on, on the machine's grid."""
        self._left.target, self._right.target = model.quantise(left)[0], model.quantise(right)[0]

    def lower(self, model: Capabilities) -> None:
        """The spotter's share off both; it stays off."""
        left, right = self.targets
        self.aim(left * SPOT_SHARE // 100, right * SPOT_SHARE // 100, model)

    def next(self, elapsed_ms: int, now: Reading | None, model: Capabilities) -> tuple[int, int]:
        """One step of the ramp on the machine's grid. now: the last reading if it may be believed. A cable rises only while the machine
        is heard to follow (S6, H08)."""
        loaded = now if now is not None and now.state == "loaded" else None
        left = self._left.climb(elapsed_ms, loaded is not None and self._left.follows(loaded.left))
        right = self._right.climb(elapsed_ms, loaded is not None and self._right.follows(loaded.right))
        loads = model.quantise(left)[0], model.quantise(right)[0]
        self._left.expect(loads[0], elapsed_ms)
        self._right.expect(loads[1], elapsed_ms)
        return loads

    def exceeded(self, now: Reading) -> bool:
        """Whether one cable holds more than it may."""
        return self._left.exceeded(now.left) or self._right.exceeded(now.right)

    def forget(self) -> None:
        """Nothing is wanted any more. What may still be on is kept in `allowed`."""
        for cable in (self._left, self._right):
            cable.target = cable.level = cable.sent = 0

    def free(self) -> None:
        """Nothing is on any more, and that is proven."""
        self._left.allowed = self._right.allowed = 0

"""How a wish becomes a load: one notch first, then up the ramp while the machine is heard to follow."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.gym.bounds import FIRST_STEP, RAMP_DOWN, RAMP_UP, RENEW_MS


@dataclass
class Climb:
    """What is wanted of one cable: `target` in the end, `level` now on the way up, `sent` on the machine's grid."""

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

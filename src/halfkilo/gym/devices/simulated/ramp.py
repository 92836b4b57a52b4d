"""How a load comes and goes: slowly up, faster down, and a release shaped like half a cosine."""

from __future__ import annotations

from math import cos, pi

from halfkilo.gym.bounds import RAMP_DOWN, RAMP_UP, RELEASE_MS


class Ramp:
    """The load of one cable as it really is, grams; it starts from zero and never jumps up."""

    __slots__ = ("_from", "_left_ms", "held", "target")

    def __init__(self) -> None:
        self.held = 0.0
        self.target = 0
        self._from = 0.0
        self._left_ms = 0

    def aim(self, grams: int) -> None:
        """Move towards `grams` from the next step on; ignored while releasing."""
        if not self._left_ms:
            self.target = grams

    def release(self) -> None:
        """Go to zero within `RELEASE_MS`; asking again while going changes nothing."""
        self.target = 0
        if self.held > 0.0 and not self._left_ms:
            self._from, self._left_ms = self.held, RELEASE_MS

    def step(self) -> float:
        """One millisecond; the load held now, grams."""
        if self._left_ms:
            self._left_ms -= 1
            self.held = self._from * 0.5 * (1.0 - cos(pi * self._left_ms / RELEASE_MS))
        elif self.held < self.target:
            self.held = min(float(self.target), self.held + RAMP_UP / 1000)
        elif self.held > self.target:
            self.held = max(float(self.target), self.held - RAMP_DOWN / 1000)
        return self.held

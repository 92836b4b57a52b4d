"""Coloured noise: trembling in a band of frequencies, and slow wandering. Stepped at a fixed interval."""

from __future__ import annotations

from math import cos, exp, pi, sqrt
from random import Random


class Trembling:
    """A resonance driven by chance: variance 1, centred on `hertz`, about `width` hertz wide, one value each `step_s`."""

    def __init__(self, chance: Random, hertz: float, width: float, step_s: float) -> None:
        near = exp(-pi * width * step_s)
        self._a, self._b = 2 * near * cos(2 * pi * hertz * step_s), -near * near
        self._kick = sqrt((1 + self._b) * ((1 - self._b) ** 2 - self._a**2) / (1 - self._b))
        self._chance, self._now, self._before = chance, 0.0, 0.0

    def step(self) -> float:
        """The next value."""
        new = self._a * self._now + self._b * self._before + self._kick * self._chance.gauss(0.0, 1.0)
        self._now, self._before = new, self._now
        return new


class Wandering:
    """Comes back to nothing with a time constant, pushed about by chance: variance 1, one value each `step_s`."""

    def __init__(self, chance: Random, constant_s: float, step_s: float) -> None:
        self._keeps = exp(-step_s / constant_s)
        self._kick = sqrt(1 - self._keeps**2)
        self._chance, self._now = chance, 0.0

    def step(self) -> float:
        """The next value."""
        self._now = self._keeps * self._now + self._kick * self._chance.gauss(0.0, 1.0)
        return self._now

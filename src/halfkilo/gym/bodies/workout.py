"""Somebody on a rower, treadmill, cross trainer or bike: work, rest, and a heart that follows with delay.

Everything is slowed with the cube of its speed. Rower: 2.8 W at 1 m/s, so that 500 m in 2:30 are 104 W, pushed in strokes. The others:
so much that a usual power gives a usual speed (a bike 24 km/h at 100 W, walking 5 km/h).
"""

from __future__ import annotations

from math import pi, sin
from random import Random

STEP_US = 10_000
WORK_S, REST_S = 90.0, 30.0
DRIVE = 0.4
"""Share of a stroke in which the legs push."""
FLYWHEEL = 90.0
"""What a flywheel and a person on it keep: as if this many kilograms slid along."""
EFFICIENCY = 0.23
JOULE_A_KCAL = 4184.0
HEART_REST, HEART_PER_W, HEART_S = 68.0, 0.45, 35.0


class Worker:
    """watts: kept up while working. cadence: strokes, turns or steps a minute. drive: share of a turn that pushes (1: all of it).
    drag: watts at 1 m/s."""

    def __init__(self, seed: int, watts: float, cadence: float, drive: float, drag: float) -> None:
        chance = Random(seed)
        self._watts = watts * chance.uniform(0.85, 1.15)
        self.mean_cadence = cadence * chance.uniform(0.95, 1.05)
        self._drive, self._drag, self._chance = drive, drag, chance
        self._us, self._rest = 0, 0
        self._phase, self._this = 0.0, 1.0
        self.turns = 0
        self.speed = self.metres = self.joules = self.watts = self._mean_watts = 0.0
        self.heart = HEART_REST

    @property
    def seconds(self) -> float:
        """Since it began."""
        return self._us / 1e6

    @property
    def working(self) -> bool:
        """Working, or resting between two bouts."""
        return self.seconds % (WORK_S + REST_S) < WORK_S

    @property
    def cadence(self) -> float:
        """Strokes, turns or steps a minute; none at rest."""
        return self.mean_cadence * self._this if self.working else 0.0

    def step(self, us: int) -> None:
        """`us` microseconds pass."""
        self._rest += us
        while self._rest >= STEP_US:
            self._rest -= STEP_US
            self._one(STEP_US / 1e6)

    def _one(self, step_s: float) -> None:
        self._us += STEP_US
        push = self._push(step_s)
        self.speed = max(0.0, self.speed + step_s * (push / max(self.speed, 0.5) - self._drag * self.speed**2) / FLYWHEEL)
        self.metres += self.speed * step_s
        self.joules += push * step_s
        self.watts = push
        self._mean_watts += (push - self._mean_watts) * step_s / 3.0
        self.heart += (HEART_REST + HEART_PER_W * self._mean_watts - self.heart) * step_s / HEART_S

    def _push(self, step_s: float) -> float:
        """Watts into the machine in this moment; over a whole turn they are what is kept up."""
        if not self.working:
            return 0.0
        self._phase += step_s * self.cadence / 60
        if self._phase >= 1.0:
            self._phase -= 1.0
            self.turns += 1
            self._this = 1 + self._chance.gauss(0.0, 0.02)
        if self._drive >= 1.0:
            return self._watts
        return self._watts * pi / 2 / self._drive * sin(pi * self._phase / self._drive) if self._phase < self._drive else 0.0

    @property
    def mean_watts(self) -> float:
        """Over the last few seconds."""
        return self._mean_watts

    @property
    def kcal(self) -> float:
        """What the body spent."""
        return self.joules / EFFICIENCY / JOULE_A_KCAL

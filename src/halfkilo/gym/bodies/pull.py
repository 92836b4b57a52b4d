"""Somebody who pulls on a gauge without moving: waits, builds up, holds with trembling, tires, lets go, rests, pulls again."""

from __future__ import annotations

from random import Random

from halfkilo.gym.bodies.noise import Trembling, Wandering

STEP_US = 1_000
BUILD_S = 0.35
"""Time constant of building up: a slow, comfortable start takes about a second."""
EASE_S = 0.08
"""Letting go is quicker than building up."""
TREMBLE_HZ, TREMBLE_WIDTH, TREMBLE = 9.5, 3.0, 0.012
"""Physiological tremor lies between 8 and 12 Hz; here a hundredth of the force."""
UNSTEADY_S, UNSTEADY = 0.5, 0.018
"""Force held on purpose wanders by about two hundredths of itself."""
TIRING_PER_S = 0.008
RESTING_PER_S = 0.02


class Puller:
    """strongest_g: what this person can pull when fresh. wait_s, hold_s, rest_s: before the first pull, of a pull, between pulls.
    effort: share of what is possible that is aimed at."""

    def __init__(self, seed: int, strongest_g: float = 24_000, wait_s: float = 3.0, hold_s: float = 5.0, rest_s: float = 20.0,
                 effort: float = 0.95) -> None:
        chance = Random(seed)
        self._strongest_g = strongest_g * chance.uniform(0.85, 1.15)
        self._wait_us, self._hold_us, self._rest_us = round(wait_s * 1e6), round(hold_s * 1e6), round(rest_s * 1e6)
        self._effort = effort
        step_s = STEP_US / 1e6
        self._trembling = Trembling(chance, TREMBLE_HZ, TREMBLE_WIDTH, step_s)
        self._wandering = Wandering(chance, UNSTEADY_S, step_s)
        self._rest, self._us = 0, 0
        self._active = self.tired = 0.0
        self.grams = 0.0
        """The pull now, grams-force; never below nothing, for a strap can't push."""

    @property
    def pulling(self) -> bool:
        """Whether a pull is on purpose now."""
        since = self._us - self._wait_us
        return since >= 0 and since % (self._hold_us + self._rest_us) < self._hold_us

    def step(self, us: int) -> None:
        """`us` microseconds pass."""
        self._rest += us
        while self._rest >= STEP_US:
            self._rest -= STEP_US
            self._one()

    def _one(self) -> None:
        step_s = STEP_US / 1e6
        self._us += STEP_US
        aim = self._effort if self.pulling else 0.0
        self._active += (aim - self._active) * step_s / (BUILD_S if aim > self._active else EASE_S)
        self.tired += step_s * (TIRING_PER_S * self._active * (1 - self.tired) - RESTING_PER_S * (1 - self._active) * self.tired)
        steady = self._active * self._strongest_g * (1 - self.tired)
        self.grams = max(0.0, steady * (1 + TREMBLE * self._trembling.step() + UNSTEADY * self._wandering.step()))

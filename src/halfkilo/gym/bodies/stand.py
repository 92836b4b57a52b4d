"""Somebody who steps on a plate, stands quietly and steps off. Standing is balancing an upside-down pendulum at the ankles with delay.

The body's lean obeys `I a = m g h lean - torque`; the ankles answer the lean of 0.1 s ago with stiffness, damping and a little noise, and
the centre of pressure is where that torque puts the ground's push. Sideways the hips do the same, stiffer.
"""

from __future__ import annotations

from collections import deque
from math import cos, pi
from random import Random

from halfkilo.gym.bodies.noise import Wandering

STEP_US = 2_500
G = 9.81
HEIGHT_M = 0.95
"""Of the centre of mass above the ankles."""
DELAY_STEPS = 40
"""A tenth of a second."""
ON_US = 700_000
"""Stepping on or off takes this long."""


class Swaying:
    """One direction. stiff, damped: as shares of `m g h`. noisy_m: size of the ankles' own noise, metres at the plate."""

    def __init__(self, chance: Random, stiff: float, damped: float, noisy_m: float) -> None:
        self._stiff, self._damped = stiff, damped
        self._noisy_m = noisy_m
        self._wandering = Wandering(chance, 0.6, STEP_US / 1e6)
        self._lean = self._speed = 0.0
        self._felt: deque[tuple[float, float]] = deque([(0.0, 0.0)] * DELAY_STEPS, maxlen=DELAY_STEPS)

    def step(self) -> float:
        """Where the centre of pressure is now, metres from where the person means to stand."""
        step_s = STEP_US / 1e6
        lean, speed = self._felt[0]
        self._felt.append((self._lean, self._speed))
        push_m = HEIGHT_M * (self._stiff * lean + self._damped * speed) + self._noisy_m * self._wandering.step()
        self._speed += step_s * G / (HEIGHT_M * HEIGHT_M * 1.2) * (HEIGHT_M * self._lean - push_m)
        self._lean += step_s * self._speed
        return push_m


class Stander:
    """mass_g: body mass. wait_s, stay_s, away_s: before stepping on, standing, stepping off until on again."""

    def __init__(self, seed: int, mass_g: float = 74_000, wait_s: float = 2.0, stay_s: float = 40.0, away_s: float = 6.0) -> None:
        chance = Random(seed)
        self.mass_g = mass_g * chance.uniform(0.85, 1.15)
        noisy = chance.uniform(0.5, 0.9)
        self._forward = Swaying(chance, 1.35, 0.42, 0.0022 * noisy)
        self._right = Swaying(chance, 1.6, 0.5, 0.0016 * noisy)
        self._means = (chance.uniform(-0.012, 0.012), chance.uniform(-0.02, 0.02))
        self._wait_us, self._stay_us, self._cycle_us = (round(s * 1e6) for s in (wait_s, stay_s, stay_s + away_s))
        self._us, self._rest = 0, 0
        self.grams = 0.0
        self.right_m, self.forward_m = self._means

    @property
    def on(self) -> float:
        """How much of the person is on the plate, 0 to 1."""
        since = (self._us - self._wait_us) % self._cycle_us if self._us >= self._wait_us else -1
        if since < 0 or since >= self._stay_us:
            return 0.0
        edge = min(since, self._stay_us - since) / ON_US
        return 1.0 if edge >= 1 else (1 - cos(pi * edge)) / 2

    def step(self, us: int) -> None:
        """`us` microseconds pass."""
        self._rest += us
        while self._rest >= STEP_US:
            self._rest -= STEP_US
            self._us += STEP_US
            right, forward = self._right.step(), self._forward.step()
            self.right_m, self.forward_m = self._means[0] + right, self._means[1] + forward
            breath = 1 + 0.001 * cos(2 * pi * 0.25 * self._us / 1e6)
            self.grams = self.mass_g * self.on * breath

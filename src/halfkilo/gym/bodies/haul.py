"""Somebody who pulls the handle of a motorised cable out and back: strength, tiring, trembling, hesitation, a sudden letting go.

Handle and drum move as one while the cable is taut: `M a = hand - motor - friction - brake + stops`, stepped by semi-implicit Euler, one
millisecond at a time; positive is out. A cable can't push: where it would have to, the handle moves alone, nothing pulls on it, and the
drum winds in what is slack.
"""

from __future__ import annotations

from math import pi, sin, tanh
from random import Random

G = 9.80665
STEP_S = 0.001
DRUM_KG, HANDLE_KG, HAND_KG = 0.6, 0.35, 1.2
TAKE_UP_N = 4.0
FRICTION_N, FRICTION_SHARE, SMOOTH_M_S = 2.0, 0.015, 0.01
QUICKEST_M_S, BRAKE = 2.0, 250.0
"""A drum that winds in faster than this is braked, N s/m."""
STOP_STIFF, STOP_DAMP = 20_000.0, 200.0
LENGTH_M = 2.2
STIFFNESS, DAMPING, FEELS_S = 1_200.0, 70.0, 0.04
"""How firmly the hand keeps to its path, and how late it answers what it feels."""
PUSH_MOST_N = 20.0
TREMOR_N, TREMOR_HZ = 1.2, 9.3
TIRING_PER_S, RESTING_PER_S = 0.004, 0.01


def newtons(grams: float) -> float:
    """The weight of `grams`."""
    return grams * G / 1000.0


class Hauler:
    """One hand on one handle. `pull`, `rest` and `let_go` say what it does next; `step` moves it on by a millisecond."""

    def __init__(self, seed: int, strongest_n: float = 260.0) -> None:
        chance = Random(seed)
        self._strongest_n = strongest_n * chance.uniform(0.85, 1.15)
        self._phase = chance.uniform(0.0, 2 * pi)
        self._moves: list[tuple[float, int]] = []
        self._from_m = self._felt_n = 0.0
        self._at_ms = self._ms = 0
        self.holding = False
        self.tired = self.x = self.v = 0.0
        self.tension_n = TAKE_UP_N

    def pull(self, low_m: float, high_m: float, reps: int, out_ms: int = 1_200, back_ms: int = 1_400, hesitate_ms: int = 1) -> None:
        """Take the handle and move it out and back so often, hesitating at the far end."""
        self.holding, self._from_m, self._at_ms, self._felt_n = True, self.x, 0, self.tension_n
        self._moves = [(high_m, out_ms), (high_m, hesitate_ms), (low_m, back_ms), (low_m, 150)] * reps

    def rest(self, ms: int = 900) -> None:
        """Bring the handle back to its stop, slowly."""
        self.pull(0.0, 0.0, 1, out_ms=ms)

    def let_go(self) -> None:
        """Open the hand, suddenly."""
        self.holding, self._moves = False, []

    @property
    def busy(self) -> bool:
        """Whether a movement is still to be made."""
        return bool(self._moves)

    def step(self, load_n: float) -> None:
        """One millisecond with the motor pulling `load_n`, newtons."""
        self._ms += 1
        motor = max(load_n, TAKE_UP_N)
        if self._asleep(motor):
            self.tension_n = TAKE_UP_N
            return
        hand = self._hand()
        friction = tanh(self.v / SMOOTH_M_S) * (FRICTION_N + FRICTION_SHARE * motor)
        brake = BRAKE * min(0.0, self.v + QUICKEST_M_S)
        mass = DRUM_KG + HANDLE_KG + (HAND_KG if self.holding else 0.0)
        pulled = hand - motor - friction - brake
        stops = self._stops()
        acceleration = (pulled + stops) / mass
        self.tension_n = motor + friction + brake + DRUM_KG * acceleration
        if self.tension_n < 0.0:
            acceleration, self.tension_n = (hand + stops) / (mass - DRUM_KG), 0.0
        self.v += acceleration * STEP_S
        self.x += self.v * STEP_S

    def _asleep(self, motor: float) -> bool:
        return not self.holding and motor == TAKE_UP_N and self.x < 0.002 and abs(self.v) < 1e-3

    def _hand(self) -> float:
        """What the hand pulls with, newtons: no more than is left of its strength, and in a strap it can push a little."""
        share = min(1.0, self.tension_n / self._strongest_n) if self.holding else 0.0
        change = TIRING_PER_S * share * (1 - self.tired) - RESTING_PER_S * (1 - share) * self.tired
        self.tired = min(1.0, max(0.0, self.tired + change * STEP_S))
        if not self.holding:
            return 0.0
        to_m, speed = self._path()
        self._felt_n += (self.tension_n - self._felt_n) * STEP_S / FEELS_S
        wish = self._felt_n + STIFFNESS * (to_m - self.x) + DAMPING * (speed - self.v)
        wish += TREMOR_N * sin(2 * pi * TREMOR_HZ * self._ms / 1000.0 + self._phase)
        return min(max(wish, -PUSH_MOST_N), self._strongest_n * (1.0 - self.tired))

    def _path(self) -> tuple[float, float]:
        """Where the hand means to be and how fast: movements whose ends are smooth."""
        self._at_ms += 1
        while self._moves and self._at_ms > self._moves[0][1]:
            self._from_m, self._at_ms = self._moves.pop(0)[0], 1
        if not self._moves:
            return self._from_m, 0.0
        goal, ms = self._moves[0]
        t = self._at_ms / ms
        way = goal - self._from_m
        return self._from_m + way * t**3 * (10 - 15 * t + 6 * t * t), way * 30 * t * t * (1 - t) ** 2 / (ms / 1000.0)

    def _stops(self) -> float:
        """The rubber the handle rests on, and the knot at the far end."""
        if self.x < 0.0:
            return max(0.0, -STOP_STIFF * self.x - STOP_DAMP * self.v)
        return min(0.0, STOP_STIFF * (LENGTH_M - self.x) - STOP_DAMP * self.v) if self.x > LENGTH_M else 0.0

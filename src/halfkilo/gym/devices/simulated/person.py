"""SIMULATION ONLY: the person at the handles. Exists only when the machine is started with `--simulate-person`.

A hand follows a path of smooth movements with the muscles' delay, a trembling of about 9 Hz, a largest force that
fatigue takes away while pulling and gives back at rest. It can hesitate, let go suddenly, or put the handle down.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin

from halfkilo.gym.devices.simulated.physics import Cable

HAND_KG = 1.2
"""Hand and the part of the forearm that moves with it."""
STIFFNESS = 1_200.0
DAMPING = 70.0
DELAY_S = 0.04
"""The force a person feels is answered about this much later."""
PUSH_MOST = 20.0
"""N a hand in a strap can push back."""
TREMOR_N = 1.5
TREMOR_HZ = 9.0
TIRING_PER_S = 0.004
RESTING_PER_S = 0.01


@dataclass(frozen=True)
class Move:
    """One smooth movement to a place, metres, in a time, ms; staying is a move to where one is."""

    to: float
    ms: int
    open_hand: bool = False


class Hand:
    """One hand: on the handle or not, and the movements it still has to make."""

    def __init__(self, strength_n: float) -> None:
        self.strength_n = strength_n
        self.tired = 0.0
        self.tiring = 1.0
        self.holding = False
        self.moves: list[Move] = []
        self._from = 0.0
        self._at_ms = 0
        self._answer = 0.0

    def take(self, cable: Cable) -> None:
        """Grip the handle where it is."""
        if not self.holding:
            self.holding, self.moves = True, []
            self._from, self._at_ms, self._answer = cable.handle_x, 0, cable.tension

    def let_go(self) -> None:
        """Open the hand, suddenly."""
        self.holding, self.moves = False, []

    def do(self, moves: list[Move], cable: Cable) -> None:
        """Start these movements from where the handle is."""
        self.take(cable)
        self.moves, self._from, self._at_ms = list(moves), cable.handle_x, 0

    def step(self, ms: int, cable: Cable) -> float:
        """The force on the handle for this millisecond, newtons; 0 with an open hand."""
        self._rest_or_tire(cable)
        if not self.holding:
            return 0.0
        x, v = self._path()
        if not self.holding:
            return 0.0
        self._answer += (cable.tension - self._answer) * (0.001 / DELAY_S)
        wish = self._answer + STIFFNESS * (x - cable.handle_x) + DAMPING * (v - cable.handle_v)
        tremor = TREMOR_N * sin(2 * pi * TREMOR_HZ * ms / 1000.0)
        return min(max(wish, -PUSH_MOST), self.strength_n * (1.0 - self.tired)) + tremor

    def _path(self) -> tuple[float, float]:
        """Where the hand wants to be and how fast: movements with no jerk at their ends."""
        self._at_ms += 1
        while self.moves and self._at_ms > self.moves[0].ms:
            done = self.moves.pop(0)
            self._from, self._at_ms = done.to, 1
            if done.open_hand:
                self.let_go()
        if not self.moves:
            return self._from, 0.0
        return _smooth(self._from, self.moves[0], self._at_ms)

    def _rest_or_tire(self, cable: Cable) -> None:
        share = min(1.0, cable.tension / self.strength_n) if self.holding else 0.0
        tiring = TIRING_PER_S * self.tiring * share * (1.0 - self.tired)
        resting = RESTING_PER_S * (1.0 - share) * self.tired
        self.tired = min(1.0, max(0.0, self.tired + (tiring - resting) * 0.001))


def _smooth(start: float, move: Move, at_ms: int) -> tuple[float, float]:
    """Minimum-jerk movement: place and speed at `at_ms` of `move`."""
    t = at_ms / move.ms
    shape = t**3 * (10.0 - 15.0 * t + 6.0 * t * t)
    slope = 30.0 * t * t * (1.0 - t) ** 2
    return start + (move.to - start) * shape, (move.to - start) * slope / (move.ms / 1000.0)


def repetitions(low: float, high: float, tempo_ms: tuple[int, int, int, int], reps: int) -> list[Move]:
    """Movements of `reps` repetitions between two places, metres: there, hold, back, hold."""
    there, top, back, bottom = (max(1, ms) for ms in tempo_ms)
    return [Move(high, there), Move(high, top), Move(low, back), Move(low, bottom)] * reps

"""The way of the arms between key poses.

Shoulder angles alone would send a hand through odd detours (three hinges have no straight line between two postures), so
hand and elbow travel by direction and distance from the shoulder, as seen from the chest: a straight arm swings in an arc,
a pulling hand comes in straight.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import mink
import mujoco
import numpy as np

from halfkilo.body.curve import Curve
from halfkilo.body.pose import Solved, data_at
from halfkilo.body.skeleton import Vector, model, site
from halfkilo.body.tasks import Aim, Goal, Point

HAND, ELBOW, TURN = 6.0, 2.5, 0.5
TOO_FAR = np.cos(np.radians(130))
"""Two directions further apart than this have no one shortest way: the joints decide."""


@dataclass(frozen=True)
class Arm:
    """One arm's way: hand and elbow from the shoulder (direction x length), and how the hand is turned."""

    side: str
    hand: Curve | None
    elbow: Curve | None
    turns: tuple[Curve | None, Curve | None]

    def tasks(self, s: float) -> Iterator[mink.Task]:
        """What the arm should do at `s` of the way."""
        for part, curve, cost in (("hand", self.hand, HAND), ("elbow", self.elbow, ELBOW)):
            if curve:
                yield Point(site(f"{self.side}_{part}"), _from_shoulder(self.side, curve.at(s)), cost)
        for axis, curve in zip(((1.0, 0, 0), (0, 0, 1.0)), self.turns, strict=True):
            if curve:
                yield Aim(f"{self.side}_hand", axis, _turned(curve.at(s)), TURN)


def arms(keys: Sequence[Solved], knots: Vector) -> tuple[Arm, Arm]:
    """Both arms' ways through the key poses."""
    seen = [data_at(key.q) for key in keys]
    return _arm("right", seen, knots), _arm("left", seen, knots)


def _arm(side: str, seen: Sequence[mujoco.MjData], knots: Vector) -> Arm:
    def way(read: Callable[[mujoco.MjData], Vector]) -> Curve | None:
        return _curve(np.array([_chest(data).T @ read(data) for data in seen]), knots)

    def turn(axis: int) -> Curve | None:
        body = int(model().body(f"{side}_hand").id)
        return way(lambda data: data.xmat[body].reshape(3, 3)[:, axis])

    start = site(f"{side}_shoulder")
    def reach(part: str) -> Curve | None:
        end = site(f"{side}_{part}")
        return way(lambda data: data.site_xpos[end] - data.site_xpos[start])

    return Arm(side, reach("hand"), reach("elbow"), (turn(0), turn(2)))


def _curve(vectors: Vector, knots: Vector) -> Curve | None:
    """Directions and lengths as one curve of four numbers; None where two neighbours point almost opposite ways."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = vectors / lengths
    if min(float(a @ b) for a, b in pairwise(directions)) < TOO_FAR:
        return None
    return Curve(knots, np.hstack([directions, lengths]))


def _from_shoulder(side: str, value: Vector) -> Goal:
    return Goal(value[:3] / np.linalg.norm(value[:3]) * value[3], (site(f"{side}_shoulder"),), thorax())


def _turned(value: Vector) -> Goal:
    return Goal(value[:3] / np.linalg.norm(value[:3]), (), thorax())


@cache
def thorax() -> int:
    return int(model().body("thorax").id)


def _chest(data: mujoco.MjData) -> Vector:
    return np.asarray(data.xmat[thorax()].reshape(3, 3))

"""From key poses to motion: a smooth path through them at minimum jerk, with everything that touches held where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import mink
import mujoco
import numpy as np

from halfkilo.body.arms import Arm, arms
from halfkilo.body.curve import Curve
from halfkilo.body.errors import OutOfReach
from halfkilo.body.movement import Layer, Movement, load
from halfkilo.body.pose import CONTACT, PIN, Solved, Spot, across, data_at, limits, settle, solve
from halfkilo.body.scene import planes
from halfkilo.body.skeleton import ROOT, Vector, model, patch
from halfkilo.body.tasks import Aim, Goal, Point

INTERVALS, MORE = 20, 8
"""Frames of one way, less one, and how many more for each key pose beyond three. The time between frames is even; the
easing is in them."""

STEP, STEP_HEIGHT = 0.015, 0.05
"""A contact that has moved further than this between poses is a step; how high it is lifted on the way. Metres."""

CLOSE = 1e-3
"""When a frame is found: nothing moves further than this in a step (radians, metres); the error left is much smaller."""

CONTACT_MISS, PLACE_MISS = 0.012, 0.06
"""How far a contact or a wanted place may stay off in a key pose, metres, before it is an error."""


@dataclass(frozen=True)
class Motion:
    """A solved movement: `there` (n, nq) and `back` (n, nq) in metres and radians, and the contacts held all along."""

    movement: Movement
    keys: dict[str, Solved]
    there: Vector
    back: Vector

    @property
    def returns_same_way(self) -> bool:
        """Whether the way back is the way there, reversed."""
        return self.movement.back is None


def solve_file(path: Path) -> Motion:
    """Read and solve one movement file.

    Raises:
        MovementError: the file cannot be read.
        OutOfReach: a pose asks for what the body cannot do.
    """
    return solve_movement(load(path), f"exercises/{path.parent.name}/{path.name}")


def solve_movement(movement: Movement, file: str, good: Motion | None = None) -> Motion:
    """Solve the key poses, then the frames between them. `good`: the good form, where this is it with a layer over it."""
    keys = key_poses(movement, file, good)
    there = _frames(movement, [keys[name] for name in movement.way])
    back = there[::-1] if movement.back is None else _frames(movement, [keys[name] for name in movement.home])
    return Motion(movement, keys, there, back)


def key_poses(movement: Movement, file: str, good: Motion | None = None) -> dict[str, Solved]:
    """The key poses alone, in their order.

    Raises:
        OutOfReach: a pose asks for what the body cannot do.
    """
    keys: dict[str, Solved] = {}
    for pose in movement.pose:
        keys[pose.name] = solve(movement, pose, list(keys.values()), good.keys if good else None)
        _check(keys[pose.name], file, pose.name)
    return keys


def solve_layer(good: Motion, layer: Layer, file: str) -> Motion:
    """The same movement with a fault, or as a way of loading asks for it: as many frames, the same phases."""
    return solve_movement(good.movement.with_layer(layer), file, good)


def _check(solved: Solved, file: str, pose: str) -> None:
    configuration = mink.Configuration(model(), solved.q)
    for task in solved.tasks:
        if isinstance(task, Point):
            miss = float(np.linalg.norm(task.compute_error(configuration)))
            if miss > (CONTACT_MISS if task.cost[0] == CONTACT and len(task.rows) == 1 else PLACE_MISS):
                name = model().site(task.site).name.replace("_", " ")
                raise OutOfReach(file, pose, name, round(miss * 1000))


def ease(t: Vector) -> Vector:
    """Minimum-jerk time course from 0 to 1 (Flash and Hogan 1985): rest, go, rest."""
    return np.asarray(t**3 * (10 - 15 * t + 6 * t**2))


def _frames(movement: Movement, keys: Sequence[Solved]) -> Vector:
    if len(keys) == 1:
        return keys[0].q[None].copy()
    knots, count = _knots(keys), INTERVALS + MORE * max(0, len(keys) - 3)
    between = _Between(movement, keys, knots, _Path(keys, knots), arms(keys, knots), limits(movement))
    return np.array([between.frame(float(s)) for s in ease(np.linspace(0, 1, count + 1))])


def _knots(keys: Sequence[Solved]) -> Vector:
    """Poses further apart get more of the way."""
    steps = [max(0.1, float(np.linalg.norm(_difference(a.q, b.q)))) for a, b in pairwise(keys)]
    return np.concatenate([[0.0], np.cumsum(steps) / sum(steps)])


def _difference(a: Vector, b: Vector) -> Vector:
    """b minus a in the tangent space, shape (nv,)."""
    out = np.zeros(model().nv)
    mujoco.mj_differentiatePos(model(), out, 1.0, a, b)
    return out


class _Path:
    """A natural cubic spline through key postures, so that nothing jolts when it passes one."""

    def __init__(self, keys: Sequence[Solved], knots: Vector) -> None:
        self.first, self.curve = keys[0].q, Curve(knots, np.array([_difference(keys[0].q, key.q) for key in keys]))

    def at(self, s: float) -> Vector:
        q = self.first.copy()
        mujoco.mj_integratePos(model(), q, self.curve.at(s), 1.0)
        q[ROOT:] = np.clip(q[ROOT:], model().jnt_range[1:, 0], model().jnt_range[1:, 1])
        return q


@dataclass(frozen=True)
class _Between:
    """All that a frame between key poses depends on. Frames know nothing of each other, so none can drift."""

    movement: Movement
    keys: Sequence[Solved]
    knots: Vector
    path: _Path
    arms: Sequence[Arm]
    bounds: Sequence[mink.Limit]

    def frame(self, s: float) -> Vector:
        """The posture at `s` (0 to 1) of the way, shape (nq,)."""
        k = min(int(np.searchsorted(self.knots, s, side="right")) - 1, len(self.knots) - 2)
        share = float((s - self.knots[k]) / (self.knots[k + 1] - self.knots[k]))
        one, two = self.keys[k], self.keys[k + 1]
        held = {spot[0] for spot in lasting(one, two)}
        guided = [task for arm in self.arms if f"{arm.side}_hand" not in held for task in arm.tasks(s)]
        q = self.path.at(s)
        tasks = [*_held(self.movement, one, two, share), *guided, *_near(q)]
        return settle(q, tasks, self.bounds, 12, CLOSE, self.movement.symmetric)


def _held(movement: Movement, one: Solved, two: Solved, share: float) -> Iterator[mink.Task]:
    ground = planes(movement)
    for spot in lasting(one, two):
        plane, slides = ground[spot[1]], one.touches[spot].slides or two.touches[spot].slides
        skin, far = patch(spot[0], movement.base), steps(one, two, spot)
        gone = share**3 * (10 - 15 * share + 6 * share**2) if far else share  # a step starts and ends at rest
        lift = plane.normal * (STEP_HEIGHT * 64 * share**3 * (1 - share) ** 3 if far else 0.0)
        for index, (point, flesh) in enumerate(skin.points):
            yield Point(point, Goal(plane.point + plane.normal * flesh + lift), CONTACT, plane.normal[None])
            if not slides:
                place = one.spots[spot][index] * (1 - gone) + two.spots[spot][index] * gone
                yield Point(point, Goal(place), PIN, across(plane.normal))
        if skin.faces:
            yield Aim(*skin.faces, Goal(-plane.normal), 4.0)


def steps(one: Solved, two: Solved, spot: Spot) -> bool:
    """Whether a contact is put down elsewhere in the next pose: then it is lifted over, and does not slip there."""
    slides = one.touches[spot].slides or two.touches[spot].slides
    return not slides and float(np.linalg.norm(one.spots[spot][0] - two.spots[spot][0])) > STEP


def lasting(one: Solved, two: Solved) -> list[Spot]:
    """Contacts that both poses have: they are held on the way from one to the other."""
    return [spot for spot in one.spots if spot in two.spots]


def _near(q: Vector) -> Iterator[mink.Task]:
    """Stay near the path: joints, and loosely the pelvis."""
    data = data_at(q)
    posture = mink.PostureTask(model(), cost=0.4)
    posture.set_target(q)
    yield posture
    where, turn = data.xpos[1].copy(), data.xmat[1].reshape(3, 3).copy()
    for axis in (1, 2):
        yield Aim("pelvis", np.eye(3)[axis].tolist(), Goal(turn[:, axis]), 0.6)
    yield Point(int(model().site("pelvis").id), Goal(where), 0.6)

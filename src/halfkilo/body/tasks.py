"""What the solver is asked for, as mink tasks: a point somewhere, an axis some way, weight over the feet, nothing below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import mink
import mujoco
import numpy as np

from halfkilo.body.flesh import pairs
from halfkilo.body.skeleton import Vector, model
from halfkilo.body.space import nearest

AXES = np.eye(3)


@dataclass(frozen=True)
class Goal:
    """A place or a direction (3,): in the room, or carried by a body (its `turn`), from the middle of sites (`start`) if given.

    What carries the goal is in the derivative as well: otherwise the trunk would run after its own hand.
    """

    vector: Vector
    start: tuple[int, ...] = ()
    turn: int | None = None

    def value(self, data: mujoco.MjData) -> Vector:
        """Where it is now, metres in the room (a direction: no unit)."""
        turned = self.vector if self.turn is None else data.xmat[self.turn].reshape(3, 3) @ self.vector
        return np.asarray(data.site_xpos[list(self.start)].mean(axis=0) + turned if self.start else turned)

    def jacobian(self, model: mujoco.MjModel, data: mujoco.MjData) -> Vector:
        """How it moves with the joints, shape (3, nv)."""
        jac, spin = np.zeros((3, model.nv)), np.zeros((3, model.nv))
        for site in self.start:
            part = np.zeros((3, model.nv))
            mujoco.mj_jacSite(model, data, part, None, site)
            jac += part / len(self.start)
        if self.turn is not None:
            mujoco.mj_jacBody(model, data, None, spin, self.turn)
            jac -= _cross(data.xmat[self.turn].reshape(3, 3) @ self.vector) @ spin
        return jac


class Point(mink.Task):
    """Bring a site to a place; `rows` (k, 3) are the directions that count, of the room or of a body (`turn`). Error in metres."""

    def __init__(self, site: int, goal: Goal, cost: float, rows: Vector = AXES, turn: int | None = None) -> None:
        super().__init__(cost=np.full(len(rows), cost), gain=1.0, lm_damping=0.0)
        self.site, self.goal, self.rows, self.turn = site, goal, rows, turn

    def compute_error(self, configuration: mink.Configuration) -> Vector:
        data = configuration.data
        return np.asarray(self._seen(data) @ (data.site_xpos[self.site] - self.goal.value(data)))

    def compute_jacobian(self, configuration: mink.Configuration) -> Vector:
        body, data = configuration.model, configuration.data
        jac = np.zeros((3, configuration.nv))
        mujoco.mj_jacSite(body, data, jac, None, self.site)
        jac -= self.goal.jacobian(body, data)
        if self.turn is not None:  # the directions turn with their body
            spin = np.zeros((3, configuration.nv))
            mujoco.mj_jacBody(body, data, None, spin, self.turn)
            jac += _cross(data.site_xpos[self.site] - self.goal.value(data)) @ spin
        return np.asarray(self._seen(data) @ jac)

    def _seen(self, data: mujoco.MjData) -> Vector:
        return self.rows if self.turn is None else np.asarray(self.rows @ data.xmat[self.turn].reshape(3, 3).T)


class Aim(mink.Task):
    """Turn an axis of a body into a room direction; the spin about it stays free. Error without unit (about radians)."""

    def __init__(self, body: str, axis: Sequence[float], goal: Goal, cost: float) -> None:
        super().__init__(cost=np.full(3, cost), gain=1.0, lm_damping=0.0)
        self.body, self.axis, self.goal = body, np.array(axis, float), goal

    def _now(self, configuration: mink.Configuration) -> tuple[int, Vector]:
        index = int(configuration.model.body(self.body).id)
        return index, configuration.data.xmat[index].reshape(3, 3) @ self.axis

    def compute_error(self, configuration: mink.Configuration) -> Vector:
        _, axis = self._now(configuration)
        goal = self.goal.value(configuration.data)
        error = axis - goal
        if axis @ goal < -0.99:  # exactly opposite: forward or up is a way out, and the same one right and left
            error = error + 0.2 * AXES[0 if abs(axis[0]) < 0.9 else 2]
        return np.asarray(error)

    def compute_jacobian(self, configuration: mink.Configuration) -> Vector:
        index, axis = self._now(configuration)
        turn = np.zeros((3, configuration.nv))
        mujoco.mj_jacBody(configuration.model, configuration.data, None, turn, index)
        return -_cross(axis) @ turn - self.goal.jacobian(configuration.model, configuration.data)


def _cross(v: Vector) -> Vector:
    return np.array([[0, -v[2], v[1]], [v[2], 0, -v[0]], [-v[1], v[0], 0]])


class Balance(mink.Task):
    """Centre of mass over the middle of the sites that carry it. Error in metres, forward and left."""

    def __init__(self, sites: Sequence[int], cost: float) -> None:
        super().__init__(cost=np.full(2, cost), gain=1.0, lm_damping=0.0)
        self.sites = list(sites)

    def compute_error(self, configuration: mink.Configuration) -> Vector:
        return np.asarray(configuration.data.subtree_com[1, :2] - configuration.data.site_xpos[self.sites, :2].mean(axis=0))

    def compute_jacobian(self, configuration: mink.Configuration) -> Vector:
        jac = np.zeros((3, configuration.nv))
        mujoco.mj_jacSubtreeCom(configuration.model, configuration.data, jac, 1)
        return jac[:2]


class Above(mink.Limit):
    """No flesh below a plane: for every end of every capsule, `normal . (end - point) >= radius`."""

    def __init__(self, point: Vector, normal: Vector) -> None:
        self.point, self.normal = point, normal

    def compute_qp_inequalities(self, configuration: mink.Configuration, dt: float) -> mink.Constraint:
        body, data = configuration.model, configuration.data
        ends = capsule_ends(body, data)
        gaps = (ends - self.point) @ self.normal - np.repeat(body.geom_size[:, 0], 2)
        rows = [self._row(configuration, ends[index], int(body.geom_bodyid[index // 2])) for index in np.flatnonzero(gaps < 0.12)]
        room = np.maximum(gaps[gaps < 0.12], -0.01) * 0.9
        return mink.Constraint(np.array(rows), room) if rows else mink.Constraint()

    def _row(self, configuration: mink.Configuration, end: Vector, body: int) -> Vector:
        jac = np.zeros((3, configuration.nv))
        mujoco.mj_jac(configuration.model, configuration.data, jac, None, end, body)
        return -self.normal @ jac


def capsule_ends(model: mujoco.MjModel, data: mujoco.MjData) -> Vector:
    """The centres of both ends of every capsule in the room, metres, shape (2 * ngeom, 3)."""
    along = data.geom_xmat.reshape(-1, 3, 3)[:, :, 2] * model.geom_size[:, 1:2]
    return np.stack([data.geom_xpos + along, data.geom_xpos - along], axis=1).reshape(-1, 3)


class Clear(mink.Limit):
    """No part of the body inside another: for every pair of capsules, the gap stays above what flesh gives way."""

    NEAR, SPARE = 0.05, 0.003

    def __init__(self) -> None:
        self.pairs = pairs()
        self.thick = model().geom_size[self.pairs.of, 0].sum(axis=1)

    def compute_qp_inequalities(self, configuration: mink.Configuration, dt: float) -> mink.Constraint:
        ends = capsule_ends(configuration.model, configuration.data).reshape(-1, 2, 3)
        one, two = nearest(self.pairs.ends(ends, 0), self.pairs.ends(ends, 1))
        away = one - two
        far = np.linalg.norm(away, axis=1)
        room = far - self.thick + self.pairs.soft - self.SPARE
        close = np.flatnonzero((room < self.NEAR) & (far > 1e-6))
        rows = [self._row(configuration, int(index), one[index], two[index], away[index] / far[index]) for index in close]
        return mink.Constraint(np.array(rows), np.maximum(room[close], -0.01) * 0.9) if rows else mink.Constraint()

    def _row(self, configuration: mink.Configuration, index: int, one: Vector, two: Vector, way: Vector) -> Vector:
        row = np.zeros(configuration.nv)
        for geom, point, sign in zip(self.pairs.of[index], (one, two), (-1.0, 1.0), strict=True):
            jac = np.zeros((3, configuration.nv))
            mujoco.mj_jac(configuration.model, configuration.data, jac, None, point, int(configuration.model.geom_bodyid[geom]))
            row += sign * way @ jac
        return row

"""Inverse dynamics: what every segment must receive from the one before it, and what a force elsewhere adds to that.

Frames: room axes (x forward, y left, z up), newtons, newton metres. A wrench is (moment, force), six numbers; moments are
about `about`, the centre of mass of the whole body in that frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import mujoco
import numpy as np

from halfkilo.body.loads.play import Play
from halfkilo.body.person import Person
from halfkilo.body.skeleton import Vector, model


@dataclass(frozen=True)
class Mechanics:
    """Per frame n and body b: `places` (n, b, 3), `turns` (n, b, 3, 3), `about` (n, 3), `needed` (n, b, 6): the wrench that must reach
    the segment through its joint (root: from outside) so that it and all beyond move as they do under gravity;
    `moving` (n, b, 12): velocity and acceleration (less gravity) of the point of the body at `about`."""

    who: Person
    play: Play
    places: Vector
    turns: Vector
    about: Vector
    needed: Vector
    moving: Vector

    def at(self, body: int, local: Vector) -> Vector:
        """A point of a body (m, in its axes) in the room, (n, 3)."""
        return np.asarray(self.places[:, body] + self.turns[:, body] @ local)

    def felt(self, body: int, point: Vector) -> Vector:
        """Acceleration less gravity of a point (n, 3) that moves with a body: what a mass carried there needs, m/s2."""
        arm, spin, speed = point - self.about, self.moving[:, body, :3], self.moving[:, body, 3:6]
        turning, pushed = self.moving[:, body, 6:9], self.moving[:, body, 9:]
        return np.asarray(pushed + np.cross(turning, arm) + np.cross(spin, speed + np.cross(spin, arm)))

    def speed(self, body: int, point: Vector) -> Vector:
        """Velocity of a point (n, 3) that moves with a body, m/s."""
        return np.asarray(self.moving[:, body, 3:6] + np.cross(self.moving[:, body, :3], point - self.about))


@dataclass(frozen=True)
class Push:
    """A force (n, 3) on a body at a point (n, 3) of the room."""

    body: int
    point: Vector
    force: Vector


@cache
def beyond() -> Vector:
    """(b, b): 1 where the second body hangs on the first (or is it)."""
    count = model().nbody
    found = np.eye(count)
    for body in range(count - 1, 0, -1):
        found[model().body_parentid[body]] += found[body]
    return found


def mechanics(who: Person, play: Play) -> Mechanics:
    """Run inverse dynamics over all frames, with nothing but gravity outside."""
    n, bodies = len(play.q), who.model.nbody
    places, turns, about = np.empty((n, bodies, 3)), np.empty((n, bodies, 9)), np.empty((n, 3))
    needed, moving = np.empty((n, bodies, 6)), np.empty((n, bodies, 12))
    data = mujoco.MjData(who.model)
    for i in range(n):
        data.qpos[:], data.qvel[:], data.qacc[:] = play.q[i], play.v[i], play.a[i]
        mujoco.mj_kinematics(who.model, data)
        mujoco.mj_comPos(who.model, data)
        mujoco.mj_comVel(who.model, data)
        mujoco.mj_rnePostConstraint(who.model, data)
        places[i], turns[i], about[i], needed[i] = data.xpos, data.xmat, data.subtree_com[1], data.cfrc_int
        moving[i, :, :6], moving[i, :, 6:] = data.cvel, data.cacc
    return Mechanics(who, play, places, turns.reshape(n, bodies, 3, 3), about, needed, moving)


def wrench(about: Vector, point: Vector, force: Vector) -> Vector:
    """(..., 6) of a force (..., 3) at a point (..., 3)."""
    arm, made = point - about, np.empty((*force.shape[:-1], 6))
    for i, j, k in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):  # np.cross, without its overhead
        made[..., i] = arm[..., j] * force[..., k] - arm[..., k] * force[..., j]
    made[..., 3:] = force
    return made


def with_pushes(seen: Mechanics, pushes: Sequence[Push]) -> Vector:
    """`needed` (n, b, 6) when these forces act too: each relieves every joint between it and the root."""
    total = np.zeros_like(seen.needed)
    for push in pushes:
        total[:, push.body] += wrench(seen.about, push.point, push.force)
    return np.asarray(seen.needed - beyond() @ total)


def about_joints(seen: Mechanics, wrenches: Vector, bodies: Sequence[int]) -> tuple[Vector, Vector]:
    """Moments about the joints' own centres and forces through them, both (n, j, 3), room axes, of the bodies listed."""
    chosen = wrenches[:, list(bodies)]
    arm = seen.about[:, None] - seen.places[:, list(bodies)]
    return np.asarray(chosen[..., :3] + np.cross(arm, chosen[..., 3:])), chosen[..., 3:]

"""Where flesh, bones and props are in many postures at once, and how far apart: the geometry under the motion battery.

The body is the capsules of the skeleton. All distances are metres, negative where one thing is inside another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import mujoco
import numpy as np

from halfkilo.body.skeleton import Vector, model


@dataclass(frozen=True)
class Seen:
    """n postures: ends of every capsule (n, geoms, 2, 3), sites (n, sites, 3), centre of mass (n, 3)."""

    ends: Vector
    sites: Vector
    mass: Vector

    @cached_property
    def thick(self) -> Vector:
        """Radius of every capsule (geoms,)."""
        return np.asarray(model().geom_size[:, 0])


def look(rows: Vector) -> Seen:
    """Forward kinematics of postures (n, nq)."""
    data, m = mujoco.MjData(model()), model()
    ends, sites, mass = np.zeros((len(rows), m.ngeom, 2, 3)), np.zeros((len(rows), m.nsite, 3)), np.zeros((len(rows), 3))
    for index, q in enumerate(rows):
        data.qpos[:] = q
        mujoco.mj_kinematics(m, data)
        mujoco.mj_comPos(m, data)
        along = data.geom_xmat.reshape(-1, 3, 3)[:, :, 2] * m.geom_size[:, 1:2]
        ends[index, :, 0], ends[index, :, 1] = data.geom_xpos + along, data.geom_xpos - along
        sites[index], mass[index] = data.site_xpos, data.subtree_com[1]
    return Seen(ends, sites, mass)


def nearest(one: Vector, two: Vector) -> tuple[Vector, Vector]:
    """The closest points of straight lines from end to end, shape (..., 2, 3) each; the results (..., 3).

    Closest points of two segments (Ericson 2005, Real-Time Collision Detection, 5.1.9), clamped one after the other.
    """
    p, q = one[..., 0, :], two[..., 0, :]
    a, b, r = one[..., 1, :] - p, two[..., 1, :] - q, p - q
    aa, bb, ab, ar, br = _dot(a, a), _dot(b, b), _dot(a, b), _dot(a, r), _dot(b, r)
    cross = aa * bb - ab * ab
    s = np.where(cross > 1e-12, np.clip((ab * br - ar * bb) / np.maximum(cross, 1e-12), 0, 1), 0.0)
    t = np.clip((ab * s + br) / np.maximum(bb, 1e-12), 0, 1)
    s = np.clip((ab * t - ar) / np.maximum(aa, 1e-12), 0, 1)
    return p + a * s[..., None], q + b * t[..., None]


def apart(one: Vector, two: Vector) -> Vector:
    """Distance between straight lines (..., 2, 3), metres; the result has the leading shape."""
    p, q = nearest(one, two)
    return np.asarray(np.linalg.norm(p - q, axis=-1))


def _dot(a: Vector, b: Vector) -> Vector:
    return np.asarray((a * b).sum(axis=-1))


def from_boxes(points: Vector, boxes: Sequence[Sequence[int]]) -> Vector:
    """Distance of points (..., 3) from each box (millimetres, as in a clip), negative inside; shape (..., boxes)."""
    corners = np.array(boxes, float).reshape(-1, 2, 3) / 1000
    middle, half = corners.mean(axis=1), np.ptp(corners, axis=1) / 2
    beyond = np.abs(points[..., None, :] - middle) - half
    outside = np.linalg.norm(np.maximum(beyond, 0), axis=-1)
    return np.asarray(outside + np.minimum(beyond.max(axis=-1), 0))


def along(ends: Vector, count: int = 9) -> Vector:
    """Points evenly along lines (..., 2, 3): shape (..., count, 3)."""
    share = np.linspace(0, 1, count)[:, None]
    return np.asarray(ends[..., :1, :] * (1 - share) + ends[..., 1:, :] * share)

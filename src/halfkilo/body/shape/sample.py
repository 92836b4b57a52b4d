"""From a field to a first, dense mesh of its right half: marching cubes, evaluated only near the surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape.field import Field, Vector

Triangles = NDArray[np.int64]
BLOCK = 8
"""Cells of a block that is skipped whole when its middle is far from the surface."""


@dataclass(frozen=True)
class Mesh:
    """`points` (n, 3) metres; `triangles` (m, 3) counter-clockwise from outside."""

    points: Vector
    triangles: Triangles


def right_half(field: Field, low: Sequence[float], high: Sequence[float], step: float) -> Mesh:
    """The surface of a field for y <= 0, open where it meets y = 0. `low`, `high`: a box around it, metres."""
    from skimage.measure import marching_cubes

    axes = [np.arange(a, b + step, step) for a, b in zip(low, high, strict=True)]
    axes[1] = -np.arange(np.ceil(-low[1] / step), -0.5, -1) * step
    volume = _volume(field, axes, step)
    points, faces, _, _ = marching_cubes(  # type: ignore[no-untyped-call]
        volume, 0.0, spacing=(step, step, step))
    points = points.astype(float) + [axis[0] for axis in axes]
    return _merged(Mesh(points, np.asarray(faces, np.int64)), axes[1][-1])


def _volume(field: Field, axes: Sequence[Vector], step: float) -> NDArray[np.float32]:
    """Distances on the grid; far from the surface only their sign is right."""
    shape = tuple(len(axis) for axis in axes)
    coarse = [np.arange(0, n, BLOCK) for n in shape]
    middles = [axis[np.minimum(index + BLOCK // 2, len(axis) - 1)] for axis, index in zip(axes, coarse, strict=True)]
    distance = field(_grid(middles)).reshape([len(index) for index in coarse])
    full = distance.astype(np.float32)
    for axis in range(3):
        full = np.repeat(full, BLOCK, axis=axis)
    full = np.ascontiguousarray(full[: shape[0], : shape[1], : shape[2]])
    near = np.repeat(np.repeat(np.repeat(np.abs(distance) < BLOCK * step * 1.25, BLOCK, 0), BLOCK, 1), BLOCK, 2)
    where = np.nonzero(near[: shape[0], : shape[1], : shape[2]])
    for start in range(0, len(where[0]), 200_000):
        part = tuple(index[start : start + 200_000] for index in where)
        full[part] = field(np.stack([axis[index] for axis, index in zip(axes, part, strict=True)], axis=1))
    return full


def _grid(axes: Sequence[Vector]) -> Vector:
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)


def _merged(mesh: Mesh, edge: float) -> Mesh:
    """Outside turned outward, the open rim exactly on y = 0, and empty triangles gone."""
    points = mesh.points.copy()
    points[np.abs(points[:, 1] - edge) < 1e-7, 1] = 0.0
    keys = np.round((points + 1) * 2e5).astype(np.int64) @ np.array([1 << 40, 1 << 20, 1])  # steps of 5 um within 5 m: 20 bits each
    _, first, index = np.unique(keys, return_index=True, return_inverse=True)
    triangles = index.ravel()[mesh.triangles]
    full = (triangles[:, 0] != triangles[:, 1]) & (triangles[:, 1] != triangles[:, 2]) & (triangles[:, 2] != triangles[:, 0])
    found = Mesh(points[first], triangles[full])
    return found if volume(found) > 0 else Mesh(found.points, found.triangles[:, ::-1])


def volume(mesh: Mesh) -> float:
    """What a mesh encloses, cubic metres (a half open at y = 0 counts as closed there)."""
    a, b, c = (mesh.points[mesh.triangles[:, k]] for k in range(3))
    return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)

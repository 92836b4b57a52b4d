"""What `python -m halfkilo.body figure` and `look` do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from halfkilo.body.files import Unwritable, store
from halfkilo.body.shape import SHAPES
from halfkilo.body.shape.figure import Figure
from halfkilo.body.shape.store import FigureError, load, packed, path_of
from halfkilo.body.skeleton import Vector

TOLERANCE = 0.001
"""Metres by which the skin of a figure built again may lie elsewhere: rounding differs from machine to machine."""


def write(shape: str) -> int:
    """Build and store the figure of a shape; returns its bytes."""
    from halfkilo.body.shape.make import make

    raw = packed(make(shape))
    path = path_of(shape)
    path.parent.mkdir(exist_ok=True)
    return store(path, raw)


def check(shape: str) -> None:
    """Build a figure again and compare it with the stored one.

    Raises:
        FigureError: it is missing or differs.
    """
    from halfkilo.body.shape.make import make

    old, new = load(shape), make(shape)
    fresh(old)
    off = apart(old, new)
    if off > TOLERANCE:
        raise FigureError(path_of(shape), f"lies up to {off * 1000:.1f} mm beside what its sources say")


def fresh(figure: Figure) -> None:
    """A stored figure's stamp is that of the sources.

    Raises:
        FigureError: they changed after it was built.
    """
    from halfkilo.body.shape.make import stamp

    if figure.stamp != stamp():
        raise FigureError(path_of(figure.shape), f"was built from other sources (stamp {figure.stamp}, now {stamp()})")


def apart(one: Figure, two: Figure) -> float:
    """How far the skins of two figures lie apart at most: from each vertex to the other's surface nearby, metres."""
    from scipy.spatial import cKDTree  # type: ignore[import-untyped]

    found = 0.0
    for a, b in ((one, two), (two, one)):
        corners = b.points()[b.triangle.astype(np.int64)]
        near = cKDTree(corners.mean(axis=1)).query(a.points(), k=12)[1]
        gap = np.min([_to_triangle(a.points(), corners[near[:, k]]) for k in range(near.shape[1])], axis=0)
        vertex = cKDTree(b.points()).query(a.points())[0]  # where small triangles crowd round the corner of a long one
        found = max(found, float(np.minimum(gap, vertex).max()))
    return found


def _to_triangle(points: Vector, corners: Vector) -> Vector:
    """Distance from each point (n, 3) to its triangle (n, 3, 3), to the accuracy of its corners, edges and plane."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    found = np.min([_to_edge(points, p, q) for p, q in ((a, b), (b, c), (c, a))], axis=0)
    normal = np.cross(b - a, c - a)
    area = np.maximum(np.einsum("ij,ij->i", normal, normal), 1e-18)
    inside = np.all([np.einsum("ij,ij->i", np.cross(q - p, points - p), normal) >= 0 for p, q in ((a, b), (b, c), (c, a))], axis=0)
    height = np.abs(np.einsum("ij,ij->i", points - a, normal)) / np.sqrt(area)
    return np.asarray(np.where(inside, height, found))


def _to_edge(points: Vector, a: Vector, b: Vector) -> Vector:
    way = b - a
    along = np.clip(np.einsum("ij,ij->i", points - a, way) / np.maximum(np.einsum("ij,ij->i", way, way), 1e-18), 0, 1)
    return np.asarray(np.linalg.norm(points - a - along[:, None] * way, axis=1))


def figures(shapes: Sequence[str], checking: bool) -> int:
    """Build or check figures, one line each; returns 0, or 1 when one needs mending."""
    faults = 0
    for shape in shapes or SHAPES:
        try:
            check(shape) if checking else write(shape)
            said = "current" if checking else f"{path_of(shape).stat().st_size / 1000:.0f} kB"
        except (FigureError, Unwritable) as error:
            faults, said = 1, f"needs mending: {error}"
        print(f"{shape}: {said}", flush=True)
    return faults


def look(shape: str, out: Path, folders: Sequence[Path]) -> int:
    """Draw the figure, or exercises with it; returns 0."""
    from halfkilo.body.shape import look as pictures

    figure = load(shape)
    for path in [pictures.exercise(figure, folder, out) for folder in folders] or [pictures.gallery(figure, out)]:
        print(path)
    return 0

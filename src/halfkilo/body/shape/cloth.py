"""What is worn where: clean lines cut into the mesh, and cloth that stands a little off the skin, with an edge of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape.field import Field, Vector, gradient
from halfkilo.body.shape.remesh import edges_of, normals, project, rim_of
from halfkilo.body.shape.sample import Mesh, Triangles
from halfkilo.body.shape.spread import frame

SKIN, TOP, TROUSERS, SHOE, SOLE, HAIR = range(6)
Line = Callable[[Vector], Vector]
"""A line of cloth: zero on it, metres to both sides, in the modelling posture."""
FAR = 0.5

HAIRLINE = ((-0.10, 1.523), (-0.058, 1.526), (-0.040, 1.548), (-0.030, 1.590), (-0.018, 1.610), (0.005, 1.613), (0.022, 1.592),
            (0.034, 1.590), (0.046, 1.612), (0.060, 1.640), (0.075, 1.650), (0.12, 1.652))
"""Forward, height: nape, behind and over the ear, temple, forehead."""

LIFT: Mapping[int, tuple[float, float, float]] = MappingProxyType({
    SKIN: (0.0, -0.0015, 0.012), TOP: (0.003, 0.0055, 0.045), TROUSERS: (0.0025, 0.0045, 0.05), SHOE: (0.0015, 0.004, 0.015),
    SOLE: (0.002, 0.003, 0.01), HAIR: (0.0055, 0.0025, 0.02)})
"""Per part: how far it stands off the body, how much more at its edge, and how far from the edge that fades, metres."""


def _sleeve(points: Vector) -> Vector:
    arm = frame("right_upper_arm").local(points)
    on = (arm[:, 1] < 0.09) & (arm[:, 2] < -0.06) & (points[:, 1] < -0.19)
    return np.where(on, -arm[:, 2] - 0.178 + 0.10 * arm[:, 1], -FAR)


def _neckline(points: Vector) -> Vector:
    on = (points[:, 2] > 1.37) & (np.abs(points[:, 1]) < 0.14)
    height = np.interp(points[:, 0], (-0.10, -0.03, 0.035), (1.464, 1.455, 1.416))
    return np.where(on, points[:, 2] - height - 4.0 * points[:, 1] ** 2, -FAR)


def _waist(points: Vector) -> Vector:
    on = frame("right_upper_arm").local(points)[:, 1] > 0.08
    return np.where(on, 0.918 - points[:, 2] - 0.15 * points[:, 0], -FAR)


def _trouser_end(points: Vector) -> Vector:
    shank = frame("right_shank").local(points)
    return np.where(points[:, 2] < 0.6, -shank[:, 2] - 0.352 + 0.1 * shank[:, 0], -FAR)


def _shoe_top(points: Vector) -> Vector:
    foot = frame("right_foot").local(points)
    return np.where(points[:, 2] < 0.3, 0.012 - foot[:, 2] - 0.30 * np.clip(foot[:, 0] + 0.01, 0, 0.055), -FAR)


def _sole(points: Vector) -> Vector:
    foot = frame("right_foot").local(points)
    return np.where(points[:, 2] < 0.2, -0.0475 - foot[:, 2] + 0.03 * np.clip(foot[:, 0] - 0.1, 0, 1), -FAR)


def _hairline(points: Vector) -> Vector:
    rows = np.asarray(HAIRLINE)
    return np.where(points[:, 2] > 1.5, points[:, 2] - np.interp(points[:, 0], rows[:, 0], rows[:, 1]), -FAR)


LINES: tuple[Line, ...] = (_sleeve, _neckline, _waist, _trouser_end, _shoe_top, _sole, _hairline)


def part_of(points: Vector) -> NDArray[np.int64]:
    """What is worn at points (n,): an index into `figure.PARTS`."""
    sleeve, neck, waist, ankle, shoe, sole, hair = (line(points) > 0 for line in LINES)
    legs = np.select([sole, shoe, ankle], [SOLE, SHOE, SKIN], TROUSERS)
    return np.select([hair, sleeve | neck, waist], [HAIR, SKIN, legs], TOP)


@dataclass(frozen=True)
class Dressed:
    """A mesh whose triangles each wear one thing. `part` (n,) per vertex; `hem` (m,) marks the triangles of edges between parts."""

    mesh: Mesh
    part: NDArray[np.int64]
    hem: NDArray[np.bool_]


def dress(mesh: Mesh, field: Field) -> Dressed:
    """Cut the lines into a half mesh and lift each part off the body."""
    for line in LINES:
        mesh = cut(mesh, field, line)
    worn = part_of(mesh.points[mesh.triangles].mean(axis=1))
    return _lifted(mesh, worn)


def cut(mesh: Mesh, field: Field, line: Line) -> Mesh:
    """Put an unbroken row of edges along a line."""
    mesh, value = _snapped(mesh, field, line)
    edges = edges_of(mesh)[0]
    crossed = edges[value[edges[:, 0]] * value[edges[:, 1]] < 0]
    crossed = crossed[np.abs(value[crossed]).max(axis=1) < FAR / 2]
    share = value[crossed[:, 0]] / (value[crossed[:, 0]] - value[crossed[:, 1]])
    fresh = mesh.points[crossed[:, 0]] * (1 - share[:, None]) + mesh.points[crossed[:, 1]] * share[:, None]
    fresh = project(fresh, field, rim_of(mesh)[crossed].all(axis=1))
    index = {(int(a), int(b)): len(mesh.points) + k for k, (a, b) in enumerate(crossed)}
    triangles = [piece for triangle in mesh.triangles.tolist() for piece in _split(tuple(triangle), index)]
    return Mesh(np.concatenate([mesh.points, fresh]), np.asarray(triangles, np.int64))


def _snapped(mesh: Mesh, field: Field, line: Line) -> tuple[Mesh, Vector]:
    """Vertices near the line moved onto it along the surface, so that no slivers arise; and every vertex's value."""
    rim = rim_of(mesh)
    edges = edges_of(mesh)[0]
    length = np.full(len(mesh.points), np.inf)
    span = np.linalg.norm(mesh.points[edges[:, 0]] - mesh.points[edges[:, 1]], axis=1)
    for end in range(2):
        np.minimum.at(length, edges[:, end], span)
    close = np.abs(line(mesh.points)) < 0.36 * length
    points = mesh.points.copy()
    for _ in range(4):
        slope, normal = gradient(line, points[close]), normals(mesh)[close]
        slope -= np.einsum("ij,ij->i", slope, normal)[:, None] * normal
        slope[rim[close], 1] = 0
        points[close] -= slope * (line(points[close]) / np.maximum(np.einsum("ij,ij->i", slope, slope), 0.05))[:, None]
        points[close] = project(points[close], field, rim[close])
    value = line(points)
    value[close] = 0.0
    return Mesh(points, mesh.triangles), value


def _split(triangle: tuple[int, ...], index: Mapping[tuple[int, int], int]) -> list[tuple[int, int, int]]:
    """A triangle in one, two or three pieces, by which of its edges carry a new vertex."""
    middle = [index.get((min(a, b), max(a, b))) for a, b in zip(triangle, triangle[1:] + triangle[:1], strict=True)]
    count = sum(m is not None for m in middle)
    turn = next((k for k in range(3) if (middle[k] is not None) == (count == 1)), 0) if count in {1, 2} else 0
    a, b, c = triangle[turn:] + triangle[:turn]
    ab, bc, ca = middle[turn:] + middle[:turn]
    if count == 1 and ab is not None:
        return [(a, ab, c), (ab, b, c)]
    if count == 2 and bc is not None and ca is not None:
        return [(c, ca, bc), (a, b, bc), (a, bc, ca)]
    return [(a, b, c)]


def _lifted(mesh: Mesh, worn: NDArray[np.int64]) -> Dressed:
    """One vertex per part at the lines, each part lifted off the body, and strips that close the step between them."""
    normal, count = normals(mesh), len(mesh.points)
    keys, corner = np.unique(np.stack([mesh.triangles.ravel(), np.repeat(worn, 3)], axis=1), axis=0, return_inverse=True)
    origin, part = keys.T
    triangles = corner.reshape(-1, 3)
    shared = np.bincount(origin, minlength=count) > 1
    away = _distance_to(mesh, shared)[origin]
    base, more, fade = np.array([LIFT[p] for p in range(6)])[part].T
    more = np.where((part == TOP) & (mesh.points[origin, 2] > 1.39) & (mesh.points[origin, 1] > -0.15), 0.001, more)
    lift = base + np.where(part == TOP, _drape(mesh.points[origin]), 0) + np.where(np.isfinite(away), more * np.exp(-away / fade), 0)
    points = mesh.points[origin] + normal[origin] * lift[:, None]
    points[rim_of(mesh)[origin], 1] = 0.0
    strips = _strips(mesh, worn, triangles, part)
    hem = np.arange(len(triangles) + len(strips)) >= len(triangles)
    return Dressed(Mesh(points, np.concatenate([triangles, strips]) if len(strips) else triangles), part, hem)


def _drape(points: Vector) -> Vector:
    """How much further a shirt stands off where the body draws in: waist and small of the back, metres."""
    return np.asarray(0.007 * np.exp(-(((points[:, 2] - 1.07) / 0.075) ** 2)))


def _strips(mesh: Mesh, worn: NDArray[np.int64], triangles: Triangles, part: NDArray[np.int64]) -> Triangles:
    """Two triangles along every edge where two parts meet, so that the surface stays closed."""
    sides: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for old, new in zip(mesh.triangles, triangles, strict=True):
        for k in range(3):
            a, b = int(old[k]), int(old[(k + 1) % 3])
            sides.setdefault((min(a, b), max(a, b)), []).append((int(new[k]), int(new[(k + 1) % 3]), a))
    found: list[tuple[int, int, int]] = []
    for pair in sides.values():
        if len(pair) == 2 and part[pair[0][0]] != part[pair[1][0]]:
            (a, b, _), (d, c, _) = pair
            found += [(b, a, c), (c, d, b)]
    return np.asarray(found, np.int64).reshape(-1, 3)


def _distance_to(mesh: Mesh, seeds: NDArray[np.bool_]) -> Vector:
    """Distance along edges from the nearest seed (n,), metres, up to 0.2."""
    edges = edges_of(mesh)[0]
    span = np.linalg.norm(mesh.points[edges[:, 0]] - mesh.points[edges[:, 1]], axis=1)
    found = np.where(seeds, 0.0, np.inf)
    for _ in range(30):
        for a, b in ((0, 1), (1, 0)):
            np.minimum.at(found, edges[:, a], found[edges[:, b]] + span)
    return found

"""A dense mesh made light: edges shorter than wished are drawn together, the rest is evened out, and all of it put back on the field.

Vertices on y = 0 stay on y = 0, so that the half and its mirror image meet exactly. Everything is deterministic: ties go by index.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from halfkilo.body.shape.field import Field, Vector, gradient
from halfkilo.body.shape.sample import Mesh, Triangles

Size = Callable[[Vector], Vector]
"""Wished length of an edge at a point, metres."""
Edges = NDArray[np.int64]


def lighten(mesh: Mesh, field: Field, size: Size, rounds: int = 60) -> Mesh:
    """Draw edges together until they have about their wished length."""
    for turn in range(rounds):
        limit = 0.35 + 0.47 * min(1.0, turn / 20)
        before = len(mesh.points)
        mesh = _collapse(mesh, size, limit)
        if turn > 12 and turn % 3 == 0:
            mesh = relax(_flip(mesh), field, 1)
        if turn > 30 and len(mesh.points) > before * 0.998:
            break
    for _ in range(3):
        mesh = relax(_flip(mesh), field, 2)
    return mesh


def relax(mesh: Mesh, field: Field, rounds: int) -> Mesh:
    """Move each vertex towards the middle of its neighbours along the surface, then back onto the field."""
    near = adjacency(mesh)
    count = np.asarray(near.sum(axis=1)).ravel()
    rim = rim_of(mesh)
    mean = sparse.diags(1 / np.maximum(count, 1)) @ near
    points = mesh.points
    for _ in range(rounds):
        move = mean @ points - points
        normal = normals(Mesh(points, mesh.triangles))
        move -= np.einsum("ij,ij->i", move, normal)[:, None] * normal
        move[rim] = 0
        points = project(points + 0.5 * move, field, rim)
    return Mesh(points, mesh.triangles)


def project(points: Vector, field: Field, rim: NDArray[np.bool_], steps: int = 2) -> Vector:
    """Points moved onto the surface of a field; those of the rim stay on y = 0."""
    for _ in range(steps):
        slope = gradient(field, points)
        slope[rim, 1] = 0
        away = np.clip(field(points), -0.01, 0.01) / np.maximum(np.einsum("ij,ij->i", slope, slope), 0.25)
        points = points - away[:, None] * slope
    return points


def adjacency(mesh: Mesh) -> sparse.csr_matrix:
    """Which vertices share an edge (n, n), ones."""
    t, n = mesh.triangles, len(mesh.points)
    rows, cols = np.concatenate([t, t[:, ::-1]]).ravel(), np.concatenate([t[:, [1, 2, 0]], t[:, ::-1][:, [1, 2, 0]]]).ravel()
    found = sparse.csr_matrix((np.ones(len(rows)), (rows, cols)), shape=(n, n))
    found.data[:] = 1
    return found


def edges_of(mesh: Mesh) -> tuple[Edges, NDArray[np.int64]]:
    """Every edge once (low index first), and how many triangles have it."""
    ends = np.concatenate([mesh.triangles[:, [0, 1]], mesh.triangles[:, [1, 2]], mesh.triangles[:, [2, 0]]])
    key, count = np.unique(ends.min(axis=1) * len(mesh.points) + ends.max(axis=1), return_counts=True)
    return np.stack(np.divmod(key, len(mesh.points)), axis=1), count


def rim_of(mesh: Mesh) -> NDArray[np.bool_]:
    """Vertices on the open edge of the half."""
    edges, count = edges_of(mesh)
    found = np.zeros(len(mesh.points), bool)
    found[edges[count == 1].ravel()] = True
    return found


def face_normals(points: Vector, triangles: Triangles) -> Vector:
    """Normals of triangles (m, 3), as long as twice their area."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return np.asarray(np.cross(b - a, c - a))


def normals(mesh: Mesh) -> Vector:
    """Outward unit normals of vertices (n, 3)."""
    found = np.zeros_like(mesh.points)
    flat = face_normals(mesh.points, mesh.triangles)
    for k in range(3):
        np.add.at(found, mesh.triangles[:, k], flat)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12))


def _collapse(mesh: Mesh, size: Size, limit: float) -> Mesh:
    edges, count = edges_of(mesh)
    rim = rim_of(mesh)
    a, b = mesh.points[edges[:, 0]], mesh.points[edges[:, 1]]
    ratio = np.linalg.norm(a - b, axis=1) / size((a + b) / 2)
    chosen = (ratio < limit) & ~(rim[edges].all(axis=1) & (count == 2))
    chosen[chosen] = _apart(mesh, edges[chosen], ratio[chosen])
    chosen[chosen] = _linked(mesh, edges[chosen], count[chosen])
    return _merge(mesh, edges[chosen], rim)


def _apart(mesh: Mesh, edges: Edges, ratio: Vector) -> NDArray[np.bool_]:
    """Of the edges wished, those that are the shortest for two steps around: drawing them together touches no other."""
    rank = np.empty(len(edges))
    rank[np.argsort(ratio, kind="stable")] = np.arange(len(edges))
    best = np.full(len(mesh.points), np.inf)
    for end in range(2):
        np.minimum.at(best, edges[:, end], rank)
    around = best.copy()
    for k in range(3):
        for other in (1, 2):
            np.minimum.at(around, mesh.triangles[:, k], best[mesh.triangles[:, (k + other) % 3]])
    return np.asarray((rank <= around[edges[:, 0]]) & (rank <= around[edges[:, 1]]))


def _linked(mesh: Mesh, edges: Edges, count: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Edges whose ends share no neighbours but those across their triangles: drawing them together keeps a surface."""
    near = adjacency(mesh)
    shared = np.asarray(near[edges[:, 0]].multiply(near[edges[:, 1]]).sum(axis=1)).ravel()
    return np.asarray(shared == count)


def _merge(mesh: Mesh, edges: Edges, rim: NDArray[np.bool_]) -> Mesh:
    keep, gone = edges[:, 0].copy(), edges[:, 1].copy()
    swap = rim[gone] & ~rim[keep]
    keep[swap], gone[swap] = gone[swap], keep[swap]
    place = np.where((rim[keep] & ~rim[gone])[:, None], mesh.points[keep], (mesh.points[keep] + mesh.points[gone]) / 2)
    for _ in range(3):
        points, onto = mesh.points.copy(), np.arange(len(mesh.points))
        points[keep], onto[gone] = place, keep
        triangles = onto[mesh.triangles]
        flipped = _turned(mesh, points, triangles)
        sound = ~np.isin(keep, flipped)
        if sound.all():
            break
        keep, gone, place = keep[sound], gone[sound], place[sound]
    return _compact(points, triangles)


def _turned(mesh: Mesh, points: Vector, triangles: Triangles) -> NDArray[np.int64]:
    """Vertices of triangles that would turn over or become needles."""
    real = (triangles[:, 0] != triangles[:, 1]) & (triangles[:, 1] != triangles[:, 2]) & (triangles[:, 2] != triangles[:, 0])
    old, new = face_normals(mesh.points, mesh.triangles), face_normals(points, triangles)
    cosine = np.einsum("ij,ij->i", old, new) / np.maximum(np.linalg.norm(old, axis=1) * np.linalg.norm(new, axis=1), 1e-18)
    return np.unique(triangles[real & (cosine < 0.3)])


def _compact(points: Vector, triangles: Triangles) -> Mesh:
    real = (triangles[:, 0] != triangles[:, 1]) & (triangles[:, 1] != triangles[:, 2]) & (triangles[:, 2] != triangles[:, 0])
    used, index = np.unique(triangles[real], return_inverse=True)
    return Mesh(points[used], index.reshape(-1, 3))


def _flip(mesh: Mesh) -> Mesh:
    """Turn the shared edge of two triangles where that makes their smallest angle larger (one pass, no triangle twice)."""
    edges, left, right, tips = _quads(mesh)
    p = mesh.points
    a, b, c, d = p[edges[:, 0]], p[edges[:, 1]], p[tips[:, 0]], p[tips[:, 1]]
    gain = np.minimum(_narrow(c, d, b), _narrow(d, c, a)) - np.minimum(_narrow(a, b, c), _narrow(b, a, d))
    one, two = np.cross(b - a, c - a), np.cross(a - b, d - b)
    flat = np.einsum("ij,ij->i", one, two) > 0.9 * np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
    fresh_one, fresh_two = np.cross(d - c, b - c), np.cross(c - d, a - d)
    flat &= (np.einsum("ij,ij->i", fresh_one, one) > 0) & (np.einsum("ij,ij->i", fresh_two, one) > 0)
    flat &= np.asarray(adjacency(mesh)[tips[:, 0], tips[:, 1]]).ravel() == 0
    order = np.argsort(-gain, kind="stable")
    order = order[(gain[order] > 0.02) & flat[order]]
    return _flipped(mesh, [(edges[k], left[k], right[k], tips[k]) for k in order])


def _flipped(mesh: Mesh, wishes: list[tuple[Edges, int, int, Edges]]) -> Mesh:
    triangles, taken = mesh.triangles.copy(), set[int]()
    for (a, b), one, two, (c, d) in wishes:
        if taken.isdisjoint((-a - 1, -b - 1, -c - 1, -d - 1, one, two)):
            triangles[one], triangles[two] = (c, d, b), (d, c, a)
            taken.update((-a - 1, -b - 1, -c - 1, -d - 1, one, two))
    return Mesh(mesh.points, triangles)


def _quads(mesh: Mesh) -> tuple[Edges, NDArray[np.int64], NDArray[np.int64], Edges]:
    """Inner edges a-b as the left triangle runs, the triangles on both sides, and their far corners."""
    t, m = mesh.triangles, len(mesh.triangles)
    directed = np.concatenate([t[:, [0, 1]], t[:, [1, 2]], t[:, [2, 0]]])
    tip, owner = np.concatenate([t[:, 2], t[:, 0], t[:, 1]]), np.tile(np.arange(m), 3)
    order = np.lexsort((directed.min(axis=1), directed.max(axis=1)))
    low, high = np.sort(directed, axis=1)[order].T
    pair = np.nonzero((low[:-1] == low[1:]) & (high[:-1] == high[1:]))[0]
    one, two = order[pair], order[pair + 1]
    return directed[one], owner[one], owner[two], np.stack([tip[one], tip[two]], axis=1)


def _narrow(a: Vector, b: Vector, c: Vector) -> Vector:
    """How far a triangle is from a needle: 1 for equal sides, 0 for a line."""
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    longest = np.maximum(np.maximum(((a - b) ** 2).sum(1), ((b - c) ** 2).sum(1)), ((c - a) ** 2).sum(1))
    return np.asarray(area / np.maximum(longest, 1e-18) / 0.8660254)

"""From fields to a finished figure: mesh the right half apart, dress it, weigh it, let the limbs hang, and add the mirror image."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape import anatomy, sample, spread
from halfkilo.body.shape.bones import Hand
from halfkilo.body.shape.build import BUILDS
from halfkilo.body.shape.cloth import Dressed, dress
from halfkilo.body.shape.field import Vector
from halfkilo.body.shape.figure import UNIT, Bytes, Figure, moves
from halfkilo.body.shape.muscle import painted
from halfkilo.body.shape.order import reordered
from halfkilo.body.shape.remesh import adjacency, lighten, normals, rim_of
from halfkilo.body.shape.sample import Mesh, Triangles
from halfkilo.body.shape.weights import evened, raw, swapped, whole

STEP = 0.0035
"""Grid of the first mesh, metres."""


def make(shape: str, step: float = STEP, scale: float = 1.0) -> Figure:
    """Build the figure of a shape. `scale` above 1 makes the mesh coarser (for quick tests)."""
    dressed = half(shape, step, scale)
    rim = rim_of(dressed.mesh)
    weight = whole(_even(dressed, rim), rim)
    points = hanging(dressed.mesh.points, weight)
    points[rim, 1] = 0.0
    normal = _normals(dressed, points, rim)
    muscle, much = painted(points, normal, dressed.part, weight)
    return _both(shape, Half(points, normal, dressed, weight, muscle, much, rim))


def half(shape: str, step: float, scale: float) -> Dressed:
    """The right half in the modelling posture, dressed."""
    field = anatomy.body(spread.frame, BUILDS[shape])
    dense = sample.right_half(field, spread.LOW, spread.HIGH, step)
    light = lighten(dense, field, lambda points: spread.edge_length(points, scale))
    return dress(light, field)


def _even(dressed: Dressed, rim: NDArray[np.bool_]) -> Vector:
    """Weights evened over the whole body, so that the middle sees both sides."""
    first = raw(dressed.mesh.points)
    image = first[:, swapped()]
    first[rim] = (first[rim] + image[rim]) / 2
    joined, triangles = mirrored(dressed.mesh.triangles, rim)
    both = np.concatenate([first, image[~rim]])
    near = adjacency(Mesh(np.zeros((len(joined), 3)), triangles))
    return evened(both, near)[: len(first)]


def mirrored(triangles: Triangles, rim: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Triangles]:
    """For every vertex of the whole its origin in the half, and the triangles of the whole. The half comes first; the rim is shared."""
    count = len(rim)
    other = np.nonzero(~rim)[0]
    twin = np.arange(count)
    twin[other] = count + np.arange(len(other))
    return np.concatenate([np.arange(count), other]), np.concatenate([triangles, twin[triangles][:, ::-1]])


def hanging(points: Vector, weight: Vector) -> Vector:
    """Points of the modelling posture at rest: the blend of the bones' moves, taken back."""
    turn, shift = moves(spread.posture(), (Hand.FLAT, Hand.FLAT))
    share = weight / 255.0
    blend = np.einsum("nb,bij->nij", share, turn)
    return np.asarray(np.linalg.solve(blend, (points - share @ shift)[:, :, None])[:, :, 0])


def _normals(dressed: Dressed, points: Vector, rim: NDArray[np.bool_]) -> Vector:
    """Normals at rest; the strips at the edges of cloth do not bend them."""
    found = normals(Mesh(points, dressed.mesh.triangles[~dressed.hem]))
    found[rim, 1] = 0.0
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12))


class Half:
    """All there is to know of the right half, at rest."""

    def __init__(self, points: Vector, normal: Vector, dressed: Dressed, weight: Vector, muscle: Bytes, much: Bytes,
                 rim: NDArray[np.bool_]) -> None:
        self.points, self.normal, self.dressed, self.weight = points, normal, dressed, weight
        self.muscle, self.much, self.rim = muscle, much, rim


def _both(shape: str, one: Half) -> Figure:
    origin, triangles = mirrored(one.dressed.mesh.triangles, one.rim)
    left = np.arange(len(origin)) >= len(one.rim)
    flip = np.where(left[:, None], np.array([1, -1, 1]), 1)
    position = np.round(one.points / UNIT).astype(np.int16)[origin] * flip
    normal = np.round(one.normal * 127).astype(np.int8)[origin] * flip
    bone, weight = _four(one.weight)
    image = np.asarray(swapped())
    bones = np.where(left[:, None], image[bone[origin]], bone[origin])
    figure = Figure(shape, position.astype(np.int16), normal.astype(np.int8), one.dressed.part[origin].astype(np.uint8), one.muscle[origin],
                    one.much[origin], np.where(weight[origin] > 0, bones, 0).astype(np.uint8), weight[origin].astype(np.uint8),
                    triangles.astype(np.uint16), stamp())
    return reordered(figure)


def _four(weight: Vector) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The four bones of each vertex and their weights, heaviest first."""
    bone = np.argsort(-weight, axis=1, kind="stable")[:, :4]
    return bone, np.take_along_axis(weight, bone, axis=1).astype(np.int64)


def stamp() -> str:
    """Hash of everything that the figures follow from: these sources, the skeleton and the list of muscles."""
    here = Path(__file__).parent
    files = [*sorted(here.glob("*.py")), here.parent / "skeleton.xml", here.parents[1] / "exercises" / "muscles.py"]
    shown = {"look.py", "raster.py", "command.py", "hard.py", "__init__.py"}
    digest = hashlib.sha256()
    for path in files:
        if path.name not in shown:
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]

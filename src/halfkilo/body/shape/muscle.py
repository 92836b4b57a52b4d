"""Which muscle lies under each patch of skin."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape.cloth import HAIR, SHOE, SOLE
from halfkilo.body.shape.field import Vector
from halfkilo.body.shape.weights import ramp
from halfkilo.exercises.muscles import Muscle

M = Muscle
Patch = tuple[Muscle, tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]
PATCHES: tuple[Patch, ...] = (
    (M.QUADRICEPS, (0.075, -0.090, 0.70), (0.060, 0.085, 0.20), (1, -0.2, 0)),
    (M.HAMSTRINGS, (-0.075, -0.085, 0.66), (0.060, 0.075, 0.17), (-1, 0, 0)),
    (M.GLUTEUS_MAXIMUS, (-0.105, -0.085, 0.895), (0.080, 0.085, 0.085), (-1, 0, 0)),
)


def painted(points: Vector, normal: Vector, part: NDArray[np.int64], weight: Vector) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Per vertex at rest, right half: the muscle (0: none, else 1 + index) and how much of it, 0 to 255."""
    best, which = np.zeros(len(points)), np.zeros(len(points), np.int64)
    for muscle, centre, radii, way in PATCHES:
        away = np.linalg.norm((points - centre) / np.asarray(radii), axis=1)
        facing = normal @ (np.asarray(way) / np.linalg.norm(way))
        much = ramp(away, 1.15, 0.55) * ramp(facing, -0.15, 0.45)
        better = much > best
        best[better], which[better] = much[better], list(Muscle).index(muscle) + 1
    best[np.isin(part, (HAIR, SHOE, SOLE))] = 0
    much = np.round(best * 255).astype(np.uint8)
    return np.where(much > 0, which, 0).astype(np.uint8), much

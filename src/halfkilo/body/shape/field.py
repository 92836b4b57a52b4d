"""Signed distance fields: tapered limbs with an outline of their own at every height, ellipsoids, and soft unions of them.

Distances are metres, negative inside; near the surface they are right to a few percent, which is all that meshing and projection ask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator  # type: ignore[import-untyped]

Vector = NDArray[np.float64]
Field = Callable[[Vector], Vector]
STEP = 0.001
"""Spacing of the table that a limb's outline is read from, metres."""


def soft_union(a: Vector, b: Vector, k: float) -> Vector:
    """The smaller of two distances, rounded where they differ by less than `k` metres."""
    h = np.maximum(k - np.abs(a - b), 0) / k
    return np.asarray(np.minimum(a, b) - h * h * k / 4)


def soft_cut(a: Vector, b: Vector, k: float) -> Vector:
    """What of `a` lies outside `b`, rounded over `k` metres."""
    return -soft_union(-a, b, k)


@dataclass(frozen=True)
class Place:
    """Where a part's own frame is: turn (3, 3) and origin (3,)."""

    turn: Vector
    origin: Vector

    def local(self, points: Vector) -> Vector:
        """Points (n, 3) in the part's frame."""
        return np.asarray((points - self.origin) @ self.turn)


def _ratio(scaled: Vector, twice: Vector) -> Vector:
    """Distance to an ellipsoid from |p/r| and |p/r^2|: exact on the surface and along the axes."""
    length = np.linalg.norm(scaled, axis=1)
    return np.asarray(length * (length - 1) / np.maximum(np.linalg.norm(twice, axis=1), 1e-9))


def ellipsoid(place: Place, centre: Sequence[float], radii: Sequence[float], tilt: Vector | None = None) -> Field:
    """An ellipsoid in a part's frame; `tilt` turns its axes."""
    middle, r = np.asarray(centre, float), np.asarray(radii, float)

    def distance(points: Vector) -> Vector:
        p = place.local(points) - middle
        p = p @ tilt if tilt is not None else p
        return _ratio(p / r, p / r**2)

    return distance


def capsule(place: Place, a: Sequence[float], b: Sequence[float], ra: float, rb: float) -> Field:
    """A round tapered stick from `a` to `b`."""
    start, span = np.asarray(a, float), np.asarray(b, float) - np.asarray(a, float)

    def distance(points: Vector) -> Vector:
        p = place.local(points) - start
        h = np.clip(p @ span / (span @ span), 0, 1)
        return np.asarray(np.linalg.norm(p - h[:, None] * span, axis=1) - (ra + (rb - ra) * h))

    return distance


def limb(place: Place, rows: Sequence[Sequence[float]], along: int = 2, caps: tuple[float, float] = (0.02, 0.02)) -> Field:
    """A part lofted along one axis of its frame.

    rows: (along, high u, low u, high v, low v): how far the skin reaches to both sides on the two other axes, metres from the axis,
    low sides as positive numbers. Between rows it runs smoothly without overshoot. caps: length of the rounded ends.
    """
    table = np.asarray(sorted(tuple(row) for row in rows), float)
    knots = np.arange(table[0, 0], table[-1, 0] + STEP, STEP)
    outline = PchipInterpolator(table[:, 0], table[:, 1:])(np.minimum(knots, table[-1, 0]))
    u, v = [axis for axis in range(3) if axis != along]

    def distance(points: Vector) -> Vector:
        p = place.local(points)
        t = np.clip(p[:, along], knots[0], knots[-1])
        shape = _read(outline, (t - knots[0]) / STEP)
        centre, half = _halves(shape)
        beyond = p[:, along] - t
        q = np.stack([p[:, u] - centre[0], p[:, v] - centre[1], beyond], axis=1)
        r = np.stack([half[0], half[1], np.where(beyond > 0, caps[1], caps[0])], axis=1)
        return _ratio(q / r, q / r**2)

    return distance


def _read(outline: Vector, index: Vector) -> Vector:
    low = np.clip(index.astype(int), 0, len(outline) - 2)
    part = (index - low)[:, None]
    return np.asarray(outline[low] * (1 - part) + outline[low + 1] * part)


def _halves(shape: Vector) -> tuple[tuple[Vector, Vector], tuple[Vector, Vector]]:
    """Middle and half width on both axes from how far each of the four sides reaches."""
    high_u, low_u, high_v, low_v = shape.T
    return ((high_u - low_u) / 2, (high_v - low_v) / 2), ((high_u + low_u) / 2, (high_v + low_v) / 2)


def gradient(field: Field, points: Vector, step: float = 0.0005) -> Vector:
    """Slope of a field (n, 3) by central differences."""
    found = np.empty_like(points)
    for axis in range(3):
        move = np.zeros(3)
        move[axis] = step
        found[:, axis] = (field(points + move) - field(points - move)) / (2 * step)
    return found

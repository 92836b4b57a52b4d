"""Soft shadows: what stands above a flat surface darkens it, close by sharply, higher up widely and faintly, as under a large window.

A shadow map would cost more than the whole rest of a frame and has hard edges; this is a small picture per surface and frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.skeleton import Vector

STEP = 0.025
"""Metres from one cell of a shadow to the next."""

LAYERS = ((-0.02, 0.05, 1, 0.26), (-0.02, 0.30, 4, 0.20), (-0.02, 2.20, 9, 0.16))
"""Per layer: from which height to which it holds (m), how far it is blurred (cells), how dark it is at most."""

@dataclass(frozen=True)
class Surface:
    """A flat, level place that takes shadows: its middle and half its size (m), height (m), and its colour (0-255)."""

    name: str
    x: float
    y: float
    z: float
    half: tuple[float, float]
    colour: tuple[int, int, int]

    @property
    def cells(self) -> tuple[int, int]:
        """Cells along y (rows) and x (columns)."""
        return max(4, round(2 * self.half[1] / STEP)), max(4, round(2 * self.half[0] / STEP))


def picture(surface: Surface, points: Vector, slant: tuple[float, float]) -> NDArray[np.uint8]:
    """The surface with the shadow of points (n, 3) above it, shape (rows, columns, 3); the first row is the one with the highest y,
    as MuJoCo lays a picture on a plane.

    slant: how far shadows lean (x, y), metres for each metre of height.
    """
    dark = np.ones(surface.cells)
    height = points[:, 2] - surface.z
    for low, high, blur, depth in LAYERS:
        chosen = (height > low) & (height < high)
        covered = _soft(_covered(surface, points[chosen, :2] + np.outer(height[chosen], slant)), blur)
        dark *= 1 - depth * np.minimum(1.0, covered * 1.15)
    return np.asarray(np.round(dark[::-1, :, None] * np.array(surface.colour)), np.uint8)


def _covered(surface: Surface, points: Vector) -> Vector:
    """Which cells have the shadow of a point (n, 2) in them, 0 or 1."""
    rows, columns = surface.cells
    x = (points[:, 0] - surface.x + surface.half[0]) / (2 * surface.half[0]) * columns
    y = (points[:, 1] - surface.y + surface.half[1]) / (2 * surface.half[1]) * rows
    inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
    found = np.zeros((rows, columns))
    found[y[inside].astype(int), x[inside].astype(int)] = 1.0
    return found


def _soft(field: Vector, cells: int) -> Vector:
    """Blur by two running means each way, which is soft enough; beyond the edge there is no shadow."""
    for _ in range(2):
        for axis in (0, 1):
            field = _mean(field, cells, axis)
    return field


def _mean(field: Vector, cells: int, axis: int) -> Vector:
    pad = [(0, 0), (0, 0)]
    pad[axis] = (cells + 1, cells)
    total = np.cumsum(np.pad(field, pad), axis)
    width = 2 * cells + 1
    total = np.moveaxis(total, axis, 0)
    return np.asarray(np.moveaxis(total[width:] - total[:-width], 0, axis) / width)

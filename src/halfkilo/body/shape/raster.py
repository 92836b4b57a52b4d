"""A small software renderer, so that the figure can be looked at on any machine: shaded triangles with a depth buffer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.skeleton import Vector

Picture = NDArray[np.uint8]
PAPER = (250, 247, 242)
LIGHTS = (((0.45, 0.35, 0.85), 0.62), ((-0.5, 0.6, 0.2), 0.16))
AMBIENT = 0.36
MOST = 150_000
"""Pixels tried at once."""


@dataclass(frozen=True)
class View:
    """Where one looks from: turn about the vertical and height, degrees (0, 0 is from the front); what is in the middle;
    metres per picture height."""

    azimuth: float
    elevation: float = 4.0
    middle: tuple[float, float, float] = (0.0, 0.0, 0.9)
    span: float = 1.95

    def axes(self) -> Vector:
        """Right, up and towards the viewer, as rows (3, 3)."""
        a, e = np.radians(self.azimuth), np.radians(self.elevation)
        back = np.array([np.cos(a) * np.cos(e), np.sin(a) * np.cos(e), np.sin(e)])
        right = np.array([-np.sin(a), np.cos(a), 0.0])
        return np.stack([right, np.cross(back, right), back])


def draw(points: Vector, triangles: NDArray[np.int64], normals: Vector, colours: Vector, view: View, size: tuple[int, int]) -> Picture:
    """Draw a mesh (colours (n, 3) from 0 to 255) as a picture (high, wide, 3); `size` is wide, high in pixels."""
    wide, high = size
    axes = view.axes()
    seen = (points - np.asarray(view.middle)) @ axes.T * (high / view.span)
    screen = np.stack([wide / 2 + seen[:, 0], high / 2 - seen[:, 1]], axis=1)
    lit = colours * _light(normals, axes)[:, None]
    pixel, depth, colour = _fragments(screen, seen[:, 2], lit, triangles, (wide, high))
    order = np.lexsort((-depth, pixel))
    first = np.unique(pixel[order], return_index=True)[1]
    picture = np.tile(np.asarray(PAPER, float), (wide * high, 1))
    picture[pixel[order][first]] = colour[order][first]
    return np.asarray(np.clip(picture, 0, 255), np.uint8).reshape(high, wide, 3)


def _light(normals: Vector, axes: Vector) -> Vector:
    """Soft light from above the viewer's shoulder (n,): wrapped, without highlights."""
    found = np.full(len(normals), AMBIENT)
    for direction, strength in LIGHTS:
        towards = np.asarray([direction[1], direction[2] * 0.7, direction[0]]) @ axes
        found += strength * np.clip((normals @ (towards / np.linalg.norm(towards)) + 0.25) / 1.25, 0, 1)
    return found


def _fragments(screen: Vector, depth: Vector, colours: Vector, triangles: NDArray[np.int64],
               size: tuple[int, int]) -> tuple[Vector, Vector, Vector]:
    """Every pixel of every triangle that faces the viewer: its number, depth and colour."""
    corner = screen[triangles]
    area = _cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    faces = area < -1e-9
    triangles, corner, area = triangles[faces], corner[faces], area[faces]
    low, span = np.floor(corner.min(axis=1)).astype(int), np.ceil(corner.max(axis=1) - corner.min(axis=1)).astype(int) + 1
    found = [_part(screen, depth, colours, triangles[k], corner[k], area[k], low[k], span[k], size) for k in _batches(span)]
    return tuple(np.concatenate(parts) for parts in zip(*found, strict=True))  # type: ignore[return-value]


def _batches(span: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Triangles of like size together."""
    order = np.argsort(span.max(axis=1), kind="stable")
    cuts, total = [0], 0
    for place, index in enumerate(order):
        total += int(span[index].max()) ** 2
        if total > MOST:
            cuts.append(place + 1)
            total = 0
    return [part for part in np.split(order, cuts[1:]) if len(part)]


def _part(screen: Vector, depth: Vector, colours: Vector, triangles: NDArray[np.int64], corner: Vector, area: Vector,
          low: NDArray[np.int64], span: NDArray[np.int64], size: tuple[int, int]) -> tuple[Vector, Vector, Vector]:
    most = int(span.max()) + 1
    offset = np.stack(np.meshgrid(np.arange(most), np.arange(most)), axis=-1).reshape(-1, 2)
    at = low[:, None, :] + offset[None]
    centre = at + 0.5
    weight = np.stack([_cross(corner[:, None, (k + 1) % 3] - centre, corner[:, None, (k + 2) % 3] - centre) for k in range(3)], axis=-1)
    weight /= area[:, None, None]
    inside = (weight >= -1e-9).all(axis=-1) & (at >= 0).all(axis=-1) & (at[..., 0] < size[0]) & (at[..., 1] < size[1])
    index, cell = np.nonzero(inside)
    share = weight[index, cell]
    where = at[index, cell]
    return (where[:, 1] * size[0] + where[:, 0], np.einsum("ij,ij->i", share, depth[triangles[index]]),
            np.einsum("ij,ijk->ik", share, colours[triangles[index]]))


def _cross(a: Vector, b: Vector) -> Vector:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])

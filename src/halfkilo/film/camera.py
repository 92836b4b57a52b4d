"""Where the camera stands, so that the whole movement is in the picture with room around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import cos, radians, sin, tan

import numpy as np

from halfkilo.body.skeleton import Vector
from halfkilo.film.look import ELEVATION, FIELD

NEAREST = 3.3
"""Metres: no exercise is shown larger than from here, so that small movements keep a whole person around them."""


@dataclass(frozen=True)
class Window:
    """The part of the picture that the movement fills: from -1 (left, bottom) to 1 (right, top)."""

    left: float
    right: float
    bottom: float
    top: float


LOOP = Window(-0.62, 0.88, -0.86, 0.84)
"""While it moves: nearly all, with room for a number at the left."""

TITLE = Window(-0.12, 0.95, -0.84, 0.80)
"""While the name stands at the left."""


@dataclass(frozen=True)
class Camera:
    """What is looked at (m), from how far (m), and towards where (degrees)."""

    at: tuple[float, float, float]
    distance: float
    azimuth: float
    elevation: float = ELEVATION

    def between(self, other: Camera, share: float) -> Camera:
        """The camera on its way to another one; share 0 to 1."""
        at = tuple(a + (b - a) * share for a, b in zip(self.at, other.at, strict=True))
        return Camera((at[0], at[1], at[2]), self.distance + (other.distance - self.distance) * share,
                      self.azimuth + (other.azimuth - self.azimuth) * share,
                      self.elevation + (other.elevation - self.elevation) * share)


def compose(points: Vector, towards: tuple[float, float], window: Window, aspect: float) -> Camera:
    """The nearest camera from which all points (n, 3) in metres are inside the window.

    towards: where it looks, from +x to the left and up, degrees; aspect: width by height.
    """
    camera = Camera((0.0, 0.0, 0.9), 5.0, *towards)
    for _ in range(20):  # every round looks at the middle and takes the distance that fits; it settles in five to ten
        camera = _closer(camera, points, window, aspect)
    return camera


def _closer(camera: Camera, points: Vector, window: Window, aspect: float) -> Camera:
    seen = project(camera, points, aspect)
    low, high = seen.min(0), seen.max(0)
    room = np.array([window.right - window.left, window.top - window.bottom])
    scale = float(((high - low) / room).max())
    distance = max(NEAREST, camera.distance * scale)
    middle = np.array([window.left + window.right, window.bottom + window.top]) / 2
    # what is low stands on the floor of the window; what is wide stays in its middle
    off = (low + high) / 2 - middle * distance / camera.distance
    right, up, _ = axes(camera)
    half = tan(radians(FIELD / 2)) * camera.distance
    at = np.array(camera.at) + right * off[0] * half * aspect + up * off[1] * half
    return replace(camera, at=(float(at[0]), float(at[1]), float(at[2])), distance=distance)


def project(camera: Camera, points: Vector, aspect: float) -> Vector:
    """Where points (n, 3) are in the picture, shape (n, 2): from -1 (left, bottom) to 1 (right, top)."""
    right, up, forward = axes(camera)
    away = points - np.array(camera.at)
    depth = (camera.distance + away @ forward) * tan(radians(FIELD / 2))
    return np.stack([away @ right / depth / aspect, away @ up / depth], 1)


def axes(camera: Camera) -> tuple[Vector, Vector, Vector]:
    """The camera's right, up and forward in the room, each of length 1."""
    a, e = radians(camera.azimuth), radians(camera.elevation)
    forward = np.array([cos(e) * cos(a), cos(e) * sin(a), sin(e)])
    right = np.array([sin(a), -cos(a), 0.0])
    return right, np.cross(right, forward), forward

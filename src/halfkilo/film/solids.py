"""Plain solids that are put into the scene of each frame: rods, balls, plates. Metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import mujoco
import numpy as np

from halfkilo.body.skeleton import Vector
from halfkilo.film.look import Colour

Kind = mujoco.mjtGeom
ROUND = np.eye(3)
UP = np.array([0.0, 0, 1])


@dataclass(frozen=True)
class Drawn:
    """One solid: kind, size as MuJoCo has it, place (3,), axes (3, 3), colour."""

    kind: Any
    size: tuple[float, float, float]
    at: Vector
    axes: Vector
    colour: Colour

    @property
    def long(self) -> float:
        """Half its length along its third axis, metres."""
        rod_like = self.kind in (Kind.mjGEOM_CAPSULE, Kind.mjGEOM_CYLINDER)
        return self.size[1] + (self.size[0] if self.kind == Kind.mjGEOM_CAPSULE else 0) if rod_like else self.size[2]

    @property
    def thick(self) -> float:
        """Half its thickness, metres."""
        return self.size[0]


def unit(way: Vector) -> Vector:
    """The direction of `way`, of length 1 (none for no way)."""
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-9))


def level(way: Vector) -> Vector:
    """The same way without its rise."""
    return np.asarray(way * (1, 1, 0))


def rod(a: Vector, b: Vector, radius: float, colour: Colour, kind: Any = Kind.mjGEOM_CAPSULE) -> Drawn:
    """A round rod from a to b."""
    return Drawn(kind, (radius, float(np.linalg.norm(b - a)) / 2, 0.0), (a + b) / 2, frame(unit(b - a)), colour)


def disc(middle: Vector, axis: Vector, half: float, radius: float, colour: Colour) -> Drawn:
    """A round plate, `half` as thick as it reaches to each side of its middle."""
    return rod(middle - axis * half, middle + axis * half, radius, colour, Kind.mjGEOM_CYLINDER)


def pad(middle: Vector, axes: Vector, half: tuple[float, float, float], colour: Colour) -> Drawn:
    """Something soft and round, with half its sizes along its own axes (3, 3; columns)."""
    return Drawn(Kind.mjGEOM_ELLIPSOID, half, middle, axes, colour)


def strip(a: Vector, b: Vector, across: Vector, half: tuple[float, float], colour: Colour) -> Drawn:
    """A flat piece of a band from a to b, `half` (thick, wide); it is wide along `across`."""
    along = unit(b - a)
    wide = unit(across - along * float(across @ along))
    axes = np.stack([np.cross(wide, along), wide, along], 1)
    return Drawn(Kind.mjGEOM_BOX, (half[0], half[1], float(np.linalg.norm(b - a)) / 2), (a + b) / 2, axes, colour)


def frame(z: Vector) -> Vector:
    """Axes (columns) whose third is `z`."""
    helper = np.array([1.0, 0, 0]) if abs(z[0]) < 0.8 else np.array([0.0, 1, 0])
    x = unit(np.cross(helper, z))
    return np.stack([x, np.cross(z, x), z], 1)


def add(scene: mujoco.MjvScene, things: Sequence[Drawn]) -> None:
    """Put solids into a scene that has been updated for this frame."""
    for thing in things:
        if scene.ngeom >= scene.maxgeom:
            return
        rgba = np.array([*(value / 255 for value in thing.colour), 1], np.float32)
        geom = scene.geoms[scene.ngeom]
        mujoco.mjv_initGeom(geom, thing.kind, np.array(thing.size, float), thing.at.astype(float), thing.axes.astype(float).ravel(), rgba)
        geom.specular, geom.shininess, geom.category = 0.15, 0.3, mujoco.mjtCatBit.mjCAT_DECOR
        scene.ngeom += 1

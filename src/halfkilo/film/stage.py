"""Drawing frames: a posture in its room, from a camera, as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import radians, tan
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from halfkilo.body.shape.bones import Hand
from halfkilo.body.skeleton import Vector
from halfkilo.film import gl, shade
from halfkilo.film.camera import Camera, project
from halfkilo.film.look import FIELD, PAPER, Size
from halfkilo.film.room import Room
from halfkilo.film.shade import Surface
from halfkilo.film.solids import Drawn, add

Picture = NDArray[np.uint8]
SEAM = 0.45
"""Metres around what stands on the floor in which its shadow can be seen."""

class Stage:
    """A room on an OpenGL context. `close()` it: the context is not given back by itself."""

    def __init__(self, room: Room, size: Size) -> None:
        """Raises NoOpenGL where nothing can draw."""
        self.room, self.size = room, size
        self.width, self.height = size.width * size.larger, size.height * size.larger
        room.model.vis.global_.offwidth, room.model.vis.global_.offheight = self.width, self.height
        room.model.vis.global_.fovy = FIELD
        room.model.vis.map.znear, room.model.vis.map.zfar = 0.02, 20
        self.data = mujoco.MjData(room.model)
        self._open()

    def _open(self) -> None:
        self._context = gl.open_context(self.width, self.height)
        self._draw = mujoco.MjrContext(self.room.model, mujoco.mjtFontScale.mjFONTSCALE_50)
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN, self._draw)
        self._scene = mujoco.MjvScene(self.room.model, 400)
        for flag in (mujoco.mjtRndFlag.mjRND_SHADOW, mujoco.mjtRndFlag.mjRND_REFLECTION,
                     mujoco.mjtRndFlag.mjRND_FOG, mujoco.mjtRndFlag.mjRND_HAZE):
            self._scene.flags[flag] = 0
        self._options = mujoco.MjvOption()
        self._options.flags[mujoco.mjtVisFlag.mjVIS_SKIN] = 1
        self._options.sitegroup[:] = 0

    def pose(self, q: Vector, hands: tuple[Hand, Hand]) -> mujoco.MjData:
        """Put the person into a posture; hands: right and left."""
        self.data.qpos[:] = q
        self._bent = self.room.body.bend(q, hands)
        mujoco.mj_kinematics(self.room.model, self.data)
        mujoco.mj_camlight(self.room.model, self.data)
        return self.data

    def picture(self, camera: Camera, things: Sequence[Drawn]) -> Picture:
        """The present posture from a camera, shape (height, width, 3)."""
        self._update(camera)
        add(self._scene, things)
        self._shadows(things)
        box = self._crop(camera, things)
        part = self._part(box)
        whole = paper(self.size)
        whole[box.top : box.bottom, box.left : box.right] = part
        return whole

    def _part(self, box: Box) -> Picture:
        """Draw only where something is: most of a picture is paper."""
        larger = self.size.larger
        width, height = (box.right - box.left) * larger, (box.bottom - box.top) * larger
        for eye in (self._scene.camera[0], self._scene.camera[1]):
            _narrow(eye, box, self.size)
        area, read = mujoco.MjrRect(0, 0, width, height), np.empty((height, width, 3), np.uint8)
        mujoco.mjr_render(area, self._scene, self._draw)
        mujoco.mjr_readPixels(read, None, area, self._draw)
        return smooth(read, larger)

    def _crop(self, camera: Camera, things: Sequence[Drawn]) -> Box:
        """The piece of the picture that holds the person, the things and their shadows."""
        spread = [surface_corners(surface, self._bent[0], self.room.slant) for surface in self.room.surfaces]
        points = np.concatenate([self._bent[0][::7], self.room.corners, *spread, *(_around(thing) for thing in things)])
        seen = project(camera, points, self.size.width / self.size.height)
        return box_of(seen, self.size)

    def _update(self, camera: Camera) -> None:
        view = mujoco.MjvCamera()
        view.lookat[:], view.distance, view.azimuth, view.elevation = camera.at, camera.distance, camera.azimuth, camera.elevation
        mujoco.mjv_updateScene(self.room.model, self.data, self._options, None, view, mujoco.mjtCatBit.mjCAT_ALL, self._scene)
        bent, normal = self._bent
        self._scene.skinvert[:] = bent.ravel()
        self._scene.skinnormal[:] = normal.ravel()

    def _shadows(self, things: Sequence[Drawn]) -> None:
        points = np.concatenate([self._bent[0], self.room.solid, *(_along(thing) for thing in things)])
        for surface in self.room.surfaces:
            self._upload(f"shade_{surface.name}", shade.picture(surface, points, self.room.slant))

    def _upload(self, name: str, picture: Picture) -> None:
        model = self.room.model
        index = model.texture(name).id
        start = model.tex_adr[index]
        model.tex_data[start : start + picture.size] = picture.ravel()
        mujoco.mjr_uploadTexture(model, self._draw, index)

    def close(self) -> None:
        """Give the context back."""
        self._draw.free()
        self._context.free()


@contextmanager
def stage(room: Room, size: Size) -> Iterator[Stage]:
    """A stage that is closed at the end."""
    opened = Stage(room, size)
    try:
        yield opened
    finally:
        opened.close()


@dataclass(frozen=True)
class Box:
    """A piece of the picture, pixels from the left and from the top."""

    left: int
    top: int
    right: int
    bottom: int


def box_of(seen: Vector, size: Size) -> Box:
    """The box around points of the picture (n, 2), from -1 to 1, with a margin, inside the picture; edges are even numbers."""
    low, high = np.clip(seen.min(0) - 0.03, -1, 0.96), np.clip(seen.max(0) + 0.03, -0.96, 1)
    left, right = (int((value + 1) / 2 * size.width) // 2 * 2 for value in (low[0], high[0]))
    top, bottom = (int((1 - value) / 2 * size.height) // 2 * 2 for value in (high[1], low[1]))
    return Box(left, top, right, bottom)


def _narrow(eye: Any, box: Box, size: Size) -> None:
    """Let an eye of the scene see only a box of the picture."""
    high = eye.frustum_near * tan(radians(FIELD / 2))
    wide = high * size.width / size.height
    left, right = (2 * value / size.width - 1 for value in (box.left, box.right))
    eye.frustum_center, eye.frustum_width = (left + right) / 2 * wide, (right - left) / 2 * wide
    eye.frustum_top, eye.frustum_bottom = ((1 - 2 * value / size.height) * high for value in (box.top, box.bottom))


def smooth(large: Picture, larger: int) -> Picture:
    """The picture at its size, right side up: every pixel is the mean of what was drawn there."""
    image: Any = Image.frombuffer("RGB", (large.shape[1], large.shape[0]), large)
    small = image.reduce(larger) if larger > 1 else image
    return np.asarray(small)[::-1]


def surface_corners(surface: Surface, points: Vector, slant: tuple[float, float]) -> Vector:
    """How far a surface can be seen to be darkened: the shadows of the points on it, and a wide seam."""
    if surface.name != "floor":
        return np.array([(surface.x + a * surface.half[0], surface.y + b * surface.half[1], surface.z) for a in (-1, 1) for b in (-1, 1)])
    low, high = points.min(0) - SEAM, points.max(0) + SEAM
    lean = np.array(slant) * points[:, 2].max()
    low[:2], high[:2] = low[:2] + np.minimum(lean, 0), high[:2] + np.maximum(lean, 0)
    return np.array([(x, y, 0.0) for x in (low[0], high[0]) for y in (low[1], high[1])])


def _around(thing: Drawn) -> Vector:
    reach = thing.axes[:, 2] * thing.long
    return np.array([thing.at - reach, thing.at + reach, *(thing.at + sign * axis * thing.thick for axis in np.eye(3) for sign in (-1, 1))])


def _along(thing: Drawn) -> Vector:
    """Points along a solid, which throw its shadow."""
    return thing.at + np.linspace(-thing.long, thing.long, max(3, int(thing.long / 0.008)))[:, None] * thing.axes[:, 2]


def paper(size: Size) -> Picture:
    """An empty sheet."""
    return np.tile(np.array(PAPER, np.uint8), (size.height, size.width, 1))

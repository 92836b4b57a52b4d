"""The room of an exercise as a MuJoCo model: the person, the furniture, the light, and the surfaces that take shadows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, radians, sin
from typing import Any

import mujoco
import numpy as np

from halfkilo.body import skeleton
from halfkilo.body.skeleton import Vector
from halfkilo.exercises import catalogue
from halfkilo.film.figure import Body, dress, figure, path_of
from halfkilo.film.look import MAT, PADDING, PAPER, SEAT, STEEL, USUAL, WALL, WOOD, Build, Colour
from halfkilo.film.motion import Clip
from halfkilo.film.shade import Surface

AMBIENT = 0.46
"""Light from everywhere. With what the lamps give a level surface it makes 1, so that paper stays exactly paper."""

LAMPS = ((40, 50, 0.62), (-55, 25, 0.26), (-160, 40, 0.20))
"""Lamps: degrees to the side of the camera, degrees above it, strength: a window, its echo from the wall, a rim from behind."""

LEAN = 0.18
"""Metres that a shadow is moved aside for each metre that what throws it is above: as under a large, high window."""

GLOW = 0.18
"""Light that a wall gives back from all around."""

NARROW, TALL, OVER = 560, 1960, 160
"""Millimetres of a wall to each side, up, and over raised hands: enough to lean on, not so much that it fills the picture."""

FLOOR = (2.4, 1.8)
"""Half the size of the piece of floor that takes shadows, metres."""


@dataclass(frozen=True)
class Room:
    """What bends the body, a compiled model and the surfaces in it that take shadows.

    solid: points on the furniture (n, 3), metres, which throw shadows; corners: of all furniture; slant: how far shadows lean
    (x, y), metres for each metre of height.
    """

    body: Body
    model: mujoco.MjModel
    surfaces: tuple[Surface, ...]
    solid: Vector
    corners: Vector
    slant: tuple[float, float]


def furnish(clip: Clip, azimuth: float, left: bool = False, build: Build = USUAL) -> Room:
    """Build the room of an exercise, lit for a camera that looks towards `azimuth` (degrees); left: all of it in the mirror."""
    spec = mujoco.MjSpec.from_file(str(skeleton.HERE / "skeleton.xml"))
    for bone in spec.geoms:  # the skeleton's capsules are for solving, not for looking at
        bone.group = 5
    found, muscles = figure(path_of(build.shape)), catalogue()[clip.slug].facts.muscles
    body = dress(spec, found, tuple(one.value for one in muscles.main), tuple(one.value for one in muscles.also), build.skin)
    _light(spec, -azimuth if left else azimuth, -1 if left else 1)
    top = max(TALL, OVER + max(max(frame[2::3]) for frame in clip.raw["frames"]))
    boxes = [(prop["kind"], index, _turned(prop["kind"], box, left, top)) for prop in clip.raw["props"]
             for index, box in enumerate(prop["boxes"])]
    for number, (kind, index, box) in enumerate(boxes):
        if kind != "mat":
            _block(spec, f"prop_{number}", box, _colour(kind, index, box))
    surfaces = tuple(_surfaces(clip, boxes, left))
    for surface in surfaces:
        _receiver(spec, surface)
    solid = [_shell(box) for kind, _, box in boxes if kind not in ("mat", "wall")]
    return Room(body, spec.compile(), surfaces, np.concatenate([np.zeros((0, 3)), *solid]), _corners([box for _, _, box in boxes]),
                _slant(-azimuth if left else azimuth, -1 if left else 1))


def _slant(azimuth: float, hand: int) -> tuple[float, float]:
    """Away from the window."""
    side = radians(azimuth + 180 + hand * LAMPS[0][0])
    return -LEAN * cos(side), -LEAN * sin(side)


def _corners(boxes: Sequence[Sequence[int]]) -> Vector:
    """The corners of boxes, (n, 3) metres."""
    found = [(box[x], box[y], box[z]) for box in boxes for x in (0, 3) for y in (1, 4) for z in (2, 5)]
    return np.array(found, float).reshape(-1, 3) / 1000


def _light(spec: Any, azimuth: float, hand: int) -> None:
    spec.visual.headlight.active = 0
    spec.visual.quality.offsamples = 0
    sky = [value / 255 for value in PAPER]
    spec.add_texture(name="paper", type=mujoco.mjtTexture.mjTEXTURE_SKYBOX, builtin=mujoco.mjtBuiltin.mjBUILTIN_FLAT, rgb1=sky, rgb2=sky,
                     width=16, height=96)
    level = sum(strength * sin(radians(above)) for _, above, strength in LAMPS)
    for index, (beside, above, strength) in enumerate(LAMPS):
        side, up = radians(azimuth + 180 + hand * beside), radians(above)
        light = spec.worldbody.add_light(type=mujoco.mjtLightType.mjLIGHT_DIRECTIONAL, castshadow=False)
        light.dir = [-cos(side) * cos(up), -sin(side) * cos(up), -sin(up)]
        light.diffuse = [strength * (1 - AMBIENT) / level] * 3
        light.ambient = [AMBIENT if index == 0 else 0.0] * 3
        light.specular = [0.25 if index == 0 else 0.0] * 3


def _turned(kind: str, box: Sequence[int], left: bool, top: int) -> Sequence[int]:
    """The box, on the other side of the middle if all is in the mirror; of a wall as much as the person needs, up to `top`."""
    low, high = list(box[:3]), list(box[3:])
    if kind == "wall":
        along = 1 if high[0] - low[0] < high[1] - low[1] else 0
        low[along], high[along], high[2] = max(low[along], -NARROW), min(high[along], NARROW), min(high[2], top)
    return [low[0], -high[1], low[2], high[0], -low[1], high[2]] if left else [*low, *high]


def _colour(kind: str, index: int, box: Sequence[int]) -> Colour:
    """What a piece of furniture is made of: upholstery where a person sits, lies or leans, wood and steel below."""
    wide, tall = box[4] - box[1], box[5] - box[2]
    if kind == "chair":
        return SEAT if index == 0 or (wide > 300 and tall > 200) else WOOD
    if kind == "bench":
        return PADDING if index == 0 else STEEL
    if kind == "counter":
        return WOOD if index == 0 else WALL
    return {"wall": WALL, "step": WOOD}.get(kind, WOOD)


def _block(spec: Any, name: str, box: Sequence[int], colour: Colour) -> None:
    """A box with soft edges: the hull of eight small balls."""
    low, high = np.array(box[:3]) / 1000, np.array(box[3:]) / 1000
    soft = min(0.014, float((high - low).min()) * 0.42)
    mesh = spec.add_mesh(name=name)
    mesh.uservert = _rounded(low, high, soft).ravel()
    paint = spec.add_material(name=name, rgba=[*(value / 255 for value in colour), 1], specular=0.05, shininess=0.2)
    paint.emission = GLOW if colour == WALL else 0.06  # plaster throws light back from everywhere
    spec.worldbody.add_geom(type=mujoco.mjtGeom.mjGEOM_MESH, meshname=name, material=name, contype=0, conaffinity=0)


def _rounded(low: Vector, high: Vector, soft: float) -> Vector:
    angles = [(a, b) for a in np.radians((0, 30, 60, 90)) for b in np.radians((0, 30, 60, 90))]
    ball = np.array([(cos(b) * cos(a), cos(b) * sin(a), sin(b)) for a, b in angles]) * soft
    corners = []
    for signs in product((-1, 1), repeat=3):
        corner = np.where(np.array(signs) > 0, high - soft, low + soft)
        corners.append(corner + ball * signs)
    return np.unique(np.round(np.concatenate(corners), 6), axis=0)


def _surfaces(clip: Clip, boxes: list[tuple[str, int, Sequence[int]]], left: bool) -> Iterator[Surface]:
    """The floor under the movement, and the tops of mat, seat, bench, step and worktop."""
    points = np.array(clip.raw["frames"], float).reshape(-1, 3) / 1000
    middle = (points.min(0) + points.max(0)) / 2
    yield Surface("floor", float(middle[0]), float(-middle[1] if left else middle[1]), 0.0, FLOOR, PAPER)
    for kind, index, box in boxes:
        if index == 0 and kind != "wall":
            yield _top(kind, np.array(box, float) / 1000, MAT if kind == "mat" else _colour(kind, index, box))


def _top(kind: str, box: Vector, colour: Colour) -> Surface:
    edge = 0.0 if kind == "mat" else 0.013
    half = (box[3:5] - box[:2]) / 2 - edge
    middle = (box[3:5] + box[:2]) / 2
    above = 0.003 if kind == "mat" else 0.0015
    return Surface(kind, float(middle[0]), float(middle[1]), float(box[5]) + above, (float(half[0]), float(half[1])), colour)


def _receiver(spec: Any, surface: Surface) -> None:
    rows, columns = surface.cells
    texture = spec.add_texture(name=f"shade_{surface.name}", type=mujoco.mjtTexture.mjTEXTURE_2D, width=columns, height=rows, nchannel=3)
    texture.data = np.tile(np.array(surface.colour, np.uint8), (rows, columns, 1)).tobytes()
    material = spec.add_material(name=f"shade_{surface.name}", specular=0, shininess=0, texrepeat=[1, 1], texuniform=False)
    material.textures[mujoco.mjtTextureRole.mjTEXROLE_RGB] = texture.name
    spec.worldbody.add_geom(type=mujoco.mjtGeom.mjGEOM_PLANE, pos=[surface.x, surface.y, surface.z], size=[*surface.half, 1],
                            material=material.name, contype=0, conaffinity=0, group=1)


def _shell(box: Sequence[int]) -> Vector:
    """Points all through a box, near enough to each other that their shadow has no holes."""
    low, high = np.array(box[:3]) / 1000, np.array(box[3:]) / 1000
    lines = [np.linspace(a, b, max(2, int((b - a) / 0.015) + 1)) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(lines[0], lines[1], lines[2][:: max(1, len(lines[2]) // 6)], indexing="ij"), -1).reshape(-1, 3)

"""What moves with the hands: cables with their pulley, bands, dumbbells, handles, balls, sticks. Drawn into the scene of each frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mujoco
import numpy as np

from halfkilo.body.skeleton import Vector, site
from halfkilo.body.vocabulary import mirrored
from halfkilo.film.look import BAND, POST, RUBBER, SEAT, STEEL, TEAL, WOOD, Colour

Kind = mujoco.mjtGeom
ROUND = np.eye(3)

PIECE = 0.13
"""Metres of a hand grip from end to end."""


CUFFS = {"ankle": ("knee", 0.10, 0.047), "knee": ("hip", 0.14, 0.066)}
"""Where a strap is worn: towards which joint, how much of the way to it, and its radius in metres, as in the viewer."""

CUFF = 0.0375
"""Metres, half as wide as a strap is."""

POST_ROOM = 0.26
"""Metres that pulley, post and foot take behind the place where a cable leaves."""


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


def rod(a: Vector, b: Vector, radius: float, colour: Colour, kind: Any = Kind.mjGEOM_CAPSULE) -> Drawn:
    """A round rod from a to b."""
    along = b - a
    length = float(np.linalg.norm(along))
    return Drawn(kind, (radius, length / 2, 0.0), (a + b) / 2, frame(along / max(length, 1e-9)), colour)


def frame(z: Vector) -> Vector:
    """Axes (columns) whose third is `z`."""
    helper = np.array([1.0, 0, 0]) if abs(z[0]) < 0.8 else np.array([0.0, 1, 0])
    x = np.cross(helper, z)
    x = x / np.linalg.norm(x)
    return np.stack([x, np.cross(z, x), z], 1)


@dataclass(frozen=True)
class Carried:
    """What is held and what pulls, from a clip and one way of loading it ("" for none); left: all in the mirror."""

    clip: Mapping[str, Any]
    load: str
    left: bool = False

    def drawn(self, data: mujoco.MjData) -> list[Drawn]:
        """Everything, where it is in this posture."""
        place = _finder(data, self.left)
        return [*self._held(place), *self._load(place, data)]

    def places(self) -> Vector:
        """Where cables and bands are fixed in the room, (n, 3) metres: they belong in the picture."""
        lines = self.clip["loads"].get(self.load, {}).get("lines", [])
        starts = [_place(start, self.left) for start, _ in lines if not isinstance(start, str)]
        posts = [start + _away(start) * POST_ROOM for start in starts if self.load == "cable"]
        found = [*starts, *(post * (1, 1, 0) for post in posts), *(post + np.array([0, 0, 0.14]) for post in posts)]
        return np.array(found).reshape(-1, 3)

    def _held(self, place: Callable[[str], Vector]) -> Iterator[Drawn]:
        for thing in self.clip["held"]:
            ends, half = [place(name) for name in thing["at"]], thing["size"] / 2000
            yield from _thing(thing["kind"], ends, half)

    def _load(self, place: Callable[[str], Vector], data: mujoco.MjData) -> Iterator[Drawn]:
        load = self.clip["loads"].get(self.load)
        if not load:
            return
        ends = [place(name) for name in load["at"]]
        if self.load == "dumbbell":
            yield from _dumbbells(load["at"], load["pieces"], place, data, self.left)
            return
        for start, end in load["lines"]:
            fixed = not isinstance(start, str)
            a = _place(start, self.left) if fixed else place(start)
            yield from _line(a, place(end), self.load, fixed)
        yield from _handles(load, ends, data, self.left)
        for name in load["at"] if load["held"] == "strap" else ():
            yield from _cuff(name, place)


def _finder(data: mujoco.MjData, left: bool) -> Callable[[str], Vector]:
    """Where a point of the clip is now. Hands hold at the grip, which is in the palm."""
    def place(name: str) -> Vector:
        stem = name.replace("knuckle", "hand")
        return np.array(data.site_xpos[site(mirrored(stem) if left else stem)])
    return place


def _away(place: Vector) -> Vector:
    """The level direction away from the person, of length 1; none straight above."""
    level = place * (1, 1, 0)
    return np.asarray(level / max(float(np.linalg.norm(level)), 0.05))


def _place(start: Sequence[float], left: bool) -> Vector:
    return np.array([start[0], -start[1] if left else start[1], start[2]]) / 1000


def _thing(kind: str, ends: list[Vector], half: float) -> Iterator[Drawn]:
    middle = np.mean(ends, 0)
    if kind == "ball":
        yield Drawn(Kind.mjGEOM_SPHERE, (half, half, half), middle, ROUND, TEAL)
    elif kind == "cushion":
        yield Drawn(Kind.mjGEOM_ELLIPSOID, (half * 1.5, half, half * 1.5), middle, ROUND, SEAT)
    elif len(ends) == 2:
        over = 0.12 if kind == "stick" else 0.02
        along = (ends[1] - ends[0]) / max(float(np.linalg.norm(ends[1] - ends[0])), 1e-9)
        yield rod(ends[0] - along * over, ends[1] + along * over, max(half, 0.011), WOOD if kind == "stick" else SEAT)
    else:
        across = np.array([0, 0.3, 0])
        yield rod(middle - across, middle + across, max(half, 0.011), WOOD if kind == "stick" else SEAT)


def _line(a: Vector, b: Vector, load: str, fixed: bool) -> Iterator[Drawn]:
    """A cable over its pulley on a slim post, or a band from a hook or from a part of the body."""
    if load == "band":
        yield rod(a, b, 0.0085, BAND)
        if fixed:
            up = np.array([0, 0, 0.05])
            yield rod(a - up, a + up, 0.014, STEEL)
        return
    yield rod(a, b, 0.0042, RUBBER)
    yield from _pulley(a, b)


def _pulley(a: Vector, b: Vector) -> Iterator[Drawn]:
    toward = b - a
    away = np.array([toward[0], toward[1], 0.0])
    away = away / max(float(np.linalg.norm(away)), 1e-9)
    across = np.array([-away[1], away[0], 0.0])
    wheel = a - away * 0.045
    yield rod(wheel - across * 0.013, wheel + across * 0.013, 0.046, RUBBER, Kind.mjGEOM_CYLINDER)
    yield rod(wheel - across * 0.016, wheel + across * 0.016, 0.016, STEEL, Kind.mjGEOM_CYLINDER)
    post = wheel - away * 0.075
    yield rod(np.array([post[0], post[1], 0.02]), np.array([post[0], post[1], a[2] + 0.14]), 0.02, POST)
    yield rod(post, wheel, 0.015, POST)
    yield Drawn(Kind.mjGEOM_CYLINDER, (0.12, 0.012, 0.0), np.array([post[0], post[1], 0.012]), ROUND, POST)


def _hand(data: mujoco.MjData, name: str, left: bool) -> tuple[Vector, Vector] | None:
    """Where a hand grips, and along which direction a bar lies in it (towards the thumb)."""
    stem = mirrored(name) if left else name
    side, _, part = stem.partition("_")
    if part not in ("knuckle", "hand", "wrist"):
        return None
    at = np.array(data.site_xpos[site(f"{side}_hand")])
    turn = np.array(data.xmat[data.model.body(f"{side}_hand").id]).reshape(3, 3)
    return at, turn[:, 0]


def _handles(load: Mapping[str, Any], ends: list[Vector], data: mujoco.MjData, left: bool) -> Iterator[Drawn]:
    kind, grips = load["held"], [_hand(data, name, left) for name in load["at"]]
    if kind in ("bar", "rope") and len(ends) == 2:
        along = (ends[1] - ends[0]) / max(float(np.linalg.norm(ends[1] - ends[0])), 1e-9)
        over = 0.16 if kind == "bar" else 0.04
        yield rod(ends[0] - along * over, ends[1] + along * over, 0.0135, RUBBER)
        return
    for grip in grips:
        if grip and kind in ("grip", "rope", "bar"):
            at, along = grip
            yield rod(at - along * PIECE / 2, at + along * PIECE / 2, 0.0145, RUBBER)


def _cuff(name: str, place: Callable[[str], Vector]) -> Iterator[Drawn]:
    """A padded strap around the leg just above the ankle or the knee."""
    side, _, part = name.partition("_")
    if part not in CUFFS:
        return
    near, share, radius = CUFFS[part]
    low, high = place(name), place(f"{side}_{near}")
    middle, along = low + (high - low) * share, (high - low) / max(float(np.linalg.norm(high - low)), 1e-9)
    yield rod(middle - along * CUFF, middle + along * CUFF, radius, SEAT, Kind.mjGEOM_CYLINDER)


def _dumbbells(names: Sequence[str], pieces: int, place: Callable[[str], Vector], data: mujoco.MjData, left: bool) -> Iterator[Drawn]:
    """One in each hand, one upright between two hands, or what rests on the hips or on a thigh."""
    if pieces == 1 and len(names) == 2:
        yield from dumbbell(np.mean([place(name) for name in names], 0), np.array([0.0, 0, 1]))
        return
    for name in names:
        yield from dumbbell(*(_hand(data, name, left) or (_resting(name, place), np.array([0.0, 1, 0]))))


def _resting(name: str, place: Callable[[str], Vector]) -> Vector:
    """Where a weight lies across the hips, or on a thigh behind the knee."""
    side, _, part = name.partition("_")
    if part != "knee":
        return np.asarray(place("belly") + np.array([0.0, 0, 0.05]))
    return np.asarray(place(name) + (place(f"{side}_hip") - place(name)) * 0.14 + np.array([0.0, 0, 0.10]))


def dumbbell(at: Vector, along: Vector) -> Iterator[Drawn]:
    """A handle with two heads of two plates."""
    yield rod(at - along * 0.085, at + along * 0.085, 0.014, STEEL)
    for side in (-1, 1):
        for low, high, radius in ((0.060, 0.084, 0.046), (0.086, 0.106, 0.038)):
            yield rod(at + along * side * low, at + along * side * high, radius, RUBBER, Kind.mjGEOM_CYLINDER)


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

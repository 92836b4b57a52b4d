"""Where the body may lean in each frame: points of skin, the surface's normal, its friction, and how freely the point takes force.

Which part may touch which surface is what the movement says; whether it does in a frame follows from the distance, smoothly, so
that seat and feet hand over without a jolt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from halfkilo.body.loads.mechanics import Mechanics
from halfkilo.body.movement import Movement
from halfkilo.body.pose import touches_of
from halfkilo.body.scene import Plane, planes
from halfkilo.body.skeleton import Vector, model, patch, rest
from halfkilo.body.vocabulary import Base, Surface, side_of

GRIP, SLIDE, HOLD = 0.6, 0.2, 2.0
"""Friction: shoes, hands and clothes on dry floors and seats (0.5 to 0.8 is usual); what is let slide on purpose; fingers round the edge
of a worktop, a rail or an armrest, which also hold it."""

HARD, FIRM, SOFT = (0.004, 0.014), (0.008, 0.025), (0.015, 0.035)
"""Distance (m) up to which a contact carries fully, and from which on it carries nothing: soles; hands and knees; flesh on a seat."""


@dataclass(frozen=True)
class Skin:
    """A point that can lean: its body, place there (m), how freely it takes force (a whole sole is 1), and how near it must be."""

    body: int
    local: Vector
    ease: float
    near: tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """A skin point against a surface (`other` 0) or against another body. `open` (n,): from 0, away, to 1, touching."""

    name: str
    skin: Skin
    normal: Vector
    friction: float
    open: Vector
    other: int = 0


_Points = tuple[tuple[str, tuple[float, float, float], float], ...]
_HEEL: _Points = (("foot", (-0.02, 0.025, -0.066), 0.25), ("foot", (-0.02, -0.025, -0.066), 0.25))
_BALL: _Points = (("foot", (0.125, 0.04, -0.066), 0.2), ("foot", (0.125, -0.04, -0.066), 0.2), ("toes", (0.055, 0.0, -0.014), 0.1))
_PAIRED: dict[str, tuple[_Points, tuple[float, float]]] = {
    "foot": ((*_HEEL, *_BALL), HARD), "ball": (_BALL, HARD), "heel": (_HEEL, HARD),
    "hand": ((("hand", (0.03, 0.026, -0.085), 0.13), ("hand", (-0.03, 0.026, -0.085), 0.13), ("hand", (0.0, 0.02, -0.02), 0.14)), FIRM),
    "knee": ((("shank", (0.052, 0.03, -0.02), 0.25), ("shank", (0.052, -0.03, -0.02), 0.25), ("shank", (0.046, 0.0, -0.1), 0.2)), FIRM),
}
_SEAT: _Points = (("pelvis", (-0.09, 0.07, -0.08), 0.25), ("pelvis", (-0.09, -0.07, -0.08), 0.25), ("pelvis", (0.0, 0.07, -0.085), 0.25),
                  ("pelvis", (0.0, -0.07, -0.085), 0.25),
                  ("right_thigh", (-0.07, 0.0, -0.13), 0.2), ("left_thigh", (-0.07, 0.0, -0.13), 0.2))
_SACRUM: _Points = tuple(("pelvis", (-0.098, y, z), 0.25) for y in (0.07, -0.07) for z in (0.05, -0.03))
_BELLY: _Points = tuple(("pelvis", (0.088, y, z), 0.25) for y in (0.08, -0.08) for z in (0.06, -0.02))
_BACK: _Points = tuple(("thorax", (-0.085, y, z), 0.25) for y in (0.08, -0.08) for z in (0.2, 0.1))
_EASE = {"forearm": 0.3, "elbow": 0.3, "instep": 0.1, "shin": 0.3, "calf": 0.2, "ankle": 0.2, "head": 0.15, "forehead": 0.1,
         "breastbone": 0.5, "side": 0.7, "shoulder": 0.3, "thigh": 0.3, "ear": 0.15, "hip": 0.5, "wrist": 0.2}
SEAT_FRONT, EDGE = 0.16, 0.03
"""How far a seat reaches forward of the chair's place (as drawn, `scene.py`), and its rounding, m."""

ARMS_REST = 0.25
"""What merely lies there takes less than what is meant to carry."""

_LIES = ("right_hand", "left_hand", "right_elbow", "left_elbow", "right_heel", "left_heel", "right_calf", "left_calf")
"""What lies on the floor without being told, when the body lies."""


@cache
def skins(part: str, base: Base) -> tuple[Skin, ...]:
    """The points of a part that can carry."""
    side = side_of(part)
    stem = part.removeprefix(f"{side}_") if side else part
    if side and stem in _PAIRED and not (stem == "knee" and base is Base.SIDE):
        points, near = _PAIRED[stem]
        return tuple(_skin(f"{side}_{body}", local, ease, near, side == "left") for body, local, ease in points)
    if stem == "pelvis" and base is not Base.SIDE:
        points = {Base.SUPINE: _SACRUM, Base.CROOK: _SACRUM, Base.PRONE: _BELLY}.get(base, _SEAT)
        return tuple(_skin(body, local, ease, SOFT, False) for body, local, ease in points)
    if stem == "back":
        return tuple(_skin(body, local, ease, SOFT, False) for body, local, ease in (*_BACK, *_SACRUM[1::2]))
    return tuple(_plain(part, base, side is None))


def _skin(body: str, local: tuple[float, float, float], ease: float, near: tuple[float, float], flip: bool) -> Skin:
    return Skin(int(model().body(body).id), np.array(local) * (1, -1 if flip else 1, 1), ease, near)


def _plain(part: str, base: Base, soft: bool) -> Iterator[Skin]:
    """Parts that are one site; broad ones of a lying body touch a hand's breadth before and behind it too."""
    found = patch(part, base).points
    ease = _EASE.get(part.removeprefix("right_").removeprefix("left_"), 0.7) / len(found)
    for index, _ in found:
        body, local = int(model().site_bodyid[index]), np.array(model().site_pos[index])
        if soft and part in {"side", "pelvis"}:
            yield from (Skin(body, local + np.array([x, 0, z]), ease / 4, SOFT) for x in (-0.05, 0.05) for z in (-0.04, 0.04))
        else:
            yield Skin(body, local, ease, SOFT if soft else FIRM)


def spots(movement: Movement, seen: Mechanics) -> tuple[Spot, ...]:
    """Every contact that is open in some frame. `seen` is a body of the skeleton's proportions: for it surfaces were placed."""
    ground = planes(movement)
    found: list[Spot] = []
    for (part, surface), slides in _declared(movement).items():
        if surface in ground:
            walks = "foot" in part and movement.base is Base.STAND  # on the spot the floor runs under the foot
            holds = part.endswith("hand") and surface in {Surface.COUNTER, Surface.ARMREST}
            found += _on(movement, part, surface, SLIDE if slides and not walks else HOLD if holds else GRIP, seen)
    found += _stacked(seen) if movement.base is Base.SIDE else ()
    return tuple(spot for spot in found if spot.open.max() > 0.01)


def _declared(movement: Movement) -> dict[tuple[str, Surface], bool]:
    """Pairs of part and surface that any pose names, and whether all of them let it slide."""
    found: dict[tuple[str, Surface], bool] = {}
    for pose in movement.pose:
        for touch in touches_of(movement, pose):
            for part in touch.parts:
                found[part, touch.surface] = touch.slides and found.get((part, touch.surface), True)
    return found | {pair: False for pair in _lying(movement) if not {pair, (pair[0], Surface.MAT)} & set(found)}


def _lying(movement: Movement) -> Iterator[tuple[str, Surface]]:
    """What lies there by its weight alone. A head that no pose puts down is held up (side-lying: it has a cushion)."""
    if rest(movement.base).lying:
        ground = Surface.BENCH if movement.scene.bench else Surface.FLOOR
        yield from ((part, ground) for part in (*_LIES, *(("head",) if movement.base is Base.SIDE else ())))


def _on(movement: Movement, part: str, surface: Surface, friction: float, seen: Mechanics) -> Iterator[Spot]:
    plane, name = planes(movement)[surface], f"{part} on {surface}"
    lies = (part, surface) in set(_lying(movement))
    pillow = lies and _idle(movement, part)
    gaps = [_gap(point, flesh, plane, seen) for point, flesh in _guide(part, movement.base)]
    whole = np.min(np.abs(gaps), axis=0)
    for skin in skins(part, movement.base):
        own = np.abs((seen.at(skin.body, skin.local * seen.who.lengths[skin.body]) - plane.point * seen.who.size) @ plane.normal)
        gap = own if skin.near is HARD or _alone(part, skin, movement.base) else whole
        if skin.near is HARD and model().body(skin.body).name.endswith("toes"):
            gap = np.maximum(own, whole - 0.02)
        gap = np.abs(gap - gap[0]) if pillow else gap
        ease = skin.ease * (ARMS_REST if lies and part != "head" else 1.0)
        opened = _opened(gap / seen.who.size, skin.near) * _over(movement, surface, skin, seen)
        yield Spot(name, Skin(skin.body, skin.local, ease, skin.near), plane.normal, friction, opened)


def _stacked(seen: Mechanics) -> Iterator[Spot]:
    """Lying on the side, the upper leg rests on the lower one for as long as it has not been lifted from it."""
    for joint in ("knee", "ankle"):
        upper, lower = (int(model().site(f"{side}_{joint}").bodyid[0]) for side in ("right", "left"))
        apart = np.linalg.norm(seen.places[:, upper] - seen.places[:, lower], axis=1)
        skin = Skin(upper, np.zeros(3) if joint == "ankle" else np.array(model().site(f"right_{joint}").pos), 0.3, SOFT)
        near = _opened((apart - apart[0]) / seen.who.size, SOFT)
        yield Spot(f"right_{joint} on left_{joint}", skin, np.array([0.0, 0, 1]), GRIP, near, lower)


def _idle(movement: Movement, part: str) -> bool:
    """Whether a lying part has nothing to do but lie, wherever it was drawn: a head on its cushion, an arm that no pose places."""
    if part == "head":
        return movement.base is Base.SIDE
    side = f"{side_of(part)}_"
    arms = {f"{side}{stem}" for stem in ("hand", "wrist", "elbow", "forearm")}
    poses = (*movement.pose, movement.always)
    told = {name for pose in poses for name in (*pose.places, *pose.bends)}
    touched = {name for pose in poses for touch in pose.touches or () for name in touch.parts}
    return part in arms and not arms & (told | touched)


def _over(movement: Movement, surface: Surface, skin: Skin, seen: Mechanics) -> Vector | float:
    """1 over the seat of a chair or a step, 0 from `EDGE` beyond its edge on: thighs that pass the seat on the way down do not lean on
    it, nor does a foot on its way up lean on the air before the step."""
    scene = movement.scene
    if surface is Surface.CHAIR and scene.chair is not None:
        return np.clip((scene.chair.forward / 100 + SEAT_FRONT + EDGE - _forward(skin, seen)) / EDGE, 0, 1)
    if surface is Surface.STEP and scene.step is not None:
        return np.clip((_forward(skin, seen) + EDGE - scene.step.forward / 100) / EDGE, 0, 1)
    return 1.0


def _forward(skin: Skin, seen: Mechanics) -> Vector:
    """Where a point is, m of the reference body."""
    return np.asarray(seen.at(skin.body, skin.local * seen.who.lengths[skin.body])[:, 0] / seen.who.size)


def _alone(part: str, skin: Skin, base: Base) -> bool:
    """Points of another segment than the part's own are near or far by themselves: thighs on a seat, the low back on a wall. So are
    those of a knee that kneels; who lies on the side has its flank on the floor, as thick as the part is there."""
    name = model().body(skin.body).name
    return (part == "pelvis" and "thigh" in name) or part == "back" or (part.endswith("knee") and base is not Base.SIDE)


def _guide(part: str, base: Base) -> tuple[tuple[int, float], ...]:
    return patch(part, base).points


def _gap(site: int, flesh: float, plane: Plane, seen: Mechanics) -> Vector:
    body = int(model().site_bodyid[site])
    return np.asarray((seen.at(body, seen.who.model.site_pos[site]) - plane.point * seen.who.size) @ plane.normal - flesh * seen.who.size)


def _opened(gap: Vector, near: tuple[float, float]) -> Vector:
    """1 up to the first distance, 0 from the second, smooth between."""
    t = np.clip((near[1] - np.abs(gap)) / (near[1] - near[0]), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))

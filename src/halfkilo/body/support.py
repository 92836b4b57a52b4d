"""Whether a body would stay where it is: the centre of mass over what carries it."""

from __future__ import annotations

import numpy as np

from halfkilo.body.motion import Motion, steps
from halfkilo.body.movement import Movement
from halfkilo.body.pose import touches_of
from halfkilo.body.scene import props
from halfkilo.body.skeleton import Vector, model
from halfkilo.body.space import Seen, from_boxes
from halfkilo.body.vocabulary import Surface, Touch

NEAR, TOUCHING = 0.02, 0.045
"""How near flesh must be to the floor, and the skin of a stated contact to its surface, to carry weight; metres."""

WAYS = np.array([[np.cos(a), np.sin(a)] for a in np.arange(72) * np.pi / 36])
"""Directions in which the edge of the base of support is looked for: every 5 degrees."""

SKIN = {"pelvis": ("right_sit_bone", "left_sit_bone", "right_thigh_back", "left_thigh_back"),
        "back": ("upper_back", "chest"), "head": ("head",),
        "hand": ("palm", "fingertip"), "forearm": ("elbow", "wrist"), "elbow": ("elbow",), "thigh": ("thigh_back",)}
"""Sites that stand for a stated contact with a chair, bench, counter or wall."""


def outside(seen: Seen, movement: Movement) -> Vector:
    """How far the centre of mass is outside the base of support, metres, per posture (n,); negative inside. A wall or counter that a
    hand is on is part of the base: it can be pushed against. Infinite where nothing carries."""
    reach = np.concatenate([_floor(seen), _props(seen, movement)], axis=1)
    margin = seen.mass[:, :2] @ WAYS.T - reach.max(axis=1)
    return np.asarray(margin.max(axis=1))


def _floor(seen: Seen) -> Vector:
    """How far each capsule end on the floor reaches in each direction, shape (n, ends, ways); minus infinity for those off it."""
    ends, thick = seen.ends.reshape(len(seen.mass), -1, 3), np.repeat(seen.thick, 2)
    down = ends[:, :, 2] - thick < NEAR
    return np.where(down[:, :, None], ends[:, :, :2] @ WAYS.T + thick[:, None], -np.inf)


def _props(seen: Seen, movement: Movement) -> Vector:
    """The same for what the file says is on a prop, while it really is there."""
    boxes = [box for prop in props(movement.scene) if prop.kind != "mat" for box in prop.boxes]
    sites = sorted({site for pose in movement.pose for touch in touches_of(movement, pose) for site in _sites(touch)})
    places = seen.sites[:, sites]
    if not boxes or not sites:
        return np.full((len(seen.mass), 1, len(WAYS)), -np.inf)
    on = from_boxes(places, boxes).min(axis=-1) < TOUCHING
    return np.where(on[:, :, None], places[:, :, :2] @ WAYS.T, -np.inf)


def _sites(touch: Touch) -> list[int]:
    if touch.surface in {Surface.FLOOR, Surface.MAT, Surface.HANDLE}:
        return []
    found = []
    for part in touch.parts:
        side, _, stem = part.partition("_")
        paired = side in {"right", "left"}
        for name in SKIN.get(stem if paired else part, ("sole", "ball") if stem in {"foot", "ball"} else ()):
            found.append(int(model().site(f"{side}_{name}" if paired else name).id))
    return found


def walks(motion: Motion) -> bool:
    """Whether a foot is set down elsewhere on the way: then the body passes from one base to the next and is judged in the key poses."""
    feet = {"foot", "ball", "heel"}
    return any(steps(one, two, spot) for one in motion.keys.values() for two in motion.keys.values() for spot in one.spots
               if spot in two.spots and spot[0].partition("_")[2] in feet)

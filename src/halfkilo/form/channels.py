"""Joint angles and places that stay the same from wherever the camera looks.

Every channel is in degrees or of that size (a unit vector's part or a share of leg length times 57.3), so that ten of any means a visible
change. Limbs are told in the body's own frame (pelvis or chest with the trunk as its upright), so neither view nor a tilted camera
matters; only lean, tilt and place over the feet use the upright of the room. What needs a joint that was not seen is NaN by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from halfkilo.form.joints import AT, Array

DEGREES = float(np.degrees(1.0))
LITTLE = 1e-9

ARMS, LEGS = ("upper_arm", "forearm"), ("thigh", "shank")
WAYS = ("forward", "out", "up")
_SIDE = ("knee", "hip", "elbow", "arm", *(f"{limb}_{way}" for limb in (*ARMS, *LEGS) for way in WAYS), "knee_over", "knee_track",
         "foot_out", "foot_up")
_MIDDLE = ("lean_forward", "lean_side", "head_forward", "head_side", "pelvis_turn", "pelvis_tilt", "chest_turn", "chest_tilt", "stance",
           "height", "feet_forward", "feet_apart", "feet_up", "over_forward", "over_side")
CHANNELS = (*(f"left_{name}" for name in _SIDE), *(f"right_{name}" for name in _SIDE), *_MIDDLE)
INDEX = {name: index for index, name in enumerate(CHANNELS)}
TURNS_ROUND = frozenset({"lean_side", "head_side", "pelvis_turn", "pelvis_tilt", "chest_turn", "chest_tilt", "feet_forward", "feet_up",
                         "over_side"})
"""Channels whose sign changes in a mirror; the others only change sides."""

ANGLES = ("knee", "hip", "elbow", "arm")
"""Channels of one side that are joint angles in degrees: 0 is straight, or the arm hanging."""

LIMB_OF = {"knee": "leg", "hip": "leg", "elbow": "arm", "arm": "arm", "upper": "arm", "forearm": "arm", "thigh": "leg", "shank": "leg",
           "foot": "leg"}


@cache
def mirror() -> tuple[Array, Array]:
    """Order and signs that turn channels (…, n) into those of the mirrored body: `channels[..., order] * signs`."""
    swap = {"left": "right", "right": "left"}
    names = [f"{swap[name.partition('_')[0]]}_{name.partition('_')[2]}" if name.partition("_")[0] in swap else name for name in CHANNELS]
    return np.array([INDEX[name] for name in names]), np.array([-1.0 if name in TURNS_ROUND else 1.0 for name in CHANNELS])


@cache
def about(channel: str) -> str:
    """The part of the body a channel tells of: `left_arm`, `right_leg` ... or `trunk`."""
    side, _, stem = channel.partition("_")
    return f"{side}_{LIMB_OF[stem.partition('_')[0]]}" if side in {"left", "right"} else "trunk"


def channels(places: Array) -> Array:
    """(frames, 16, 3), z up -> (frames, len(CHANNELS))."""
    with np.errstate(invalid="ignore"):
        return np.stack(list(_columns(np.swapaxes(places, 0, 1))), -1)


def _columns(p: Array) -> Iterator[Array]:
    """p: (16, frames, 3)."""
    left = {name: p[AT[f"left_{name}"]] for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")}
    right = {name: p[AT[f"right_{name}"]] for name in left}
    hips, shoulders = (left["hip"] + right["hip"]) / 2, (left["shoulder"] + right["shoulder"]) / 2
    trunk, across_hips, across = shoulders - hips, left["hip"] - right["hip"], left["shoulder"] - right["shoulder"]
    pelvis, chest = _frame(across_hips, trunk), _frame(across, trunk)
    room = _upright(_unit(across_hips) + _unit(across))
    leg = _leg(left, right)
    for sign, side in ((1.0, left), (-1.0, right)):
        yield from _side(sign, side, trunk, pelvis, chest, room, leg)
    yield from _within(room, _unit(trunk))[:2]
    yield from _within(chest, _unit(p[AT["head"]] - shoulders))[:2]
    for line in (across_hips, across):
        parts = _within(room, _unit(line))
        yield parts[0]
        yield parts[2]
    apart = left["ankle"] - right["ankle"]
    yield np.hypot(apart[:, 0], apart[:, 1]) / leg * DEGREES
    yield (hips[:, 2] - np.minimum(left["ankle"][:, 2], right["ankle"][:, 2])) / leg * DEGREES
    yield from _within(room, apart / leg[:, None])
    yield from _within(room, (hips - (left["ankle"] + right["ankle"]) / 2) / leg[:, None])[:2]


def _side(sign: float, at: dict[str, Array], trunk: Array, pelvis: Array, chest: Array, room: Array, leg: Array) -> Iterator[Array]:
    yield _bend(at["hip"] - at["knee"], at["ankle"] - at["knee"])
    yield _bend(at["shoulder"] - at["hip"], at["knee"] - at["hip"])
    yield _bend(at["shoulder"] - at["elbow"], at["wrist"] - at["elbow"])
    yield 180.0 - _bend(at["elbow"] - at["shoulder"], -trunk)
    for frame, start, end in ((chest, "shoulder", "elbow"), (chest, "elbow", "wrist"), (pelvis, "hip", "knee"), (pelvis, "knee", "ankle")):
        forward, out, up = _within(frame, _unit(at[end] - at[start]))
        yield forward
        yield out * sign
        yield up
    yield _within(room, (at["knee"] - at["ankle"]) / leg[:, None])[1] * sign
    line, knee = at["hip"] - at["ankle"], at["knee"] - at["ankle"]
    off = knee - ((knee * line).sum(-1) / np.maximum((line * line).sum(-1), LITTLE))[:, None] * line
    yield _within(room, off / leg[:, None])[1] * sign
    _, out, up = _within(room, _unit(at["toe"] - at["ankle"]))
    yield out * sign
    yield up


def _leg(left: dict[str, Array], right: dict[str, Array]) -> Array:
    """Length of a leg, (frames,): the mean of both, or of the one that is seen."""
    both = [np.linalg.norm(side["hip"] - side["knee"], axis=-1) + np.linalg.norm(side["knee"] - side["ankle"], axis=-1)
            for side in (left, right)]
    first, second = (np.where(np.isnan(one), other, one) for one, other in (both, both[::-1]))
    length: Array = np.maximum((first + second) / 2, LITTLE)
    return length


def _unit(vectors: Array) -> Array:
    directions: Array = vectors / np.maximum(np.sqrt((vectors * vectors).sum(-1, keepdims=True)), LITTLE)
    return directions


def _bend(one: Array, other: Array) -> Array:
    """Degrees by which two limbs differ from one straight line."""
    bend: Array = 180.0 - np.degrees(np.arccos(np.clip((_unit(one) * _unit(other)).sum(-1), -1.0, 1.0)))
    return bend


def _cross(a: Array, b: Array) -> Array:
    """np.cross without its overhead, which counts with one frame at a time."""
    (ax, ay, az), (bx, by, bz) = a.T, b.T
    normal: Array = np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], -1)
    return normal


def _frame(left: Array, up: Array) -> Array:
    """(3, frames, 3): forward, left, up of a body part whose upright is `up`."""
    upright = _unit(up)
    forward = _unit(_cross(left, upright))
    return np.stack([forward, _cross(upright, forward), upright])


def _upright(left: Array) -> Array:
    """(3, frames, 3): the room's upright, turned to where the body looks."""
    level = _unit(left * np.array([1.0, 1.0, 0.0]))
    up = np.broadcast_to(np.array([0.0, 0.0, 1.0]), level.shape)
    return np.stack([_cross(level, up), level, up])


def _within(frame: Array, vectors: Array) -> Array:
    """(3, frames): forward, left and up parts of vectors, times 57.3."""
    parts: Array = (frame * vectors).sum(-1) * DEGREES
    return parts

"""The figure's bones: the bodies of the skeleton, then the fingers, then the helpers; and where a posture puts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import numpy as np

from halfkilo.body.skeleton import ROOT, Vector, joint, model

SIDES = ("right", "left")


class Hand(StrEnum):
    """How a hand is, as in a clip's `hands`."""

    REST = "rest"
    FLAT = "flat"
    HOLD = "hold"


@dataclass(frozen=True)
class Hinge:
    """One turn: axis in the bone's frame, which angle of the posture (0 is the first after the root), and how much of it."""

    axis: tuple[float, float, float]
    angle: int
    share: float = 1.0


@dataclass(frozen=True)
class Curl:
    """A finger bone: axis and degrees for each way a hand can be."""

    axis: tuple[float, float, float]
    rest: float
    flat: float
    hold: float


@dataclass(frozen=True)
class Bone:
    """`at`: origin in the parent's frame with all angles zero, metres. Parents come before children."""

    name: str
    parent: int
    at: tuple[float, float, float]
    hinges: tuple[Hinge, ...] = ()
    curl: Curl | None = None


FINGERS = {"fingers": ("hand", (0.0, 0.003, -0.09), (1.0, 0.0, 0.0), (16, 0, 72)),
           "fingertips": ("fingers", (0.0, 0.0, -0.042), (1.0, 0.0, 0.0), (22, 0, 92)),
           "thumb": ("hand", (0.018, 0.007, -0.022), (0.64, 0.52, 0.50), (4, -4, 34)),
           "thumb_tip": ("thumb", (0.0255, 0.0085, -0.041), (0.64, 0.52, 0.50), (12, 0, 40))}
"""Per finger bone of the right hand: parent, place in it (m), axis, degrees at rest, flat and holding."""

HELPERS = {"hip_half": ("thigh", (0.5, 0.5, 0.5)), "knee_half": ("shank", (0.5,)), "ankle_half": ("foot", (0.5, 0.5)),
           "shoulder_half": ("upper_arm", (0.5, 0.5, 0.0)), "upper_arm_swing": ("upper_arm", (1.0, 1.0, 0.0)),
           "upper_arm_twist": ("upper_arm", (1.0, 1.0, 0.5)), "elbow_half": ("forearm", (0.5, 0.0)),
           "forearm_swing": ("forearm", (1.0, 0.0)), "forearm_twist": ("forearm", (1.0, 0.5)), "wrist_half": ("hand", (0.5, 0.5))}
"""Per helper: the bone whose place and hinges it shares, and its share of each hinge."""


@cache
def bones() -> tuple[Bone, ...]:
    """Every bone, in the order of a figure file."""
    found = [_body(index) for index in range(1, model().nbody)]
    for side in SIDES:
        for name, (parent, at, axis, turns) in FINGERS.items():
            curl = Curl(_sided(axis, side, turn=True), *turns)
            found.append(Bone(f"{side}_{name}", _index(found, f"{side}_{parent}"), _sided(at, side), curl=curl))
    for side in SIDES:
        for name, (like, shares) in HELPERS.items():
            twin = found[_index(found, f"{side}_{like}")]
            hinges = tuple(Hinge(hinge.axis, hinge.angle, share) for hinge, share in zip(twin.hinges, shares, strict=True) if share)
            found.append(Bone(f"{side}_{name}", twin.parent, twin.at, hinges))
    return tuple(found)


def bone_index(name: str) -> int:
    """Index of a bone by its name."""
    return _names()[name]


@cache
def _names() -> dict[str, int]:
    return {bone.name: index for index, bone in enumerate(bones())}


def _index(found: Sequence[Bone], name: str) -> int:
    return next(index for index, bone in enumerate(found) if bone.name == name)


def _sided(v: tuple[float, float, float], side: str, turn: bool = False) -> tuple[float, float, float]:
    """The left twin of a place, or of the axis of a turn."""
    if side == "right":
        return v
    return (-v[0], v[1], -v[2]) if turn else (v[0], -v[1], v[2])


def _body(index: int) -> Bone:
    body = model().body(index)
    first, count = int(body.jntadr[0]), int(body.jntnum[0])
    hinges = tuple(_hinge(model().joint(number).name) for number in range(first, first + count) if index > 1)
    at = tuple(round(float(v), 6) for v in (body.pos if index > 1 else np.zeros(3)))
    return Bone(str(body.name), int(body.parentid[0]) - 1, (at[0], at[1], at[2]), hinges)


def _hinge(name: str) -> Hinge:
    axis = [float(v) for v in model().joint(name).axis]
    return Hinge((axis[0], axis[1], axis[2]), joint(name) - ROOT)


@cache
def origins() -> Vector:
    """Where each bone begins in the rest posture (bones, 3): room axes, metres, pelvis at its standing height."""
    found = np.zeros((len(bones()), 3))
    for index, bone in enumerate(bones()):
        found[index] = found[bone.parent] + bone.at if bone.parent >= 0 else model().body(1).pos
    return found


def turns(q: Vector, curl: tuple[Hand, Hand] = (Hand.REST, Hand.REST)) -> tuple[Vector, Vector]:
    """Turn (bones, 3, 3) and place (bones, 3) of every bone in posture `q` (nq,); `curl`: right and left hand."""
    count = len(bones())
    turn, place = np.zeros((count, 3, 3)), np.zeros((count, 3))
    turn[0], place[0] = _of_quaternion(q[3:ROOT]), q[:3]
    for index, bone in enumerate(bones()[1:], 1):
        place[index] = place[bone.parent] + turn[bone.parent] @ bone.at
        turn[index] = turn[bone.parent] @ _own(bone, q, curl)
    return turn, place


def _own(bone: Bone, q: Vector, curl: tuple[Hand, Hand]) -> Vector:
    if bone.curl:
        hand = curl[0 if bone.name.startswith("right") else 1]
        return about(bone.curl.axis, float(np.radians(getattr(bone.curl, hand.value))))
    found = np.eye(3)
    for hinge in bone.hinges:
        found = found @ about(hinge.axis, float(q[ROOT + hinge.angle]) * hinge.share)
    return found


def about(axis: Sequence[float], angle: float) -> Vector:
    """The turn by `angle` (radians) about `axis`, as a matrix (Rodrigues)."""
    x, y, z = np.asarray(axis) / np.linalg.norm(axis)
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _of_quaternion(quat: Vector) -> Vector:
    w, x, y, z = quat / np.linalg.norm(quat)
    return np.array([[1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                     [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                     [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]])

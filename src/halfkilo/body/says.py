"""What the words say and a computer can check: an angle or a distance in a pose. Written in `says` of a movement file."""

from __future__ import annotations

import numpy as np

from halfkilo.body.movement import Movement, Say, Saying
from halfkilo.body.pose import data_at
from halfkilo.body.skeleton import Vector, site

JOINTS = {"knee": ("hip", "knee", "ankle"), "elbow": ("shoulder", "elbow", "wrist"), "hip": ("neck", "hip", "knee")}
"""Which points tell how far a joint is bent: 0 is straight."""


def found(say: Say, q: Vector) -> float:
    """What is said, as it is in a posture: degrees, or centimetres."""
    data = data_at(q)

    def at(part: str) -> Vector:
        return np.array(data.site_xpos[site(part)])

    if say.joint:
        return 180 - _angle(*(at(part) for part in joint_points(say.measure)))
    way = at(say.of or "") - at(say.to or "")
    if say.measure == Saying.TILT:
        return _angle(way, np.zeros(3), np.array([0.0, 0, 1]))
    if say.measure == Saying.APART:
        return float(np.linalg.norm(way)) * 100
    axis = {Saying.ABOVE: 2, Saying.AHEAD: 0, Saying.BESIDE: 1}[Saying(say.measure)]
    return float(way[axis] if axis != 1 else -way[1]) * 100


def joint_points(joint: str) -> tuple[str, str, str]:
    """`right_knee` -> right hip, knee and ankle."""
    side, _, stem = joint.partition("_")
    one, two, three = (name if name == "neck" else f"{side}_{name}" for name in JOINTS[stem])
    return one, two, three


def _angle(one: Vector, corner: Vector, two: Vector) -> float:
    a, b = one - corner, two - corner
    return float(np.degrees(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))))


def untrue(movement: Movement, keys: dict[str, Vector]) -> list[str]:
    """What is said but not so, in words; `keys` are the postures of the key poses by name."""
    wrong = []
    for say in movement.says:
        value = found(say, keys[say.pose])
        if not say.between[0] <= value <= say.between[1]:
            what = say.measure if say.joint else f"{say.of} {say.measure} {say.to}"
            wrong.append(f"pose {say.pose!r}: {what} is {value:.0f}, the words say {say.between[0]} to {say.between[1]}")
    return wrong

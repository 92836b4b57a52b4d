"""The joints that are weighed, their axes, how strong an adult is there, and the arms of the muscles.

Signs as in the skeleton: flexion, abduction, inward rotation, pronation, dorsiflexion, inversion, protraction and elevation are
positive; the spine bends forward, sideways to the right and turns to the right. A moment is what muscles (and ligaments) must make:
knee -60 means that the extensors work with 60 N m. Axes are those of the segment beyond the joint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from halfkilo.body.skeleton import Vector, joint, model
from halfkilo.units import PAIRED, Joint

AXES = ("flexion", "side", "turn")
Six = tuple[float, float, float, float, float, float]
Arm = float | Callable[[Vector], Vector]


def patellar(angle: Vector) -> Vector:
    """Arm of the patellar tendon at the knee (m) by flexion (rad): Herzog and Read 1993, J Anat 182:213 (polynomial, from memory)."""
    d = np.degrees(np.clip(angle, 0, np.radians(130)))
    return np.asarray(0.0471 + 0.00042 * d - 8.96e-6 * d**2 + 4.47e-8 * d**3)


def hamstrings(angle: Vector) -> Vector:
    """Arm of the knee flexors: 25 mm straight, about 37 mm at a right angle (Buford 1997, rounded)."""
    return np.asarray(0.025 + 0.012 * np.sin(np.clip(angle, 0, np.pi)))


def biceps(angle: Vector) -> Vector:
    """Arm of the elbow flexors: 22 mm straight, 44 mm at a right angle (Murray 1995, rounded)."""
    return np.asarray(0.022 + 0.022 * np.sin(np.clip(angle, 0, np.pi)))


@dataclass(frozen=True)
class Weighed:
    """One kind of joint. `axes`: flexion, side, turn as axes of the right (or only) segment. `strength`: N m of an adult of 75 kg and
    1.70 m, + and - of each axis in turn. `arms`: m, the same order; infinity where ligaments and bone do it. `angle`: the hinge that arms
    depend on. `roll`: the hinge about the segment's own length; flexion and side axes stay behind when it turns."""

    joint: Joint
    body: str
    axes: tuple[tuple[float, float, float], ...]
    strength: Six
    arms: tuple[Arm, Arm, Arm, Arm, Arm, Arm]
    along: float = -1.0
    angle: str | None = None
    roll: str | None = None


_NONE = float("inf")
_LIMB = ((0.0, -1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
_SPINE = ((0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0))

KINDS: tuple[Weighed, ...] = (
    Weighed(Joint.LOW_BACK, "lumbar", _SPINE, (130, 210, 130, 130, 80, 80), (0.10, 0.06, 0.09, 0.09, 0.07, 0.07), 1.0),
    Weighed(Joint.UPPER_BACK, "thorax", _SPINE, (110, 160, 110, 110, 70, 70), (0.10, 0.05, 0.08, 0.08, 0.07, 0.07), 1.0),
    Weighed(Joint.NECK, "neck", _SPINE, (22, 36, 26, 26, 12, 12), (0.04, 0.045, 0.04, 0.04, 0.03, 0.03), 1.0),
    Weighed(Joint.SHOULDER, "upper_arm", _LIMB, (60, 70, 50, 65, 45, 32), (0.034, 0.045, 0.03, 0.05, 0.022, 0.022),
            roll="shoulder_rotation"),
    Weighed(Joint.ELBOW, "forearm", _LIMB, (55, 42, 40, 40, 9, 9), (biceps, 0.022, _NONE, _NONE, 0.012, 0.012), angle="elbow",
            roll="forearm_pronation"),
    Weighed(Joint.WRIST, "hand", ((1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, 1.0)), (14, 9, 12, 12, 12, 12),
            (0.015, 0.014, 0.018, 0.018, _NONE, _NONE)),
    Weighed(Joint.HIP, "thigh", _LIMB, (110, 170, 90, 90, 50, 40), (0.05, 0.062, 0.06, 0.05, 0.03, 0.03),
            roll="hip_rotation"),
    Weighed(Joint.KNEE, "shank", ((0.0, 1.0, 0.0), (-1.0, 0.0, 0.0), (0.0, 0.0, 1.0)), (80, 150, 70, 70, 40, 40),
            (hamstrings, patellar, _NONE, _NONE, _NONE, _NONE), angle="knee"),
    Weighed(Joint.ANKLE, "foot", ((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)), (38, 120, 28, 28, 40, 40),
            (0.04, 0.05, 0.03, 0.03, _NONE, _NONE)),
)
"""Strength: round numbers near published isometric means of women and men in mid-life (Danneskiold-Samsoe 2009 and others; from
memory, unverified). Arms: back 5-7 cm (evidence.md 8), others round textbook values. Both scale what is shown; neither was fitted."""

_SHRUG = ((0.0, 0.0, 1.0), (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0))
BLADE = Weighed(Joint.UPPER_BACK, "scapula", _SHRUG, (90, 90, 100, 90, 90, 90), (0.1, 0.1, 0.12, 0.1, 0.08, 0.08))
"""The shoulder blade on the ribs: protraction, elevation, tipping. Counts to the upper back."""

SPAN = 0.046
"""Distance between the knee's two condyles, m: both stay loaded, so the contact is at least twice the sideways moment over it."""


@dataclass(frozen=True)
class Place:
    """A joint of one side (or none): column of every array (n, j, ...)."""

    name: str
    side: str | None
    kind: Weighed
    body: int
    axes: Vector


@cache
def places() -> tuple[Place, ...]:
    """All joints: the spine, then right and left, the blades last."""
    found = [_place(kind, None) for kind in KINDS if kind.joint not in PAIRED]
    found += [_place(kind, side) for kind in KINDS if kind.joint in PAIRED for side in ("right", "left")]
    return (*found, _place(BLADE, "right", "blade"), _place(BLADE, "left", "blade"))


def _place(kind: Weighed, side: str | None, name: str | None = None) -> Place:
    body = f"{side}_{kind.body}" if side else kind.body
    flip = np.array([-1.0, 1.0, -1.0]) if side == "left" else np.ones(3)
    title = name or kind.joint.value
    return Place(f"{side}_{title}" if side else title, side, kind, int(model().body(body).id), np.array(kind.axes) * flip)


@cache
def names() -> tuple[str, ...]:
    """`low_back`, `right_knee`, ..., `left_blade`."""
    return tuple(place.name for place in places())


@cache
def bodies() -> tuple[int, ...]:
    """The segment beyond each joint."""
    return tuple(place.body for place in places())


@cache
def axes() -> Vector:
    """(j, 3, 3): per joint its three axes as rows, in the axes of the segment beyond."""
    return np.array([place.axes for place in places()])


@cache
def strengths() -> Vector:
    """(j, 3, 2): N m, + and -, of an adult of 75 kg and 1.70 m."""
    return np.array([place.kind.strength for place in places()]).reshape(-1, 3, 2)


@cache
def tilts() -> Vector:
    """(j,): -1 where the segment hangs from the joint along -z (limbs), 1 where it stands on it (spine)."""
    return np.array([place.kind.along for place in places()])


def arms_at(q: Vector) -> Vector:
    """Arms (n, j, 3, 2) in metres of the reference body, at postures (n, nq)."""
    made = np.empty((len(q), len(places()), 3, 2))
    for index, place in enumerate(places()):
        angle = q[:, joint(_hinge(place))] if place.kind.angle else q[:, 0]
        for slot, arm in enumerate(place.kind.arms):
            made[:, index, slot // 2, slot % 2] = arm(angle) if callable(arm) else arm
    return made


def axes_at(q: Vector) -> Vector:
    """Axes (n, j, 3, 3), one a row, in the axes of the segment beyond, at postures (n, nq): turned back by the segment's own roll."""
    made = np.repeat(axes()[None], len(q), axis=0)
    for index, place in enumerate(places()):
        if place.kind.roll:
            sign = 1.0 if place.side == "right" else -1.0
            made[:, index] = made[:, index] @ _rolled(-sign * q[:, joint(f"{place.side}_{place.kind.roll}")])
    return made


def _rolled(angle: Vector) -> Vector:
    """(n, 3, 3): turns rows by an angle about z."""
    made = np.zeros((len(angle), 3, 3))
    made[:, 0, 0] = made[:, 1, 1] = np.cos(angle)
    made[:, 0, 1], made[:, 1, 0], made[:, 2, 2] = np.sin(angle), -np.sin(angle), 1.0
    return made


def _hinge(place: Place) -> str:
    return f"{place.side}_{place.kind.angle}"

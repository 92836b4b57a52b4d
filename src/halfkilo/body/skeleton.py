"""The skeleton as a MuJoCo model, its names, its mirror image, and the patches of skin that touch things."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
from numpy.typing import NDArray

from halfkilo.body.vocabulary import Base, mirrored, side_of

Vector = NDArray[np.float64]
HERE = Path(__file__).parent

SITES = {"hand": "grip", "foot": "sole", "thigh": "thigh_front", "back": "upper_back", "side": "left_side"}
"""Parts whose site in the skeleton has another name."""

ROOT = 7
"""Numbers of the free joint in qpos: place (m) and quaternion."""


@cache
def model() -> mujoco.MjModel:
    """The skeleton: metres, kilograms, radians."""
    return mujoco.MjModel.from_xml_path(str(HERE / "skeleton.xml"))


@cache
def site(part: str) -> int:
    """Index of the site that stands for a part such as `right_hand` or `chest`."""
    side = side_of(part)
    stem = part.removeprefix(f"{side}_") if side else part
    name = SITES.get(stem, stem)
    return int(model().site(f"{side}_{name}" if side else name).id)


@cache
def joint(name: str) -> int:
    """Index of a joint's angle in qpos; its degree of freedom is one less."""
    return int(model().joint(name).qposadr[0])


@cache
def joint_names() -> tuple[str, ...]:
    """Names of the hinges in the order of qpos[7:]."""
    return tuple(model().joint(index).name for index in range(1, model().njnt))


@cache
def _mirror_order() -> tuple[NDArray[np.intp], Vector]:
    names = joint_names()
    order = np.array([names.index(mirrored(name)) for name in names])
    signs = np.array([-1.0 if name.endswith(("_side", "_turn")) and side_of(name) is None else 1.0 for name in names])
    return order, signs


def mirror(q: Vector) -> Vector:
    """The same posture with right and left exchanged (in the plane y = 0). Shape (nq,), radians and metres."""
    order, signs = _mirror_order()
    place, turn = q[:3] * (1, -1, 1), q[3:ROOT] * (1, -1, 1, -1)
    return np.concatenate([place, turn, q[ROOT:][order] * signs])


def even(move: Vector) -> Vector:
    """The mean of a small movement (nv,) and its mirror image: what a body does that is the same on both sides."""
    order, signs = _mirror_order()
    image = np.concatenate([move[:3] * (1, -1, 1), move[3:6] * (-1, 1, -1), move[6:][order] * signs])
    return np.asarray((move + image) / 2)


@dataclass(frozen=True)
class Patch:
    """Skin that touches: sites with the thickness of flesh between them and the surface (m), and the direction, in the
    axes of a body, that faces the surface (None where any turn is right)."""

    points: tuple[tuple[int, float], ...]
    faces: tuple[str, tuple[float, float, float]] | None = None


_PATCHES: Mapping[str, tuple[tuple[tuple[str, float], ...], str | None]] = {
    "foot": ((("heel", 0.0), ("ball", 0.0)), "foot"),
    "ball": ((("toes", 0.0),), "toes"),  # what lies flat when the heel is up: the ball itself rolls
    "forearm": ((("elbow", 0.038), ("wrist", 0.033)), None),
    "hand": ((("palm", 0.0),), "hand"),
    "knee": ((("kneecap", 0.0),), None),
    "elbow": ((("elbow", 0.038),), None),
    "shoulder": ((("shoulder", 0.05),), None),
    "ankle": ((("ankle", 0.036),), None),
    "thigh": ((("thigh_back", 0.0),), None),
    "ear": ((("ear", 0.0),), None),
    "instep": ((("toe", 0.014),), None),  # no ankle points far enough for the arch itself: the toes' backs touch
}
_PELVIS = {Base.SUPINE: "sacrum", Base.CROOK: "sacrum", Base.PRONE: "belly", Base.SIDE: "left_trochanter"}


@cache
def patch(part: str, base: Base) -> Patch:
    """What of a part touches. The pelvis touches with what is below it in that base; a knee on its side with its side."""
    side = side_of(part)
    stem = part.removeprefix(f"{side}_") if side else part
    if side is None:
        name = {"pelvis": _PELVIS.get(base, "seat"), "head": "left_ear" if base is Base.SIDE else "head_back"}.get(stem)
        return Patch(((_id(name) if name else site(part), 0.0),))
    if stem == "knee" and base is Base.SIDE:
        return Patch(((_id(f"{side}_knee"), 0.063),))
    points, faces = _PATCHES.get(stem, (((SITES.get(stem, stem), 0.0),), None))
    found = tuple((_id(f"{side}_{name}"), flesh) for name, flesh in points)
    return Patch(found, _face(side, faces) if faces else None)


def _face(side: str, kind: str) -> tuple[str, tuple[float, float, float]]:
    inward = 1.0 if side == "right" else -1.0
    return f"{side}_{kind}", (0.0, inward, 0.0) if kind == "hand" else (0.0, 0.0, -1.0)


@cache
def _id(name: str) -> int:
    return int(model().site(name).id)


@dataclass(frozen=True)
class Rest:
    """A base: resting qpos and the contacts it has when nothing else is said."""

    q: Vector
    touch: tuple[str, ...]
    lying: bool
    pitch: float


@cache
def rest(base: Base) -> Rest:
    """The resting shape of a base, standing at the origin, facing +x (lying: head to -x, prone to +x)."""
    raw = tomllib.loads((HERE / "bases.toml").read_text(encoding="utf-8"))[base.value]
    q = np.array(model().qpos0)
    q[:3] = 0.0, 0.0, raw["pelvis"] / 100
    q[3:ROOT] = _turned(raw)
    for name, degrees in raw["joints"].items():
        for full in (name,) if name in joint_names() else (f"right_{name}", f"left_{name}"):
            q[joint(full)] = np.radians(degrees)
    lying = base in {Base.SUPINE, Base.CROOK, Base.PRONE, Base.SIDE}
    return Rest(q, tuple(raw["touch"]), lying, float(raw.get("turn", 0)))


def _turned(raw: dict[str, Any]) -> Vector:
    quat = np.zeros(4)
    if raw.get("roll"):  # left side down: forward = -y, left = -z, up = +x
        mujoco.mju_mat2Quat(quat, np.array([[0, 0, 1], [-1, 0, 0], [0, -1, 0]], float).ravel())
    else:
        mujoco.mju_axisAngle2Quat(quat, np.array([0.0, 1, 0]), np.radians(raw.get("turn", 0)))
    return quat

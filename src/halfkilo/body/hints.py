"""Posture hints: what a body does by itself, and what a pose says about spine, knees, palms and eyes."""

from __future__ import annotations

from collections.abc import Iterator

import mink
import mujoco
import numpy as np

from halfkilo.body.movement import Bend, Movement, Pose
from halfkilo.body.skeleton import ROOT, Vector, joint, joint_names, model, rest
from halfkilo.body.tasks import Aim, Goal
from halfkilo.body.vocabulary import SIDES, Base, Blades, Toward

COSTS = {"lumbar": 0.9, "thoracic": 0.9, "neck": 0.6, "head": 0.8, "scapula": 1.2, "hip_abduction": 0.25, "hip_rotation": 0.3,
         "hip_flexion": 0.1, "knee": 0.1, "ankle_inversion": 0.5, "ankle": 0.12, "toes": 0.3, "shoulder": 0.06,
         "elbow": 0.06, "forearm": 0.12, "wrist": 0.3}
"""How much each joint likes to stay as it is: the spine most, arms and legs least. First match by name counts."""

HINTED, HAND = 2.5, 1.2
JOINT_OF = {"knee": "knee", "hip": "hip_flexion", "elbow": "elbow", "wrist": "wrist_flexion", "ankle": "ankle", "toe": "toes"}
TWIST_OF = {"hip": "hip_rotation", "shoulder": "shoulder_rotation"}
BLADES = {Blades.REST: (0, 0), Blades.BACK: (-16, 0), Blades.DOWN: (0, -6), Blades.BACK_DOWN: (-16, -6),
          Blades.FORWARD: (18, 0), Blades.UP: (0, 22)}
"""Protraction and elevation, degrees."""

DIRECTIONS = {Toward.FORWARD: (1, 0, 0), Toward.BACK: (-1, 0, 0), Toward.UP: (0, 0, 1), Toward.DOWN: (0, 0, -1),
              Toward.RIGHT: (0, -1, 0), Toward.LEFT: (0, 1, 0)}


def wanted(movement: Movement, pose: Pose) -> dict[str, float]:
    """Joint angles that hints ask for, degrees."""
    return {**_spine(pose), **_limbs(pose)}


def _spine(pose: Pose) -> dict[str, float]:
    found: dict[str, float] = {}
    if pose.spine:
        found |= _stretch("lumbar", pose.spine, (0.55, 0.5, 0.22)) | _stretch("thoracic", pose.spine, (0.45, 0.5, 0.78))
    for name, bend in (("lumbar", pose.low_back), ("thoracic", pose.upper_back), ("neck", pose.neck)):
        if bend:
            found |= _stretch(name, bend, (1, 1, 1))
    return found | ({"head_nod": pose.chin} if pose.chin is not None else {})


def _stretch(name: str, bend: Bend, share: tuple[float, float, float]) -> dict[str, float]:
    angles = (bend.forward, bend.side, bend.turn)
    return {f"{name}_{kind}": angle * part for kind, angle, part in zip(("flexion", "side", "turn"), angles, share, strict=True)}


def _limbs(pose: Pose) -> dict[str, float]:
    found: dict[str, float] = {}
    for part, angle in pose.bends.items():
        side, _, stem = part.partition("_")
        found[f"{side}_{JOINT_OF[stem]}"] = angle
    for part, angle in pose.twists.items():
        side, _, stem = part.partition("_")
        if stem in TWIST_OF:
            found[f"{side}_{TWIST_OF[stem]}"] = angle
    if pose.blades:
        for side in ("right", "left"):
            found[f"{side}_scapula_protraction"], found[f"{side}_scapula_elevation"] = BLADES[pose.blades]
    return found


def posture(movement: Movement, pose: Pose) -> mink.PostureTask:
    """Stay near the base; near the hints with more weight."""
    q, costs = rest(movement.base).q.copy(), np.zeros(model().nv)
    for name in joint_names():
        costs[joint(name) - 1] = next(cost for key, cost in COSTS.items() if key in name)
    for name, degrees in wanted(movement, pose).items():
        q[joint(name)] = np.radians(degrees)
        costs[joint(name) - 1] = HINTED
    task = mink.PostureTask(model(), cost=costs)
    task.set_target(np.clip(q, *_range()))
    return task


def _range() -> tuple[Vector, Vector]:
    low, high = np.full(model().nq, -np.inf), np.full(model().nq, np.inf)
    low[ROOT:], high[ROOT:] = model().jnt_range[1:, 0], model().jnt_range[1:, 1]
    return low, high


def rested(q: Vector, movement: Movement) -> Vector:
    """A starting guess inside the joint limits."""
    return np.clip(q, *_range())


def tasks(movement: Movement, pose: Pose) -> Iterator[mink.Task]:
    """Hints that are directions in the room: lean, facing, palms, fingers, eyes."""
    base = rest(movement.base)
    yield from _trunk(movement.base, pose, base.q)
    for axis in ("palm", "fingers"):
        for side in SIDES:
            if toward := pose.toward(axis, side):
                yield Aim(f"{side}_hand", _hand_axis(side, axis), _direction(movement, toward, side), HAND)
    if pose.gaze:
        yield Aim("head", (1, 0, 0), _direction(movement, pose.gaze, None), 1.0)


def _trunk(base: Base, pose: Pose, q: Vector) -> Iterator[mink.Task]:
    turn = np.zeros(9)
    mujoco.mju_quat2Mat(turn, q[3:ROOT])
    sideways, along = turn.reshape(3, 3)[:, 1], turn.reshape(3, 3)[:, 2]
    yield Aim("pelvis", (0, 1, 0), Goal(sideways), 1.0)
    if pose.lean is not None:
        angle = np.radians(pose.lean)
        upright = np.array([np.sin(angle), 0.0, np.cos(angle)])
        yield Aim("thorax", (0, 0, 1), Goal(upright), 3.0)
    else:
        yield Aim("thorax", (0, 0, 1), Goal(along), 0.15 if rest(base).lying or base is Base.ALL_FOURS else 0.7)


def _hand_axis(side: str, kind: str) -> tuple[float, float, float]:
    return (0.0, 0.0, -1.0) if kind == "fingers" else (0.0, 1.0 if side == "right" else -1.0, 0.0)


def _direction(movement: Movement, toward: Toward, side: str | None) -> Goal:
    """A direction in the room, or as seen from the chest when lying."""
    inward = 1.0 if side == "right" else -1.0
    sideways = {Toward.IN: (0.0, inward, 0.0), Toward.OUT: (0.0, -inward, 0.0)}
    way = np.array(sideways.get(toward) or DIRECTIONS[toward], float)
    return Goal(way, (), int(model().body("thorax").id) if rest(movement.base).lying else None)

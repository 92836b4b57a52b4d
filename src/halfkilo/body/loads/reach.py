"""How near a posture comes to the end of a joint's range. A stretch carries little and still asks something of a joint that is sore.

    share of the range = angle / its limit on that side (skeleton.xml, cited there)
    reach share        = 0 up to three quarters of the range, rising evenly to 50 % of full demand at its end

Both numbers are ours: ligaments and passive muscle begin to resist in about the last quarter of a range and stay far below what the
joint bears (their moments rise steeply only at the very end). So a full stretch is heard (20 and more), and stays below hard work.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from halfkilo.body.loads import joints
from halfkilo.body.skeleton import Vector, joint, model
from halfkilo.units import Joint

FREE, END = 0.75, 0.5

HINGES = {
    Joint.LOW_BACK: ("lumbar_flexion", "lumbar_side", "lumbar_turn"),
    Joint.UPPER_BACK: ("thoracic_flexion", "thoracic_side", "thoracic_turn"),
    Joint.NECK: ("neck_flexion", "neck_side", "neck_turn", "head_nod"),
    Joint.SHOULDER: ("shoulder_flexion", "shoulder_abduction"),
    Joint.ELBOW: ("elbow",),
    Joint.WRIST: ("wrist_flexion",),
    Joint.HIP: ("hip_flexion", "hip_abduction", "hip_rotation"),
    Joint.KNEE: ("knee",),
    Joint.ANKLE: ("ankle",),
}
"""Hinges whose end is felt as a stretch. Not among them: rolling of arm and forearm (its end depends on how the arm is described, not
on how it is), the wrist's deviation and the shoulder blade, which use most of their small range in any grip."""


def shares(q: Vector) -> Vector:
    """Reach share of every weighed joint in postures (n, nq): shape (n, j). The blades have none."""
    found = np.zeros((len(q), len(joints.names())))
    for index, hinges in enumerate(_hinges()):
        for place, low, high in hinges:
            angle = q[:, place]
            used = np.where(angle >= 0, angle / high if high > 0 else 0.0, angle / low if low < 0 else 0.0)
            found[:, index] = np.maximum(found[:, index], END * np.clip((used - FREE) / (1 - FREE), 0, 1))
    return found


@cache
def _hinges() -> tuple[tuple[tuple[int, float, float], ...], ...]:
    """Per weighed joint: index in qpos and limits (rad) of its hinges."""
    return tuple(tuple(_limits(name, hinge) for hinge in _of(name)) for name in joints.names())


def _of(name: str) -> tuple[str, ...]:
    kind = joints.places()[joints.names().index(name)].kind.joint
    return () if name.endswith("blade") else HINGES[kind]


def _limits(name: str, hinge: str) -> tuple[int, float, float]:
    side, _, _ = name.partition("_")
    full = f"{side}_{hinge}" if side in {"right", "left"} else hinge
    low, high = model().jnt_range[model().joint(full).id]
    return joint(full), float(low), float(high)

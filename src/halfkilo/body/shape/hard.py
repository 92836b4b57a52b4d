"""Postures that are hard on a skin: each bends some joint to where meshes fold, thin or swell."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from halfkilo.body.skeleton import Vector, joint, joint_names, model

HARD: Mapping[str, Mapping[str, float]] = MappingProxyType({
    "deep sit": {"hip_flexion": 110, "knee": 120, "lumbar_flexion": 25, "ankle": 20, "shoulder_flexion": 70},
    "kneel on heels": {"hip_flexion": 90, "knee": 148, "ankle": -45, "toes": 0},
    "arms up": {"shoulder_flexion": 175, "scapula_elevation": 15},
    "arms out and up": {"shoulder_abduction": 165, "scapula_elevation": 25},
    "all fours": {"hip_flexion": 90, "knee": 90, "shoulder_flexion": 90, "wrist_flexion": -80, "forearm_pronation": 80,
                  "neck_flexion": -30},
    "curled": {"lumbar_flexion": 50, "thoracic_flexion": 35, "neck_flexion": 40, "hip_flexion": 115, "knee": 130, "shoulder_flexion": 60},
    "arched": {"lumbar_flexion": -25, "thoracic_flexion": -20, "neck_flexion": -50, "shoulder_flexion": -45},
    "turned": {"lumbar_turn": 12, "thoracic_turn": 35, "neck_turn": 75, "shoulder_abduction": 90, "shoulder_rotation": 80, "elbow": 90},
    "row": {"shoulder_flexion": -40, "elbow": 120, "scapula_protraction": -18, "forearm_pronation": 80, "wrist_flexion": 40},
    "split": {"right_hip_flexion": 100, "right_knee": 110, "left_hip_flexion": -20, "left_knee": 60, "hip_abduction": 25,
              "hip_rotation": -30},
})
"""Degrees by joint; a name without a side stands for both."""


def posture(name: str) -> Vector:
    """One of them (nq,), the pelvis where it stands at rest."""
    q = np.array(model().qpos0)
    for stem, degrees in HARD[name].items():
        for full in (stem,) if stem in joint_names() else (f"right_{stem}", f"left_{stem}"):
            q[joint(full)] = np.radians(degrees)
    return q

"""The posture the body is modelled in: arms and legs apart, so that nothing touches; and how fine the mesh is where."""

from __future__ import annotations

import numpy as np

from halfkilo.body.shape.bones import Hand, bone_index, origins, turns
from halfkilo.body.shape.field import Place, Vector
from halfkilo.body.skeleton import joint, model

ANGLES = {"shoulder_abduction": 42.0, "hip_abduction": 11.0, "shoulder_flexion": 0.0}
"""Degrees, both sides."""
LOW, HIGH = (-0.24, -0.80, -0.02), (0.26, 0.0, 1.74)
"""A box around the right half, metres."""


def posture() -> Vector:
    """The modelling posture (nq,)."""
    q = np.array(model().qpos0)
    for name, degrees in ANGLES.items():
        for side in ("right", "left"):
            q[joint(f"{side}_{name}")] = np.radians(degrees)
    return q


def frame(name: str) -> Place:
    """The frame of a bone in that posture; `room` is the room itself."""
    if name == "room":
        return Place(np.eye(3), np.zeros(3))
    turn, place = turns(posture(), (Hand.FLAT, Hand.FLAT))
    index = bone_index(name)
    return Place(turn[index], place[index])


def rest_frame(name: str) -> Place:
    """The frame of a bone in the rest posture."""
    return Place(np.eye(3), origins()[bone_index(name)] if name != "room" else np.zeros(3))


def edge_length(points: Vector, scale: float = 1.0) -> Vector:
    """Wished edge length (n,) in the modelling posture, metres: fine at hands and face, coarse on the trunk."""
    hand, fore, upper = (frame(f"right_{name}").local(points) for name in ("hand", "forearm", "upper_arm"))
    foot, shank = frame("right_foot").local(points), frame("right_shank").local(points)
    z = points[:, 2]
    trunk = np.interp(z, (0.7, 0.84, 0.92, 1.36, 1.43, 1.47, 1.49), (0.019, 0.017, 0.020, 0.020, 0.016, 0.012, 0.0095))
    found = np.where(z > 1.47, np.interp(points[:, 0], (-0.02, 0.05), (0.0125, 0.0078)), trunk)
    leg = np.interp(-shank[:, 2], (-0.28, -0.08, 0.0, 0.08, 0.3, 0.36), (0.020, 0.016, 0.0145, 0.0155, 0.016, 0.013))
    found = np.where((z < 0.80) & (shank[:, 2] < 0.3), leg, found)
    found = np.where((foot[:, 2] < 0.04) & (np.abs(foot[:, 1]) < 0.1), 0.0095, found)
    out = np.interp(-upper[:, 2], (0.0, 0.08), (0.016, 0.0145))
    on_arm = (upper[:, 2] < 0.0) & (np.abs(upper[:, 1]) < 0.075) & (np.abs(upper[:, 0]) < 0.1) & (points[:, 1] < -0.18)
    found = np.where(on_arm, out, found)
    low = np.interp(-fore[:, 2], (-0.05, 0.0, 0.12, 0.24), (0.0145, 0.0125, 0.0125, 0.0085))
    found = np.where(on_arm & (fore[:, 2] < 0.05), low, found)
    found = np.where(on_arm & (hand[:, 2] < 0.0), np.interp(-hand[:, 2], (0.0, 0.05, 0.09, 0.12), (0.0085, 0.0075, 0.0056, 0.0056)), found)
    return np.asarray(found * scale)

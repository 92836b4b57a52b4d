"""How much each bone carries each vertex: ramps along the limbs in the modelling posture, then evened out over the mesh."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from halfkilo.body.shape.bones import bone_index, bones
from halfkilo.body.shape.field import Vector
from halfkilo.body.shape.spread import frame
from halfkilo.body.vocabulary import mirrored

MOST = 4
"""Bones that may carry one vertex."""
ROUNDS = 5
"""Rounds of evening out."""

Chain = Sequence[tuple[str, float, float]]
"""Bones in order; each takes over from the one before between two places along the limb, metres."""
ARM: Chain = (("shoulder_half", -0.060, 0.015), ("upper_arm_swing", 0.000, 0.075), ("upper_arm_twist", 0.08, 0.16),
              ("upper_arm", 0.17, 0.24),
              ("elbow_half", 0.271, 0.316), ("forearm_swing", 0.316, 0.361), ("forearm_twist", 0.37, 0.45), ("forearm", 0.45, 0.53),
              ("wrist_half", 0.542, 0.564), ("hand", 0.564, 0.588))
LEG: Chain = (("knee_half", 0.355, 0.418), ("shank", 0.415, 0.478), ("ankle_half", 0.785, 0.825), ("foot", 0.822, 0.850))


def ramp(x: Vector, low: float, high: float) -> Vector:
    """0 up to `low`, 1 from `high` on, smooth between (also falling, when low > high)."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def raw(points: Vector) -> Vector:
    """Weights (n, bones) of points of the right half in the modelling posture; rows sum to 1."""
    found = np.zeros((len(points), len(bones())))
    _trunk(found, points)
    _leg(found, points)
    _arm(found, points)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _give(found: Vector, name: str, share: Vector) -> None:
    """A bone takes `share` (n,) of what the others carry."""
    found *= (1 - share)[:, None]
    found[:, bone_index(name)] += share


def _trunk(found: Vector, points: Vector) -> None:
    x, y, z = points.T
    found[:, bone_index("pelvis")] = 1
    _give(found, "lumbar", ramp(z, 0.925, 1.065))
    _give(found, "thorax", ramp(z, 1.085, 1.225))
    _give(found, "right_scapula", 0.85 * ramp(-y, 0.045, 0.125) * ramp(z, 1.22, 1.38))
    slope = z + 0.35 * (x + 0.025)
    _give(found, "neck", ramp(slope, 1.405, 1.475) * ramp(-y, 0.125, 0.06))
    _give(found, "head", ramp(z - 1.545 + (x + 0.08) * 0.62, -0.028, 0.022) * ramp(z, 1.44, 1.47))


def _leg(found: Vector, points: Vector) -> None:
    thigh, foot = frame("right_thigh").local(points), frame("right_foot").local(points)
    t, out = -thigh[:, 2], -thigh[:, 1]
    along = t + 0.30 * out - 0.055 * ramp(thigh[:, 0], 0.0, -0.07) + 0.01
    on = ramp(-points[:, 1], 0.0, 0.05) * (points[:, 2] < 1.15) * (frame("right_upper_arm").local(points)[:, 1] > 0.08)
    _give(found, "right_hip_half", on * ramp(along, -0.085, 0.005))
    _give(found, "right_thigh", np.maximum(on, t > 0.15) * ramp(along, -0.005, 0.085) * (points[:, 2] < 1.0) * (points[:, 1] > -0.45))
    low = (points[:, 2] < 0.66).astype(float)
    for name, start, end in LEG:
        _give(found, f"right_{name}", low * ramp(t, start, end))
    _give(found, "right_toes", low * (foot[:, 2] < 0.03) * ramp(foot[:, 0], 0.108, 0.146))


def _arm(found: Vector, points: Vector) -> None:
    arm, hand = frame("right_upper_arm").local(points), frame("right_hand").local(points)
    t = -arm[:, 2]
    on = ramp(arm[:, 1], 0.090, 0.043) * ramp(np.abs(arm[:, 0]), 0.16, 0.10)
    on = np.where(t > 0.12, (arm[:, 1] < 0.085) & (points[:, 1] < -0.2), on)
    for name, start, end in ARM:
        _give(found, f"right_{name}", on * ramp(t, start, end))
    held = on * (t > 0.5)
    _give(found, "right_fingers", held * ramp(-hand[:, 2], 0.080, 0.099))
    _give(found, "right_fingertips", held * ramp(-hand[:, 2], 0.124, 0.140))
    _thumb(found, points, held)


def _thumb(found: Vector, points: Vector, held: Vector) -> None:
    """The thumb begins at its own root; the palm beside it goes along a little."""
    for name, span, start, end in (("right_thumb", (0.0255, 0.0085, -0.041), 0.006, 0.024),
                                   ("right_thumb_tip", (0.0130, 0.0045, -0.033), -0.006, 0.008)):
        local, way = frame(name).local(points), np.asarray(span) / np.linalg.norm(span)
        along = local @ way
        off = np.linalg.norm(local - along[:, None] * way, axis=1)
        beside = frame("right_hand").local(points)[:, 0]
        _give(found, name, held * ramp(along, start, end) * ramp(off, 0.022, 0.0145) * ramp(beside, 0.026, 0.036))


def evened(weights: Vector, near: sparse.csr_matrix, rounds: int = ROUNDS) -> Vector:
    """Each vertex takes half of the mean of its neighbours, `rounds` times."""
    mean = sparse.diags(1 / np.maximum(np.asarray(near.sum(axis=1)).ravel(), 1)) @ near
    for _ in range(rounds):
        weights = 0.5 * weights + 0.5 * (mean @ weights)
    return np.asarray(weights)


def swapped() -> list[int]:
    """For each bone the index of its mirror image."""
    return [bone_index(mirrored(bone.name)) for bone in bones()]


def whole(weights: Vector, rim: NDArray[np.bool_]) -> Vector:
    """Weights (n, bones) as whole 255ths: at most four bones a vertex, each row summing to 255; on the rim alike to both sides."""
    image = swapped()
    weights = np.where(rim[:, None], (weights + weights[:, image]) / 2, weights)
    found = np.zeros_like(weights)
    for row, w in enumerate(weights):
        best = _paired(w, image) if rim[row] else np.argsort(-w, kind="stable")[:MOST]
        found[row, best] = _rounded(w[best])
    return found


def _paired(w: Vector, image: Sequence[int]) -> NDArray[np.intp]:
    """The bones of a vertex on the rim, the largest of the middle first: two of the middle and one pair, or four of the middle."""
    middle = [k for k in np.argsort(-w, kind="stable") if image[k] == k]
    pair = max((k for k in range(len(w)) if image[k] != k), key=lambda k: (float(w[k]), -k))
    if w[pair] <= w[middle[2]]:
        return np.asarray(middle[:MOST])
    return np.asarray([*middle[:2], pair, image[pair]])


def _rounded(w: Vector) -> Vector:
    """Shares of 255 that sum to 255; the first takes what is left over."""
    found = np.floor(w / w.sum() * 255 + 0.5)
    found[0] += 255 - found.sum()
    return np.asarray(found)

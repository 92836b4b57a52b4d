"""Which muscle lies under each patch of skin: ellipsoids on the resting body, right side; deep muscles take the skin nearest to them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape.bones import HELPERS, bones
from halfkilo.body.shape.cloth import HAIR, SHOE, SOLE
from halfkilo.body.shape.field import Vector
from halfkilo.body.shape.weights import ramp
from halfkilo.exercises.muscles import Muscle

M = Muscle  # short, for the tables
Triple = tuple[float, float, float]
Patch = tuple[M, Triple, Triple, Triple]
LEGS: tuple[Patch, ...] = (
    (M.QUADRICEPS, (0.060, -0.092, 0.680), (0.080, 0.085, 0.225), (1, -0.15, 0)),
    (M.HAMSTRINGS, (-0.060, -0.088, 0.660), (0.065, 0.080, 0.185), (-1, 0, 0)),
    (M.HIP_ADDUCTORS, (0.010, -0.020, 0.745), (0.080, 0.050, 0.130), (0.25, 1, 0)),
    (M.GLUTEUS_MAXIMUS, (-0.100, -0.080, 0.890), (0.080, 0.085, 0.090), (-1, -0.1, 0)),
    (M.GLUTEUS_MEDIUS, (-0.025, -0.160, 0.965), (0.075, 0.050, 0.055), (-0.1, -1, 0.2)),
    (M.HIP_FLEXORS, (0.085, -0.085, 0.925), (0.050, 0.060, 0.060), (1, -0.1, 0)),
    (M.HIP_EXTERNAL_ROTATORS, (-0.065, -0.150, 0.885), (0.050, 0.045, 0.042), (-0.7, -1, 0)),
    (M.HIP_INTERNAL_ROTATORS, (0.045, -0.160, 0.905), (0.050, 0.045, 0.065), (0.5, -1, 0)),
    (M.GASTROCNEMIUS, (-0.055, -0.085, 0.360), (0.055, 0.070, 0.105), (-1, 0, 0)),
    (M.SOLEUS, (-0.035, -0.085, 0.230), (0.045, 0.060, 0.075), (-1, 0, 0)),
    (M.TIBIALIS_ANTERIOR, (0.035, -0.100, 0.310), (0.040, 0.042, 0.155), (1, -0.5, 0)))
BACK: tuple[Patch, ...] = (
    (M.ERECTOR_SPINAE, (-0.095, -0.045, 1.120), (0.050, 0.045, 0.180), (-1, 0, 0)),
    (M.MULTIFIDUS, (-0.095, -0.012, 1.000), (0.050, 0.030, 0.070), (-1, 0, 0)),
    (M.QUADRATUS_LUMBORUM, (-0.070, -0.095, 1.045), (0.050, 0.040, 0.060), (-1, -0.5, 0)),
    (M.LATISSIMUS_DORSI, (-0.075, -0.115, 1.185), (0.075, 0.060, 0.105), (-0.8, -0.8, 0)),
    (M.RHOMBOIDS, (-0.120, -0.045, 1.335), (0.050, 0.042, 0.055), (-1, 0, 0)),
    (M.TRAPEZIUS_UPPER, (-0.045, -0.080, 1.455), (0.060, 0.065, 0.045), (-0.3, -0.3, 1)),
    (M.TRAPEZIUS_MIDDLE, (-0.105, -0.060, 1.400), (0.050, 0.075, 0.036), (-1, 0, 0.3)),
    (M.TRAPEZIUS_LOWER, (-0.115, -0.030, 1.255), (0.050, 0.038, 0.055), (-1, 0, 0)),
    (M.SUPRASPINATUS, (-0.065, -0.130, 1.425), (0.045, 0.040, 0.030), (-0.5, 0, 1)),
    (M.INFRASPINATUS, (-0.120, -0.110, 1.335), (0.050, 0.048, 0.045), (-1, -0.2, 0)),
    (M.TERES_MINOR, (-0.095, -0.135, 1.290), (0.060, 0.045, 0.036), (-1, -0.3, 0)),
    (M.NECK_EXTENSORS, (-0.085, -0.020, 1.495), (0.045, 0.055, 0.055), (-1, 0, 0)))
FRONT: tuple[Patch, ...] = (
    (M.RECTUS_ABDOMINIS, (0.100, -0.035, 1.090), (0.060, 0.052, 0.135), (1, 0, 0)),
    (M.TRANSVERSUS_ABDOMINIS, (0.095, -0.050, 0.975), (0.055, 0.080, 0.050), (1, -0.1, 0)),
    (M.OBLIQUES, (0.045, -0.120, 1.085), (0.075, 0.055, 0.105), (0.5, -1, 0)),
    (M.PELVIC_FLOOR, (-0.010, -0.010, 0.830), (0.070, 0.050, 0.045), (0, 0, -1)),
    (M.DIAPHRAGM, (0.100, -0.070, 1.205), (0.050, 0.090, 0.040), (1, -0.3, 0)),
    (M.SERRATUS_ANTERIOR, (0.020, -0.145, 1.235), (0.075, 0.045, 0.075), (0.3, -1, 0)),
    (M.PECTORALIS_MAJOR, (0.090, -0.080, 1.320), (0.060, 0.080, 0.065), (1, 0, 0.1)),
    (M.SUBSCAPULARIS, (0.010, -0.140, 1.375), (0.050, 0.038, 0.040), (1, -0.2, 0.2)),
    (M.HEART, (0.110, 0.000, 1.265), (0.040, 0.035, 0.055), (1, 0, 0)),
    (M.DEEP_NECK_FLEXORS, (0.030, -0.020, 1.465), (0.050, 0.045, 0.050), (1, -0.2, 0)))
ARMS: tuple[Patch, ...] = (
    (M.DELTOID_ANTERIOR, (0.005, -0.180, 1.365), (0.045, 0.050, 0.070), (1, -0.2, 0)),
    (M.DELTOID_LATERAL, (-0.035, -0.212, 1.355), (0.042, 0.040, 0.075), (0, -1, 0)),
    (M.DELTOID_POSTERIOR, (-0.080, -0.180, 1.365), (0.042, 0.050, 0.065), (-1, -0.2, 0)),
    (M.BICEPS_BRACHII, (0.010, -0.168, 1.205), (0.040, 0.048, 0.095), (1, 0.1, 0)),
    (M.BRACHIALIS, (-0.015, -0.200, 1.135), (0.034, 0.034, 0.060), (0.6, -1, 0)),
    (M.TRICEPS_BRACHII, (-0.080, -0.170, 1.205), (0.045, 0.058, 0.105), (-1, 0, 0)),
    (M.FOREARM_FLEXORS, (-0.035, -0.137, 0.975), (0.050, 0.038, 0.115), (0, 1, 0)),
    (M.FOREARM_EXTENSORS, (-0.035, -0.205, 0.975), (0.050, 0.038, 0.115), (0, -1, 0)))
"""Muscle, middle (m, resting body), radii, and the way its skin faces."""

OF_ARM = ("upper_arm", "forearm", "hand", "fingers", "fingertips", "thumb", "thumb_tip", *(
    name for name in HELPERS if name.startswith(("shoulder", "upper", "elbow", "forearm", "wrist"))))
"""Bones that carry the arm: hanging, it lies against trunk and thigh, whose muscles it does not show."""


def painted(points: Vector, normal: Vector, part: NDArray[np.int64], weight: Vector) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Per vertex at rest, right half: the muscle (0: none, else 1 + index) and how much of it, 0 to 255."""
    best, second, which = np.zeros(len(points)), np.zeros(len(points)), np.zeros(len(points), np.int64)
    arm = ramp(_share_of_arm(weight), 0.25, 0.8)
    for patches, there in ((LEGS, 1 - arm), (BACK, 1 - arm), (FRONT, 1 - arm), (ARMS, arm)):
        for muscle, centre, radii, way in patches:
            much = there * _cover(points, normal, centre, radii, way)
            better = much > best
            second = np.where(better, best, np.maximum(second, much))
            best[better], which[better] = much[better], list(M).index(muscle) + 1
    best[np.isin(part, (HAIR, SHOE, SOLE))] = 0
    best *= ramp(best - second, 0.0, 0.3)  # where two muscles meet, both fade
    amount = np.round(best * 255).astype(np.uint8)
    return np.where(amount > 0, which, 0).astype(np.uint8), amount


def _cover(points: Vector, normal: Vector, centre: Triple, radii: Triple, way: Triple) -> Vector:
    """How much a patch covers each point: all of it inside, fading at its border and where the skin turns away."""
    away = np.linalg.norm((points - centre) / np.asarray(radii), axis=1)
    facing = normal @ (np.asarray(way) / np.linalg.norm(way))
    return np.asarray(ramp(away, 1.2, 0.6) * ramp(facing, -0.2, 0.4))


def _share_of_arm(weight: Vector) -> Vector:
    chosen = [bone.name.removeprefix("right_") in OF_ARM for bone in bones()]
    return np.asarray(weight[:, chosen].sum(axis=1) / 255.0)

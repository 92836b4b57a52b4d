"""What FIT calls kinds of exercises and sports (profile 21): our families by its numbers, and its numbers by name."""

from __future__ import annotations

from halfkilo.exercises.facts import Family

CATEGORY = {
    Family.SQUAT: 28, Family.STEP: 17, Family.HINGE: 8, Family.HIP_EXTENSION: 10, Family.HIP_ABDUCTION: 11, Family.HIP_ADDUCTION: 11,
    Family.HIP_FLEXION: 16, Family.HIP_ROTATION: 11, Family.KNEE_EXTENSION: 16, Family.KNEE_FLEXION: 15, Family.CALF: 1, Family.ROW: 23,
    Family.PULL_DOWN: 21, Family.PUSH: 0, Family.PRESS_UP: 22, Family.SHOULDER_RAISE: 14, Family.SHOULDER_ROTATION: 25,
    Family.SHOULDER_BLADE: 25, Family.ELBOW_FLEXION: 7, Family.ELBOW_EXTENSION: 30, Family.TRUNK_FRONT: 5, Family.TRUNK_SIDE: 19,
    Family.TRUNK_BACK: 13, Family.TRUNK_ROTATION: 4, Family.CARRY: 3, Family.CARDIO: 2}
UNKNOWN = 65534

GENERIC, TRAINING, WALKING, CYCLING = 0, 10, 11, 2
STRENGTH, CARDIO, INDOOR_CYCLING = 20, 26, 6
SPORTS = {"brisk_walk": (WALKING, GENERIC), "stationary_cycle": (CYCLING, INDOOR_CYCLING)}
"""Sport and sub-sport of our cardio; everything else is training, cardio."""


def category(family: Family | None) -> int:
    """FIT's category of a family; unknown where it has none."""
    return CATEGORY.get(family, UNKNOWN) if family is not None else UNKNOWN

"""From where a body is seen, and how it lies in the picture."""

from __future__ import annotations

import math

import numpy as np

from halfkilo.form.joints import AT, Array

LEAST_ACROSS = 0.12
"""Metres between left and right, seen from above, below which nobody can say which way somebody faces (lying on a side)."""

WITHIN = 45.0
"""Degrees off the view that is needed that still count as it. Depth makes the estimate itself uncertain by 15 to 20 degrees."""

NEAR = 10.0
"""... and off where the person's own way was seen from, for what is told of a whole part of the body: from elsewhere its depth is
another."""

SQUARE = 35.0
"""Degrees off front or side within which one axis of the body is depth and nothing else."""


def azimuth(places: Array) -> float | None:
    """Degrees at which the camera stands from the person's front, towards their left: 0 before them, 90 at their left hand. places: (16,
    3), x right in the picture, y away from the camera, z up."""
    across = places[AT["left_shoulder"]] - places[AT["right_shoulder"]] + places[AT["left_hip"]] - places[AT["right_hip"]]
    if not np.isfinite(across).all() or math.hypot(across[0], across[1]) < LEAST_ACROSS:
        return None
    return math.degrees(math.atan2(-across[1], across[0]))


def fits(needed: str, angle: float | None) -> bool:
    """Whether the camera stands where an exercise needs it; unknown fits."""
    if angle is None or needed == "any":
        return True
    off = abs(angle) if needed == "front" else abs(abs(angle) - 90.0)
    return off <= WITHIN


def moved(before: float | None, now: float | None, within: float = WITHIN) -> bool:
    """Whether the camera stands elsewhere than it did, so far off that what it gets amiss is something else."""
    return before is not None and now is not None and abs((now - before + 180.0) % 360.0 - 180.0) > within


def facing(angle: float | None) -> str:
    """front (or from behind), side, or nothing in between."""
    if angle is None:
        return ""
    if abs(abs(angle) - 90.0) <= SQUARE:
        return "side"
    return "front" if min(abs(angle), 180.0 - abs(angle)) <= SQUARE else ""


def far_side(angle: float | None) -> str:
    """The side of the body that is behind it: its joints are hidden and nobody can help it."""
    if angle is None or facing(angle) != "side":
        return ""
    return "right" if angle > 0 else "left"


def rising(places: Array) -> float | None:
    """How upright the whole body is in the picture, from the ankles (else the hips) to the neck: 1 upright, 0 level, None unseen."""
    low = _middle(places, "ankle")
    low = _middle(places, "hip") if np.isnan(low).any() else low
    line = places[AT["neck"]] - low
    length = float(np.linalg.norm(line))
    return None if not length > 0 else float(line[2] / length)


def _middle(places: Array, joint: str) -> Array:
    middle: Array = (places[AT[f"left_{joint}"]] + places[AT[f"right_{joint}"]]) / 2
    return middle

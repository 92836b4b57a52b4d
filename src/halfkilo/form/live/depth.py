"""What a view cannot tell: whatever points at the camera is depth."""

from __future__ import annotations

import numpy as np

from halfkilo.form.channels import CHANNELS
from halfkilo.form.joints import Array

SIDEWAYS = ("_out", "_side", "knee_over", "knee_track", "_tilt", "stance", "feet_apart")
AHEAD = ("_forward",)
"""Endings of channels that move across a picture taken from the front, and from the side. From where they point at the camera they are
depth, which phones tell poorly (agreement .47 to .77 across the body even with two of them), so nothing is said of them."""

MOSTLY_DEPTH = 0.5
"""Share of a fault's picture that may lie in depth."""


def in_depth(picture: Array, facing: str) -> float:
    """Share of a fault's picture (MOMENTS, channels) that points at the camera."""
    if facing not in ("front", "side"):
        return 0.0
    deep = SIDEWAYS if facing == "side" else AHEAD
    size = np.abs(picture).sum(0)
    return float(size[[name.endswith(deep) for name in CHANNELS]].sum() / max(float(size.sum()), 1e-9))

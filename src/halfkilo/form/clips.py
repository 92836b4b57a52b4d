"""An exercise's clip as landmarks: what a perfect camera would see of the figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from halfkilo.form.joints import JOINTS, Array
from halfkilo.form.landmarks import Landmarks, joined

RATE = 30.0
"""Frames per second of landmarks made from a clip, unless said otherwise."""


def joints_of(clip: dict[str, Any], frames: Sequence[Sequence[int]]) -> Array:
    """Rows of a clip -> (rows, 16, 3), millimetres, x forward, y left, z up."""
    points = np.asarray(frames, float).reshape(len(frames), -1, 3)
    at = [clip["points"].index(name) for name in JOINTS]
    return points[:, at]


def loop(clip: dict[str, Any], fault: int | None = None, rate: float = RATE, pace: float = 1.0, amount: float = 1.0) -> Landmarks:
    """One loop of the clip (one repetition; two where sides alternate).

    fault: index into the clip's faults, None for the good form. pace: 2 is twice as quick. amount: share of the way that is gone.
    """
    places = joints_of(clip, clip["frames"] if fault is None else clip["faults"][fault]["frames"])
    places = places[0] + (places - places[0]) * amount
    parts = []
    for phase in clip["phases"]:
        count = max(2, round(phase["seconds"] * rate / pace))
        where = np.linspace(phase["from"], phase["to"], count, endpoint=False)
        part = _at(places, where)
        whole = Landmarks(np.arange(count) / rate, part)
        parts.append(whole.mirrored if phase["mirror"] else whole)
    return joined(parts, 1 / rate)


def repeated(clip: dict[str, Any], times: int, fault: int | None = None, rate: float = RATE) -> Landmarks:
    """Several loops one after the other, ending in the start posture."""
    one = loop(clip, fault, rate)
    return joined([*[one] * times, one.cut(0, 1)], 1 / rate)


def _at(places: Array, where: Array) -> Array:
    below = np.clip(where.astype(int), 0, max(len(places) - 2, 0))
    part = (where - below)[:, None, None]
    above = np.minimum(below + 1, len(places) - 1)
    mixed: Array = places[below] * (1 - part) + places[above] * part
    return mixed

"""What a camera is to see of an exercise: the joints that count, the view, how much room it takes. Derived from its clip and signal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from halfkilo.exercises.catalogue import HERE
from halfkilo.form.channels import channels
from halfkilo.form.clips import joints_of
from halfkilo.form.exercise import Known
from halfkilo.form.joints import AT, JOINTS, Array
from halfkilo.form.live.depth import MOSTLY_DEPTH, in_depth

LYING = frozenset({"side", "supine", "crook", "prone"})
"""Bases whose front would be seen from above: no phone stands there, so any view will do."""

UPRIGHT = 0.8
"""Of the line from ankles to neck, upwards: from here on somebody sits or stands."""

SIGNAL_DEPTH = 0.4
"""Share of the movement itself that may point at the camera where another view than the exercise's own is asked for."""

HELD_JOINTS = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
BESIDE, ABOVE_HEAD = 75.0, 200.0
"""Millimetres from the outermost joint to the skin, and from the middle of the head to above the hair, as a picture must hold."""


@dataclass(frozen=True)
class Expected:
    """joints: needed to count. view: front, side or any. upright: whether the body stays upright, from ankles to neck. size: millimetres
    across and up that the whole movement takes, seen from there. start: of the sixteen joints as it begins, shares of that size across and
    down, as a camera sees them."""

    joints: tuple[str, ...]
    view: str
    upright: bool
    size: tuple[float, float]
    start: tuple[tuple[float, float], ...]


def expected(known: Known) -> Expected:
    """For an exercise as it is done; a mirrored one gives the joints of the other side."""
    found = _places(known.slug)
    places, base = found
    view = _view(known, base)
    line = places[:, AT["neck"]] - (places[:, AT["left_ankle"]] + places[:, AT["right_ankle"]]) / 2
    upright = bool((line[:, 2] > UPRIGHT * np.linalg.norm(line, axis=1)).all())
    flat = places[..., (1, 2)] if view == "front" else places[..., (0, 2)]
    low, high = flat.reshape(-1, 2).min(0) - np.array([BESIDE, 0.0]), flat.reshape(-1, 2).max(0) + np.array([BESIDE, ABOVE_HEAD])
    across, up = ((flat[0] - low) / (high - low)).T
    start = tuple((round(float(x), 3), round(float(1 - y), 3)) for x, y in zip(across, up, strict=True))
    return Expected(_needed(known, places[0]), view, upright, (float((high - low)[0]), float((high - low)[1])), start)


def _view(known: Known, base: str) -> str:
    """The exercise's own view; the other one where that shows more of its faults and the repetition can be told from there as well."""
    if base in LYING:
        return "any" if known.view == "front" else "side"
    other = "front" if known.view == "side" else "side"
    hidden = {view: sum(in_depth(fault.difference, view) > MOSTLY_DEPTH for fault in known.faults) for view in (known.view, other)}
    if known.signal is None or hidden[other] >= hidden[known.view] or in_depth(known.signal.change[None], other) > SIGNAL_DEPTH:
        return known.view
    return other


@cache
def _places(slug: str) -> tuple[Array, str]:
    clip = json.loads((HERE / slug / "clip.json").read_text(encoding="utf-8"))
    return joints_of(clip, clip["frames"]), str(clip["base"])


def _needed(known: Known, start: Array) -> tuple[str, ...]:
    """The joints without which a tenth or more of the signal could not be told."""
    if known.signal is None:
        return HELD_JOINTS
    weight = known.signal.change**2
    if known.signal.alternate:
        weight = weight + known.mirrored.signal.change**2 if known.mirrored.signal else weight
    return tuple(name for index, name in enumerate(JOINTS) if float(weight[_gone(start, index)].sum()) >= 0.1 * float(weight.sum()))


def _gone(start: Array, joint: int) -> NDArray[np.intp]:
    """Channels (by number) that cannot be told without a joint."""
    hidden = start.copy()
    hidden[joint] = np.nan
    return np.flatnonzero(np.isnan(channels(hidden[None])[0]))

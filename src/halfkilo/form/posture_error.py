"""How far a look at posture is off from one taking to the next: our figure seen again and again by a sensor that errs as a real one did.

The sensor: every joint is off by its own vector, drawn anew at each taking, `OFF_MM` across and three times as much in depth, and jitters
from frame to frame. `OFF_MM` is set so that the knee, seen from the side, is off by 7.1 degrees on average: BlazePose heavy against a
laboratory (a preprint, 15 young adults). Depth being three times worse is what docs/form-figures.md uses as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache

import numpy as np

from halfkilo.exercises.catalogue import HERE
from halfkilo.form.channels import INDEX, channels
from halfkilo.form.clips import repeated
from halfkilo.form.joints import AT, Array
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.posture import ITEMS, STILL_S, Part, taken

OFF_MM, DEEP, JITTER_MM = 21.5, 3.0, 6.0
KNEE_OFF = 7.1
"""Degrees, mean absolute error of the knee from the side."""

RATE = 15.0
TURNED = 8.0
"""Degrees by which the person stands turned from one taking to the next (standard deviation); our own choice."""

FORWARD, LEFT = 0, 1
"""Axis along which the camera looks: facing it, or with a side to it."""


@cache
def body(part: Part) -> Landmarks:
    """What a perfect sensor would see of the figure, millimetres."""
    clip = {Part.STILL: "hip_hinge", Part.ARMS: "hip_hinge", Part.HINGE: "hip_hinge", Part.SQUAT: "mini_squat"}[part]
    seen = repeated(json.loads((HERE / clip / "clip.json").read_text(encoding="utf-8")), 3, rate=RATE)
    if part is Part.STILL:
        return Landmarks(np.arange(0, STILL_S + 1, 1 / RATE), np.repeat(seen.places[:1], int((STILL_S + 1) * RATE), 0))
    return arms_up(seen.places[0]) if part is Part.ARMS else seen


def arms_up(standing: Array, high: float = 165.0, times: int = 3) -> Landmarks:
    """Standing (16, 3), both straight arms lifted forward to `high` degrees and down again, four seconds each."""
    moments = np.arange(0, 4 * times + 1, 1 / RATE)
    lift = np.radians(high / 2 * (1 - np.cos(2 * np.pi * moments / 4)))
    places = np.repeat(standing[None], len(moments), 0)
    for side in ("left", "right"):
        shoulder = standing[AT[f"{side}_shoulder"]]
        upper = float(np.linalg.norm(standing[AT[f"{side}_elbow"]] - shoulder))
        lower = float(np.linalg.norm(standing[AT[f"{side}_wrist"]] - standing[AT[f"{side}_elbow"]]))
        way = np.stack([np.sin(lift), np.zeros_like(lift), -np.cos(lift)], 1)
        places[:, AT[f"{side}_elbow"]] = shoulder + upper * way
        places[:, AT[f"{side}_wrist"]] = shoulder + (upper + lower) * way
    return Landmarks(moments, places)


def sensed(seen: Landmarks, deep: int, chance: np.random.Generator, off_mm: float = OFF_MM) -> Landmarks:
    """One taking by the sensor that looks along axis `deep`."""
    turned = seen.turned(float(chance.normal(0, TURNED)))
    size = np.ones(3)
    size[deep] = DEEP
    off = chance.normal(0, off_mm, turned.places.shape[1:]) * size
    jitter = chance.normal(0, JITTER_MM, turned.places.shape) * size
    return Landmarks(turned.times, turned.places + off + jitter)


def takings(part: Part, times: int, seed: int = 1) -> Iterator[dict[str, int]]:
    """The same body taken again and again."""
    chance = np.random.default_rng(seed)
    for _ in range(times):
        yield taken(part, sensed(body(part), LEFT if part in (Part.HINGE, Part.SQUAT) else FORWARD, chance))


def simulated(part: Part, times: int = 300, seed: int = 1) -> dict[str, float]:
    """Standard error of one taking, degrees by item."""
    every = list(takings(part, times, seed))
    return {item: float(np.std([one[item] for one in every], ddof=1)) for item in ITEMS[part]}


def knee_off(times: int = 300, seed: int = 1) -> float:
    """Mean absolute error of the knee in a chair stand from the side, degrees: what the sensor is set by."""
    seen = repeated(json.loads((HERE / "chair_stand" / "clip.json").read_text(encoding="utf-8")), 1, rate=RATE)
    true, chance = channels(seen.places)[:, INDEX["left_knee"]], np.random.default_rng(seed)
    off = []
    for _ in range(times):
        size = np.array([1.0, DEEP, 1.0])
        places = seen.places + chance.normal(0, OFF_MM, seen.places.shape[1:]) * size
        off.append(float(np.abs(channels(places)[:, INDEX["left_knee"]] - true).mean()))
    return float(np.mean(off))

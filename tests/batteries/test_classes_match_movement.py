"""What `facts.toml` declares must agree with how the figure really moves: angles are read from the committed clips.

A person with a new hip is kept from deep bends by the class alone, so an exercise that bends deeply and does not say so
would reach them (H16, H49).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from halfkilo.exercises import Exercise, catalogue
from halfkilo.exercises.catalogue import HERE
from halfkilo.exercises.facts import Family, LoadClass
from tests.every import asked_of

ALL = catalogue()
SIDES = ("right", "left")
UPRIGHT = {"stand", "sit", "kneel", "half_kneel"}
DEEP_HIP = 105
"""Degrees between trunk and thigh past straight, from which the bend counts as deep (a chair is 80 to 90)."""

DEEP_KNEE = 90
BENT_TRUNK = 52
ON_THE_WAY = {Family.CARDIO, Family.CARRY, Family.STEP}
"""Families that pass over one leg while walking or stepping, where the other foot lands at once."""

Points = NDArray[np.float64]


@dataclass(frozen=True)
class Clip:
    """Frames of a clip: millimetres, shape (frames, points, 3)."""

    base: str
    names: tuple[str, ...]
    frames: Points

    def at(self, name: str) -> Points:
        """One point over all frames, shape (frames, 3)."""
        return self.frames[:, self.names.index(name)]

    def bend(self, one: str, joint: str, two: str) -> float:
        """The most that a joint bends away from straight on either side, degrees."""
        return max(180 - float(_angle(self.at(f"{side}_{one}") - self.at(f"{side}_{joint}"),
                                      self.at(f"{side}_{two}") - self.at(f"{side}_{joint}")).min()) for side in SIDES)

    def lean(self) -> float:
        """The most the trunk tips from upright, degrees."""
        trunk = self.at("neck") - self.at("pelvis")
        return float(_angle(trunk, np.broadcast_to([0.0, 0, 1], trunk.shape)).max())


def _angle(a: Points, b: Points) -> Points:
    cosine = (a * b).sum(1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


@cache
def clip_of(slug: str) -> Clip:
    raw = json.loads((HERE / slug / "clip.json").read_text(encoding="utf-8"))
    frames = np.array(raw["frames"], float).reshape(len(raw["frames"]), len(raw["points"]), 3)
    return Clip(raw["base"], tuple(raw["points"]), frames)


MOVING = [exercise for slug, exercise in ALL.items() if (HERE / slug / "clip.json").exists()]
every = asked_of(exercise=MOVING)


@every
@pytest.mark.hazard("H49")
def test_a_deep_hip_bend_is_declared(exercise: Exercise) -> None:
    bend = clip_of(exercise.slug).bend("shoulder", "hip", "knee")
    assert bend < DEEP_HIP or LoadClass.DEEP_HIP_BEND in exercise.facts.classes, f"{bend:.0f} degrees"


@every
@pytest.mark.hazard("H49")
def test_a_deep_squat_is_declared(exercise: Exercise) -> None:
    clip = clip_of(exercise.slug)
    squat = clip.base == "stand" and clip.bend("hip", "knee", "ankle") >= DEEP_KNEE and clip.bend("shoulder", "hip", "knee") >= 80
    assert not squat or LoadClass.DEEP_SQUAT in exercise.facts.classes


@every
@pytest.mark.hazard("H16")
def test_hands_over_the_head_are_declared(exercise: Exercise) -> None:
    clip = clip_of(exercise.slug)
    above = max(float((clip.at(f"{side}_wrist") - clip.at("crown"))[:, 2].max()) for side in SIDES)
    assert clip.base not in UPRIGHT or above < 50 or LoadClass.OVERHEAD in exercise.facts.classes, f"{above:.0f} mm"


@every
@pytest.mark.hazard("H16")
def test_bending_over_is_declared(exercise: Exercise) -> None:
    clip = clip_of(exercise.slug)
    declared = {LoadClass.LOADED_HINGE, LoadClass.BENT_OVER} & set(exercise.facts.classes)
    assert clip.base not in UPRIGHT or clip.lean() < BENT_TRUNK or declared, f"{clip.lean():.0f} degrees"


@every
@pytest.mark.hazard("H40")
def test_standing_on_one_leg_is_declared(exercise: Exercise) -> None:
    clip = clip_of(exercise.slug)
    low = [min(float(clip.at(f"{side}_{part}")[-1, 2]) for part in ("heel", "ball")) for side in SIDES]
    one = clip.base == "stand" and abs(low[0] - low[1]) > 30 and exercise.facts.family not in ON_THE_WAY
    assert not one or LoadClass.SINGLE_LEG in exercise.facts.classes, f"feet at {low} mm"


@every
@pytest.mark.hazard("H40")
def test_lying_and_kneeling_happen_on_the_floor(exercise: Exercise) -> None:
    assert (clip_of(exercise.slug).base not in {"stand", "sit"}) == exercise.on_floor

"""An exercise over time: which posture stands in which frame of the film, in step with the prescribed tempo."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo import exercises
from halfkilo.body.clip import posture_of
from halfkilo.body.skeleton import ROOT, Vector, mirror
from halfkilo.film.errors import NoMovement, UnknownExercise
from halfkilo.film.look import FPS

EXERCISES = Path(exercises.__file__).parent


@dataclass(frozen=True)
class Moment:
    """What one frame shows: a place between the clip's frames, with right and left exchanged or not."""

    frame: float
    mirrored: bool


@dataclass(frozen=True)
class Clip:
    """The stored movement of one exercise. raw: `clip.json` as it was read; source: its bytes."""

    slug: str
    raw: Mapping[str, Any]
    source: bytes

    @cached_property
    def postures(self) -> Vector:
        """Every posture of the clip, shape (frames, nq), metres and radians."""
        return np.array([posture_of(row) for row in self.raw["angles"]])

    @property
    def holds(self) -> bool:
        """Whether its end is held."""
        return any(phase["name"] == "hold" for phase in self.raw["phases"])

    @cached_property
    def seconds(self) -> int:
        """How long one loop lasts."""
        return sum(phase["seconds"] for phase in self.raw["phases"])

    def posture(self, moment: Moment) -> Vector:
        """The posture (nq,) of a moment: between two frames of the clip in a straight line."""
        low = min(int(moment.frame), len(self.postures) - 1)
        high, share = min(low + 1, len(self.postures) - 1), moment.frame - low
        one, two = self.postures[low], self.postures[high]
        q = one + (two - one) * share
        turn = one[3:ROOT] * (1 - share) + two[3:ROOT] * share * (1 if one[3:ROOT] @ two[3:ROOT] >= 0 else -1)
        q[3:ROOT] = turn / np.linalg.norm(turn)
        return mirror(q) if moment.mirrored else q


def clip_of(slug: str) -> Clip:
    """Read the movement of an exercise.

    Raises:
        UnknownExercise: there is no such exercise; near names are suggested.
        NoMovement: it has no clip.
    """
    known = exercises.catalogue()
    if slug not in known:
        raise UnknownExercise(slug, list(known))
    path = EXERCISES / slug / "clip.json"
    if not path.exists():
        raise NoMovement(slug)
    source = path.read_bytes()
    return Clip(slug, json.loads(source), source)


FORM = ("angles", "frames", "props")
"""What of a clip a way of loading may have of its own (docs/movement.md)."""


def formed(clip: Clip, load: str) -> Clip:
    """The clip as it is done with a load: some ways of loading have a form and furniture of their own."""
    own = {name: rows for name, rows in clip.raw["loads"].get(load, {}).items() if name in FORM}
    return replace(clip, raw={**clip.raw, **own}) if own else clip


def loop(clip: Clip, percent: int = 100, half: int = 0, hold: int = 0, fps: int = FPS) -> list[Moment]:
    """The frames of one repetition at its tempo. It closes: the frame after the last is the first.

    percent: how much of the way is gone, where there and back are the same way. half: 1 or 2 for one turn of an exercise that
    alternates, 0 for both. hold: seconds that the end is held, 0 for as long as the clip says.
    """
    phases = clip.raw["phases"]
    if half and any(phase["mirror"] for phase in phases):
        phases = [phase for phase in phases if phase["mirror"] == (half == 2)]
    share = percent / 100 if _same_way(clip) else 1.0
    if hold:
        phases = [{**phase, "seconds": hold} if phase["name"] == "hold" else phase for phase in phases]
    return [moment for phase in phases for moment in _phase(phase, share, fps)]


def _same_way(clip: Clip) -> bool:
    """Whether the way back is the way there, reversed: then less of it is the same movement, smaller."""
    return all(phase["from"] in (0, len(clip.postures) - 1) for phase in clip.raw["phases"])


def _phase(phase: Mapping[str, Any], share: float, fps: int) -> Iterator[Moment]:
    count = phase["seconds"] * fps
    for index in range(count):
        yield Moment((phase["from"] + (phase["to"] - phase["from"]) * index / count) * share, phase["mirror"])


def anchors(clip: Clip) -> list[int]:
    """Seconds into the loop at which a movement begins, where words may start: each way there and each way back."""
    found, at = [], 0
    for phase in clip.raw["phases"]:
        if phase["name"] in ("there", "back"):
            found.append(at)
        at += phase["seconds"]
    return found or [0]

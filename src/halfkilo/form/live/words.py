"""What is said in a set, and what is kept to oneself.

A verdict becomes a cue only when it is not just a smaller range, when the view can show it, when nothing else casts doubt on what was
seen, and when it shows in two of the last three repetitions. Praise comes at least as often as correction.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from halfkilo.form.change import Change, change, model
from halfkilo.form.exercise import Known
from halfkilo.form.joints import Array
from halfkilo.form.judge import Verdict
from halfkilo.form.live import view
from halfkilo.form.live.depth import MOSTLY_DEPTH, in_depth
from halfkilo.form.live.kept import Usual
from halfkilo.form.shape import MOMENTS, ROWS, Shape

BESIDE = 0.6
"""Share of what changed that may lie beside the usual way; the rest lies on it. Then a repetition is only a smaller one: never a fault, in
pain least."""

LESS, MOVERS = 0.05, 8
"""Share by which the channels that move most must move less for that, and how many of them are looked at."""

MOST_CUES = 3
"""Cues of one set: whoever needs more needs a person, not a machine that talks."""

GOOD_RUN = 4
"""Usual repetitions in a row before that is praised, and again after as many."""

STILL = 0.8
"""Own spreads, on average over what is seen, by which a repetition may begin and end otherwise than the usual ones before the camera may
stand elsewhere than it did, or the person sit otherwise. In films from places 22 and 25 degrees apart good form began and ended 1.0 to 2.6
of them off, while the angle told as little as 3 degrees; from the same place form that was not the usual 0.15 to 0.85."""

FURTHER = 0.06
"""Share of the usual range beyond the limit that still counts as within it."""


@dataclass
class Words:
    """usual: the person's own. limit: percent of the usual range that is far enough. facing: from where it is seen now, front, side or
    nothing. needs: the view the exercise needs; fits: whether it is that, and near where the usual was seen from. here: whether the usual
    was taken just now, by the camera as it stands. doubt: whether something else says that what is seen cannot be right."""

    exercise: Known
    usual: Usual | None
    limit: int = 100
    facing: str = ""
    needs: str = "any"
    fits: bool = True
    here: bool = False
    doubt: bool = False
    cues: list[str] = field(default_factory=list)
    praised: int = 0
    _showed: list[str | None] = field(default_factory=list)
    _fine: int = 0
    _open: str | None = None
    _far: list[bool] = field(default_factory=list)

    def seen_from(self, azimuth: float | None) -> None:
        """Where the camera stands now (see `view.azimuth`)."""
        from_there = self.usual.azimuth if self.usual else None
        self.facing = view.facing(azimuth)
        self.fits = view.fits(self.needs, azimuth) and not view.moved(from_there, azimuth, view.NEAR)

    def review(self, verdict: Verdict, form: Shape) -> Verdict:
        """The verdict as far as it may be spoken of."""
        silent = replace(verdict, off=None, fault=None, part=None)
        if self.doubt or self.usual is None or verdict.cue is None:
            return silent if self.doubt else verdict
        found = change(form, self.usual.form, model().everybody)
        if smaller(found, self.usual.form.mean):
            return replace(silent, off=False)
        if verdict.fault is not None and in_depth(self.exercise.faults[verdict.fault].difference, self.facing) > MOSTLY_DEPTH:
            return silent
        if verdict.fault is None and not (self.fits and (self.here or begins_and_ends_as_usual(found))):
            return silent  # "another way than usual" may be nothing but depth from there
        return verdict

    def after(self, verdict: Verdict | None, cue: str | None, way: float) -> dict[str, Any] | None:
        """At most one word after a repetition: how far first, then the cue, else perhaps praise."""
        self._showed.append(verdict.cue if verdict else None)
        self._far.append(not self.doubt and self._too_far(way))
        if len(self.cues) >= MOST_CUES:
            return self._praise(verdict)
        if self._far[-1] and self._far[-3:].count(True) >= 2 and "far_enough" not in self.cues[-1:]:
            return self._say("far_enough", {"key": "form.cue.far_enough", "fault": None, "part": None, "confidence": 1.0})
        if cue is not None and verdict is not None:
            return self._cue(cue, verdict)
        return self._praise(verdict)

    @property
    def lost(self) -> bool:
        """What the dose may hear as a brake: a cue was needed twice, or what it named still showed in two of the last three repetitions."""
        named = [cue for cue in self.cues if cue != "far_enough"]
        again = any(named.count(cue) >= 2 for cue in named)
        return bool(named) and (again or self._showed[-3:].count(named[-1]) >= 2)

    @property
    def spoken(self) -> list[str]:
        """The cues so far, by the exercise's own number of the fault or the part of the body."""
        return [f"fault {self.exercise.faults[int(cue[6:])].words}" if cue.startswith("fault ") else cue for cue in self.cues]

    def _too_far(self, way: float) -> bool:
        return self.usual is not None and self.limit < 100 and way > self.usual.way * (self.limit / 100 + FURTHER)

    def _cue(self, cue: str, verdict: Verdict) -> dict[str, Any]:
        kind, _, name = cue.partition(" ")
        fault = self.exercise.faults[int(name)].words if kind == "fault" else None
        part = name if kind == "part" else None
        sure = verdict.likeness if kind == "fault" else 1 / (1 + float(np.exp(-verdict.odds)))
        message = {"key": f"form.part.{part}" if part else "", "fault": fault, "part": part, "confidence": round(sure * verdict.seen, 2)}
        return self._say(cue, message)

    def _say(self, name: str, message: dict[str, Any]) -> dict[str, Any]:
        again = name in self.cues
        self.cues.append(name)
        self._open, self._fine = name, 0
        return {"is": "cue", "again": again} | message

    def _praise(self, verdict: Verdict | None) -> dict[str, Any] | None:
        """For what got better since the last cue; else for a run of usual ones. A doubtful or unjudged repetition counts for neither."""
        if verdict is None or verdict.off is None or self.doubt:
            return None
        self._fine = self._fine + 1 if not verdict.off and verdict.cue is None and not self._far[-1] else 0
        if self._open is not None and self._fine >= 2:
            self._open, self._fine = None, 0
            return self._well("better")
        if self._open is None and self._fine >= GOOD_RUN:
            self._fine = 0
            return self._well(("steady", "own_way", "calm")[self.praised % 3])
        return None

    def _well(self, name: str) -> dict[str, Any]:
        self.praised += 1
        return {"is": "praise", "key": f"form.praise.{name}"}


def begins_and_ends_as_usual(found: Change) -> bool:
    """Whether what is between the movements looks as it does usually: then the camera stands where it stood."""
    ends = found.unusual[[0, MOMENTS - 1]]
    seen = np.isfinite(ends)
    return bool(seen.any()) and float(ends[seen].mean()) <= STILL


def smaller(found: Change, usual: Array) -> bool:
    """Whether what changed is just a smaller range: everything still goes the way it usually goes, only less far. usual (rows,
    channels)."""
    path, difference, unusual = usual[:MOMENTS], found.difference[:MOMENTS], found.unusual[:MOMENTS]
    there = (np.isfinite(difference) & np.isfinite(unusual) & np.isfinite(path)).all(0)
    if not there.any() or not _less(found, usual):
        return False
    path, difference = path[:, there], difference[:, there]
    per = (unusual[:, there] / np.maximum(np.abs(difference), 1e-6)).mean(0)
    along = np.arange(0, MOMENTS - 1 + 1e-9, 0.25)
    points = np.stack([np.interp(along, np.arange(MOMENTS), column) for column in path.T], 1)
    off = ((path + difference)[:, None] - points[None]) * per
    beside = float((off * off).sum(2).min(1).sum())
    whole = float(((difference * per) ** 2).sum())
    return whole > 0 and beside <= BESIDE**2 * whole


def _less(found: Change, usual: Array) -> bool:
    """Whether the channels that move most move less than usual."""
    row = ROWS.index("range")
    movers = np.argsort(-np.nan_to_num(usual[row]), kind="stable")[:MOVERS]
    return float(np.nansum(found.difference[row, movers])) < -LESS * float(np.nansum(usual[row, movers]))

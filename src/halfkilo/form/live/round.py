"""One set in front of the camera: repetitions with figures beside the person's own, and now and then a word."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from halfkilo.form.exercise import Known
from halfkilo.form.joints import Array
from halfkilo.form.live import view
from halfkilo.form.live.cable import Cable, Pull
from halfkilo.form.live.kept import Usual
from halfkilo.form.live.words import Words
from halfkilo.form.score import scores
from halfkilo.form.watcher import Repetition, Watcher

MOST_REPETITIONS = 200
"""A longer set is somebody who forgot to say that it is over: nothing more is told of it."""

SCORED = 8
"""Last repetitions beside which one is scored while the set goes on."""

LOOKS_AGAIN_MS = 1_000
"""How often camera and cable are laid over each other."""

Message = dict[str, Any]


@dataclass
class Round:
    """exercise: what is done. usual: the person's own, or None. words: who decides what is said."""

    exercise: Known
    usual: Usual | None
    words: Words
    cable: Cable = field(default_factory=Cable)
    azimuths: deque[float] = field(default_factory=lambda: deque(maxlen=300))
    quiet: str = ""
    _watcher: Watcher = field(init=False)
    _looked: int = -LOOKS_AGAIN_MS
    _at: int = 0
    _by_cable: bool = False

    def __post_init__(self) -> None:
        self._watcher = Watcher(self.exercise, self.usual.form if self.usual else None, review=self.words.review)

    @property
    def repetitions(self) -> list[Repetition]:
        """Those of the camera, with figures."""
        return self._watcher.repetitions

    @property
    def unseen(self) -> tuple[str, ...]:
        """Joints not seen for a second."""
        return self._watcher.unseen

    def counted(self, at: int) -> int:
        """Repetitions so far: the cable's, where it is what counts."""
        return self.cable.count if self.cable.live(at) else self._watcher.count

    def see(self, time: float, at: int, places: Array, progress: float) -> Iterator[Message]:
        """One frame; what is told. progress: of the exercise's signal, NaN while unseen."""
        if self._watcher.count >= MOST_REPETITIONS:
            return
        self._at = at
        self._compare(at)
        over = self._watcher.step(time, places, progress)
        self.cable.seen(at, round(time * 1000), progress)
        if over is not None:
            yield from self._over(over)

    def from_elsewhere(self, azimuth: float | None) -> str:
        """Keeps from where it is seen; why nothing is said, where the person's own way was seen from another side."""
        self.words.seen_from(azimuth)
        self._watcher.far = view.far_side(azimuth)
        if azimuth is not None:
            self.azimuths.append(azimuth)
        return "form.quiet.view" if self.usual is not None and view.moved(self.usual.azimuth, azimuth) else ""

    def pulled(self, at: int, ms: int, left: float, right: float) -> Iterator[Message]:
        """One reading of the machine."""
        pull = self.cable.row(at, ms, left, right) if self.cable.count < MOST_REPETITIONS else None
        if pull is not None and self.cable.live(at):
            yield self._pull(pull)

    def finish(self) -> Iterator[Message]:
        """The set is over: what was home but not at rest yet."""
        pull, last = self.cable.finish(), self._watcher.finish()
        if pull is not None and self.cable.live(self._at):
            yield self._pull(pull)
        if last is not None and not self.cable.live(self._at):
            yield self._rep(last)

    def over(self) -> Message:
        """What is told of the whole set; the scores again, now that all repetitions are known."""
        cable = self._by_cable and self.cable.live(self._at)
        reps = len(self.cable.pulls) if cable else self._watcher.count
        return {"is": "set_told", "reps": reps, "held": None, "lost": self.words.lost, "scores": self._scores(self.repetitions),
                "cues": self.words.spoken, "by": "cable" if cable else "camera"}

    def _compare(self, at: int) -> None:
        """Where camera and cable do not tell the same, nothing is said."""
        if at - self._looked >= LOOKS_AGAIN_MS:
            self._looked = at
            apart = self.cable.live(at) and self.cable.agrees(self._watcher.count) is False
            self.quiet = "form.quiet.disagree" if apart else ""
        self.words.doubt = self.words.doubt or bool(self.quiet)

    def _over(self, one: Repetition) -> Iterator[Message]:
        if not self.cable.live(self._at):
            yield self._rep(one)
        word = self.words.after(one.verdict, one.cue, one.told.way)
        if word is not None:
            yield word

    def _rep(self, one: Repetition) -> Message:
        channel = next(iter(one.told.ranges), None)
        usual = self.usual.range_of(channel) if self.usual and channel else None
        return {"is": "rep", "n": one.number, "range": round(one.told.ranges[channel]) if channel else None, "unit": "degrees",
                "usual": None if usual is None else round(usual), "tempo": _tenths((one.told.there, one.told.hold, one.told.back)),
                "usual_tempo": _tenths(self.usual.tempo) if self.usual else None, "score": self._score(), "by": "camera"}

    def _pull(self, pull: Pull) -> Message:
        self._by_cable = True
        usual = self.usual.cable_mm if self.usual and self.usual.cable_mm else None
        return {"is": "rep", "n": pull.number, "range": round(pull.range_mm), "unit": "mm", "usual": usual,
                "tempo": _tenths((pull.there, pull.hold, pull.back)), "usual_tempo": _tenths(self.usual.tempo) if self.usual else None,
                "score": self._score(), "by": "cable"}

    def _score(self) -> int | None:
        """Of the last repetition the camera saw whole."""
        return self._scores(self.repetitions[-SCORED:])[-1] if self.repetitions else None

    @staticmethod
    def _scores(repetitions: list[Repetition]) -> list[int]:
        return [round(one.whole) if math.isfinite(one.whole) else 0 for one in scores([each.shape for each in repetitions])]


def _tenths(seconds: tuple[float, float, float]) -> list[float]:
    return [round(float(np.nan_to_num(value)), 1) for value in seconds]

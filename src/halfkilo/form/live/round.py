"""One set in front of the camera: repetitions with figures beside the person's own, and now and then a word."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from halfkilo.form.exercise import Known
from halfkilo.form.joints import Array
from halfkilo.form.live.kept import Usual
from halfkilo.form.live.words import Words
from halfkilo.form.score import scores
from halfkilo.form.watcher import Repetition, Watcher

MOST_REPETITIONS = 200
"""A longer set is somebody who forgot to say that it is over: nothing more is told of it."""

SCORED = 8
"""Last repetitions beside which one is scored while the set goes on."""


@dataclass
class Round:
    """exercise: what is done. usual: the person's own, or None. words: who decides what is said."""

    exercise: Known
    usual: Usual | None
    words: Words
    _watcher: Watcher = field(init=False)

    def __post_init__(self) -> None:
        self._watcher = Watcher(self.exercise, self.usual.form if self.usual else None, review=self.words.review)

    @property
    def count(self) -> int:
        """Repetitions so far."""
        return self._watcher.count

    @property
    def repetitions(self) -> list[Repetition]:
        """Those with figures."""
        return self._watcher.repetitions

    @property
    def unseen(self) -> tuple[str, ...]:
        """Joints not seen for a second."""
        return self._watcher.unseen

    def see(self, time: float, places: Array) -> tuple[float, Repetition | None]:
        """One frame -> progress (NaN while unseen), and the repetition that it ends."""
        if self.count >= MOST_REPETITIONS:
            return math.nan, None
        return self._watcher.watch(time, places)

    def finish(self) -> Repetition | None:
        """The set is over."""
        return self._watcher.finish()

    def rep(self, one: Repetition) -> dict[str, Any]:
        """What is told of a repetition."""
        channel = next(iter(one.told.ranges), None)
        usual = self.usual.range_of(channel) if self.usual and channel else None
        return {"is": "rep", "n": one.number, "range": round(one.told.ranges[channel]) if channel else None, "unit": "degrees",
                "usual": None if usual is None else round(usual), "tempo": _tenths((one.told.there, one.told.hold, one.told.back)),
                "usual_tempo": _tenths(self.usual.tempo) if self.usual else None, "score": self._scores(self.repetitions[-SCORED:])[-1],
                "by": "camera"}


    def over(self) -> dict[str, Any]:
        """What is told of the whole set; the scores again, now that all repetitions are known."""
        return {"is": "set_told", "reps": self.count, "lost": self.words.lost, "scores": self._scores(self.repetitions),
                "cues": self.words.cues, "by": "camera"}

    @staticmethod
    def _scores(repetitions: list[Repetition]) -> list[int]:
        return [round(one.whole) if math.isfinite(one.whole) else 0 for one in scores([each.shape for each in repetitions])]


def _tenths(seconds: tuple[float, float, float]) -> list[float]:
    return [round(float(np.nan_to_num(value)), 1) for value in seconds]

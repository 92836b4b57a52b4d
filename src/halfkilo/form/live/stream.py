"""One camera: what it says, in order, and what it is told."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from halfkilo.form.errors import FormError, TooFew
from halfkilo.form.exercise import Known, known
from halfkilo.form.joints import MEDIAPIPE, Array
from halfkilo.form.landmarks import SEEN
from halfkilo.form.live import kept, wire
from halfkilo.form.live.expected import expected
from halfkilo.form.live.round import Round
from halfkilo.form.live.smooth import Smooth
from halfkilo.form.live.words import Words

Message = dict[str, Any]
MOMENT_S, SETUP_S = 0.1, 0.5
"""How often a moment of a set and the set-up are told."""


class Stream:
    """`hear` what the browser says; what is told comes out."""

    def __init__(self) -> None:
        self._task: wire.Task | None = None
        self._known: Known | None = None
        self._usual: kept.Usual | None = None
        self._round: Round | None = None
        self._done: Round | None = None
        self._smooth = Smooth(16)
        self._last = -math.inf
        self._told = -math.inf

    def hear(self, said: Message) -> Iterator[Message]:
        """One message of the browser; nothing that it says ends the process."""
        try:
            yield from self._act(said)
        except TooFew as problem:
            yield {"is": "refused", "reason": "too_few", "message": str(problem)}
        except FormError as problem:
            yield {"is": "refused", "reason": "unreadable", "message": str(problem)[:200]}

    def _act(self, said: Message) -> Iterator[Message]:
        match said.get("is"):
            case "hello":
                yield self._hello(wire.task(said))
            case "frames":
                for frame in wire.frames(said):
                    yield from self._frame(frame)
            case "set":
                yield from self._set(said.get("on") is True)
            case "comfortable":
                yield self._comfortable()

    def _hello(self, task: wire.Task) -> Message:
        found = known(task.exercise)
        self._known = found.mirrored if task.side == "left" else found
        self._task, self._round, self._done, self._usual = task, None, None, None
        if task.baseline is not None:
            self._usual = kept.unpack(task.baseline)
            self._usual = self._usual.mirrored if task.mirrored else self._usual
        wanted = expected(self._known)
        return {"is": "welcome", "view": wanted.view, "joints": list(wanted.joints), "baseline": self._usual is not None, "old": task.old,
                "known": self._known.signal is not None}

    def _set(self, on: bool) -> Iterator[Message]:
        if self._known is None or self._task is None:
            raise FormError("say hello first")
        if on and self._known.signal is not None:
            self._round = Round(self._known, self._usual, Words(self._known, self._usual, self._task.limit))
        elif not on and self._round is not None:
            over, self._round = self._round, None
            self._done = over
            last = over.finish()
            if last is not None:
                yield over.rep(last)
            yield over.over()

    def _comfortable(self) -> Message:
        if self._done is None or self._task is None:
            raise TooFew("repetitions of a baseline", 0, 3)
        shapes, told = [one.shape for one in self._done.repetitions], [one.told for one in self._done.repetitions]
        self._usual = kept.usual(shapes, told, [])
        return {"is": "baseline", "exercise": self._task.exercise, "side": self._task.side} | kept.pack(self._usual, len(shapes))

    def _frame(self, frame: wire.Frame) -> Iterator[Message]:
        time = frame.ms / 1000
        if time <= self._last:
            return
        self._last = time
        places = self._smooth.step(time, _joints(frame.points))
        if self._round is None:
            return
        progress, over = self._round.see(time, places)
        if over is not None:
            yield self._round.rep(over)
            word = self._round.words.after(over.verdict, over.cue, over.told.way)
            if word is not None:
                yield word
        if time - self._told >= MOMENT_S:
            self._told = time
            yield {"is": "moment", "progress": None if math.isnan(progress) else round(min(1.5, max(0.0, progress)), 2),
                   "n": self._round.count, "unseen": list(self._round.unseen), "quiet": ""}


def _joints(points: Array) -> Array:
    """(33, 4) -> (16, 3) with NaN where unseen."""
    places, visible = MEDIAPIPE.joints(points[None, :, :3], points[None, :, 3])
    seen: Array = np.where((visible[0] >= SEEN)[:, None], places[0], np.nan)
    return seen

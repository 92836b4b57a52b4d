"""One camera: what it says, in order, and what it is told."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from halfkilo.form.channels import channels
from halfkilo.form.errors import FormError, TooFew
from halfkilo.form.exercise import Known, known
from halfkilo.form.joints import Array
from halfkilo.form.live import kept, view, wire
from halfkilo.form.live.expected import Expected, expected
from halfkilo.form.live.follow import Follow
from halfkilo.form.live.hold import Hold
from halfkilo.form.live.round import Round
from halfkilo.form.live.setup import LEVEL, Picture, Setup, joints, near
from halfkilo.form.live.smooth import Smooth
from halfkilo.form.live.words import Words

Message = dict[str, Any]
MOMENT_S, SETUP_S = 0.1, 0.5
"""How often a moment of a set and the set-up are told."""

NOBODY_S = 1.0
"""Seconds without a body after which that is said."""

TURNED_S = 2.0
"""Seconds of nothing upright after which the picture is said to lie on its side: deep in a squat, seen from the front, depth is guessed
so poorly that a body seems to lie for a moment."""

DOUBT_S = 3.0
"""Seconds after which what was seen is trusted again: a repetition that began in doubt is not judged."""

OTHER_S = 0.4
"""Seconds of somebody else in the person's place after which that is said: a model that loses a body finds it again within a few looks."""

SOMEBODY = 4
"""Joints that make a body."""


@dataclass(frozen=True)
class Look:
    """A frame as it is looked at: seconds, joints (16, 3), whether it is trusted, and what is said where it is not."""

    time: float
    places: Array
    sure: bool
    quiet: str


class Stream:
    """`hear` what the browser says; what is told comes out. `at`: milliseconds of the supervisor's clock when it was heard."""

    def __init__(self) -> None:
        self._task: wire.Task | None = None
        self._known: Known | None = None
        self._wanted: Expected | None = None
        self._usual: kept.Usual | None = None
        self._here = False
        self._round: Round | None = None
        self._done: Round | None = None
        self._hold: Hold | None = None
        self._setup: Setup | None = None
        self._picture = Picture()
        self._smooth, self._follow = Smooth(16), Follow()
        self._last = self._told = self._somebody = self._upright = self._alone = -math.inf
        self._doubted = -math.inf

    def hear(self, said: Message, at: int = 0) -> Iterator[Message]:
        """One message of the browser; nothing that it says ends the process."""
        try:
            yield from self._act(said, at)
        except TooFew as problem:
            yield {"is": "refused", "reason": "too_few", "message": str(problem)}
        except FormError as problem:
            yield {"is": "refused", "reason": "unreadable", "message": str(problem)[:200]}

    def cable(self, rows: list[list[int]]) -> Iterator[Message]:
        """Readings of the machine in use: [heard at, machine's ms, left mm, right mm]."""
        if self._round is not None:
            for at, ms, left, right in rows:
                yield from self._round.pulled(at, ms, left, right)

    def _act(self, said: Message, at: int) -> Iterator[Message]:
        match said.get("is"):
            case "hello":
                yield self._hello(wire.task(said))
            case "frames":
                yield from self._frames(wire.frames(said), at)
            case "picture":
                self._picture.hear(said)
            case "set":
                yield from self._set(said.get("on") is True)
            case "comfortable":
                yield self._comfortable()

    def _hello(self, task: wire.Task) -> Message:
        found = known(task.exercise)
        self._known = found.mirrored if task.side == "left" else found
        self._task, self._round, self._done, self._usual, self._hold = task, None, None, None, None
        self._here = False
        self._wanted = expected(self._known)
        self._setup = Setup(self._wanted, self._picture)
        self._last = self._told = -math.inf
        if task.baseline is not None:
            self._usual = kept.unpack(task.baseline)
            self._usual = self._usual.mirrored if task.mirrored else self._usual
        return {"is": "welcome", "view": self._wanted.view, "joints": list(self._wanted.joints), "baseline": self._usual is not None,
                "old": task.old, "known": self._known.signal is not None}

    def _set(self, on: bool) -> Iterator[Message]:
        if self._known is None or self._task is None or self._wanted is None:
            raise FormError("say hello first")
        if on:
            self._hold = None if self._known.signal is not None else Hold()
            words = Words(self._known, self._usual, self._task.limit, needs=self._wanted.view, here=self._here)
            self._round = Round(self._known, self._usual, words) if self._known.signal is not None else None
            return
        held, self._hold = self._hold, None
        over, self._round = self._round, None
        if over is not None:
            self._done = over
            yield from over.finish()
            yield over.over()
        elif held is not None:
            yield {"is": "set_told", "reps": 0, "held": round(held.seconds), "lost": False, "scores": [], "cues": [], "by": "camera"}

    def _comfortable(self) -> Message:
        if self._done is None or self._task is None:
            raise TooFew("repetitions of a baseline", 0, 3)
        shapes, told = [one.shape for one in self._done.repetitions], [one.told for one in self._done.repetitions]
        angles = self._done.azimuths
        self._usual = kept.usual(shapes, told, [pull.range_mm for pull in self._done.cable.pulls], median(angles) if angles else None)
        self._here = True
        return {"is": "baseline", "exercise": self._task.exercise, "side": self._task.side} | kept.pack(self._usual, len(shapes))

    # --- frames -------------------------------------------------------------------------------------------------------

    def _frames(self, frames: list[wire.Frame], at: int) -> Iterator[Message]:
        """Those of one message: one by one, but for the angles, which cost the same for ten as for one."""
        looks = [look for frame in frames if (look := self._look(frame))]
        if not looks:
            return
        if self._round is None and self._hold is None:
            if self._setup is not None and self._due(looks[-1].time, SETUP_S):
                yield self._setup.told()
            return
        angles = channels(np.stack([look.places for look in looks]))
        if self._round is not None:
            yield from self._in_a_set(self._round, looks, angles, at)
        elif self._hold is not None:
            yield from self._held(self._hold, looks, angles)

    def _look(self, frame: wire.Frame) -> Look | None:
        """A frame, smoothed, with what keeps from trusting it; None where it is older than the last."""
        time = frame.ms / 1000
        if self._setup is None or time <= self._last:
            return None
        self._last = time
        seen, raw = joints(frame.points)
        same = self._follow.step(time, frame.picture)
        places = self._smooth.step(time, seen if same else np.full_like(seen, np.nan))
        self._setup.see(time, places, raw, frame.picture, frame.seen)
        if np.isfinite(places[:, 0]).sum() >= SOMEBODY:
            self._somebody = time
        self._alone = time if same else self._alone
        quiet = self._quiet(time, raw)
        return Look(time, places, same and not quiet, quiet)

    def _in_a_set(self, on: Round, looks: list[Look], angles: Array, at: int) -> Iterator[Message]:
        assert self._setup is not None and on.exercise.signal is not None
        azimuth, progress = self._setup.azimuth, on.exercise.signal.progress(angles)
        elsewhere = on.from_elsewhere(azimuth)
        for look, along in zip(looks, progress, strict=True):
            quiet = look.quiet or elsewhere
            self._doubted = look.time if quiet or not look.sure else self._doubted
            on.words.doubt = look.time - self._doubted <= DOUBT_S
            yield from on.see(look.time, at, look.places, float(along))
            if self._due(look.time, MOMENT_S):
                yield self._moment(on, float(along), azimuth, quiet, at)

    def _moment(self, on: Round, progress: float, azimuth: float | None, quiet: str, at: int) -> Message:
        assert self._wanted is not None
        unseen = near([name for name in on.unseen if name in self._wanted.joints], self._wanted.joints, view.far_side(azimuth))
        shown = None if math.isnan(progress) else round(min(1.5, max(0.0, progress)), 2)
        return {"is": "moment", "progress": shown, "n": on.counted(at), "held": None, "unseen": unseen,
                "quiet": quiet or on.quiet or ("form.quiet.unseen" if unseen else "")}

    def _held(self, on: Hold, looks: list[Look], angles: Array) -> Iterator[Message]:
        assert self._setup is not None
        for look, row in zip(looks, angles, strict=True):
            on.step(look.time, row)
            if self._due(look.time, MOMENT_S):
                yield {"is": "moment", "progress": None, "n": 0, "held": round(on.seconds, 1), "unseen": self._setup.unseen,
                       "quiet": look.quiet}

    def _quiet(self, time: float, raw: Array) -> str:
        """Why nothing can be said now; nothing where there is no reason."""
        assert self._wanted is not None
        rising = view.rising(raw)
        if rising is None or rising >= LEVEL:
            self._upright = time
        turned = self._wanted.upright and time - self._upright > TURNED_S
        reasons = {"covered": self._picture.covered, "dark": self._picture.dark, "two": time - self._alone > OTHER_S,
                   "nobody": time - self._somebody > NOBODY_S, "turned": turned}
        return next((f"form.quiet.{name}" for name, holds in reasons.items() if holds), "")

    def _due(self, time: float, every: float) -> bool:
        if time - self._told < every:
            return False
        self._told = time
        return True

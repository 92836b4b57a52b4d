"""Watching somebody frame by frame: counts, tells, compares, and now and then says one thing. Offline is the same, all frames in turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from halfkilo.form.baseline import LEAST as FOR_A_BASELINE
from halfkilo.form.baseline import Baseline, baseline
from halfkilo.form.channels import channels
from halfkilo.form.errors import FormError
from halfkilo.form.exercise import Known
from halfkilo.form.joints import JOINTS, Array
from halfkilo.form.judge import Coach, Verdict, judge
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.repetitions import Cut, Cutter
from halfkilo.form.shape import LEAST_FRAMES, Shape, on_grid, shape_of
from halfkilo.form.told import Told, told

KEPT = 30.0
"""Seconds of joints that are kept to look back at; a slower repetition is counted and told from what is left."""

UNSEEN_FOR = 1.0
"""Seconds after which a joint that is not seen is named."""


@dataclass(frozen=True)
class Repetition:
    """One repetition as it is over: its number from 1, figures, shape, verdict (None without a baseline), and the cue to give (see
    `Verdict.cue`)."""

    number: int
    cut: Cut
    told: Told
    shape: Shape
    verdict: Verdict | None
    cue: str | None


@dataclass
class Watcher:
    """exercise: what is done. usual: the person's own baseline, or None while it is being taken: `take_baseline` makes it. review: takes
    from a verdict what may not be spoken of, before the coach hears it. far: see `judge`, as the camera stands now."""

    exercise: Known
    usual: Baseline | None = None
    review: Callable[[Verdict, Shape], Verdict] | None = None
    repetitions: list[Repetition] = field(default_factory=list)
    far: str = ""
    _cutter: Cutter = field(default_factory=Cutter)
    _coach: Coach = field(default_factory=Coach)
    _frames: deque[tuple[float, Array]] = field(default_factory=deque)
    _unseen: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.exercise.signal is None:
            raise FormError(f"{self.exercise.slug}: nothing moves there and back, so there is nothing to count")

    def see(self, time: float, places: Array) -> Repetition | None:
        """One frame: seconds (rising), (16, 3) with NaN where unseen. Returns the repetition that it ends.

        Raises:
            FormError: time does not rise.
        """
        assert self.exercise.signal is not None
        return self.step(time, places, float(self.exercise.signal.progress(channels(places[None]))[0]))

    def step(self, time: float, places: Array, progress: float) -> Repetition | None:
        """The same, where progress (`Signal.progress`) is known already: many frames at once are far quicker than one by one."""
        if self._frames and time <= self._frames[-1][0]:
            raise FormError(f"frames come in order: {time} s after {self._frames[-1][0]} s")
        self._frames.append((time, places))
        while time - self._frames[0][0] > KEPT:
            self._frames.popleft()
        self._note_unseen(time, places)
        cut = self._cutter.step(time, progress)
        return None if cut is None else self._over(cut)

    def finish(self) -> Repetition | None:
        """Nothing more comes: the repetition that was home but not at rest yet."""
        cut = self._cutter.finish()
        return None if cut is None else self._over(cut)

    @property
    def count(self) -> int:
        """Repetitions so far; goes up as soon as one is home, before its figures are there."""
        return self._cutter.count

    @property
    def unseen(self) -> tuple[str, ...]:
        """Joints that have not been seen for a second."""
        now = self._frames[-1][0] if self._frames else 0.0
        return tuple(name for name in JOINTS if now - self._unseen.get(name, now) >= UNSEEN_FOR)

    def take_baseline(self) -> Baseline:
        """The person confirmed that the repetitions so far felt right: they are their own way from now on.

        Raises:
            TooFew: fewer than three.
        """
        self.usual = baseline([one.shape for one in self.repetitions])
        return self.usual

    def _note_unseen(self, time: float, places: Array) -> None:
        for index in np.flatnonzero(np.isnan(places[:, 0])):
            self._unseen.setdefault(JOINTS[index], time)
        for index in np.flatnonzero(~np.isnan(places[:, 0])):
            self._unseen.pop(JOINTS[index], None)

    def _over(self, cut: Cut) -> Repetition | None:
        inside = [(time, places) for time, places in self._frames if cut.start <= time <= cut.end]
        if len(inside) < LEAST_FRAMES:
            return None
        seen = Landmarks(np.array([time for time, _ in inside]), np.array([places for _, places in inside]))
        grid = on_grid(seen)
        assert self.exercise.signal is not None
        form = shape_of(grid, cut.end - cut.start)
        verdict = judge(form, self.usual, self.exercise.faults, far=self.far) if self.usual else None
        if verdict and self.review:
            verdict = self.review(verdict, form)
        cue = self._coach.hear(verdict) if verdict else None
        found = Repetition(len(self.repetitions) + 1, cut, told(cut, grid, self.exercise.signal), form, verdict, cue)
        self.repetitions.append(found)
        return found


def watch(recording: Landmarks, exercise: Known, usual: Baseline | None = None, own: bool = False) -> Iterator[Repetition]:
    """A whole recording, as it would have been watched live. own: its first three repetitions are the baseline."""
    watcher = Watcher(exercise, usual)
    assert exercise.signal is not None
    along = exercise.signal.progress(channels(recording.places))
    for time, places, progress in zip(recording.times, recording.places, along, strict=True):
        found = watcher.step(float(time), places, float(progress))
        if found is not None:
            yield found
            if own and watcher.usual is None and len(watcher.repetitions) == FOR_A_BASELINE:
                watcher.take_baseline()
    last = watcher.finish()
    if last is not None:
        yield last

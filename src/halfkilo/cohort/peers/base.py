"""What all peers share: the programme's exercises, a comfortable first load at 80 %, three sessions a week, one small state per dose.

A peer asks nobody before a load goes up, and has no gate but those its rule names. The person may end any set.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import fmean
from typing import ClassVar

from halfkilo import limits
from halfkilo.cohort.peers.plan import Row, plan_of
from halfkilo.cohort.watch import Watch
from halfkilo.exercises import Count
from halfkilo.journal.fields import Finder, Soreness
from halfkilo.people import Effort
from halfkilo.people.protocol import Person
from halfkilo.units import HALF_KILO, Region, Side

MINUTES = 20
QUICKER = 150
"""Percent of the last finder step that the next one reaches, as in our own finder."""


@dataclass
class Note:
    """Where one exercise stands on one side. done: repetitions of the last time; effort and peak as told; day it was done; good:
    times running that the rule calls good; missed: times running that repetitions were missing."""

    grams: int
    target: int
    day: int = -1
    done: tuple[int, ...] = ()
    effort: int = 0
    peak: int = 0
    good: int = 0
    missed: int = 0
    last_rise: int = -99

    @property
    def complete(self) -> bool:
        """Whether every set had all its repetitions."""
        return bool(self.done) and min(self.done) >= self.target


@dataclass
class Peer(ABC):
    """One person under a peer's rule. Subclasses say in `following` what follows from the last time."""

    name: ClassVar[str]
    about: ClassVar[str]

    person: Person
    programme: str
    notes: dict[str, Note] = field(default_factory=dict)
    mornings: list[tuple[int, int]] = field(default_factory=list)
    watch: Watch = field(default_factory=lambda: Watch(consent=False))
    rules: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    day: int = 0
    pre: Mapping[Region, int] = field(default_factory=dict)
    sore: Soreness | None = None

    # --- the rule ---------------------------------------------------------------------------------------------------
    @abstractmethod
    def following(self, row: Row, note: Note) -> tuple[int, int]:
        """Load in grams and target of this time, after the last time's `note`."""

    # --- the days ---------------------------------------------------------------------------------------------------
    def morning(self, day: int) -> None:
        """The morning of day `day`."""
        self.day = day
        told = self.person.morning(day)
        if self.person.replies():
            self.mornings.append((day, max(told.values())))

    def train(self, day: int) -> bool:
        """A whole session."""
        self.day, self.pre, self.sore = day, self.person.pain(), self.person.soreness()
        for row in plan_of(self.programme, self.sessions, MINUTES):
            for side in row.exercise.doses:
                self._one(row, side)
        self.sessions += 1
        return True

    def _one(self, row: Row, side: Side) -> None:
        key = row.key(side)
        note = self.notes.get(key)
        if note is None:
            self.notes[key] = note = Note(self._first(row, side), row.exercise.facts.range[0])
            self.watch.anew(key)
            if row.loaded:
                return
        elif note.done:
            note.grams, note.target = self._within(row, *((note.grams, note.target) if row.steady else self.following(row, note)))
        felt = self.person.train(row.exercise, note.grams, note.target, row.sets, tool=row.variant.with_, side=side)
        self.watch.lifted(key, (note.grams, note.target), self.day)
        self._remember(note, felt)

    def _remember(self, note: Note, felt: Effort) -> None:
        note.day, note.done, note.effort, note.peak = self.day, felt.done, felt.effort, felt.peak
        note.missed = 0 if note.complete else note.missed + 1

    def _within(self, row: Row, grams: int, target: int) -> tuple[int, int]:
        """On the grid of half kilos, from the lightest notch to the exercise's ceiling."""
        if not row.loaded:
            return 0, max(1, target)
        most = min(row.variant.ceiling, limits.MOST_LOAD.first)
        return min(most, max(int(HALF_KILO), grams // int(HALF_KILO) * int(HALF_KILO))), max(1, target)

    def _first(self, row: Row, side: Side) -> int:
        """80 % of the comfortable load, found as our own finder finds it."""
        if not row.loaded:
            return 0
        grams, found = self._within(row, row.variant.first, 1)[0], 0
        for _ in range(limits.FINDER_STEPS.first):
            how = self.person.try_load(row.exercise, grams, limits.FINDER_REPS.first, tool=row.variant.with_, side=side)
            if how is Finder.HURTS:
                break
            found = grams
            if how is Finder.COMFORTABLE:
                break
            grams = self._within(row, max(grams + int(HALF_KILO), grams * QUICKER // 100), 1)[0]
        return self._within(row, found * limits.FINDER_START.first // 100, 1)[0]

    # --- what rules look at -----------------------------------------------------------------------------------------
    @property
    def usual(self) -> float:
        """Mean of the last week's mornings; today's pain where there are none."""
        week = [pain for day, pain in self.mornings if self.day - 7 <= day < self.day]
        return fmean(week) if week else float(max(self.pre.values()))

    @property
    def now(self) -> int:
        """The highest pain before this session."""
        return max(self.pre.values())

    def more_reps(self, row: Row, note: Note, by: int = 1) -> int:
        """A target `by` larger (a tenth for seconds), within the exercise's own range."""
        step = max(by, note.target // 10) if row.exercise.facts.count is Count.SECONDS else by
        return min(row.exercise.facts.range[1], note.target + step)

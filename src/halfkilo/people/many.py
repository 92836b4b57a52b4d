"""The daily biology of many people at once, on arrays, by the same functions of `biology`. For calibration and for speed; needs numpy.

One place and one joint for each person, a fixed way of training, no fear. Everything else is as in `person` and `tissue`; a test holds
both side by side on the same chances.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from halfkilo.people import biology
from halfkilo.people.parameters import Manner, Parameters

Column = npt.NDArray[np.float32]

BLOCK = 8192
"""So many people at once: a block's columns fit a processor's second cache."""

NIGHT_OFF = (1, 3, 5, 6)
"""Days of the week without training; the rest, Monday, Wednesday, Friday, have it."""


@dataclass(frozen=True)
class Schedule:
    """A fixed way of training, three days a week. load: share of the fresh strength; 0: a visit without movement. current: whether the
    load is a share of today's strength instead. demand: share of the exertion that the painful place bears. attends: attendance for
    everybody; None: each their own. days: how long it goes on."""

    load: float
    reps: float = 10.0
    sets: int = 2
    exercises: int = 2
    current: bool = False
    demand: float = 0.5
    attends: float | None = None
    days: int = 10_000


class Chances(Protocol):
    """Where chance comes from: a column for everybody, or as many as asked for."""

    def normal(self) -> Column:
        """Standard normal draws."""
        ...

    def uniform(self) -> Column:
        """Draws from 0 to 1."""
        ...

    def lengths(self, hit: npt.NDArray[np.bool_]) -> Column:
        """Standard normal draws for those in whom a flare begins."""
        ...


class Generated:
    """Chances from numpy."""

    def __init__(self, seed: int, size: int) -> None:
        self.source, self.size = np.random.Generator(np.random.SFC64(seed)), size

    def normal(self) -> Column:
        """Standard normal draws."""
        return self.source.standard_normal(self.size, dtype=np.float32)

    def uniform(self) -> Column:
        """Draws from 0 to 1."""
        return self.source.random(self.size, dtype=np.float32)

    def lengths(self, hit: npt.NDArray[np.bool_]) -> Column:
        """Standard normal draws for those in whom a flare begins."""
        return self.source.standard_normal(int(np.count_nonzero(hit)), dtype=np.float32)


class Crowd:
    """Many people, day by day: `level` and `answer`, `train`, `night`."""

    def __init__(self, people: Sequence[Parameters], chances: Chances) -> None:
        self.chances = chances
        self.p: Any = columns(people)
        places = [one.places[0] for one in people]
        self.usual, self.sd, self.fresh, self.rate = (
            np.array([getattr(place, name) for place in places], np.float32) for name in ("usual", "sd", "tolerance", "flares"))
        self.own_risk = biology.flare_risk(self.rate, 0.0)  # type: ignore[arg-type]
        self.bias = np.array([{Manner.PLAIN: 0.0, Manner.DENIES: -one.bias, Manner.ENLARGES: one.bias / 2.0}[one.manner]
                              for one in people], np.float32)
        zero = np.zeros(len(people), np.float32)
        self.noise = self.sd * chances.normal()
        self.mood: Any = biology.mood(self.p, self.noise / self.sd, chances.normal())  # type: ignore[arg-type]
        self.tolerance, self.sore, self.flare, self.gain, self.idle = self.fresh.copy(), zero, zero, zero, zero
        self.contacts, self.moved, self.stress, self.stimulus = zero, zero, zero, zero
        self.came = self.visited = np.zeros(len(people), np.bool_)
        self.left = np.zeros(len(people), np.bool_)
        self.load_flares, self.own_flares, self.flare_days, self.high = zero.copy(), zero.copy(), zero.copy(), zero.copy()
        self.day = 0

    def level(self) -> Column:
        """True pain now."""
        relieved = biology.relief(self.p, self.day, self.contacts, self.moved)  # type: ignore[arg-type]
        level: Any = biology.usual(self.usual, relieved)  # type: ignore[arg-type]
        height: Any = biology.flare_height(self.p, self.flare)  # type: ignore[arg-type]
        now: Column = level + self.noise + self.sore + height
        return now

    def felt(self) -> Column:
        """Pain as it would be marked on a line from 0 to 10: with error and manner, not rounded."""
        marked: Column = np.clip(self.level() + self.bias + self.p.answer_sd * self.chances.normal(), 0.0, 10.0)
        return marked

    def answer(self) -> Column:
        """Pain as answered: whole numbers from 0 to 10."""
        return np.rint(self.felt())

    def comes(self, schedule: Schedule) -> npt.NDArray[np.bool_]:
        """Who trains today."""
        habit = self.p.attends if schedule.attends is None else schedule.attends
        return (self.chances.uniform() < habit * np.where(self.flare > 1.0, 0.75, 1.0)) & ~self.left

    def train(self, schedule: Schedule, came: npt.NDArray[np.bool_]) -> None:
        """A session, or a visit, for those who came."""
        if schedule.load <= 0.0:
            self.visited = came
            return
        self.came, p, each = came, self.p, came.astype(np.float32)
        able: Any = 1.0 + self.gain
        load = schedule.load * able if schedule.current else schedule.load
        exertion = biology.demand(load, schedule.reps)
        one: Any = schedule.demand * exertion * each
        self.high += (self.level() + 1.5 * biology.rise(p, one, self._bears()) > 5.0) & came
        stress: Any = biology.together(schedule.sets * schedule.exercises * biology.counted(one))
        self.stress = stress
        stimulus: Any = biology.stimulus(p, exertion / able) * biology.dosed(p, schedule.sets) * each
        self.stimulus = stimulus

    def night(self) -> None:
        """The day ends for everybody."""
        trained = bool(self.came.any())
        over: Any = biology.excess(self.stress, self._bears()) if trained else 0.0  # type: ignore[arg-type]
        bad = self.flare > 1.0
        self._flare(over, trained)
        self.sore = biology.soreness(self.p, self.sore, over)  # type: ignore[arg-type,assignment]
        self._grow(trained)
        self.noise = biology.noise(self.p, self.noise, self.sd, self.chances.normal())  # type: ignore[arg-type,assignment]
        self.mood = biology.mood(self.p, self.noise / self.sd, self.chances.normal())  # type: ignore[arg-type]
        weekly = self.p.leaves_early if self.day < 28 else self.p.leaves_later
        self.left |= self.chances.uniform() < weekly / 7.0 * (1.0 + self.p.leaves_flaring * bad)
        self.contacts = self.contacts + (self.came | self.visited)
        self.moved = self.moved + self.came
        self.came = self.visited = np.zeros_like(self.came)
        self.day += 1

    def _bears(self) -> Any:
        return biology.bears(self.p, self.tolerance, self.mood, (self.flare > 0.0).astype(np.float32))  # type: ignore[arg-type]

    def _flare(self, over: Any, trained: bool) -> None:
        chance = self.chances.uniform()
        self.flare_days += self.flare > 0.0
        self.flare = np.maximum(self.flare - 1.0, 0.0)
        risk: Any = biology.flare_risk(self.rate, biology.provoked(self.p, over)) if trained else self.own_risk  # type: ignore[arg-type]
        hit = chance < risk
        if not hit.any():
            return
        by_load, begins = hit & (chance >= self.own_risk), self.flare == 0.0
        length: Any = biology.flare_length(_of(self.p, hit), self.chances.lengths(hit))  # type: ignore[arg-type]
        drawn = np.zeros_like(self.flare)
        drawn[hit] = length
        self.load_flares += by_load & begins
        self.own_flares += hit & ~by_load & begins
        self.flare = np.where(hit & (begins | by_load), np.maximum(self.flare, drawn), self.flare)

    def _grow(self, trained: bool) -> None:
        """Tolerance and strength of those who trained follow; of the others they fade."""
        p: Any = self.p
        tolerance: Any = biology.unused(p, self.tolerance, self.fresh)  # type: ignore[arg-type]
        gain: Any = biology.fade(p, self.gain, self.idle)  # type: ignore[arg-type]
        if not trained:
            self.tolerance, self.gain, self.idle = tolerance, gain, self.idle + 1.0
            return
        adapted: Any = biology.adapted(p, self.tolerance, self.fresh, self.stress)  # type: ignore[arg-type]
        self.tolerance = np.where(self.stress > 0.0, adapted, tolerance)
        worked = self.stimulus > 0.0
        self.gain = np.where(worked, biology.gain(p, self.gain, self.stimulus), gain)  # type: ignore[arg-type]
        self.idle = np.where(worked, 0.0, self.idle + 1.0).astype(np.float32)
        self.stress = self.stimulus = np.zeros_like(self.stress)


def live(crowd: Crowd, schedule: Schedule | None, days: int) -> Iterator[Column]:
    """Every morning's answers, day by day, while the crowd trains by the schedule."""
    for day in range(days):
        yield crowd.answer()
        if schedule is not None and day < schedule.days and day % 7 not in NIGHT_OFF:
            crowd.train(schedule, crowd.comes(schedule))
        crowd.night()


def columns(people: Sequence[Parameters]) -> SimpleNamespace:
    """Parameters of many as columns; numbers that are the same in all stay single."""
    found: dict[str, Any] = {}
    for one in fields(Parameters):
        values = [getattr(person, one.name) for person in people]
        if isinstance(values[0], float):
            found[one.name] = values[0] if len(set(values)) == 1 else np.array(values, np.float32)
    return SimpleNamespace(**found)


def _of(p: SimpleNamespace, which: npt.NDArray[np.bool_]) -> SimpleNamespace:
    """The columns that say how long flares last, for some of the people."""
    names = ("flare_days", "flare_spread", "flare_least", "flare_most")
    return SimpleNamespace(**{name: value[which] if isinstance(value := getattr(p, name), np.ndarray) else value for name in names})

"""How a series has changed, with how sure that is. Before and after, never an effect: nothing here says why.

The change is the level's mean over the newest stretch minus that over the first, from the exact fit of `level`. A first value alone is
never the start: people begin on a hard day, and the next ones are easier without any help.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

import numpy as np

from halfkilo.insight.level import Fit, Prior
from halfkilo.insight.mixture import Array, Mixture

FEWEST = 4
"""Answers below which nothing is said about a change."""
STRETCH = 14
"""Days of the first and of the newest stretch, for a series with an answer a day."""
STRETCH_ANSWERS = 3
"""A stretch reaches over so many times the days between two answers, where that is longer."""
SLOPE = 1.5
"""Prior standard deviation of a steady change over the whole span, in changes that matter (evidence 7.5: pain changes with sd 2.2 in twelve
weeks, where 2 matters). A random walk alone pulls a steady change towards none: on simulated people by 0.3 points."""
MOST_POINTS = 120
"""Longer series are thinned into blocks of days before they are fitted."""
MOST_SHOWN = 60
"""Points at which the level is drawn."""
LIKELY = 0.95
"""Chance of one direction from which on "likely" is said: the 90 % interval then lies on one side of nothing."""


class Told(StrEnum):
    """What the numbers say about a change."""

    BETTER = "better"
    HARDER = "harder"
    SAME = "same"
    CANT_TELL = "cant_tell"


class Size(StrEnum):
    """A change beside the one that matters: surely at least that, perhaps, or surely less."""

    MATTERS = "matters"
    MAY_MATTER = "may_matter"
    SMALL = "small"


@dataclass(frozen=True)
class Series:
    """One number over time, in its own unit. points: (day number, value), rising; a day that is not there was not answered.

    matters: the change that matters, same unit. higher_better: which way is better. every: days between two answers as planned.
    scale: usual size of day-to-day noise. middle, reach: where the first level is expected, give or take. unit: its words' name.
    """

    name: str
    points: tuple[tuple[int, float], ...]
    matters: float
    higher_better: bool
    every: int
    scale: float
    middle: float
    reach: float
    unit: str = "points"

    def __post_init__(self) -> None:
        days = [day for day, _ in self.points]
        if days != sorted(set(days)) or min(self.matters, self.scale, self.reach) <= 0 or self.every < 1:
            raise ValueError(f"series {self.name}: days must rise, sizes must be positive")


@dataclass(frozen=True)
class Change:
    """better: change for the better (negative: harder), low to high with 90 %, in the series' unit; from and to: levels at both ends.

    more: answers that are still missing before anything is said. days: how far the ends lie apart.
    """

    told: Told
    size: Size
    better: float = 0.0
    low: float = 0.0
    high: float = 0.0
    before: float = 0.0
    now: float = 0.0
    more: int = 0
    days: int = 0


@dataclass(frozen=True)
class Band:
    """The level on one day, with 90 %."""

    day: int
    low: float
    level: float
    high: float


@dataclass(frozen=True)
class Trend:
    """A series with what is known about it. bands: the level along the way, none where there is too little."""

    series: Series
    change: Change
    bands: tuple[Band, ...]


def trend(series: Series, *, bands: bool = True) -> Trend:
    """The change and the level along the way. bands: whether the level is worked out along the way, which takes as long as all the rest."""
    points = thinned(series.points)
    if len(points) < FEWEST:
        return Trend(series, Change(Told.CANT_TELL, Size.SMALL, more=FEWEST - len(points)), ())
    first, last = points[0][0], points[-1][0]
    level = _Level(points, series)
    stretch = max(1, min(max(STRETCH, STRETCH_ANSWERS * series.every), (last - first) // 2))
    return Trend(series, _change(series, level, first, last, stretch), _bands(level, first, last) if bands else ())


class _Level:
    """The level as a steady slope and a drift about it."""

    def __init__(self, points: Sequence[tuple[int, float]], series: Series) -> None:
        self.first, self.span = points[0][0], max(1, points[-1][0] - points[0][0])
        prior = Prior(series.scale, (series.middle, series.reach), (SLOPE * series.matters,))
        slope = np.array([self._slope(day) for day, _ in points])
        self.fit = Fit([day for day, _ in points], [value for _, value in points], slope, prior)

    def of(self, weights: dict[int, float]) -> Mixture:
        """A weighted sum of levels by day number."""
        slope = sum(weight * self._slope(day) for day, weight in weights.items())
        return self.fit.contrast(weights, np.array([slope]))

    def along(self, days: Sequence[int]) -> tuple[Array, Array]:
        """Mean and standard deviation of the level on each of these days."""
        return self.fit.levels(days, np.array([[self._slope(day)] for day in days]))

    def _slope(self, day: int) -> float:
        return (day - self.first) / self.span


def thinned(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """At most `MOST_POINTS` points: means over equal blocks of days, at the middle of the days answered. Nothing is filled in."""
    if len(points) <= MOST_POINTS:
        return list(points)
    start, block = points[0][0], math.ceil((points[-1][0] - points[0][0] + 1) / MOST_POINTS)
    blocks: dict[int, list[tuple[int, float]]] = {}
    for day, value in points:
        blocks.setdefault((day - start) // block, []).append((day, value))
    return [(round(fmean(day for day, _ in held)), fmean(value for _, value in held)) for held in blocks.values()]


def _change(series: Series, level: _Level, first: int, last: int, stretch: int) -> Change:
    early, late = range(first, first + stretch), range(last - stretch + 1, last + 1)
    sign = 1.0 if series.higher_better else -1.0
    share = 1.0 / len(early)
    weights = dict.fromkeys(early, -share)
    for day in late:
        weights[day] = weights.get(day, 0.0) + share
    change = level.of({day: sign * weight for day, weight in weights.items()})
    low, high = change.interval()
    before, now = level.of(dict.fromkeys(early, share)).mean, level.of(dict.fromkeys(late, share)).mean
    told, size = verdict(change.below(0.0), low, high, series.matters)
    return Change(told, size, change.mean, low, high, before, now, 0, last - first)


def verdict(harder: float, low: float, high: float, matters: float) -> tuple[Told, Size]:
    """What may be said. harder: chance that it got harder; low, high: 90 % of the change for the better."""
    if harder <= 1.0 - LIKELY or harder >= LIKELY:
        least, most = (low, high) if harder <= 1.0 - LIKELY else (-high, -low)
        size = Size.MATTERS if least >= matters else Size.MAY_MATTER if most >= matters else Size.SMALL
        return (Told.BETTER if harder <= 1.0 - LIKELY else Told.HARDER), size
    return (Told.SAME, Size.SMALL) if -matters < low and high < matters else (Told.CANT_TELL, Size.MAY_MATTER)


def _bands(of: _Level, first: int, last: int) -> tuple[Band, ...]:
    step = max(1, math.ceil((last - first) / (MOST_SHOWN - 1)))
    days = [*range(first, last, step), last]
    means, sds = of.along(days)
    # drawn as a band; the verdict uses the exact interval
    return tuple(Band(day, mean - 1.645 * sd, mean, mean + 1.645 * sd)
                 for day, mean, sd in zip(days, means.tolist(), sds.tolist(), strict=True))

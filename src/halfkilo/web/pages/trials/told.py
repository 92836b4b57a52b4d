"""Results in words: a number, what it may be off by, and whether it changed. "Can't tell yet" is the usual answer, and an honest one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev
from typing import Any

from halfkilo.gym.trials.noise import Noise, Told, compare, noise
from halfkilo.measures import repeated
from halfkilo.units import kilograms
from halfkilo.web.history import measured
from halfkilo.web.models import Person
from halfkilo.web.pages.trials.kinds import STRENGTH, measure_of, of
from halfkilo.web.templatetags.dates import day
from halfkilo.words import say
from halfkilo.words import tongue as language


@dataclass(frozen=True)
class Course:
    """One series over time: (day, repetitions) oldest first; of two on one day the later one."""

    slug: str
    series: str
    days: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def noise(self) -> Noise | None:
        """What is known about its noise."""
        return noise([values for _, values in self.days])

    @property
    def told(self) -> Told:
        """The last day against the first."""
        least = measure_of(self.slug).change / 10
        return compare(self.days[0][1], self.days[-1][1], self.noise, least) if len(self.days) > 1 else Told.CANT_TELL


def courses(person: Person, slug: str) -> dict[str, Course]:
    """Every series of a test that was ever taken."""
    days: dict[str, dict[str, tuple[int, ...]]] = {}
    for on, values in measured(person, slug):
        for series, repetitions in repeated(values).items():
            days.setdefault(series, {})[on] = tuple(repetitions)
    return {series: Course(slug, series, tuple(sorted(found.items()))) for series, found in sorted(days.items())}


def amount(slug: str, value: float, tongue: str) -> str:
    """A result for people: kilograms or mm/s, both to a tenth."""
    if slug == STRENGTH:
        return language(tongue).load(round(value / 100) * 100)
    return say("trial.result.amount_mm", tongue, value=number(slug, value, tongue))


def number(slug: str, value: float, tongue: str) -> str:
    """The bare number of it."""
    if slug == STRENGTH:
        return language(tongue).kilograms(round(value / 100) * 100)
    whole, tenth = divmod(round(value), 10)
    return f"{whole}{language(tongue).decimal}{tenth}"


def sentences(course: Course, other: Course | None, tongue: str) -> list[str]:
    """What can be said about the last day of a course. other: the other side's, of the same place."""
    values = course.days[-1][1]
    found = [_spread(course.slug, values, tongue), _noise(course, tongue), _change(course, tongue)]
    if other is not None and other.days[-1][0] == course.days[-1][0]:
        found.append(_sides(course, other, tongue))
    return [*(one for one in found if one), say("trial.result.unchanged", tongue)]


def _spread(slug: str, values: Sequence[int], tongue: str) -> str:
    if len(values) < 2:
        return ""
    if slug == STRENGTH:
        return say("trial.result.spread", tongue, spread=round(stdev(values) / 100) * 100)
    return say("trial.result.spread_stands", tongue, spread=number(slug, stdev(values), tongue))


def _noise(course: Course, tongue: str) -> str:
    known = course.noise
    if known is None:
        return say("trial.result.noise_unknown", tongue)
    least = measure_of(course.slug).change / 10
    key = "noise_days" if known.over_days else "noise_day"
    return say(f"trial.result.{key}", tongue, change=amount(course.slug, up(max(known.change, least), course.slug), tongue))


def up(value: float, slug: str) -> float:
    """To the next tenth that people are shown, never below what it is: what is said to be chance must cover chance."""
    step = 100 if slug == STRENGTH else 1
    return math.ceil(value / step - 1e-9) * step


def _change(course: Course, tongue: str) -> str:
    if len(course.days) < 2:
        return say("trial.result.first", tongue)
    (since, before), (_, now) = course.days[0], course.days[-1]
    facts = {"since": day(since), "before": amount(course.slug, fmean(before), tongue), "now": amount(course.slug, fmean(now), tongue)}
    key = course.told.value
    if course.slug != STRENGTH and course.told is not Told.CANT_TELL:
        key = f"sway_{key}"
    return say(f"trial.result.{key}", tongue, **facts)


def _sides(course: Course, other: Course, tongue: str) -> str:
    mine, theirs = course.days[-1][1], other.days[-1][1]
    if compare(theirs, mine, noise([mine, theirs]), measure_of(course.slug).change / 10) is Told.CANT_TELL:
        return say("trial.result.sides_same", tongue)
    stronger = max(fmean(mine), fmean(theirs))
    return say("trial.result.sides", tongue, percent=round(100 * abs(fmean(mine) - fmean(theirs)) / stronger))


def chart(course: Course, tongue: str) -> dict[str, Any]:
    """Strength over time, as `LoadData` of front/charts/data.ts: the band is one day's mean give or take its own error."""
    points = [_point(on, round(fmean(values)), course.noise) for on, values in course.days]
    rows = [{"on": one["on"], "load": amount(course.slug, one["grams"], tongue), "band": _band(one, tongue)} for one in reversed(points)]
    return {"data": {"exercise": of(course.series, tongue), "step": 500, "points": points}, "rows": rows}


def _point(on: str, mean: int, known: Noise | None) -> dict[str, Any]:
    if known is None:
        return {"on": on, "grams": mean, "low": None, "high": None}
    off = round(known.change / math.sqrt(2))  # of one day, not of a difference between two
    return {"on": on, "grams": mean, "low": max(0, mean - off), "high": mean + off}


def _band(point: Mapping[str, Any], tongue: str) -> str:
    if point["low"] is None:
        return ""
    decimal = language(tongue).decimal
    low, high = (kilograms(round(point[end] / 100) * 100).replace(".", decimal) for end in ("low", "high"))
    return f"{low}-{high}"

"""From a person's record to series and to numbers of the day. What was not answered is not there; nothing is filled in but days without
training, which are known to be nothing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from statistics import fmean, variance
from typing import Any, NamedTuple, Protocol

from halfkilo.exercises import catalogue
from halfkilo.exercises.facts import Count
from halfkilo.insight.trend import Series
from halfkilo.journal.entry import Entry
from halfkilo.journal.told import as_they_stand
from halfkilo.measures import Direction, Measure, Unit, Unscored, measures, repeated
from halfkilo.units import Region

PAIN_SCALE = 1.2
"""Day-to-day standard deviation (evidence 7.2)."""
NOISE_SHARE = 0.5
"""Day-to-day noise of other series beside the change that matters, before their own answers say more. D."""
LIFT_MATTERS = 0.10
"""A tenth more than in the beginning is a change in what is lifted that matters. D."""
WEEK = 7
STRONGEST = 3
"""Exercises that are shown for strength: those done on most days."""
MDC = 1.96 * math.sqrt(2.0)

PER = {Unit.POINTS: (1.0, "points"), Unit.GRAMS: (1000.0, "kilograms"), Unit.TENTH_MM_S: (10.0, "mm_s"), Unit.TENTH_S: (10.0, "seconds"),
       Unit.DEGREES: (1.0, "degrees"), Unit.STANDS: (1.0, "stands"), Unit.STEPS: (1.0, "steps"), Unit.MINUTES: (1.0, "minutes"),
       Unit.TENTHS: (10.0, "points"), Unit.THOUSANDTHS: (1000.0, "points")}
"""What a value is divided by to be shown, and the words for the unit."""

GROUPS = {"own_mood": "mood", "own_worry": "mood", "own_fear": "mood", "phq_4": "mood", "phq_8": "mood", "gad_7": "mood",
          "own_stress": "mood", "own_sleep": "sleep", "sleep_time": "sleep", "isometric_strength": "strength", "grip_strength": "strength",
          "chair_stand_30": "strength", "sit_to_stand_5": "strength", "biering_sorensen": "strength", "side_bridge_hold": "strength",
          "shoulder_range": "mobility", "hip_range": "mobility", "timed_up_and_go": "mobility", "own_stiffness": "mobility",
          "balance_counter": "balance", "balance_supported": "balance", "single_leg_stance": "balance"}
"""Which part of progress a measure belongs to; anything else is function."""


class Told(Protocol):
    """One entry as corrected: what the site's own reader gives."""

    @property
    def kind(self) -> str: ...
    @property
    def day(self) -> str: ...
    @property
    def body(self) -> dict[str, Any]: ...


class Line(NamedTuple):
    """One entry as corrected. day: local day it was written."""

    kind: str
    day: str
    body: dict[str, Any]


def lines(entries: Sequence[Entry]) -> Iterator[Line]:
    """Entries in fold order as they stand."""
    for entry in as_they_stand(entries):
        yield Line(entry.kind, entry.at[:10], entry.body)


@lru_cache(maxsize=8192)
def number(day: str) -> int:
    """A day as a number, so that days can be counted."""
    return date.fromisoformat(day[:10]).toordinal()


def mornings(told: Iterable[Told], region: str) -> dict[int, float]:
    """Usual pain of a region by day; of two answers of a day the higher one counts, as in the fold."""
    days: dict[int, float] = {}
    for one in told:
        if one.kind == "morning" and region in one.body.get("pain", {}):
            day, pain = number(one.body["on"]), float(one.body["pain"][region])
            days[day] = max(pain, days.get(day, pain))
    return days


def flare_days(spans: Iterable[tuple[str, str | None]], until: int) -> frozenset[int]:
    """Day numbers within flares, given as (first day, day it was over or None)."""
    return frozenset(day for since, over in spans for day in range(number(since), number(over) if over else until + 1))


def pain(told: Iterable[Told], region: str, apart: Collection[int] = ()) -> Series:
    """Usual pain outside flares; flares have a series of their own, so that neither hides the other."""
    points = tuple((day, value) for day, value in sorted(mornings(told, region).items()) if day not in apart)
    return Series(f"pain:{region}", points, measures()["nrs"].change / 10, False, 1, PAIN_SCALE, 5.0, 5.0)


def flare_share(region: str, apart: Collection[int], first: int, last: int) -> Series:
    """Days in a flare, of every four whole weeks."""
    block = 4 * WEEK
    starts = range(first, last - block + 2, block)
    points = tuple((start + block - 1, float(sum(day in apart for day in range(start, start + block)))) for start in starts)
    return Series(f"flares:{region}", points, 3.0, False, block, 3.0, 3.0, 6.0, "days")


def sessions(told: Iterable[Told], last: int) -> Series:
    """Sessions of every seven days since the first, whole or short. last: the newest day that is over."""
    days = sorted({number(one.body["on"]) for one in told if one.kind == "session_opened"})
    starts = range(days[0], last - WEEK + 2, WEEK) if days else range(0)
    held = Counter((day - days[0]) // WEEK for day in days)
    points = tuple((start + WEEK - 1, float(held[week])) for week, start in enumerate(starts))
    return Series("consistency:", points, 1.0, True, WEEK, 1.0, 2.0, 2.0, "sessions")


def measured(told: Iterable[Told]) -> list[Series]:
    """Every measure that was taken, by item where sides or activities are told apart, else by its score."""
    taken: dict[str, dict[int, dict[str, int]]] = defaultdict(dict)
    for one in told:
        if one.kind == "measured" and one.body["measure"] in measures():
            taken[one.body["measure"]].setdefault(number(one.body["on"]), {}).update(one.body["values"])
    found = []
    for slug, days in sorted(taken.items()):
        found += _of_measure(measures()[slug], days)
    return found


def _of_measure(measure: Measure, days: Mapping[int, Mapping[str, int]]) -> list[Series]:
    per, _ = PER[measure.unit]
    series: dict[str, dict[int, float]] = defaultdict(dict)
    spread: dict[str, float] = {}
    for day, values in sorted(days.items()):
        for name, value in _values(measure, values).items():
            series[name][day] = value / per
        if measure.own_change:
            spread |= {name: MDC * math.sqrt(variance(of) / len(of)) / per for name, of in repeated(values).items() if len(of) > 1}
    return [_series(measure, name, tuple(sorted(points.items())), spread.get(name, 0.0)) for name, points in series.items()]


def _values(measure: Measure, values: Mapping[str, int]) -> dict[str, float]:
    """In the measure's own unit by series: repetitions as their mean, parts and scores as they are scored, else each item."""
    if measure.repetitions > 1:
        return {name: fmean(of) for name, of in repeated(values).items()}
    if measure.scales and not measure.whole:
        return {name: score / 10 for name, score in measure.scores(values).items() if isinstance(score, int)}
    if not measure.slot and (len(measure.item) != 1 or measure.names == ()):
        return {item: float(value) for item, value in values.items() if measure.least <= value <= measure.most}
    try:
        return {"": measure.score(values) / 10}
    except Unscored:
        return {}


def _series(measure: Measure, name: str, points: tuple[tuple[int, float], ...], spread: float) -> Series:
    per, unit = PER[measure.unit]
    matters = max(measure.change / 10 / per, spread)
    single = measure.slug == "psfs"  # 3 points for one activity (evidence 4), where 2 are for the mean
    begin = fmean(value for _, value in points[:3])
    reach = 3.0 * max(matters, 0.3 * abs(begin))
    return Series(f"{GROUPS.get(measure.slug, 'function')}:{measure.slug}{'.' if name else ''}{name}", points, 3.0 if single else matters,
                  measure.better is Direction.HIGHER, measure.every, NOISE_SHARE * matters, begin, reach, unit)


def lifted(told: Iterable[Told]) -> list[Series]:
    """What is lifted in the exercises done on most days: load and repetitions of the day's best set as the load that could be lifted once
    (Epley), kilograms. Sets typed in, assisted, or of a finder say nothing about it."""
    best: dict[str, dict[int, float]] = defaultdict(dict)
    for one in told:
        body = one.body
        if one.kind != "set_done" or body.get("typed") or body.get("assisted") or body.get("finder") or body["grams"] <= 0:
            continue
        exercise = catalogue().get(body["exercise"])
        if exercise is None or exercise.facts.count is not Count.REPS or body["done"] < 1:
            continue
        name, day = f"{body['exercise']}.{body['tool']}.{body['side']}", number(one.day)
        best[name][day] = max(best[name].get(day, 0.0), body["grams"] * (30 + min(body["done"], 20)) / 30_000)
    most = sorted(best, key=lambda name: (-len(best[name]), name))[:STRONGEST]
    return [_lift(name, tuple(sorted(best[name].items()))) for name in most]


def _lift(name: str, points: tuple[tuple[int, float], ...]) -> Series:
    begin = fmean(value for _, value in points[:3])
    matters = max(0.5, LIFT_MATTERS * begin)
    return Series(f"strength:{name}", points, matters, True, 3, NOISE_SHARE * matters, begin, 3.0 * matters, "kilograms")


def factors(told: Sequence[Told], region: str = "", share: int = 20) -> dict[str, dict[int, float]]:
    """Numbers of the day, by factor and day number: what `nof1.next_day` looks at.

    load: kilograms times amount of all sets; of exercises that ask at least `share` of the region's joint, where one is named. sets: how
    many there were, instead of it, where nothing was ever lifted but the body. Days between the first and the last training on which
    nothing was done are 0.
    sleep (hours in the night before), stress (0-10), steps: where they were entered.
    """
    sets = [one for one in told if one.kind == "set_done" and _loads(one.body["exercise"], region, share)]
    lifted_any = any(one.body["grams"] > 0 for one in sets)
    found = {"load" if lifted_any else "sets": _by_day(sets, lambda body: body["grams"] * body["done"] / 1000 if lifted_any else 1.0)}
    for name, slug, per in (("sleep", "sleep_time", 60.0), ("stress", "own_stress", 1.0), ("steps", "steps", 1.0)):
        found[name] = {number(one.body["on"]): value / per for one in told if one.kind == "measured" and one.body["measure"] == slug
                       for value in one.body["values"].values()}
    return {name: days for name, days in found.items() if days}


def _by_day(sets: Iterable[Told], amount: Callable[[dict[str, Any]], float]) -> dict[int, float]:
    days: dict[int, float] = defaultdict(float)
    for one in sets:
        days[number(one.day)] += amount(one.body)
    return {day: days.get(day, 0.0) for day in range(min(days), max(days) + 1)} if days else {}


def _loads(slug: str, region: str, share: int) -> bool:
    if not region:
        return True
    exercise = catalogue().get(slug)
    return exercise is not None and exercise.demand.of(Region(region).joint) >= share

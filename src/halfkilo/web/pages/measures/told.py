"""Results in words: a number in its own unit, and whether it changed by more than chance usually makes. Before and after is never called
effect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from halfkilo.measures import Direction, Measure, Unit, Unscored, measures, repeated
from halfkilo.web.pages.measures.past import Taken
from halfkilo.web.pages.trials.told import Course
from halfkilo.web.templatetags.dates import day
from halfkilo.words import has, say
from halfkilo.words import tongue as language

ONE_ACTIVITY = 30
"""Tenths of a point by which a single activity has to change (the mean of several: 20): psfs/measure.toml."""

PARTS = {Unit.TENTH_S: 10, Unit.TENTHS: 10, Unit.THOUSANDTHS: 1000}
"""Parts of one that a unit counts in."""


@dataclass(frozen=True)
class Series:
    """One thing over time. points: (day, tenths of the measure's unit), oldest first; no value where no score can be given."""

    name: str
    points: tuple[tuple[str, float | None], ...]
    change: float
    better: Direction

    @property
    def scored(self) -> list[tuple[str, float]]:
        """The days with a score."""
        return [(on, value) for on, value in self.points if value is not None]


def name_of(slug: str, tongue: str, whole: bool = False) -> str:
    """What a measure is called: ours by its name, a slot by what it is about; `whole` puts the instrument's name behind it."""
    measure = measures()[slug]
    if not measure.slot:
        key = next(key for key in (f"measure.{slug}.name", f"measures.name.{slug}", f"trial.{slug}", f"measure.about.{slug}") if has(key))
        return say(key, tongue)
    about = say(f"measure.about.{slug}", tongue)
    return f"{about} ({measure.slot})" if whole else about


def amount(measure: Measure, tenths: float, tongue: str) -> str:
    """A result for people, with its unit where it has one."""
    if measure.unit is Unit.GRAMS:
        return language(tongue).load(round(tenths / 1000) * 100)
    if measure.unit is Unit.MINUTES:
        hours, minutes = divmod(round(tenths / 10), 60)
        return say("measures.amount.minutes", tongue, hours=hours, minutes=minutes)
    plain = number(measure, tenths, tongue)
    if measure.unit in (Unit.TENTH_S, Unit.DEGREES):
        return say(f"measures.amount.{measure.unit.value}", tongue, value=plain)
    if measure.unit in (Unit.STANDS, Unit.STEPS):
        whole = tenths / 10
        return say(f"measures.amount.{measure.unit.value}", tongue, n=round(whole)) if whole == round(whole) else plain
    return plain


def number(measure: Measure, tenths: float, tongue: str) -> str:
    """The bare number: as many digits as the measure has, and no empty ones where it has none."""
    decimal = language(tongue).decimal
    if measure.unit is Unit.GRAMS:
        return language(tongue).kilograms(round(tenths / 1000) * 100)
    value, digits = tenths / 10 / PARTS.get(measure.unit, 1), {10: 1, 1000: 3}.get(PARTS.get(measure.unit, 1), 0)
    if not digits and value != round(value):
        digits = 1
    return f"{value:.{digits}f}".replace("-", "\u2212").replace(".", decimal)


def series_of(slug: str, times: Sequence[Taken], tongue: str, activities: Sequence[tuple[str, str]] = ()) -> list[Series]:
    """Everything that one measure shows over time. activities: (id, name) of the person's own."""
    measure = measures()[slug]
    if measure.own_change:
        return _gauged(slug, times, tongue)
    if measure.slot and measure.whole:
        return [_whole(measure, times)]
    if measure.slot:
        return _parts(measure, times, tongue)
    names = dict(activities) if slug == "psfs" else {}
    items = [item for item in dict.fromkeys(item for one in times for item in one.values) if not names or item in names]
    change = ONE_ACTIVITY if names else measure.change
    return [Series(names.get(item) or _item(measure, item, tongue), tuple((one.on, 10.0 * one.values[item]) for one in _daily(times, item)),
                   change, measure.better) for item in items]


def _daily(times: Sequence[Taken], item: str) -> list[Taken]:
    """Of several on one day the last."""
    return list({one.on: one for one in times if item in one.values}.values())


def _item(measure: Measure, item: str, tongue: str) -> str:
    return say(f"measures.item.{item}", tongue) if len(measure.item) > 1 else ""


def _whole(measure: Measure, times: Sequence[Taken]) -> Series:
    points = tuple((one.on, _score(measure, one.values)) for one in {one.on: one for one in times}.values())
    return Series("", points, measure.change, measure.better)


def _score(measure: Measure, values: Mapping[str, int]) -> float | None:
    """Tenths; nothing where too much is missing."""
    try:
        return float(measure.score(values))
    except Unscored:
        return None


def _parts(measure: Measure, times: Sequence[Taken], tongue: str) -> list[Series]:
    daily = list({one.on: one for one in times}.values())
    found = []
    for scale in measure.scales:
        scores = [(one.on, measure.scores(one.values)[scale.name]) for one in daily]
        points = tuple((on, None if isinstance(score, Unscored) else float(score)) for on, score in scores)
        found.append(Series(say(f"measures.part.{scale.name}", tongue), points, measure.change, measure.better))
    return found


def _gauged(slug: str, times: Sequence[Taken], tongue: str) -> list[Series]:
    """Each side's mean of its repetitions; the change that matters comes from those repetitions themselves."""
    days: dict[str, dict[str, tuple[int, ...]]] = {}
    for one in times:
        for item, values in repeated(one.values).items():
            days.setdefault(item, {})[one.on] = tuple(values)
    found = []
    for item, taken in sorted(days.items()):
        course = Course(slug, item, tuple(sorted(taken.items())))
        change = max(measures()[slug].change, 10 * course.noise.change) if course.noise else math.inf
        points = tuple((on, 10 * fmean(values)) for on, values in course.days)
        found.append(Series(say(f"measures.item.{item}", tongue), points, change, Direction.HIGHER))
    return found


def sentence(one: Series, measure: Measure, tongue: str) -> str:
    """The newest against the first, as far as can be said."""
    scored = one.scored
    if not scored:
        return ""
    if len(scored) < 2:
        return say("measures.told.first", tongue, weeks=max(1, measure.every // 7))
    (since, before), (_, now) = scored[0], scored[-1]
    facts = {"since": day(since), "before": amount(measure, before, tongue), "now": amount(measure, now, tongue)}
    if one.change == math.inf:
        return say("measures.told.noise_unknown", tongue, **facts)
    facts["change"] = amount(measure, _up(one.change, measure), tongue)
    if abs(now - before) < one.change:
        return say("measures.told.cant_tell", tongue, **facts)
    return say("measures.told.better" if (now > before) is (one.better is Direction.HIGHER) else "measures.told.other_way", tongue, **facts)


def _up(change: float, measure: Measure) -> float:
    """A load to the next tenth of a kilo above: what is said to be chance must cover chance."""
    return math.ceil(change / 1000 - 1e-9) * 1000 if measure.unit is Unit.GRAMS else change

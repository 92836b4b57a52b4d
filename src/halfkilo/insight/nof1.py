"""Does my pain the next day go with what the day was like? An answer from one person's own days, which may be "can't tell yet".

What is estimated is how much the next morning differs between a high and a low day of this person (two standard deviations of the day's
number apart), with the level left free to drift and the other known numbers of the day held equal. It is what goes together, never what
makes what: a dose that follows pain, or a third thing behind both, can do it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from halfkilo.insight.level import Fit, Prior, effect_sds
from halfkilo.insight.mixture import Array, Mixture

LEAST = 0.5
"""A difference between a high and a low day that could matter to somebody, points of 10. Ours (D): half of "slightly better"."""

EFFECT_SD = 1.0
"""Before any data, a difference of more than two points between two usual days is held unlikely (evidence 7.2: the whole of a person's
day-to-day scatter is 1.2). D."""

SCALE = 1.2
"""Day-to-day standard deviation of pain (evidence 7.2, 10.1016/j.jpain.2022.01.001)."""

SURE = 0.975
"""Chance of one direction from which on it is named. Stricter than a 90 % interval, because several numbers are looked at."""
SMALL = 0.9
"""Chance of lying within half a point either way from which on "hardly any difference" is said."""

FEWEST = 21
"""Pairs of a day and its next morning below which nothing is said."""
NEWEST = 182
"""Pairs that are looked at: half a year. Older days say little about how it is now."""
FEWEST_OTHER = 5
"""Days that must lie on either side of the middle of all, so that high and low days can be compared at all."""
ALONGSIDE = 0.9
"""Another number of the day is held equal when it is known on this share of the days."""
KNOWN_SD = 0.3
"""How exactly the difference must be known (standard deviation) before a claim of either kind is likely: LEAST / 1.64."""
WEEKS_AHEAD = (1, 2, 3, 4, 6, 8, 12, 16, 26)
PATTERN = 28
"""Days at the end whose pattern is taken for the days to come."""


class Goes(StrEnum):
    """What the days say: mornings are higher after high days, lower, hardly different, or it can't be told yet."""

    HIGHER = "higher"
    LOWER = "lower"
    LITTLE = "little"
    CANT_TELL = "cant_tell"


class Missing(StrEnum):
    """What stands in the way of an answer: too few pairs, days too much alike, or only more weeks like these."""

    NOTHING = "nothing"
    PAIRS = "pairs"
    ALIKE = "alike"
    WEEKS = "weeks"


@dataclass(frozen=True)
class Answer:
    """One number of the day. difference: points of pain the next morning, high day against low day (90 %: low to high).

    pairs: days used. missing and more: what would help (pairs: that many more; weeks: about so many; 0 where the same would not do).
    alongside: numbers held equal. A and B of the comparison: what a high and a low day are, in the number's own unit.
    """

    factor: str
    goes: Goes
    pairs: int
    missing: Missing = Missing.NOTHING
    more: int = 0
    difference: float = 0.0
    low: float = 0.0
    high: float = 0.0
    high_day: float = 0.0
    low_day: float = 0.0
    alongside: tuple[str, ...] = ()


def next_day(mornings: Mapping[int, float], factors: Mapping[str, Mapping[int, float]],
             apart: frozenset[int] = frozenset()) -> list[Answer]:
    """One answer per factor, in their order.

    Args:
        mornings: pain by day number, as answered that morning. factors: numbers of a day by day number, such as load or hours of sleep of
            the night before it. apart: days in a flare; their mornings are left out, since a flare changes both the pain and the day.
    """
    known = {day - 1: pain for day, pain in mornings.items() if day not in apart and day - 1 not in apart}
    return [_answer(name, known, factors) for name in factors]


def _answer(name: str, known: Mapping[int, float], factors: Mapping[str, Mapping[int, float]]) -> Answer:
    asked = factors[name]
    days = sorted(day for day in known if day in asked)[-NEWEST:]
    if len(days) < FEWEST:
        return Answer(name, Goes.CANT_TELL, len(days), Missing.PAIRS, FEWEST - len(days))
    beside = tuple(other for other in factors if other != name and _covers(factors[other], days))
    days = [day for day in days if all(day in factors[other] for other in beside)]
    columns = [_spread([factors[one][day] for day in days]) for one in (name, *beside)]
    if columns[0] is None:
        return Answer(name, Goes.CANT_TELL, len(days), Missing.ALIKE)
    x = np.column_stack([column for column in columns if column is not None])
    beside = tuple(one for one, column in zip(beside, columns[1:], strict=True) if column is not None)
    prior = Prior(SCALE, (5.0, 5.0), (EFFECT_SD,) * x.shape[1])
    fit = Fit(days, [known[day] for day in days], x, prior)
    return _told(name, fit, x, np.array([asked[day] for day in days]), beside)


def _covers(other: Mapping[int, float], days: list[int]) -> bool:
    return sum(day in other for day in days) >= max(FEWEST, ALONGSIDE * len(days))


def _spread(values: list[float]) -> Array | None:
    """Centred, in units of two standard deviations; None where the days are too much alike."""
    numbers = np.array(values, dtype=np.float64)
    middle = numbers.mean()
    if min((numbers > middle).sum(), (numbers < middle).sum()) < FEWEST_OTHER:
        return None
    return np.asarray((numbers - middle) / (2.0 * numbers.std()), dtype=np.float64)


def _told(name: str, fit: Fit, x: Array, raw: Array, beside: tuple[str, ...]) -> Answer:
    effect = fit.effect(0)
    goes = goes_of(effect)
    low, high = effect.interval()
    more = weeks_more(fit, x) if goes is Goes.CANT_TELL else 0
    missing = Missing.WEEKS if goes is Goes.CANT_TELL else Missing.NOTHING
    return Answer(name, goes, len(raw), missing, more, effect.mean, low, high, float(raw.mean() + raw.std()),
                  float(raw.mean() - raw.std()), beside)


def goes_of(effect: Mixture) -> Goes:
    """The verdict of a difference."""
    if effect.below(LEAST) - effect.below(-LEAST) >= SMALL:
        return Goes.LITTLE
    above = 1.0 - effect.below(0.0)
    if above >= SURE:
        return Goes.HIGHER
    return Goes.LOWER if above <= 1.0 - SURE else Goes.CANT_TELL


def weeks_more(fit: Fit, x: Array) -> int:
    """About how many more weeks like the last four would be needed to tell, 0 where half a year would not do.

    How exactly a difference will be known depends on the days alone, not on the answers, once noise and drift are known.
    """
    recent = fit.days > fit.days[-1] - PATTERN
    for weeks in WEEKS_AHEAD:
        days, rows = _ahead(fit.days, x, recent, weeks * 7)
        if effect_sds(days, rows, fit.prior, *fit.usual)[0] <= KNOWN_SD:
            return weeks
    return 0


def _ahead(days: Array, x: Array, recent: Array, more: int) -> tuple[Array, Array]:
    """The days there are, and `more` days after them in the pattern of the recent ones; at most `NEWEST` in all, the latest."""
    gone, rows, last = list(days), list(x), float(days[-1])
    steps, pattern = days[recent] - (last - PATTERN), x[recent]
    for start in range(0, more, PATTERN):
        for step, row in zip(steps, pattern, strict=True):
            if start + step <= more:
                gone.append(last + start + step)
                rows.append(row)
    return np.array(gone[-NEWEST:]), np.array(rows[-NEWEST:])

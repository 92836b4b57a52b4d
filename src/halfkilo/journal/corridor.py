"""The person's own usual pain and the corridor around it (DOSE.md 2): whole numbers only, no clock.

Medians of an even number of mornings take the lower middle for the reference (stricter edges) and the higher middle where
a high usual needs a clinician. The variation is that of the population, compared as integers so that no float decides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from halfkilo import limits
from halfkilo.journal.state import Flare, RegionState


@dataclass(frozen=True)
class Corridor:
    """One region on one day. usual: median of the mornings (`high`: the higher middle); ref: reference pain; d: what a
    morning must rise by to be a signal; green and red: edges of the peak."""

    usual: int
    high: int
    ref: int
    d: int
    green: int
    red: int

    def settled(self, pain: int) -> bool:
        """Whether a morning is back near the usual."""
        return pain <= self.ref + limits.SETTLED_OVER_REF.first

    def peak_green(self, peak: int, pre: int | None) -> bool:
        """A peak is green below the edge, or when it did not rise above the pain before."""
        return peak <= self.green or (pre is not None and peak <= pre and peak <= limits.NO_RISE_CAP.first)

    def peak_red(self, peak: int) -> bool:
        """A peak is red above the edge, and from 8 for everybody."""
        return peak > self.red or peak >= limits.ALWAYS_RED.first


def in_flare(flares: Sequence[Flare], day: str) -> bool:
    """Whether `day` lies in one of the flares; the day one ended does not."""
    return any(flare["since"] <= day and (flare["until"] is None or day < flare["until"]) for flare in flares)


def open_flare(region: RegionState) -> bool:
    """Whether a flare is going on."""
    return bool(region["flares"]) and region["flares"][-1]["until"] is None


class Usual:
    """The mornings of one region outside flares, oldest first, as they are now: asked about many days, they are sorted out once."""

    def __init__(self, region: RegionState) -> None:
        told = list(region["mornings"])  # in order, one a day
        for flare in region["flares"]:
            until = flare["until"]
            del told[bisect_left(told, [flare["since"]]) : None if until is None else bisect_left(told, [until])]
        self.entry = region["entry"]
        self.days = [day for day, _ in told]
        self.pains = tuple([pain for _, pain in told])
        self.least_signal = min([self.entry, *self.pains]) + limits.SIGNAL.hard[0]
        """No morning below it is a signal on any day: no reference lies below all answers and the entry, no signal nearer to it."""

    def since(self, on: str) -> list[str]:
        """The days of its mornings from day `on`."""
        return self.days[bisect_left(self.days, on) :]

    def last(self, days: int, on: str) -> tuple[int, ...]:
        """The answers of the last `days` days up to `on`."""
        return self.pains[bisect_left(self.days, next_day(on, 1 - days)) : bisect_right(self.days, on)]

    def corridor(self, on: str, *, entry: int | None = None, green: int | None = None, red: int | None = None) -> Corridor:
        """The corridor on day `on`. green, red: absolute edges. entry: another one than the region's own (simulations only)."""
        days, upto = self.days, bisect_right(self.days, on)
        base = self.pains[bisect_left(days, next_day(on, -_BASE)) : upto]
        spread = self.pains[bisect_left(days, next_day(on, -_SPREAD)) : upto]
        return _around(base, spread, self.entry if entry is None else entry, green, red)


_BASE, _SPREAD = limits.BASE_DAYS.first - 1, limits.SD_DAYS.first - 1
"""How many days before a day its usual and its variation begin."""


def variation(scores: Sequence[int]) -> int:
    """d of DOSE.md 2: 2, or 3 for people whose mornings vary by more than 4/3 (1.5 sd > 2)."""
    n = len(scores)
    if n < limits.BASE_LEAST.first:
        return limits.SIGNAL.first
    spread = n * sum([score * score for score in scores]) - sum(scores) ** 2  # n^2 times the variance
    return limits.SIGNAL.hard[1] if 9 * spread > 16 * n * n else limits.SIGNAL.hard[0]


def corridor(region: RegionState, on: str, *, green: int | None = None, red: int | None = None) -> Corridor:
    """The corridor of `region` on day `on`. green, red: absolute edges set by a clinician, within the guardrails."""
    return Usual(region).corridor(on, green=green, red=red)


@lru_cache(maxsize=4096)
def _around(base: tuple[int, ...], spread: tuple[int, ...], entry: int, green: int | None, red: int | None) -> Corridor:
    """The corridor around the answers `base`, which vary like `spread`. Kept, because the days of earlier outings are asked about
    again and again."""
    scores, n = sorted(base), len(base)
    known = n >= limits.BASE_LEAST.first
    usual, high = (scores[(n - 1) // 2], scores[n // 2]) if known else (entry, entry)
    ref = min(usual, entry + limits.DRIFT_OVER_ENTRY.first)
    green_edge = limits.GREEN_ABSOLUTE.first if green is None else limits.GREEN_ABSOLUTE.hold(green)
    red_edge = limits.RED_ABSOLUTE.first if red is None else limits.RED_ABSOLUTE.hold(red)
    return Corridor(
        usual=usual, high=high, ref=ref, d=variation(spread),
        green=min(limits.GREEN_CAP.first, max(green_edge, ref + limits.GREEN_OVER_REF.first)),
        red=min(limits.RED_CAP.first, max(red_edge, ref + limits.RED_OVER_REF.first)),
    )


def morning_of(region: RegionState, day: str) -> int | None:
    """The answer of one morning, or None."""
    mornings = region["mornings"]
    place = bisect_left(mornings, [day])
    return mornings[place][1] if place < len(mornings) and mornings[place][0] == day else None


@lru_cache(maxsize=8192)
def next_day(day: str, days: int = 1) -> str:
    """The day `days` later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def flare_over(region: RegionState, on: str) -> bool:
    """Whether the mornings up to `on` end the open flare: at least three days old, two mornings running at most ref + 1."""
    since = region["flares"][-1]["since"]
    if on < next_day(since, limits.FLARE_LEAST_DAYS.first):
        return False
    now = corridor(region, next_day(since, -1))  # the usual before the flare: its own mornings don't count
    last, before = morning_of(region, on), morning_of(region, next_day(on, -1))
    return last is not None and before is not None and next_day(on, -1) > since and now.settled(last) and now.settled(before)

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
from typing import Any

from halfkilo import limits
from halfkilo.journal.state import Flare, RegionState

_OVER = 11
"""Above every answer."""


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


def quiet(region: RegionState, on: str, days: int) -> list[int]:
    """The morning answers of the last `days` days up to `on`, outside flares, oldest first."""
    return [pain for _, pain in _quiet(region, on, days)]


def _quiet(region: RegionState, on: str, days: int) -> list[list[Any]]:
    """The mornings themselves. They stand in order, one a day."""
    first, mornings = next_day(on, 1 - days), region["mornings"]
    asked = mornings[bisect_left(mornings, [first]) : bisect_right(mornings, [on, _OVER])]
    for flare in region["flares"]:
        until = flare["until"]
        if flare["since"] <= on and (until is None or first < until):
            del asked[bisect_left(asked, [flare["since"]]) : None if until is None else bisect_left(asked, [until])]
    return asked


def variation(scores: Sequence[int]) -> int:
    """d of DOSE.md 2: 2, or 3 for people whose mornings vary by more than 4/3 (1.5 sd > 2)."""
    n = len(scores)
    if n < limits.BASE_LEAST.first:
        return limits.SIGNAL.first
    spread = n * sum([score * score for score in scores]) - sum(scores) ** 2  # n^2 times the variance
    return limits.SIGNAL.hard[1] if 9 * spread > 16 * n * n else limits.SIGNAL.hard[0]


def corridor(region: RegionState, on: str, *, green: int | None = None, red: int | None = None) -> Corridor:
    """The corridor of `region` on day `on`. green, red: absolute edges set by a clinician, within the guardrails."""
    asked = _quiet(region, on, max(limits.BASE_DAYS.first, limits.SD_DAYS.first))
    scores = tuple([pain for _, pain in asked])
    base = scores[bisect_left(asked, [next_day(on, 1 - limits.BASE_DAYS.first)]) :]
    spread = scores[bisect_left(asked, [next_day(on, 1 - limits.SD_DAYS.first)]) :]
    return _around(base, spread, region["entry"], green, red)


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

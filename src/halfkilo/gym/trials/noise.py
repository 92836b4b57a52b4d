"""What can be told from noise, out of the person's own repetitions.

The formula is the usual one for the smallest detectable change (MDC95 = 1.96 * sqrt(2) * standard error of measurement, the
"MDC95" of the evidence base, for example 10.1186/s12891-015-0637-8), with two differences because so little is known about one
person: Student's t stands in place of 1.96, and no number of other people is borrowed. Three pulls of one day know only the noise
within that day; from four days on the differences from day to day count, which are larger.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from halfkilo.gym.trials.figures import DAYS_KNOWN

_FREEDOMS = (*range(1, 21), 25, 30, 60, 120)
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101,
      2.093, 2.086, 2.060, 2.042, 2.000, 1.980)
"""Student's t, two-sided 95 percent, by degrees of freedom; between two rows the larger one."""


class Told(StrEnum):
    """What two results say about each other."""

    HIGHER = "higher"
    LOWER = "lower"
    CANT_TELL = "cant_tell"


@dataclass(frozen=True)
class Noise:
    """error: standard error of one day's mean, in the values' own unit. freedom: degrees of freedom behind it.
    over_days: whether differences from day to day are in it; without, the true smallest change is larger."""

    error: float
    freedom: int
    over_days: bool

    @property
    def change(self) -> float:
        """The smallest difference between two such days that noise alone makes in one case of twenty."""
        return t_95(self.freedom) * math.sqrt(2) * self.error


def t_95(freedom: int) -> float:
    """Student's t, two-sided 95 percent, for `freedom` >= 1 degrees of freedom, never rounded to the bold side."""
    return _T[bisect_right(_FREEDOMS, freedom) - 1]


def noise(days: Sequence[Sequence[float]]) -> Noise | None:
    """The noise of one day's mean, from the repetitions of some days, oldest first; None while two degrees of freedom are not there."""
    told = [day for day in days if day]
    freedom = sum(len(day) - 1 for day in told)
    if freedom < 2:
        return None
    variance = sum(sum((value - fmean(day)) ** 2 for value in day) for day in told) / freedom
    within = Noise(math.sqrt(variance / min(len(day) for day in told)), freedom, over_days=False)
    return max(within, _between(told), key=lambda one: one.error) if len(told) >= DAYS_KNOWN else within


def _between(days: Sequence[Sequence[float]]) -> Noise:
    """Day to day, from neighbours only, so that a slow rise over months is not taken for noise."""
    steps = [after - before for before, after in pairwise(fmean(day) for day in days)]
    return Noise(math.sqrt(sum(step * step for step in steps) / (2 * len(steps))), len(steps), over_days=True)


def compare(before: Sequence[float], now: Sequence[float], known: Noise | None, least: float = 0.0) -> Told:
    """Two days. least: a difference below it is never called one, whatever the noise."""
    if known is None or not before or not now:
        return Told.CANT_TELL
    difference = fmean(now) - fmean(before)
    if abs(difference) < max(known.change, least):
        return Told.CANT_TELL
    return Told.HIGHER if difference > 0 else Told.LOWER

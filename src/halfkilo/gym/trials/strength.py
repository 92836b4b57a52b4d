"""Isometric strength with a gauge: is this pull clean, what did it measure, and what do three of them say?

Protocol: zero with the strap slack, one practice pull at half effort, three pulls of 3 to 5 s with a minute's rest, each built up
slowly and let go slowly; over as soon as pain passes the person's line. A pull counts as the mean over its best second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean, median, stdev

from halfkilo.gym.sensing import Force
from halfkilo.gym.trials import figures
from halfkilo.gym.trials.noise import Noise, Told, compare, noise
from halfkilo.gym.trials.signal import Trace, best_mean, longest_above, trace


class Problem(StrEnum):
    """Why a pull does not count. It says something about the reading, never about the person."""

    UNSTEADY_ZERO = "unsteady_zero"
    FEW_READINGS = "few_readings"
    TOO_LIGHT = "too_light"
    TOO_HEAVY = "too_heavy"
    SPIKE = "spike"
    JERK = "jerk"
    TOO_SHORT = "too_short"


@dataclass(frozen=True)
class Zero:
    """grams: what the gauge shows with nothing on it. spread_g: between the lowest and the highest reading."""

    grams: float
    spread_g: float
    steady: bool


@dataclass(frozen=True)
class Pull:
    """One pull. peak_g: mean over the best second. top_g: highest reading. rate_g_s: steepest rise, information only.
    lasted_s, held_s: above a fifth, above four fifths of the peak."""

    peak_g: int
    top_g: int
    rate_g_s: int
    lasted_s: float
    held_s: float
    problems: tuple[Problem, ...]

    @property
    def clean(self) -> bool:
        """Whether it counts."""
        return not self.problems


@dataclass(frozen=True)
class Strength:
    """The pulls that count of one place and side, grams. spread_g: their standard deviation."""

    pulls: tuple[int, ...]

    @property
    def best_g(self) -> int:
        """The highest pull."""
        return max(self.pulls)

    @property
    def mean_g(self) -> int:
        """The mean of the pulls: what is compared from day to day."""
        return round(fmean(self.pulls))

    @property
    def spread_g(self) -> int:
        """How much the pulls differ among themselves."""
        return round(stdev(self.pulls)) if len(self.pulls) > 1 else 0

    @property
    def noise(self) -> Noise | None:
        """What this one day says about its own noise; None with fewer than three pulls."""
        return noise([self.pulls])


def force_trace(samples: Sequence[Force]) -> Trace:
    """Readings that carry a time, in seconds and grams."""
    return trace([(sample.at_us / 1e6, sample.grams) for sample in samples if sample.at_us is not None])


def zero(slack: Trace) -> Zero:
    """The gauge with nothing on it. Fewer than a second of readings are not steady."""
    if not slack.values:
        return Zero(0.0, 0.0, steady=False)
    spread = max(slack.values) - min(slack.values)
    steady = slack.lasts >= figures.ZERO_S and slack.rate >= figures.GAUGE_HZ and spread <= figures.ZERO_SPREAD_G
    return Zero(median(slack.values), spread, steady)


def judge(samples: Trace, at_rest: Zero) -> Pull:
    """One pull: readings from before it begins until after it ends."""
    pulled = samples.less(at_rest.grams)
    if pulled.rate < figures.GAUGE_HZ or pulled.gap > figures.GAUGE_GAP_S or pulled.lasts < figures.PEAK_S:
        return Pull(0, 0, 0, 0.0, 0.0, (Problem.FEW_READINGS,))
    peak, _ = best_mean(pulled, figures.PEAK_S)
    rate = _steepest(pulled)
    lasted = longest_above(pulled, peak * figures.BEGINS_PERCENT / 100)
    held = longest_above(pulled, peak * figures.HELD_PERCENT / 100)
    found = _problems(pulled, at_rest, peak, rate, lasted, held)
    return Pull(max(0, round(peak)), max(0, round(max(pulled.values))), round(rate), round(lasted, 2), round(held, 2), found)


def _problems(pulled: Trace, at_rest: Zero, peak: float, rate: float, lasted: float, held: float) -> tuple[Problem, ...]:
    if peak < figures.LIGHT_G:
        return (Problem.TOO_LIGHT,)  # of almost nothing the shares below mean nothing
    told = {
        Problem.UNSTEADY_ZERO: not at_rest.steady,
        Problem.TOO_HEAVY: peak > figures.HEAVY_G,
        Problem.SPIKE: _spiked(pulled.values, peak),
        Problem.JERK: rate * figures.RATE_S > peak * figures.JERK_PERCENT / 100,
        Problem.TOO_SHORT: lasted < figures.LASTED_S or held < figures.HELD_S,
    }
    return tuple(problem for problem, is_so in told.items() if is_so)


def _steepest(pulled: Trace) -> float:
    """Grams a second over the steepest `RATE_S`."""
    ends = [moment for moment in pulled.at if moment - figures.RATE_S >= pulled.at[0]]
    return max(((pulled.value(end) - pulled.value(end - figures.RATE_S)) / figures.RATE_S for end in ends), default=0.0)


def _spiked(values: Sequence[float], peak: float) -> bool:
    """Whether a reading stands alone; a median keeps ramps and edges, so that only single readings differ from it."""
    edge = max(figures.SPIKE_G, peak * figures.SPIKE_PERCENT / 100)
    return any(abs(values[at] - median(values[at - 2 : at + 3])) > edge for at in range(2, len(values) - 2))


def outcome(pulls: Sequence[Pull]) -> Strength | None:
    """The clean pulls together; None while there are too few of them."""
    clean = tuple(pull.peak_g for pull in pulls if pull.clean)[: figures.PULLS]
    return Strength(clean) if len(clean) >= figures.PULLS_LEAST else None


def sides(left: Strength, right: Strength) -> tuple[int, Told]:
    """(left minus right in percent of the stronger one, whether that is more than noise): both of the same place, clean, and today."""
    stronger = max(left.mean_g, right.mean_g)
    percent = round(100 * (left.mean_g - right.mean_g) / stronger) if stronger else 0
    return percent, compare(right.pulls, left.pulls, noise([left.pulls, right.pulls]))

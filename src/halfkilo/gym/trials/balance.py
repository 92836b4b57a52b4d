"""Supported balance on a force plate at a counter: how fast and how far the centre of pressure wanders in 30 s, eyes open.

The counter is within reach of both hands the whole time. A hand on it or a foot beside the plate ends the stand: it was disturbed,
which is no result.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median

from halfkilo.gym.sensing import Balance, Mass
from halfkilo.gym.trials import figures
from halfkilo.gym.trials.mass import body_mass
from halfkilo.gym.trials.signal import Trace, evenly, longest_above, low_pass, trace


class Stance(StrEnum):
    """How the feet stand."""

    TOGETHER = "together"
    ONE_AHEAD = "one_ahead"


class Problem(StrEnum):
    """Why a stand does not count."""

    FEW_READINGS = "few_readings"
    NOBODY = "nobody"
    HELD_ON = "held_on"
    STEPPED = "stepped"
    TOO_SHORT = "too_short"


@dataclass(frozen=True)
class Sway:
    """velocity: tenths of mm/s, length of the path over time. area_mm2: ellipse that holds 95 percent of it. right_percent: share of the
    weight on the right side, feet side by side only."""

    velocity: int
    area_mm2: int
    right_percent: int | None
    problems: tuple[Problem, ...]

    @property
    def clean(self) -> bool:
        """Whether it counts."""
        return not self.problems


def judge(samples: Sequence[Balance], stance: Stance, weight_g: int | None = None, *, said: bool = False) -> Sway:
    """One stand. weight_g: what the person weighs with hands free, else the middle of the stand. said: the person held on, or stepped."""
    right, forward, load = (_trace(samples, of) for of in (_right, _forward, _load))
    if load.rate < figures.PLATE_LEAST_HZ or load.gap > figures.PLATE_GAP_S:
        return Sway(0, 0, None, (Problem.FEW_READINGS,))
    x, y = (low_pass(evenly(one, figures.PLATE_HZ), figures.PLATE_HZ, figures.CUT_HZ) for one in (right, forward))
    found = _problems(load, x, y, weight_g, said=said)
    share = _right_share(samples) if stance is Stance.TOGETHER and Problem.NOBODY not in found else None
    return Sway(round(10 * path_velocity(x, y, figures.PLATE_HZ)), round(ellipse_area(x, y)), share, found)


def weighed(samples: Sequence[Balance]) -> int | None:
    """What the person weighs with hands free, from a few quiet seconds on the plate; None while it is not steady. A plate follows every
    heartbeat, so its readings may lie as far apart as a hand on the counter would put them, and their middle counts."""
    grams = [sample.grams for sample in samples]
    if not grams or 100 * (max(grams) - min(grams)) > figures.HAND_PERCENT * median(grams):
        return None
    return body_mass([Mass(round(median(grams)))])


def path_velocity(x: Sequence[float], y: Sequence[float], rate_hz: float) -> float:
    """Length of the path over its time: mm/s for mm."""
    steps = [math.dist(before, after) for before, after in pairwise(zip(x, y, strict=True))]
    return sum(steps) * rate_hz / len(steps) if steps else 0.0


def ellipse_area(x: Sequence[float], y: Sequence[float]) -> float:
    """Area of the ellipse that holds 95 percent of a normal cloud with this covariance: mm2 for mm."""
    n = len(x)
    if n < 3:
        return 0.0
    mean_x, mean_y = fmean(x), fmean(y)
    xx = sum((one - mean_x) ** 2 for one in x) / (n - 1)
    yy = sum((one - mean_y) ** 2 for one in y) / (n - 1)
    xy = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / (n - 1)
    return math.pi * figures.ELLIPSE * math.sqrt(max(0.0, xx * yy - xy * xy))


def _problems(load: Trace, x: Sequence[float], y: Sequence[float], weight_g: int | None, *, said: bool) -> tuple[Problem, ...]:
    if min(load.values) < figures.NOBODY_G:
        return (Problem.NOBODY,)
    usual = weight_g or median(load.values)
    missing = Trace(load.at, tuple(abs(usual - value) for value in load.values))
    told = {
        Problem.HELD_ON: said or longest_above(missing, usual * figures.HAND_PERCENT / 100) > figures.FOOT_S,
        Problem.STEPPED: _stepped(x, y),
        Problem.TOO_SHORT: load.lasts < figures.STAND_S - 0.5,
    }
    return tuple(problem for problem, is_so in told.items() if is_so)


def _stepped(x: Sequence[float], y: Sequence[float]) -> bool:
    apart = round(figures.STEP_S * figures.PLATE_HZ)
    path = list(zip(x, y, strict=True))
    return any(math.dist(before, after) > figures.STEP_MM for before, after in zip(path, path[apart:], strict=False))


def _right_share(samples: Sequence[Balance]) -> int:
    """Percent of the weight on the right: from the corners, else from the centre of pressure, which is made of the same four numbers."""
    return round(100 * fmean(_one_share(sample) for sample in samples))


def _one_share(sample: Balance) -> float:
    if sample.corners is not None and sum(sample.corners) > 0:
        _, front_right, _, back_right = sample.corners
        return (front_right + back_right) / sum(sample.corners)
    return 0.5 + _right(sample) / figures.PLATE_MM


def _right(sample: Balance) -> float:
    return sample.right_um100 / 10


def _forward(sample: Balance) -> float:
    return sample.forward_um100 / 10


def _load(sample: Balance) -> float:
    return sample.grams


def _trace(samples: Sequence[Balance], of: Callable[[Balance], float]) -> Trace:
    return trace([(sample.at_us / 1e6, of(sample)) for sample in samples if sample.at_us is not None])

"""From outcomes to a comparison: one row a policy, counted by starters, each figure with its 95 % interval (normal, over people)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

from halfkilo.cohort.outcome import Outcome

Z = 1.96
YEAR = 365.0


@dataclass(frozen=True)
class Figure:
    """A mean over people with its interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One policy. gain: strength gained, % of the fresh one; load_flares, flares, flare_days, loud: a year; attendance: % of planned
    sessions; drop_out: %; pain: change of pain, NRS; raised: loads raised a person; breaches: doses past an invariant, of all sessions."""

    policy: str
    people: int
    sessions: int
    gain: Figure
    load_flares: Figure
    flares: Figure
    flare_days: Figure
    loud: Figure
    attendance: Figure
    drop_out: Figure
    pain: Figure
    raised: Figure
    first_raise: float | None
    breaches: int


def rows(outcomes: Mapping[str, Sequence[Outcome]]) -> tuple[Row, ...]:
    """One row for each policy, in the order given."""
    return tuple(row(policy, found) for policy, found in outcomes.items())


def row(policy: str, outcomes: Sequence[Outcome]) -> Row:
    """All people of one policy."""
    firsts = sorted(one.first_raise for one in outcomes if one.first_raise is not None)

    def over(measure: Callable[[Outcome], float], least: float | None = 0.0) -> Figure:
        return figure([measure(one) for one in outcomes], least)

    return Row(
        policy, len(outcomes), sum(one.done for one in outcomes),
        gain=over(lambda one: 100.0 * one.gain, None),
        load_flares=over(lambda one: one.flares_by_load * YEAR / one.days),
        flares=over(lambda one: (one.flares_by_load + one.flares_other) * YEAR / one.days),
        flare_days=over(lambda one: one.flare_days * YEAR / one.days),
        loud=over(lambda one: one.loud * YEAR / one.days),
        attendance=over(lambda one: 100.0 * one.done / max(1, one.planned)),
        drop_out=over(lambda one: 100.0 * (one.left is not None)),
        pain=over(lambda one: one.pain_end - one.pain_start, None),
        raised=over(lambda one: float(one.raised)),
        first_raise=float(firsts[len(firsts) // 2]) if firsts else None,
        breaches=sum(sum(one.breaches.values()) for one in outcomes))


def figure(values: Sequence[float], least: float | None = None) -> Figure:
    """Mean and interval; the interval does not go below `least`."""
    mean, n = fmean(values), len(values)
    half = Z * sqrt(sum((value - mean) ** 2 for value in values) / (n - 1) / n) if n > 1 else 0.0
    low = mean - half
    return Figure(mean, low if least is None else max(least, low), mean + half)


def share(ours: Sequence[Outcome], theirs: Sequence[Outcome], measure: Callable[[Outcome], float] = lambda one: one.gain) -> Figure:
    """Mean of ours over mean of theirs, the same people in pairs; the interval by the delta method.

    Raises:
        ValueError: not the same people.
    """
    if [one.seed for one in ours] != [one.seed for one in theirs]:
        raise ValueError("a share is taken of the same people")
    top, bottom = [measure(one) for one in ours], [measure(one) for one in theirs]
    if fmean(bottom) == 0.0:
        return Figure(1.0, 1.0, 1.0) if fmean(top) == 0.0 else Figure(float("inf"), float("inf"), float("inf"))
    ratio = fmean(top) / fmean(bottom)
    spread = figure([(one - ratio * other) / fmean(bottom) for one, other in zip(top, bottom, strict=True)])
    return Figure(ratio, ratio + spread.low, ratio + spread.high)

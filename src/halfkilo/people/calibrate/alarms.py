"""False alarms of next-morning rules (evidence 7.6), with this biology's day-to-day noise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from halfkilo.people import biology
from halfkilo.people.parameters import Parameters

RULES = ("A", "B", "C", "D", "E")
"""A: 2 above yesterday. B: 2 above the mean of seven days. C: 2 above the median of seven days, on two mornings. D: above 5. E: 2 above the
median, and 5 or more."""

PUBLISHED: dict[tuple[float, float, float], tuple[tuple[float, float], ...]] = {
    (3, 0.8, 0.5): ((3.9, 88), (1.4, 74), (1.8, 78), (0.1, 50), (2.1, 84)),
    (3, 1.2, 0.2): ((16.3, 74), (7.1, 66), (4.0, 63), (2.0, 50), (8.5, 73)),
    (3, 1.2, 0.5): ((11.2, 79), (6.6, 67), (5.9, 66), (1.8, 50), (7.3, 72)),
    (5, 1.2, 0.2): ((16.7, 74), (7.3, 67), (3.9, 63), (33.9, 95), (13.3, 78)),
    (5, 1.2, 0.5): ((11.1, 79), (6.4, 67), (5.5, 66), (33.6, 95), (12.3, 78)),
    (5, 1.6, 0.2): ((23.3, 69), (13.1, 63), (7.6, 55), (38.1, 89), (20.0, 71))}
"""Usual pain, sd, phi: for each rule, percent of mornings flagged without and with a flare (evidence 7.6, 40,000 series each)."""

DAYS, FIRST = 9, 7


def flagged(usual: float, sd: float, phi: float, series: int, seed: int) -> tuple[tuple[float, float], ...]:
    """Percent flagged by each rule without and with a flare that begins on the morning judged first."""
    flare = Parameters().flare_height
    return tuple(zip(_judge(usual, sd, phi, series, seed, 0.0), _judge(usual, sd, phi, series, seed + 1, flare), strict=True))


def _judge(usual: float, sd: float, phi: float, series: int, seed: int, flare: float) -> list[float]:
    pain = _answers(usual, sd, phi, series, seed)
    pain[FIRST:] += flare
    told = np.clip(np.rint(pain), 0, 10)
    week, today, later = told[:FIRST], told[FIRST], told[FIRST + 1]
    median = np.median(week, axis=0)
    rules = (today - told[FIRST - 1] >= 2, today >= week.mean(axis=0) + 2, (today >= median + 2) & (later >= median + 2), today > 5,
             (today >= median + 2) & (today >= 5))
    return [100.0 * float(rule.mean()) for rule in rules]


def _answers(usual: float, sd: float, phi: float, series: int, seed: int) -> npt.NDArray[np.float64]:
    chance, p = np.random.default_rng(seed), replace(Parameters(), phi=phi)
    noise: Any = sd * chance.standard_normal(series)
    days = []
    for _ in range(DAYS):
        days.append(usual + noise)
        noise = biology.noise(p, noise, sd, chance.standard_normal(series))  # type: ignore[arg-type]
    return np.stack(days)


def rows(series: int) -> Iterator[tuple[tuple[float, float, float], tuple[tuple[float, float], ...], tuple[tuple[float, float], ...]]]:
    """Each setting with the published and the simulated percents."""
    for number, (setting, published) in enumerate(PUBLISHED.items()):
        yield setting, published, flagged(*setting, series, 10 * number)

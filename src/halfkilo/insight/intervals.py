"""Exact intervals for shares and rates, and Student's interval for a mean; standard library only."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from statistics import fmean, stdev

LEVEL = 0.95


def share(hits: int, of: int, level: float = LEVEL) -> tuple[float, float]:
    """Clopper-Pearson interval of a share. Covers at least `level`, often more.

    Raises:
        ValueError: no such counts.
    """
    if not 0 <= hits <= of or of == 0:
        raise ValueError(f"{hits} of {of}")
    rest = (1.0 - level) / 2.0
    low = 0.0 if hits == 0 else _where(lambda p: 1.0 - _binomial(hits - 1, of, p) - rest, 0.0, 1.0)
    high = 1.0 if hits == of else _where(lambda p: rest - _binomial(hits, of, p), 0.0, 1.0)
    return low, high


def rate(events: int, exposure: float, level: float = LEVEL) -> tuple[float, float]:
    """Exact Poisson interval (Garwood) of events per unit of exposure.

    Raises:
        ValueError: no such count, or no exposure.
    """
    if events < 0 or exposure <= 0:
        raise ValueError(f"{events} in {exposure}")
    rest, most = (1.0 - level) / 2.0, events + 10.0 * math.sqrt(events + 1.0) + 20.0
    low = 0.0 if events == 0 else _where(lambda mean: 1.0 - _poisson(events - 1, mean) - rest, 0.0, most)
    high = _where(lambda mean: rest - _poisson(events, mean), 0.0, most)
    return low / exposure, high / exposure


def mean(values: Sequence[float], level: float = LEVEL) -> tuple[float, float, float]:
    """Mean, and its interval by Student's t.

    Raises:
        ValueError: fewer than two values.
    """
    if len(values) < 2:
        raise ValueError("needs two values")
    middle, off = fmean(values), student(level, len(values) - 1) * stdev(values) / math.sqrt(len(values))
    return middle, middle - off, middle + off


def student(level: float, freedom: int) -> float:
    """Two-sided quantile of Student's t."""
    return _where(lambda t: _t_inside(t, freedom) - level, 0.0, 1000.0)


def _t_inside(t: float, freedom: int) -> float:
    """Probability of |T| <= t, by the finite series (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan2(t, math.sqrt(freedom))
    cosine = math.cos(angle) ** 2
    total, term = 0.0, 1.0 if freedom % 2 == 0 else math.cos(angle)
    for step in range(freedom // 2 if freedom % 2 == 0 else (freedom - 1) // 2):
        total += term
        term *= cosine * ((2 * step + 1) / (2 * step + 2) if freedom % 2 == 0 else (2 * step + 2) / (2 * step + 3))
    if freedom % 2 == 0:
        return math.sin(angle) * total
    return 2.0 / math.pi * (angle + math.sin(angle) * total)


def _binomial(hits: int, of: int, p: float) -> float:
    """Probability of at most `hits`."""
    if p <= 0.0 or p >= 1.0:
        return 1.0 if p <= 0.0 or hits >= of else 0.0
    logs = (math.lgamma(of + 1) - math.lgamma(k + 1) - math.lgamma(of - k + 1) + k * math.log(p) + (of - k) * math.log1p(-p)
            for k in range(hits + 1))
    return min(1.0, math.fsum(math.exp(log) for log in logs))


def _poisson(events: int, mean_: float) -> float:
    """Probability of at most `events`."""
    if mean_ <= 0.0:
        return 1.0
    return min(1.0, math.fsum(math.exp(k * math.log(mean_) - mean_ - math.lgamma(k + 1)) for k in range(events + 1)))


def _where(rises: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function crosses 0."""
    for _ in range(80):
        middle = 0.5 * (low + high)
        if rises(middle) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)

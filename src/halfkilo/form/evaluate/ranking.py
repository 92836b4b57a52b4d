"""Rank correlation with its limits over people."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from halfkilo.form.joints import Array

DRAWS = 2000
LEAST = 5
"""Fewer people have no order worth a number."""


@dataclass(frozen=True)
class Rank:
    """Spearman's correlation, 95 % limits from drawing people anew (NaN where there are too few), and how many people."""

    value: float
    low: float
    high: float
    people: int

    def plain(self) -> dict[str, float | int | None]:
        """For JSON."""
        value, low, high = (None if math.isnan(one) else round(one, 3) for one in (self.value, self.low, self.high))
        return {"spearman": value, "low": low, "high": high, "people": self.people}


def spearman(one: Array, other: Array) -> float:
    """Correlation of ranks, ties sharing their mean rank; NaN where one side is all alike."""
    a, b = _ranks(np.asarray(one, float)), _ranks(np.asarray(other, float))
    a, b = a - a.mean(), b - b.mean()
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / size if size else math.nan


def ranked(one: Array, other: Array, seed: int = 1) -> Rank:
    """With its limits. One pair a person."""
    one, other = np.asarray(one, float), np.asarray(other, float)
    if len(one) < LEAST:
        return Rank(math.nan, math.nan, math.nan, len(one))
    chance = np.random.default_rng(seed)
    drawn = [spearman(one[at], other[at]) for at in (chance.integers(0, len(one), len(one)) for _ in range(DRAWS))]
    low, high = np.nanpercentile(drawn, (2.5, 97.5))
    return Rank(spearman(one, other), float(low), float(high), len(one))


def _ranks(values: Array) -> Array:
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks: Array = ((ends - counts + ends - 1) / 2.0)[where]
    return ranks

"""A number per repetition for a trend of one person's own: never a grade, never a clinical score, learned from nobody.

It is the mean of three parts, each from 0 to 100: how far the body goes, how smoothly, and how alike the repetitions of a set are. What is
usual was set by hand from what the figure and UI-PRMD's people do, without any score of a clinician.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from halfkilo.form.joints import Array
from halfkilo.form.shape import ROWS, Shape

A_FEW = 3

CARRYING = 8
"""How many of the channels that move most are looked at."""

FAR = 90.0
"""Degrees of such channels' mean range that count as going all the way."""

ROUGH, FINE = 3.2, 1.6
"""Way gone over twice the range: `FINE` there and back with little to and fro in other channels, `ROUGH` with much."""

APART, ALIKE = 18.0, 4.0
"""Mean distance between repetitions of a set, degrees."""


@dataclass(frozen=True)
class Score:
    """0 to 100 each; `whole` is their mean."""

    range: float
    smooth: float
    alike: float

    @property
    def whole(self) -> float:
        """What is drawn as a trend."""
        return (self.range + self.smooth + self.alike) / 3


def scores(shapes: list[Shape]) -> list[Score]:
    """One per repetition of a set; with fewer than three repetitions `alike` is 50."""
    if not shapes:
        return []
    rows = np.array([one.rows for one in shapes])
    middle, seen = np.full(rows.shape[1:], np.nan), np.isfinite(rows).any(0)
    middle[seen] = np.nanmedian(rows[:, seen], 0)
    return [Score(_range(one), _smooth(one), _alike(one, middle, len(shapes))) for one in rows]


def _movers(rows: Array) -> NDArray[np.intp]:
    ranges = np.nan_to_num(rows[ROWS.index("range")])
    return np.argsort(-ranges, kind="stable")[:CARRYING]


def _range(rows: Array) -> float:
    return float(np.clip(100 * np.nanmean(rows[ROWS.index("range"), _movers(rows)]) / FAR, 0, 100))


def _smooth(rows: Array) -> float:
    there = np.nan_to_num(rows[ROWS.index("range")])
    way = np.expm1(np.nan_to_num(rows[ROWS.index("way")]) / 10)
    movers = _movers(rows)
    rough = way[movers].sum() / max(2 * there[movers].sum(), 1e-6)
    return float(np.clip(100 * (ROUGH - 1 - (rough - 1) * 2) / (ROUGH - FINE), 0, 100))


def _alike(rows: Array, middle: Array, count: int) -> float:
    if count < A_FEW:
        return 50.0
    apart = float(np.nanmean(np.abs(rows - middle)[:, _movers(middle)]))
    return float(np.clip(100 * (APART - apart) / (APART - ALIKE), 0, 100))

"""One repetition as a table of the same size however long it took and at whatever frame rate it was seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfkilo.form.channels import CHANNELS, channels
from halfkilo.form.errors import TooFew
from halfkilo.form.joints import Array
from halfkilo.form.landmarks import Landmarks

GRID = 33
"""Moments of a repetition, evenly spread."""

MOMENTS = 7
"""Of these, kept as they are."""

ROWS = (*(f"at {round(100 * index / (MOMENTS - 1))} %" for index in range(MOMENTS)), "most", "least", "mean", "range", "way")
"""Rows of a table: the channel at seven moments, its extremes, mean, range, and ten times the logarithm of the way it went."""

LEAST_FRAMES = 4
GAPS = 0.7
"""A channel that is seen in fewer of the frames than this is not told."""

BLUR = 0.12
"""Seconds over which frames are averaged."""


@dataclass(frozen=True)
class Shape:
    """rows (len(ROWS), channels), NaN where not seen; seconds from beginning to end."""

    rows: Array
    seconds: float


def shape(repetition: Landmarks) -> Shape:
    """Lay one repetition out.

    Raises:
        TooFew: fewer than four frames.
    """
    if len(repetition) < LEAST_FRAMES:
        raise TooFew("frames of a repetition", len(repetition), LEAST_FRAMES)
    return shape_of(on_grid(repetition), float(repetition.times[-1] - repetition.times[0]))


def shape_of(grid: Array, seconds: float) -> Shape:
    """The same from (GRID, channels)."""
    way = 10.0 * np.log1p(np.abs(np.diff(grid, axis=0)).sum(0))
    kept = grid[np.linspace(0, GRID - 1, MOMENTS).round().astype(int)]
    return Shape(np.concatenate([kept, [grid.max(0), grid.min(0), grid.mean(0), np.ptp(grid, axis=0), way]]), seconds)


def on_grid(repetition: Landmarks) -> Array:
    """(GRID, channels): every channel at evenly spread moments, blurred over `BLUR` seconds."""
    times, seen = repetition.times, channels(repetition.places)
    moments = np.linspace(times[0], times[-1], GRID)
    there = np.isfinite(seen)
    shares = there.mean(0)
    width = max(1, round(BLUR * (len(times) - 1) / max(times[-1] - times[0], 1e-6)))
    out = np.full((GRID, len(CHANNELS)), np.nan)
    for index in np.flatnonzero(shares >= GAPS):
        ok = there[:, index]
        values = seen[:, index] if shares[index] == 1 else np.interp(times, times[ok], seen[ok, index])
        out[:, index] = np.interp(moments, times, _blurred(values, width))
    return out


def _blurred(values: Array, width: int) -> Array:
    if width < 3 or len(values) < width:
        return values
    half = width // 2
    sums = np.cumsum(np.concatenate([[0.0], np.pad(values, half, mode="edge")]))
    size = 2 * half + 1
    averaged: Array = (sums[size:] - sums[:-size]) / size
    return averaged

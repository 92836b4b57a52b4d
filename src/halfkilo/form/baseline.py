"""The person's own way: what their first confirmed repetitions looked like, and how a later one differs from that.

Nothing is held against a textbook angle: cameras differ from each other by 18 to 22 degrees at the knee, but by much less from themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfkilo.form.channels import CHANNELS, mirror
from halfkilo.form.errors import FormError, TooFew
from halfkilo.form.joints import Array
from halfkilo.form.shape import ROWS, Shape

LEAST = 3
"""Repetitions that make a baseline."""


@dataclass(frozen=True)
class Baseline:
    """mean, spread (rows, channels): of the confirmed repetitions (spread: standard deviation); pace, pace_spread: of the logarithm of
    their seconds."""

    mean: Array
    spread: Array
    pace: float
    pace_spread: float

    @property
    def mirrored(self) -> Baseline:
        """For the other side, while that has none of its own."""
        order, signs = mirror()
        mean = self.mean[:, order] * signs
        top, low, flipped = ROWS.index("most"), ROWS.index("least"), signs < 0
        mean[top, flipped], mean[low, flipped] = mean[low, flipped].copy(), mean[top, flipped].copy()
        for row in (ROWS.index("range"), ROWS.index("way")):
            mean[row] = np.abs(mean[row])
        return Baseline(mean, self.spread[:, order], self.pace, self.pace_spread)

    def plain(self) -> dict[str, object]:
        """For JSON: tenths."""
        def whole(values: Array) -> list[list[int | None]]:
            return [[None if np.isnan(value) else round(float(value) * 10) for value in row] for row in values]
        return {"version": 1, "mean": whole(self.mean), "spread": whole(self.spread), "pace": round(self.pace, 4),
                "pace_spread": round(self.pace_spread, 4)}


def baseline(shapes: list[Shape]) -> Baseline:
    """From at least three repetitions that the person confirmed as comfortable.

    Raises:
        TooFew: fewer than three.
    """
    if len(shapes) < LEAST:
        raise TooFew("repetitions of a baseline", len(shapes), LEAST)
    rows, paces = np.array([one.rows for one in shapes]), np.log([max(one.seconds, 0.05) for one in shapes])
    return Baseline(rows.mean(0), rows.std(0, ddof=1), float(paces.mean()), float(paces.std(ddof=1)))


def read_baseline(plain: dict[str, object]) -> Baseline:
    """The reverse of `plain`.

    Raises:
        FormError: it is none.
    """
    try:
        mean, spread = (np.array(plain[key], dtype=float) / 10 for key in ("mean", "spread"))
        pace, pace_spread = (float(str(plain[key])) for key in ("pace", "pace_spread"))
    except (KeyError, TypeError, ValueError) as problem:
        raise FormError(f"a stored baseline that does not fit: {problem}") from problem
    if plain.get("version") != 1 or mean.shape != (len(ROWS), len(CHANNELS)) or spread.shape != mean.shape:
        raise FormError("a stored baseline of another version: take it again")
    return Baseline(mean, spread, pace, pace_spread)

"""Capacity: an estimate of the load a person could lift once, always as a band, never a target (DOSE.md 6, evidence 2.1).

Mean of Epley and Brzycki over repetitions to a reserve. The two agree at ten and drift apart above, so nothing above ten
is used. Sets typed in later, finder steps, warm-ups and sets stopped for pain say nothing about capacity.
"""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo import limits

RESERVE_COUNTED = 2
"""Repetitions in reserve are guessed too low or too high by one on average (10.1007/s40279-021-01559-x); at most two are counted,
so that the estimate errs to the light side."""


@dataclass(frozen=True)
class Capacity:
    """Grams: the estimate and the band of 10 % each way."""

    low: int
    middle: int
    high: int


def capacity(grams: int, reps: int, reserve: int) -> Capacity | None:
    """The band from one set, or None where the set can't say.

    Args:
        grams: load. reps: done. reserve: repetitions that were left, as told (10 - effort).
    """
    total = reps + min(max(reserve, 0), RESERVE_COUNTED)
    if grams <= 0 or reps < 1 or total > limits.CAPACITY_REPS.first:
        return None
    epley = grams * (30 + total) // 30
    brzycki = grams * 36 // (37 - total)
    middle = (epley + brzycki) // 2
    band = middle * limits.CAPACITY_BAND.first // 100
    return Capacity(middle - band, middle, middle + band)

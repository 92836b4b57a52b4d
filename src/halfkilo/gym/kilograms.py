"""What gauges say in kilograms or pounds becomes whole grams, or nothing where it is not a number a person could have made."""

from __future__ import annotations

from math import isfinite

POUND_G = 453.59237
"""Grams in a pound, by definition."""
MOST_G = 1_000_000
"""A gauge, plate or scale that says more than a tonne, either way, says nothing."""


def grams(kilograms: float) -> int | None:
    """Whole grams; None for what is not a number, has no end, or no person could pull or weigh."""
    if not isfinite(kilograms) or abs(kilograms) > MOST_G / 1000:
        return None
    return round(kilograms * 1000)

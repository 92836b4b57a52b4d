"""A change as a strip: what is known about it (90 %) against the change that matters, better to the right. Whole numbers, for SVG."""

from __future__ import annotations

from typing import Any

from halfkilo.insight.trend import Trend

WIDE, MIDDLE, STEP = 300, 150, 68
"""Width of the picture, place of "no change", and of one change that matters."""
MOST = 2.0
"""Changes that matter at which the strip ends; what goes further ends in an arrow."""


def strip(known: Trend) -> dict[str, Any] | None:
    """left, right, at: ends of the interval and its middle. beyond: which ends lie outside. None where nothing is known yet."""
    if known.change.more:
        return None
    change, matters = known.change, known.series.matters
    return places(change.low / matters, change.better / matters, change.high / matters) | {"told": change.told.value}


def places(low: float, middle: float, high: float) -> dict[str, Any]:
    """Places of an interval whose unit is what matters."""
    left, at, right = (round(MIDDLE + STEP * min(MOST, max(-MOST, end))) for end in (low, middle, high))
    return {"left": left, "at": at, "right": right, "wide": max(2, right - left), "less": MIDDLE - STEP, "more": MIDDLE + STEP,
            "beyond_left": low < -MOST, "beyond_right": high > MOST}

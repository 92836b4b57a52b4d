"""Body mass from a scale or a plate: steady readings, or nothing. No range of it is called good or otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from halfkilo.gym.sensing import Mass
from halfkilo.gym.trials import figures


def body_mass(readings: Sequence[Mass]) -> int | None:
    """Grams to the nearest 100; None where readings are missing, too far apart, or no person's. A scale that weighs by itself sends one."""
    grams = [reading.grams for reading in readings]
    if not grams or max(grams) - min(grams) > figures.MASS_SPREAD_G:
        return None
    middle = round(median(grams) / 100) * 100
    return middle if figures.MASS_LEAST_G <= middle <= figures.MASS_MOST_G else None

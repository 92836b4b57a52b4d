"""The quantities everything else is written in: grams, regions, sides, scales, clocks.

Loads are whole grams, so no float can slip between two half-kilo notches. A cable load is **per cable**;
`total_of` is the only place where two cables become one number (mixing the two up is a repeated fault of home gyms).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NewType

Grams = NewType("Grams", int)
"""A load in whole grams. For cables and dumbbells: one cable, one dumbbell."""

HALF_KILO = Grams(500)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Side(StrEnum):
    """Which side of the body works. `BOTH` is one movement with both sides, never a sum of two."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    @property
    def other(self) -> Side:
        """The opposite side; both stays both."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, Side.BOTH)


class Tool(StrEnum):
    """What resists a movement."""

    CABLE = "cable"
    DUMBBELL = "dumbbell"
    BAND = "band"
    BODY = "body"


class Joint(StrEnum):
    """A place of the body that can hurt and that an exercise can load."""

    NECK = "neck"
    UPPER_BACK = "upper_back"
    LOW_BACK = "low_back"
    SHOULDER = "shoulder"
    ELBOW = "elbow"
    WRIST = "wrist"
    HIP = "hip"
    KNEE = "knee"
    ANKLE = "ankle"
    WIDESPREAD = "widespread"


PAIRED = frozenset({Joint.SHOULDER, Joint.ELBOW, Joint.WRIST, Joint.HIP, Joint.KNEE, Joint.ANKLE})


class Region(StrEnum):
    """A place of one person's body with its side: what is tracked and asked about."""

    NECK = "neck"
    UPPER_BACK = "upper_back"
    LOW_BACK = "low_back"
    SHOULDER_LEFT = "shoulder_left"
    SHOULDER_RIGHT = "shoulder_right"
    ELBOW_LEFT = "elbow_left"
    ELBOW_RIGHT = "elbow_right"
    WRIST_LEFT = "wrist_left"
    WRIST_RIGHT = "wrist_right"
    HIP_LEFT = "hip_left"
    HIP_RIGHT = "hip_right"
    KNEE_LEFT = "knee_left"
    KNEE_RIGHT = "knee_right"
    ANKLE_LEFT = "ankle_left"
    ANKLE_RIGHT = "ankle_right"
    WIDESPREAD = "widespread"

    @cached_property
    def side(self) -> Side:
        """The side the region lies on; the spine and widespread pain lie on both."""
        head, _, tail = self.value.rpartition("_")
        return Side(tail) if head and tail in {"left", "right"} else Side.BOTH

    @cached_property
    def joint(self) -> Joint:
        """The region without its side."""
        return Joint(self.value.removesuffix("_left").removesuffix("_right"))


def round_down(load: int, step: int, least: int = 0) -> Grams:
    """The heaviest load not above `load` on the grid `least, least + step, ...`; 0 when even `least` is too much.

    Args:
        load: wanted load, grams.
        step: one notch of the grid, grams, > 0.
        least: the lightest load the grid can make, grams.
    """
    if step <= 0:
        raise ValueError(f"a grid needs a step above zero, got {step} g")
    if load < least:
        return Grams(0)
    return Grams(least + (load - least) // step * step)


def total_of(per_cable: Grams, cables: int) -> Grams:
    """Load of all cables together, grams: the only bridge from per cable to total."""
    return Grams(per_cable * cables)


def kilograms(load: int) -> str:
    """A load for people: `500 -> "0.5"`, `12000 -> "12"`, `2270 -> "2.27"`. No unit, no float rounding."""
    whole, rest = divmod(load, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)


def instant_of(local: datetime) -> int:
    """Milliseconds since 1970 UTC of a time that carries its offset; the first half of the fold order.

    Raises:
        ValueError: the time has no offset, so it does not name an instant.
    """
    if local.tzinfo is None:
        raise ValueError("a time needs its offset from UTC, for example 2026-11-22T07:30:00+05:30")
    return (local - EPOCH) // MILLISECOND

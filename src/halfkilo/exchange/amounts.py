"""Numbers, weights and durations as other programs write them. Nothing is rounded but pounds to grams (to the nearest gram)."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

POUND = Decimal("453.59237")
"""Grams in one pound, exact by definition (international avoirdupois pound, 1959)."""

_NUMBER = re.compile(r"\d{1,7}([.,]\d{1,6})?")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,]\d+)?")


class Unit(StrEnum):
    """What a weight is counted in."""

    KILOGRAM = "kg"
    POUND = "lb"


UNITS = {"kg": Unit.KILOGRAM, "kgs": Unit.KILOGRAM, "kilogram": Unit.KILOGRAM, "kilograms": Unit.KILOGRAM,
         "lb": Unit.POUND, "lbs": Unit.POUND, "pound": Unit.POUND, "pounds": Unit.POUND}


class NotUnderstood(ValueError):
    """A cell that does not say what its column promises; the message says what would."""


def unit(text: str) -> Unit:
    """A unit by any of its usual names."""
    found = UNITS.get(text.strip().casefold().rstrip("."))
    if found is None:
        raise NotUnderstood(f"{text!r} is not a unit of weight; kg and lb are understood")
    return found


def number(text: str) -> Decimal:
    """A number of zero or more with a point or a comma before its decimals. There are no thousands marks: 1,250 is 1.25."""
    if not _NUMBER.fullmatch(text.strip()):
        raise NotUnderstood(f"{text!r} is not a number of zero or more")
    return Decimal(text.strip().replace(",", "."))


def grams(text: str, of: Unit) -> int:
    """A weight in whole grams; at most a tonne."""
    value = number(text) * (1000 if of is Unit.KILOGRAM else POUND)
    whole = int(value.quantize(Decimal(1), ROUND_HALF_EVEN))
    if whole > 1_000_000:
        raise NotUnderstood(f"{text} {of} is more than a tonne")
    return whole


def whole(text: str, most: int) -> int:
    """A whole number up to `most`; 8.0 is 8, 8.5 is not understood."""
    value = number(text)
    if value != int(value):
        raise NotUnderstood(f"{text!r} is not a whole number")
    if value > most:
        raise NotUnderstood(f"{text} is more than {most}")
    return int(value)


def seconds(text: str) -> int:
    """Seconds from `90`, `1:30`, `0:01:30`; parts of a second are left out; at most a day."""
    clock = _CLOCK.fullmatch(text.strip())
    value = int(number(text)) if clock is None else _clocked(clock)
    if value > 86_400:
        raise NotUnderstood(f"{text} is longer than a day")
    return value


def _clocked(clock: re.Match[str]) -> int:
    hours, minutes, rest = (int(part or 0) for part in clock.groups())
    if rest > 59:
        raise NotUnderstood(f"{clock.group()} has more than 59 seconds")
    return hours * 3600 + minutes * 60 + rest

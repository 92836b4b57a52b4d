"""What a measure is, and how it is scored: whole numbers in, tenths out, and an honest nothing when too much is missing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from halfkilo.strict import Malformed, Range, Text, read

HERE = Path(__file__).parent


class Direction(StrEnum):
    """Which way is better."""

    LOWER = "lower"
    HIGHER = "higher"


class Items(StrEnum):
    """Whether the items are fixed here, the person's regions, or activities named by the person."""

    FIXED = "fixed"
    REGIONS = "regions"
    OWN = "own"


class Unit(StrEnum):
    """What one whole number of a measure is."""

    POINTS = "points"
    GRAMS = "grams"
    TENTH_MM_S = "tenth_mm_s"


class Unscored(ValueError):
    """No score can be given; the message says why (too few items answered, a value out of range)."""


@dataclass(frozen=True)
class Measure:
    """`measure.toml` of one folder.

    least, most: range of an item. change: points of change that matter (tenths), with its source. every: days between.
    answered: percent of items that must be answered. licence: whose words these are.
    unit: what a value counts. own_change: `change` is only the least that is ever called a change; the change itself is worked out
    from the person's own repetitions (`gym/trials/noise.py`). repetitions: how many a time. protocol: how it is taken.
    """

    slug: str
    items: Items
    item: tuple[Annotated[str, Text(60, empty=False)], ...]
    least: Annotated[int, Range(-100_000, 100_000)]
    most: Annotated[int, Range(-100_000, 100_000)]
    better: Direction
    change: Annotated[int, Range(0, 10_000)]
    change_source: Annotated[str, Text(200, empty=False)]
    every: Annotated[int, Range(1, 366)]
    answered: Annotated[int, Range(1, 100)]
    licence: Annotated[str, Text(200, empty=False)]
    unit: Unit = Unit.POINTS
    own_change: bool = False
    repetitions: Annotated[int, Range(1, 20)] = 1
    protocol: Annotated[str, Text(600)] = ""

    def __post_init__(self) -> None:
        if self.least >= self.most:
            raise Malformed("least", "must lie below most")
        if (self.items is Items.FIXED) != bool(self.item):
            raise Malformed("item", "names the items of a fixed measure, and only there")
        if (self.unit is Unit.POINTS) == bool(self.protocol):
            raise Malformed("protocol", "says how a measured quantity is taken, and only there")

    def score(self, values: Mapping[str, int], asked: int | None = None) -> int:
        """The mean of the answered items in tenths of a point.

        Args:
            values: answers by item. asked: how many items there were, for own activities and regions.

        Raises:
            Unscored: too few answers, or one outside the range.
        """
        number = asked if asked is not None else max(len(self.item), len(values))
        for item, value in values.items():
            if isinstance(value, bool) or not self.least <= value <= self.most:
                raise Unscored(f"{self.slug}: {item} must be from {self.least} to {self.most}, got {value}")
        if not values or 100 * len(values) < self.answered * number:
            raise Unscored(f"{self.slug}: {len(values)} of {number} items answered; at least {self.answered} % are needed")
        return round(10 * sum(values.values()) / len(values))

    def matters(self, before: int, after: int) -> bool:
        """Whether the change between two scores (tenths) is large enough to matter, for better or worse."""
        return abs(after - before) >= self.change


def repeated(values: Mapping[str, int]) -> dict[str, list[int]]:
    """The values of a measure with repetitions by what was measured: `knee.left.1` and `knee.left.2` are two of `knee.left`, in order."""
    found: dict[str, dict[int, int]] = {}
    for item, value in values.items():
        series, _, number = item.rpartition(".")
        if series and number.isascii() and number.isdigit():
            found.setdefault(series, {})[int(number)] = value
    return {series: [numbered[number] for number in sorted(numbered)] for series, numbered in found.items()}


@cache
def measures() -> Mapping[str, Measure]:
    """Every measure by slug."""
    return {path.parent.name: _one(path) for path in sorted(HERE.glob("*/measure.toml"))}


def _one(path: Path) -> Measure:
    place = f"measures/{path.parent.name}/measure.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(place, f"is not TOML: {error}") from error
    return read(Measure, {**raw, "slug": path.parent.name}, place)

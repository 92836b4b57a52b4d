"""What a measure is, and how it is scored: whole numbers in, tenths out, and an honest nothing when too much is missing.

A **slot** is a measure whose words belong to somebody else: here stand its structure, its scoring and what a change in it means, and never
a word of it. A site that may use the words brings them (`questionnaire.py`, `installed.py`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated

from halfkilo.measures.scoring import Rule, reach, scored
from halfkilo.screening import LoadClass, Need
from halfkilo.strict import Malformed, Many, Range, Text, read

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
    TENTH_S = "tenth_s"
    DEGREES = "degrees"
    STANDS = "stands"
    STEPS = "steps"
    MINUTES = "minutes"
    TENTHS = "tenths"
    THOUSANDTHS = "thousandths"


class Taken(StrEnum):
    """Who may be there: anybody alone, or only with a clinician beside; or it comes with a device or from elsewhere and is typed in."""

    ALONE = "alone"
    CLINICIAN = "clinician"
    ENTERED = "entered"


class Way(StrEnum):
    """How a physical test runs: repetitions in a set time, the time until something is done, the time something is held (the longest is
    best), an angle that somebody reads off, or what a gauge shows."""

    COUNT = "count"
    LAP = "lap"
    HOLD = "hold"
    ANGLE = "angle"
    GAUGE = "gauge"


@dataclass(frozen=True)
class Taking:
    """How a page leads through a physical test.

    seconds: length of a count; when a lap or a hold ends at the latest. tries: of each item, the best of them counts; a gauge keeps all.
    practice: whether there is one round that does not count. rest: seconds between tries. figure: the exercise of ours that moves like it.
    beside: whether somebody, not only a clinician, should stand beside. needs, leaves_out: who is not offered it. only: what of
    `leaves_out` closes one item alone, by item.
    """

    way: Way
    seconds: Annotated[int, Range(0, 600)] = 0
    tries: Annotated[int, Range(1, 5)] = 1
    practice: bool = False
    rest: Annotated[int, Range(0, 300)] = 0
    figure: Annotated[str, Text(60)] = ""
    beside: bool = False
    needs: tuple[Need, ...] = ()
    leaves_out: tuple[LoadClass, ...] = ()
    only: Annotated[dict[Annotated[str, Text(60)], LoadClass], Many(4)] = field(default_factory=dict)


class Unscored(ValueError):
    """No score can be given; the message says why (too few items answered, a value out of range)."""


@dataclass(frozen=True)
class Scale:
    """A part of a measure with a score of its own: its items, by their place from 1."""

    name: Annotated[str, Text(40, empty=False)]
    items: Annotated[tuple[Annotated[int, Range(1, 60)], ...], Many(60)]


@dataclass(frozen=True)
class Band:
    """From this score (tenths) on, published bands call it so. For clinicians; a person is never given a label."""

    at: Annotated[int, Range(0, 10_000)]
    name: Annotated[str, Text(40, empty=False)]


@dataclass(frozen=True)
class Measure:
    """`measure.toml` of one folder.

    least, most: range of an item. change: points of change that matter (tenths), with its source. every: days between.
    answered: percent of items that must be answered. licence: whose words these are.
    unit: what a value counts. own_change: `change` is only the least that is ever called a change; the change itself is worked out
    from the person's own repetitions (`gym/trials/noise.py`). repetitions: how many a time. protocol: how it is taken.

    slot: name of the instrument whose words a site brings; number: how many items it has, which are then called "1" to "number".
    rule: how answers become a score. whole: whether there is one score for all of it. scales, bands: see there.
    support: score (tenths) from which on support is shown, calmly; 0: never. rule_source: where scoring and missing-item rule come from.
    languages: in which the words may be brought; none: whichever the site has a right to. taking: of a physical test.
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
    taken: Taken = Taken.ALONE
    slot: Annotated[str, Text(60)] = ""
    number: Annotated[int, Range(0, 60)] = 0
    rule: Rule = Rule.MEAN
    rule_source: Annotated[str, Text(300)] = ""
    whole: bool = True
    scales: tuple[Scale, ...] = ()
    bands: tuple[Band, ...] = ()
    support: Annotated[int, Range(0, 10_000)] = 0
    languages: tuple[Annotated[str, Text(10)], ...] = ()
    taking: Taking | None = None

    def __post_init__(self) -> None:
        if self.least >= self.most:
            raise Malformed("least", "must lie below most")
        if bool(self.slot) != bool(self.number) or bool(self.slot) != bool(self.rule_source):
            raise Malformed("slot", "needs number and rule_source, and only a slot has them")
        if (self.items is Items.FIXED and not self.slot) != bool(self.item):
            raise Malformed("item", "names the items of a fixed measure of our own, and only there")
        if self.rule is Rule.PERCENT_GOOD and not self.scales:
            raise Malformed("scales", "are what percent_good is worked out by")
        if any(place > self.number for scale in self.scales for place in scale.items) or any(not scale.items for scale in self.scales):
            raise Malformed("scales", "name items that are there")
        if (self.unit is Unit.POINTS) == bool(self.protocol):
            raise Malformed("protocol", "says how a measured quantity is taken, and only there")

    @property
    def names(self) -> tuple[str, ...]:
        """The items, in order; none where the person names them."""
        return tuple(str(place) for place in range(1, self.number + 1)) if self.slot else self.item

    @property
    def reach(self) -> tuple[int, int]:
        """Lowest and highest score, tenths."""
        return reach(self.rule, max(1, len(self.names)), self.least, self.most)

    def score(self, values: Mapping[str, int], asked: int | None = None) -> int:
        """The score of the answered items in tenths of a point, by the measure's own rule (`scoring.py`).

        Args:
            values: answers by item. asked: how many items there were, for own activities and regions.

        Raises:
            Unscored: too few answers, one outside the range, an item that is not there, or a measure without one score for all of it.
        """
        if not self.whole or self.rule is Rule.PROFILE:
            raise Unscored(f"{self.slug}: has no one score; look at its parts")
        if self.rule is Rule.PERCENT_GOOD:
            return self._mean_of_scales(values)
        return self._scored(values, asked if asked is not None else max(len(self.names), len(values)))

    def scores(self, values: Mapping[str, int]) -> dict[str, int | Unscored]:
        """Each part's score in tenths, or why it has none. Parts with too many items missing never stand in for each other."""
        found: dict[str, int | Unscored] = {}
        for scale in self.scales:
            wanted = [str(place) for place in scale.items]
            try:
                found[scale.name] = self._scored({item: values[item] for item in wanted if item in values}, len(wanted))
            except Unscored as problem:
                found[scale.name] = problem
        return found

    def band(self, score: int) -> str:
        """The published name of a score (tenths); empty where there is none."""
        return next((band.name for band in reversed(self.bands) if score >= band.at), "")

    def supports(self, score: int) -> bool:
        """Whether this score is one after which support is shown."""
        return self.support > 0 and score >= self.support

    def _mean_of_scales(self, values: Mapping[str, int]) -> int:
        parts = list(self.scores(values).values())
        if problem := next((part for part in parts if isinstance(part, Unscored)), None):
            raise problem
        return round(sum(part for part in parts if isinstance(part, int)) / len(parts))

    def _scored(self, values: Mapping[str, int], number: int) -> int:
        if self.slot and (strange := values.keys() - set(self.names)):
            raise Unscored(f"{self.slug}: {min(strange)} is no item; they are 1 to {self.number}")
        for item, value in values.items():
            if isinstance(value, bool) or not self.least <= value <= self.most:
                raise Unscored(f"{self.slug}: {item} must be from {self.least} to {self.most}, got {value}")
        if not values or 100 * len(values) < self.answered * number:
            raise Unscored(f"{self.slug}: {len(values)} of {number} items answered; at least {self.answered} % are needed")
        return scored(self.rule, list(values.values()), number, self.least, self.most)

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

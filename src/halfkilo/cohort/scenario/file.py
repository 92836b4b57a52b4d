"""A scenario file: which hazards, what goes wrong, which rules the middle arm leaves out, who lives it, and what happens when.

Read strictly: an unknown field, rule, person or measure, a negative time or an event behind the end is refused with its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from halfkilo.cohort.scenario.cast import TWELVE
from halfkilo.cohort.scenario.happening import LONGEST, Event, Happening, placed
from halfkilo.cohort.scenario.harm import MEASURES
from halfkilo.cohort.scenario.mitigations import KNOWN
from halfkilo.exercises import catalogue
from halfkilo.people import Manner
from halfkilo.programmes import programmes
from halfkilo.screening import BY_ID, Need
from halfkilo.strict import Malformed, Range, Text, read
from halfkilo.units import Region

Percent = Annotated[int, Range(10, 300)]
Name = Annotated[str, Text(60, empty=False)]


@dataclass(frozen=True)
class Who:
    """Who lives it. cast: names of the twelve (empty: all of them). drawn: as many people more, drawn by chance. The other facts
    change everybody: places, manner, age, and percent of each person's own tolerance and of their reaction to load."""

    cast: tuple[Name, ...] = ()
    drawn: Annotated[int, Range(0, 200)] = 0
    places: tuple[Region, ...] = ()
    manner: Manner | None = None
    age: Annotated[int, Range(19, 88)] | None = None
    tolerance: Percent = 100
    reacts: Percent = 100

    def __post_init__(self) -> None:
        unknown = next((name for name in self.cast if name not in TWELVE), None)
        if unknown is not None:
            raise Malformed("cast", f"knows nobody called {unknown!r}; known are {', '.join(TWELVE)}")
        if len(self.places) > 2 or len(set(self.places)) != len(self.places):
            raise Malformed("places", "are one or two different places")
        if self.count < 12:
            raise Malformed("cast", f"and drawn give {self.count} people; at least 12 are needed")

    @property
    def count(self) -> int:
        """How many live it."""
        return len(self.cast or TWELVE) + self.drawn


LOADED = ("hip_hinge", "cable_squat", "supported_row", "seated_chest_press", "pallof_press")
"""Exercises wanted by everybody: with loads, and asking much of backs and knees, so that there is something to go wrong."""


@dataclass(frozen=True)
class Home:
    """What there is at home, and how much is planned. dumbbells: grams each, every one owned twice. screen: items of the screen that are
    true. pins: exercises that stand in their slots, whatever the programme chooses first."""

    programme: Name | None = None
    gym: bool = True
    dumbbells: tuple[Annotated[int, Range(100, 60_000)], ...] = ()
    minutes: Annotated[int, Range(10, 30)] = 20
    screen: tuple[Name, ...] = ()
    cannot: tuple[Need, ...] = ()
    pins: tuple[Name, ...] = LOADED

    def __post_init__(self) -> None:
        for slug in self.pins:
            if slug not in catalogue():
                raise Malformed("pins", f"knows no exercise {slug!r}")
        if self.programme is not None and self.programme not in programmes():
            raise Malformed("programme", f"must be one of {', '.join(sorted(programmes()))}; got {self.programme!r}")
        for item in self.screen:
            if item not in BY_ID:
                raise Malformed("screen", f"{item!r} is not an item of the screen")


@dataclass(frozen=True)
class Told:
    """A file as it is written.

    hazards: ids of SAFETY.md. wrong: what goes wrong, in one sentence. mitigation: rules that the middle arm leaves out. matters: the
    measure of harm in which the middle arm must come out worse than the full rules; where there is none, `covered` says which rules hold
    the same harm back. tolerance: by how much the full arm may come out above the middle one, by measure, over everybody.
    """

    hazards: tuple[Name, ...]
    wrong: Annotated[str, Text(300, empty=False)]
    mitigation: tuple[Name, ...]
    weeks: Annotated[int, Range(1, LONGEST // 7)]
    event: tuple[Happening, ...] = ()
    people: Who = field(default_factory=Who)
    home: Home = field(default_factory=Home)
    matters: str | None = None
    covered: Annotated[str, Text(300)] = ""
    tolerance: dict[str, Annotated[int, Range(0, 10_000_000)]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("hazards", "mitigation"):
            if not getattr(self, name):
                raise Malformed(name, "must name at least one")
        for place, hazard in enumerate(self.hazards):
            if re.fullmatch(r"H\d\d", hazard) is None:
                raise Malformed(f"hazards[{place}]", f"must be a hazard of SAFETY.md such as H12, got {hazard!r}")
        for place, rule in enumerate(self.mitigation):
            if rule not in KNOWN:
                raise Malformed(f"mitigation[{place}]", f"knows no rule {rule!r}; known are {', '.join(sorted(KNOWN))}")
        if (self.matters is None) != bool(self.covered):
            raise Malformed("matters", "or covered is needed, one of the two")
        if self.matters is not None:
            _known_measure("matters", self.matters)
        for measure in self.tolerance:
            _known_measure("tolerance", measure)


def _known_measure(place: str, measure: str) -> None:
    if measure not in MEASURES:
        raise Malformed(place, f"knows no measure {measure!r}; known are {', '.join(MEASURES)}")


@dataclass(frozen=True)
class Scenario:
    """A file with its name, its events on their days, and a short hash of what decides how it is lived."""

    name: str
    told: Told
    events: tuple[Event, ...]
    digest: str = ""

    @property
    def days(self) -> int:
        """Days lived."""
        return 7 * self.told.weeks


def load(path: Path) -> Scenario:
    """One scenario file.

    Raises:
        Malformed: it does not fit, with the file, the place and what would be right.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(path.name, f"is not TOML: {error}") from error
    told = read(Told, raw, path.name)
    lives = (told.mitigation, told.weeks, told.event, told.people, told.home)
    digest = sha256(repr(lives).encode()).hexdigest()[:12]
    return Scenario(path.stem, told, placed(told.event, 7 * told.weeks, path.name), digest)


def scenarios(folder: Path) -> Mapping[str, Scenario]:
    """Every scenario in a folder, by name.

    Raises:
        Malformed: one of them does not fit, or there is none.
    """
    found = {path.stem: load(path) for path in sorted(folder.glob("*.toml"))}
    if not found:
        raise Malformed(str(folder), "holds no scenario files (*.toml)")
    return found

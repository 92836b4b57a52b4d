"""What a programme file may say, and how it is read. A fault names the file and the key.

A programme holds no loads and no people: regions it is for, defaults, days that take turns, and ordered slots. A slot
names the job, the exercises that can do it in order of preference, how much of the time it gets, and the shortest session
in which it is still there. Filling the slots (equipment, screen, dislikes) is a pure function of another room.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from halfkilo.exercises import Catalogue, Family, catalogue
from halfkilo.strict import Malformed, Many, Range, Text, read
from halfkilo.units import Joint

HERE = Path(__file__).parent
RESCUE = "rescue"
LENGTHS = (2, 10, 20, 30)
"""Lengths of a session in minutes; 2 is the mode for days on which little is possible (10.1016/j.pain.2010.11.016)."""

Line = Annotated[str, Text(140, empty=False)]
Name = Annotated[str, Text(30, empty=False)]


class Part(StrEnum):
    """The parts of a session, in order."""

    WARM_UP = "warm_up"
    CARDIO = "cardio"
    STRENGTH = "strength"
    CALM = "calm"


ORDER = tuple(Part)


@dataclass(frozen=True)
class Slot:
    """One place in a session.

    `choose` is ordered: the first exercise a person can and wants to do is taken. `weight` is the slot's share of the
    time. `from_minutes` is the shortest session that still has it. `days` empty means every day of the rotation.
    """

    name: Name
    part: Part
    families: tuple[Family, ...]
    choose: tuple[str, ...]
    weight: Annotated[int, Range(1, 10)]
    from_minutes: int
    days: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.from_minutes not in LENGTHS:
            raise Malformed("from_minutes", f"must be one of {', '.join(map(str, LENGTHS))}; got {self.from_minutes}")
        if not self.choose or len(set(self.choose)) != len(self.choose):
            raise Malformed("choose", "names at least one exercise, and none twice")

    def on(self, day: str) -> bool:
        """Whether the slot belongs to this day of the rotation."""
        return not self.days or day in self.days


@dataclass(frozen=True)
class Says:
    """The words of a programme: `purpose` has one sentence for each slot, by the slot's name."""

    title: Annotated[str, Text(48, empty=False)]
    who: Line
    evidence: Annotated[str, Text(280, empty=False)]
    purpose: dict[str, Line]


@dataclass(frozen=True, eq=False)
class Programme:
    """One programme, equal to itself alone. `sets` is [in the first weeks, later]; `range` the targets where an exercise leaves the choice;
    `effort` the highest effort (OMNI) aimed at while starting; `sources` are DOIs behind the evidence line."""

    slug: str
    regions: Annotated[tuple[Joint, ...], Many(10)]
    review_weeks: Annotated[int, Range(4, 26)]
    days: Annotated[int, Range(2, 5)]
    minutes: int
    effort: Annotated[int, Range(2, 6)]
    sets: tuple[Annotated[int, Range(1, 4)], ...]
    range: tuple[Annotated[int, Range(1, 60)], ...]
    rotation: tuple[str, ...]
    sources: tuple[str, ...]
    slot: tuple[Slot, ...]
    words: dict[str, Says]

    def __post_init__(self) -> None:
        for name, pair in (("sets", self.sets), ("range", self.range)):
            if len(pair) != 2 or pair[0] > pair[1]:
                raise Malformed(name, "is two whole numbers, the smaller first")
        if self.minutes not in LENGTHS[1:]:
            raise Malformed("minutes", "must be 10, 20 or 30")
        if not self.sources or not self.rotation:
            raise Malformed("rotation" if self.sources else "sources", "must not be empty")
        _check_slots(self)
        _check_words(self)

    def slots(self, day: str, minutes: int) -> tuple[Slot, ...]:
        """The slots of one day of the rotation in a session of `minutes` (2, 10, 20, 30), in order.

        Raises:
            ValueError: the rotation has no such day, or no session has that length.
        """
        if day not in self.rotation or minutes not in LENGTHS:
            raise ValueError(f"{self.slug} has days {self.rotation} of {LENGTHS} minutes, not day {day!r} of {minutes}")
        return tuple(slot for slot in self.slot if slot.on(day) and slot.from_minutes <= minutes)

    def seconds(self, day: str, minutes: int) -> dict[str, int]:
        """Whole seconds each slot gets, by name; together at most the length of the session."""
        slots = self.slots(day, minutes)
        whole = sum(slot.weight for slot in slots)
        return {slot.name: minutes * 60 * slot.weight // whole for slot in slots}

    def day_after(self, done: int) -> str:
        """The day of the rotation that follows `done` sessions."""
        return self.rotation[done % len(self.rotation)]

    def say(self, language: str = "en") -> Says:
        """Its words; English where the language has none yet."""
        return self.words.get(language, self.words["en"])


def load(folder: Path = HERE, exercises: Catalogue | None = None) -> Mapping[str, Programme]:
    """Read every programme in `folder`, by slug.

    Raises:
        Malformed: a file that does not fit, with its place.
    """
    known = catalogue() if exercises is None else exercises
    paths = sorted(path for path in folder.glob("*.toml") if path.stem != RESCUE)
    return MappingProxyType({path.stem: _one(path, known) for path in paths})


@cache
def programmes() -> Mapping[str, Programme]:
    """The programmes that ship with halfkilo, read once."""
    return load()


def planned(plan: Mapping[str, Any] | None) -> Programme | None:
    """The programme a plan names: none without a plan, nor where a halfkilo wrote it that knows other programmes."""
    return programmes().get(plan["programme"]) if plan is not None else None


def programmes_for(joint: Joint) -> tuple[Programme, ...]:
    """The programmes written for a painful place, the most particular (fewest places) first."""
    fitting = (programme for programme in programmes().values() if joint in programme.regions)
    return tuple(sorted(fitting, key=lambda programme: (len(programme.regions), programme.slug)))


def toml(path: Path) -> dict[str, object]:
    """The decoded file.

    Raises:
        Malformed: it is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(f"programmes/{path.name}", f"is not TOML: {error}") from error


def _one(path: Path, known: Catalogue) -> Programme:
    place = f"programmes/{path.name}"
    programme = read(Programme, {**toml(path), "slug": path.stem}, place)
    for slot in programme.slot:
        for slug in slot.choose:
            _check_choice(slot, slug, known, f"{place}.slot.{slot.name}.choose")
    return programme


def _check_choice(slot: Slot, slug: str, known: Catalogue, place: str) -> None:
    if slug not in known:
        raise Malformed(place, f"no exercise is called {slug!r}")
    exercise = known[slug]
    if exercise.facts.family not in slot.families:
        raise Malformed(place, f"{slug!r} is of family {exercise.facts.family}, which the slot does not list")
    if exercise.on_floor and slot.part in (Part.WARM_UP, Part.CARDIO):
        raise Malformed(place, f"{slug!r} is on the floor; only strength and calm may be, so that one way down is enough")


def _check_slots(programme: Programme) -> None:
    names = [slot.name for slot in programme.slot]
    if len(set(names)) != len(names):
        raise Malformed("slot", "two slots have the same name")
    parts = [ORDER.index(slot.part) for slot in programme.slot]
    if parts != sorted(parts):
        raise Malformed("slot", f"slots stand in the order {', '.join(ORDER)}")
    for slot in programme.slot:
        if not set(slot.days) <= set(programme.rotation):
            raise Malformed(f"slot.{slot.name}.days", f"names a day outside the rotation {', '.join(programme.rotation)}")
    for day in programme.rotation:
        if not 1 <= len(programme.slots(day, 2)) <= 2:
            raise Malformed("slot", f"day {day} needs one or two slots with from_minutes = 2")


def _check_words(programme: Programme) -> None:
    if "en" not in programme.words:
        raise Malformed("words.en", "is missing")
    for language, says in programme.words.items():
        names = {slot.name for slot in programme.slot}
        if odd := names ^ set(says.purpose):
            raise Malformed(f"words.{language}.purpose", f"and the slots differ in: {', '.join(sorted(odd))}")

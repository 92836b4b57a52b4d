"""The series of each part of progress with their names, and what is known about each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from halfkilo.exercises import catalogue, words
from halfkilo.insight import record
from halfkilo.insight.trend import Series, Trend, thinned, trend
from halfkilo.journal.state import State
from halfkilo.measures import measures
from halfkilo.web.history import Line
from halfkilo.web.pages.measures.parts import part_of
from halfkilo.web.pages.progress.parts import Part
from halfkilo.web.pages.progress.reading import Read
from halfkilo.words import has, say

REMEMBERED = 256
"""Fits that are kept in memory: a page that is looked at again, or whose other series got an answer, is not worked out again."""
FLARE_BLOCK = 28
"""Days of one point of the line of flares."""


@dataclass(frozen=True)
class Course:
    """One series to draw. name: what it is called. apart: points that are drawn but say nothing about the level (days in a flare).
    least, most: the range of its answers, where it has one. unread: entries that are there and could not be read."""

    series: Series
    name: str
    apart: tuple[tuple[int, float], ...] = ()
    least: float | None = None
    most: float | None = None
    unread: int = 0

    @property
    def key(self) -> str:
        """A name for addresses within the page."""
        return self.series.name.replace(":", "-").replace(".", "-")


@dataclass(frozen=True)
class About:
    """Whose series are asked for: their state, flare days by tracked region, the day it is, the language."""

    state: State
    flares: dict[str, frozenset[int]]
    today: date
    tongue: str


class Found:
    """What was read, sorted out once for all parts."""

    def __init__(self, read: Read, shared: Collection[str]) -> None:
        self.read, self.unread, self.shared = read, read.unread, shared

    @cached_property
    def measured(self) -> list[Series]:
        """Every measure that was taken and may be seen."""
        return record.measured(line for line in self.read.of("measured") if part_of(line.body["measure"]) in self.shared)


def fitted(series: Series, *, bands: bool = True) -> Trend:
    """What is known about a series; the same numbers are worked out once."""
    known = _fitted(replace(series, points=tuple(thinned(series.points))), bands)
    return replace(known, series=series)


@lru_cache(maxsize=REMEMBERED)
def _fitted(series: Series, bands: bool) -> Trend:
    return trend(series, bands=bands)


def courses(part: Part, found: Found, about: About) -> list[Course]:
    """The series of a part that have at least one answer, the most telling first."""
    made = {Part.PAIN: _pain, Part.STRENGTH: _strength, Part.CONSISTENCY: _consistency}.get(part, _measured)(part, found, about)
    return [course for course in made if course.series.points or course.apart or course.unread]


def _pain(_part: Part, found: Found, about: About) -> list[Course]:
    out: list[Course] = []
    lines, today = found.read.of("morning"), about.today.toordinal()
    for region in tracked(about.state):
        apart = about.flares.get(region, frozenset())
        days = record.mornings(lines, region)
        name = say("progress.pain", about.tongue, region=region)
        within = tuple((day, value) for day, value in sorted(days.items()) if day in apart)
        out.append(Course(record.pain(lines, region, apart), name, within, 0.0, 10.0, found.unread.get("morning", 0)))
        if apart and days:
            share = record.flare_share(region, apart, min(days), today - 1)
            out.append(Course(share, say("progress.flares", about.tongue, region=region), (), 0.0, float(FLARE_BLOCK)))
    return out


def tracked(state: State) -> list[str]:
    """The regions the person follows."""
    return [name for name, region in state["regions"].items() if region["tracked"]]


def _strength(part: Part, found: Found, about: About) -> list[Course]:
    lifted = [Course(series, _exercise_name(series.name, about.tongue), unread=found.unread.get("set_done", 0))
              for series in record.lifted(found.read.of("set_done"))]
    return lifted + _measured(part, found, about)


def _exercise_name(name: str, tongue: str) -> str:
    slug, tool, side = name.partition(":")[2].rsplit(".", 2)
    said = words(slug, tongue).name if slug in catalogue() else slug.replace("_", " ")
    return say("progress.load" if side == "both" else "progress.load_side", tongue, name=said, tool=tool, side=side)


def _consistency(_part: Part, found: Found, about: About) -> list[Course]:
    series = record.sessions(found.read.of("session_opened"), about.today.toordinal() - 1)
    return [Course(series, say("insight.group.consistency", about.tongue), (), 0.0, None, found.unread.get("session_opened", 0))]


def _measured(part: Part, found: Found, about: About) -> list[Course]:
    all_of = [series for series in found.measured if series.name.partition(":")[0] == part.value]
    unread = found.unread.get("measured", 0)
    return [_measure(series, about, unread) for series in sorted(all_of, key=lambda one: (-len(one.points), one.name))]


def _measure(series: Series, about: About, unread: int) -> Course:
    slug, _, item = series.name.partition(":")[2].partition(".")
    measure = measures()[slug]
    per, _ = record.PER[measure.unit]
    scored = measure.slot or (measure.scales and not measure.whole)
    low, high = (measure.reach[0] / 10, measure.reach[1] / 10) if scored else (measure.least / per, measure.most / per)
    bounded = series.unit == "points"
    return Course(series, measure_name(slug, item, about), (), low if bounded else None, high if bounded else None, unread)


def measure_name(slug: str, item: str, about: About) -> str:
    """What a measure or one item of it is called: the person's own word for an activity, else the measure's name."""
    if slug == "psfs":
        mine = (about.state["profile"] or {}).get("activities", ())
        return str(next((one["name"] for one in mine if one["id"] == item), item)) or say("progress.of.psfs", about.tongue)
    keys = (f"progress.of.{slug}", f"measure.{slug}.name", f"measure.about.{slug}")
    name = next((say(key, about.tongue) for key in keys if has(key)), slug.replace("_", " "))
    return say("progress.item", about.tongue, name=name, item=_item(item, about.tongue)) if item else name


def _item(item: str, tongue: str) -> str:
    """Parts of an item in words: `knee_extension.left` is "knee extension, left side"."""
    return ", ".join(say(key, tongue) if has(key := f"progress.part.{one}") else one.replace("_", " ") for one in item.split("."))


def unknown(lines: Iterable[Line]) -> int:
    """Answers to measures that this program does not know."""
    known: Collection[str] = measures().keys()
    return sum(line.kind == "measured" and line.body["measure"] not in known for line in lines)

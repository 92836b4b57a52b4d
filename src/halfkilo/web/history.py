"""Reading the record for exercise pages and progress: corrected entries as corrected, void ones left out.

Rows are read as plain JSON, without the fold's strictness: they were checked when they came in, and a year of them must
be there in milliseconds.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from halfkilo.journal.fold import corrections_in
from halfkilo.journal.kinds import readable
from halfkilo.journal.kinds.corrected import Body as Corrected
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.refold import in_order

Fixes = dict[str, Corrected]


class Line(NamedTuple):
    """One entry as corrected. day: local day it was written."""

    kind: str
    day: str
    body: dict[str, Any]


class Set(NamedTuple):
    """One set. on: local day; grams per cable or dumbbell; done and target in the exercise's count."""

    on: str
    session: str
    tool: str
    side: str
    number: int
    grams: int
    done: int
    target: int
    typed: bool
    finder: str | None


class Rating(NamedTuple):
    """Effort and worst pain of an exercise in a session."""

    on: str
    session: str
    tool: str | None
    side: str | None
    effort: int | None
    peak: int | None


@dataclass(frozen=True)
class History:
    """Everything about one exercise, oldest first."""

    exercise: str
    sets: list[Set]
    ratings: list[Rating]


class Point(NamedTuple):
    """A value on a day."""

    on: str
    value: int


class LoadPoint(NamedTuple):
    """The heaviest set of one exercise, tool and side on a day."""

    on: str
    grams: int
    done: int


@dataclass(frozen=True)
class SessionLine:
    """One session: how many exercises were planned and how many done; reduced ones count."""

    on: str
    mode: str
    minutes: int
    planned: int
    done: int
    closed: bool


@dataclass(frozen=True)
class Progress:
    """pain: mornings per region; loads by `exercise:tool:side`."""

    pain: dict[str, list[Point]]
    loads: dict[str, list[LoadPoint]]
    sessions: list[SessionLine]


def history(person: Person, slug: str, since: int = 0) -> History:
    """One exercise since an instant (milliseconds)."""
    lines = _about(person, slug, since)
    return History(slug, [_set(line) for line in lines if line.kind == "set_done"],
                   [_rating(line.body) for line in lines if line.kind == "checked_in"])


def progress(person: Person, since: int = 0) -> Progress:
    """Pain, loads and sessions since an instant (milliseconds)."""
    kinds = ("morning", "set_done", "session_opened", "session_closed")
    lines = _lines(EntryRow.objects.filter(person=person, instant__gte=since, kind__in=kinds), fixes_of(person))
    return Progress(_pain(lines), loads_of(lines), _sessions(lines))


def measured(person: Person, slug: str) -> list[tuple[str, dict[str, int]]]:
    """Every time a measure was taken: (day, values by item), in the order of their entries."""
    lines = _lines(EntryRow.objects.filter(person=person, kind="measured"), fixes_of(person))
    return [(line.body["on"], line.body["values"]) for line in lines if line.body["measure"] == slug]


def lines_of(person: Person, *kinds: str) -> list[Line]:
    """Every entry of some kinds, as corrected and in the order of the fold."""
    return _lines(EntryRow.objects.filter(person=person, kind__in=kinds), fixes_of(person))


def _lines(rows: QuerySet[EntryRow], fixes: Fixes) -> list[Line]:
    """Rows in fold order, as corrected; void ones and what only a later halfkilo can read left out."""
    out = []
    for (canonical,) in rows.order_by("instant", "id").values_list("canonical"):
        raw = json.loads(str(canonical, "utf-8"))
        fix = fixes.get(raw["id"])
        if not readable(raw["kind"], raw["version"]):
            continue
        if fix is None:
            out.append(Line(raw["kind"], raw["at"][:10], raw["body"]))
        elif fix.body is not None:
            out.append(Line(raw["kind"], raw["at"][:10], fix.body))
    return out


def fixes_of(person: Person) -> Fixes:
    """What was corrected in somebody's journal, by the id it corrects."""
    return corrections_in(in_order(EntryRow.objects.filter(person=person, subject="=corrected")))


def _about(person: Person, slug: str, since: int) -> list[Line]:
    """Entries about an exercise, also those that only a correction brought to it."""
    fixes = fixes_of(person)
    moved = [id for id, fix in fixes.items() if fix.body is not None and fix.body.get("exercise") == slug]
    rows = EntryRow.objects.filter(person=person, instant__gte=since)
    about = rows.filter(Q(subject=slug) | Q(id__in=moved)) if moved else rows.filter(subject=slug)
    return [line for line in _lines(about, fixes) if line.body.get("exercise") == slug]


def latest_of(person: Person, slug: str, kind: str, sides: Container[str]) -> Line | None:
    """The newest entry of a kind about one exercise and one of these sides that was written here, not imported; as corrected."""
    rows = EntryRow.objects.filter(person=person, subject=slug, kind=kind, imported=False)
    lines = [line for line in _lines(rows, fixes_of(person)) if line.body.get("exercise") == slug and line.body["side"] in sides]
    return lines[-1] if lines else None


def _set(line: Line) -> Set:
    body = line.body
    return Set(line.day, body["session"], body["tool"], body["side"], body["number"], body["grams"], body["done"], body["target"],
               body.get("typed", False), body.get("finder"))


def _rating(body: dict[str, Any]) -> Rating:
    return Rating(body["on"], body["session"], body.get("tool"), body.get("side"), body.get("effort"), body.get("peak"))


def _pain(lines: Iterable[Line]) -> dict[str, list[Point]]:
    """One value a morning and region; of two answers the higher one, as in the fold."""
    days: dict[str, dict[str, int]] = defaultdict(dict)
    for line in lines:
        if line.kind == "morning":
            for region, score in line.body["pain"].items():
                on = line.body["on"]
                days[region][on] = max(score, days[region].get(on, score))
    return {region: [Point(on, found[on]) for on in sorted(found)] for region, found in sorted(days.items())}


def loads_of(lines: Iterable[Line]) -> dict[str, list[LoadPoint]]:
    """The heaviest set of each day, by `exercise:tool:side`."""
    best: dict[str, dict[str, LoadPoint]] = defaultdict(dict)
    for line in lines:
        body = line.body
        if line.kind != "set_done" or body.get("finder"):  # finding a load is not yet working with it
            continue
        point = LoadPoint(line.day, body["grams"], body["done"])
        days = best[f"{body['exercise']}:{body['tool']}:{body['side']}"]
        days[line.day] = max(point, days.get(line.day, point), key=lambda one: (one.grams, one.done))
    return {key: [days[on] for on in sorted(days)] for key, days in sorted(best.items())}


def _sessions(lines: Iterable[Line]) -> list[SessionLine]:
    opened: dict[str, dict[str, Any]] = {}
    done: dict[str, set[str]] = defaultdict(set)
    closed = set[str]()
    for kind, _, body in lines:
        session = body.get("session")
        if kind == "session_opened":
            opened.setdefault(body["session"], body)
        elif kind == "session_closed" and session:
            closed.add(session)
        elif kind == "set_done" and session:
            done[session].add(body["exercise"])
    return [SessionLine(body["on"], body.get("mode", "normal"), body.get("minutes", 20), body.get("planned", 0), len(done[id]),
                        id in closed) for id, body in opened.items()]

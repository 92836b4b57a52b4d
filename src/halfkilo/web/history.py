"""Reading the record for exercise pages and progress: corrected entries as corrected, void ones left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from halfkilo.journal import Entry
from halfkilo.journal.fold import corrections_in
from halfkilo.journal.kinds.corrected import Body as Corrected
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.refold import in_order

Fixes = dict[str, Corrected]


@dataclass(frozen=True)
class Set:
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


@dataclass(frozen=True)
class Rating:
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


@dataclass(frozen=True)
class Point:
    """A value on a day."""

    on: str
    value: int


@dataclass(frozen=True)
class LoadPoint:
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
    entries = _about(person, slug, since)
    return History(slug, [_set(entry) for entry in entries if entry.kind == "set_done"],
                   [_rating(entry) for entry in entries if entry.kind == "checked_in"])


def progress(person: Person, since: int = 0) -> Progress:
    """Pain, loads and sessions since an instant (milliseconds)."""
    kinds = ("morning", "set_done", "session_opened", "session_closed")
    rows = EntryRow.objects.filter(person=person, instant__gte=since, kind__in=kinds)
    entries = list(corrected(in_order(rows), _fixes(person)))
    return Progress(_pain(entries), _loads(entries), _sessions(entries))


def corrected(entries: Iterable[Entry], fixes: Fixes) -> Iterable[Entry]:
    """The entries as corrected; void ones left out."""
    for entry in entries:
        fix = fixes.get(entry.id)
        if fix is None:
            yield entry
        elif fix.body is not None:
            yield replace(entry, body=fix.body)


def _fixes(person: Person) -> Fixes:
    return corrections_in(in_order(EntryRow.objects.filter(person=person, subject="=corrected")))


def _about(person: Person, slug: str, since: int) -> list[Entry]:
    """Entries about an exercise, also those that only a correction brought to it."""
    fixes = _fixes(person)
    rows = EntryRow.objects.filter(person=person, instant__gte=since)
    moved = [id for id, fix in fixes.items() if fix.body is not None and fix.body.get("exercise") == slug]
    found = {entry.id: entry for entry in in_order(rows.filter(subject=slug))}
    if moved:
        found |= {entry.id: entry for entry in in_order(rows.filter(id__in=moved))}
    right = corrected(sorted(found.values(), key=lambda entry: entry.order), fixes)
    return [entry for entry in right if entry.body.get("exercise") == slug]


def _set(entry: Entry) -> Set:
    body = entry.body
    return Set(entry.at[:10], body["session"], body["tool"], body["side"], body["number"], body["grams"], body["done"], body["target"],
               body.get("typed", False), body.get("finder"))


def _rating(entry: Entry) -> Rating:
    body = entry.body
    return Rating(body["on"], body["session"], body.get("tool"), body.get("side"), body.get("effort"), body.get("peak"))


def _pain(entries: Iterable[Entry]) -> dict[str, list[Point]]:
    """One value a morning and region; of two answers the higher one, as in the fold."""
    days: dict[str, dict[str, int]] = defaultdict(dict)
    for entry in entries:
        if entry.kind == "morning":
            for region, score in entry.body["pain"].items():
                on = entry.body["on"]
                days[region][on] = max(score, days[region].get(on, score))
    return {region: [Point(on, found[on]) for on in sorted(found)] for region, found in sorted(days.items())}


def _loads(entries: Iterable[Entry]) -> dict[str, list[LoadPoint]]:
    best: dict[str, dict[str, LoadPoint]] = defaultdict(dict)
    for entry in entries:
        if entry.kind != "set_done" or entry.body.get("finder") == "hurts":
            continue
        body, on = entry.body, entry.at[:10]
        point = LoadPoint(on, body["grams"], body["done"])
        days = best[f"{body['exercise']}:{body['tool']}:{body['side']}"]
        days[on] = max(point, days.get(on, point), key=lambda one: (one.grams, one.done))
    return {key: [days[on] for on in sorted(days)] for key, days in sorted(best.items())}


def _sessions(entries: Iterable[Entry]) -> list[SessionLine]:
    opened: dict[str, dict[str, Any]] = {}
    done: dict[str, set[str]] = defaultdict(set)
    closed = set[str]()
    for entry in entries:
        session = entry.body.get("session")
        if entry.kind == "session_opened":
            opened.setdefault(entry.body["session"], entry.body)
        elif entry.kind == "session_closed" and session:
            closed.add(session)
        elif entry.kind == "set_done" and session:
            done[session].add(entry.body["exercise"])
    return [SessionLine(body["on"], body.get("mode", "normal"), body.get("minutes", 20), body.get("planned", 0), len(done[id]),
                        id in closed) for id, body in opened.items()]

"""What progress reads: the kinds a page needs and no others, as corrected, with a count of what could not be read."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import orjson
from django.db.models import Min, Q

from halfkilo.journal.kinds import readable
from halfkilo.journal.state import FOLD, Flare, State
from halfkilo.web.history import Fixes, Line, fixes_of
from halfkilo.web.models import Checkpoint, EntryRow, Person
from halfkilo.web.refold import inflate

FLARES_KEPT = 12
"""Flares that the state keeps of a region (`journal/fold_events.py`)."""


class Read(NamedTuple):
    """What could be read, and how many entries of a kind could not: they are there, and nobody draws them as missing."""

    lines: list[Line]
    unread: Mapping[str, int]

    def of(self, kind: str) -> list[Line]:
        """The entries of one kind."""
        return [line for line in self.lines if line.kind == kind]


ABOUT_EXERCISES = frozenset({"set_done", "stopped", "checked_in"})
"""Kinds whose entries stand under the exercise they are about; others stand under `=` and their kind."""


def told(person: Person, kinds: Collection[str], since: int = 0) -> Read:
    """Entries of some kinds since an instant (milliseconds), in the order of days written, as corrected, void ones left out.

    An entry that can't be read (bytes that are no JSON, a version from a later program, a body without what its kind needs) is counted.
    """
    rows = EntryRow.objects.filter(person=person, instant__gte=since)
    plain = {f"={kind}" for kind in kinds if kind not in ABOUT_EXERCISES}
    about = ABOUT_EXERCISES.intersection(kinds)
    wanted = Q(subject__in=plain) | Q(kind__in=about) if plain and about else Q(kind__in=about) if about else Q(subject__in=plain)
    fixes, unread = fixes_of(person), Counter[str]()
    lines: list[Line] = []
    with _nothing_to_collect():
        for kind, canonical in rows.filter(wanted).order_by("instant").values_list("kind", "canonical"):
            try:
                line = _readable(orjson.loads(canonical), fixes)
            except (ValueError, KeyError, TypeError, AttributeError):
                unread[kind] += 1
                continue
            if line is not None:
                lines.append(line)
    return Read(lines, unread)


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Tens of thousands of rows become objects that all stay: looking for circles among them meanwhile costs a third more."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _readable(raw: dict[str, Any], fixes: Fixes) -> Line | None:
    """One entry as corrected; None where it was taken back.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it can't be read.
    """
    fix = fixes.get(raw["id"])
    if fix is not None and fix.body is None:
        return None
    kind, body = raw["kind"], raw["body"] if fix is None or fix.body is None else fix.body
    if not readable(kind, raw["version"]):
        raise ValueError("a later program wrote it")
    needed = _NEEDED.get(kind)
    if needed is not None:
        needed(body)
    return Line(kind, raw["at"][:10], body)


def _is_day(value: Any) -> None:
    date.fromisoformat(value)


def _are_numbers(values: dict[str, Any]) -> None:
    for value in values.values():
        if type(value) is not int:
            raise ValueError("no whole number")


def _morning_needs(body: dict[str, Any]) -> None:
    _is_day(body["on"])
    _are_numbers(body["pain"])


def _measured_needs(body: dict[str, Any]) -> None:
    _is_day(body["on"])
    _are_numbers(body["values"])
    _ = body["measure"]


def _set_needs(body: dict[str, Any]) -> None:
    if type(body["grams"]) is not int or type(body["done"]) is not int:
        raise ValueError("no whole number")
    _ = body["exercise"], body["tool"], body["side"]


_NEEDED: Mapping[str, Callable[[dict[str, Any]], None]] = {
    "morning": _morning_needs, "measured": _measured_needs, "set_done": _set_needs, "session_opened": lambda body: _is_day(body["on"])}
"""What an entry of a kind must hold to be drawn. It was checked when it came in; here a record that was harmed since is noticed."""


def first_sets(person: Person) -> dict[str, str]:
    """Every exercise with the day of its first set."""
    rows = EntryRow.objects.filter(person=person, kind="set_done").order_by()
    found = rows.values("subject").annotate(first=Min("instant")).values_list("subject", "first")
    return {slug: datetime.fromtimestamp(first / 1000, UTC).date().isoformat() for slug, first in found}


def first_sets_of(lines: Iterable[Line]) -> dict[str, str]:
    """The same from lines that hold every set there is."""
    days: dict[str, str] = {}
    for line in lines:
        slug = line.body["exercise"]
        if line.day < days.get(slug, "~"):
            days[slug] = line.day
    return days


def flares(person: Person, state: State, region: str) -> list[Flare]:
    """Every flare of a region, oldest first: the state keeps the newest dozen, checkpoints those before."""
    found = list(state["regions"][region]["flares"]) if region in state["regions"] else []
    more = found
    while len(more) >= FLARES_KEPT:
        more = _before(person, region, found[0]["since"])
        found = more + found
    return found


def _before(person: Person, region: str, day: str) -> list[Flare]:
    """Flares that the newest checkpoint before a day knew, over by then."""
    marks = Checkpoint.objects.filter(person=person, instant__lt=_day_instant(day), fold=FOLD).order_by("-count")
    mark = marks.values_list("state", flat=True).first()
    kept = inflate(mark)["regions"].get(region) if mark else None
    return [flare for flare in kept["flares"] if flare["since"] < day and flare["until"] is not None] if kept else []


def _day_instant(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days * 86_400_000

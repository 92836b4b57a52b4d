"""What was measured, what happened, and the medicines as the person wrote them down: read from the journal once a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from halfkilo.journal.kinds.adverse_event import Severity
from halfkilo.web.history import Line, lines_of
from halfkilo.web.models import Person

MEDICINES = "medicines"
"""Topic of the notes that hold them: the newest one is the whole list, a line each, `name` or `name: remark`."""


class Taken(NamedTuple):
    """One time that a measure was taken."""

    on: str
    values: dict[str, int]


class Medicine(NamedTuple):
    """One medicine in the person's own words."""

    name: str
    remark: str


class Event(NamedTuple):
    """Something unwanted. what, since: empty where the person did not say."""

    on: str
    severity: str
    what: str
    since: str
    text: str


@dataclass(frozen=True)
class Happened:
    """Events newest first, and what they are counted against: how often it was asked and answered, and sessions that were done."""

    events: tuple[Event, ...]
    asked: int
    sessions: int
    first: str

    def of(self, severity: Severity) -> int:
        """How many took that much."""
        return sum(one.severity == severity for one in self.events)


def taken(person: Person) -> Mapping[str, list[Taken]]:
    """Everything measured, by measure, in the order of days; on one day the later entry last."""
    found: dict[str, list[Taken]] = defaultdict(list)
    for line in lines_of(person, "measured"):
        found[line.body["measure"]].append(Taken(line.body["on"], line.body["values"]))
    return {slug: sorted(times, key=lambda one: one.on) for slug, times in found.items()}


def medicines(person: Person) -> tuple[Medicine, ...]:
    """The list as it stands; nothing where none was ever entered, or all were taken off it."""
    return medicines_in(lines_of(person, "note"))


def medicines_in(lines: Sequence[Line]) -> tuple[Medicine, ...]:
    """The newest list among notes in the order of the fold."""
    texts = [line.body["text"] for line in lines if line.kind == "note" and line.body["topic"] == MEDICINES]
    parts = [line.partition(": ") for line in (texts[-1].splitlines() if texts else []) if line.strip()]
    return tuple(Medicine(name.strip(), remark.strip()) for name, _, remark in parts)


def written(listed: Sequence[Medicine]) -> str:
    """The text of the note for a list."""
    return "\n".join(f"{one.name.replace(':', ' ')}: {one.remark}" if one.remark else one.name.replace(":", " ") for one in listed)


def happened(person: Person) -> Happened:
    """What was told when it was asked what training did, beside the sessions it is counted against."""
    return happened_in(lines_of(person, "adverse_event", "session_opened", "set_done"))


def happened_in(lines: Sequence[Line]) -> Happened:
    """The same from lines at hand. A session counts when a set was done in it."""
    told = [line.body for line in lines if line.kind == "adverse_event"]
    days = {line.body["session"]: line.body["on"] for line in lines if line.kind == "session_opened"}
    done = {line.body["session"] for line in lines if line.kind == "set_done"} & days.keys()
    events = [Event(body["on"], body["severity"], body.get("what") or "", body.get("since") or "", body.get("text", ""))
              for body in told if body["severity"] != Severity.NONE]
    first = min((days[session] for session in done), default="")
    return Happened(tuple(sorted(events, key=lambda one: one.on, reverse=True)), len(told), len(done), first)


def age(on: str, today: date) -> int:
    """Days since."""
    return (today - date.fromisoformat(on)).days

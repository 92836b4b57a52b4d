"""A FHIR Bundle (R5 or R4B) read back: our own entries as they were, everyday readings of others, and everything else by its place.

`read` gives what the bundle says. `taken` gives what a journal may take from a file: reports of how it was. Sets and sessions become
history, because a file never sets a load and never unlocks anything; goals become notes. Which reports and programmes may stand beside
what is here, `exchange.beside` decides for every format alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from halfkilo.exchange import past
from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.brought import Brought, Note
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.fhir import validate
from halfkilo.exchange.fhir.codes import Version
from halfkilo.exchange.fhir.goals import back as goal
from halfkilo.exchange.fhir.measures import foreign
from halfkilo.exchange.fhir.moments import when_taken
from halfkilo.exchange.fhir.out import SHAPES
from halfkilo.exchange.fhir.shape import Held, Resource, held, identifiers
from halfkilo.exchange.history import Settings
from halfkilo.exchange.vitals import reading
from halfkilo.journal.entry import Entry, from_plain
from halfkilo.journal.fold import check
from halfkilo.strict import Malformed

LARGEST = 128 * 1024 * 1024
DEEPEST = 60
MOST_PROBLEMS = 1000

REPORTS = frozenset({"morning", "checked_in", "stopped", "flare_opened", "measured", "note", "adverse_event", "plan_chosen"})
"""Kinds that a bundle may add as they are: none of them clears, loosens or unlocks. The door of `exchange.beside` comes after."""

DONE = {"set_done": past.of_set, "session_opened": past.of_session, "session_closed": past.of_session}
"""Kinds that become history."""


@dataclass(frozen=True)
class Found:
    """What a bundle says. corrects: ids of entries here that took the place of another one. goals: as notes, each with the id of the
    profile it came from where it is ours."""

    version: Version
    entries: tuple[Entry, ...]
    readings: tuple[Entry, ...]
    problems: tuple[Note, ...]
    passed: Mapping[str, int]
    corrects: frozenset[str]
    goals: tuple[tuple[str, Entry], ...] = ()


def read(data: bytes, settings: Settings) -> Found:
    """Everything that is understood in a Bundle.

    Raises:
        FileRefused: too large, cut off, no Bundle, or the library to check it with is not installed.
    """
    resources = _resources(_parsed(data))
    version = validate.release([one for _, one in resources])
    reader = _Reader(settings, version, {_reference(one): one for _, one in resources})
    for place, one in resources:
        reader.take(place, one)
    return reader.found()


def taken(found: Found, known: Mapping[str, str], settings: Settings) -> Brought:
    """What a journal may take: reports as they are, sets and sessions as history, goals as notes. What stands there already stays known."""
    entries: list[Entry] = [*found.readings, *(goal for profile, goal in found.goals if profile not in known)]
    passed = dict(found.passed)
    for entry in found.entries:
        if entry.id in known and (known[entry.id] == entry.digest or entry.id in found.corrects):
            passed["known already"] = passed.get("known already", 0) + 1
        elif entry.kind in REPORTS or entry.id in known:
            entries.append(entry)  # one that stands here with other content is named as such, and never taken
        elif entry.kind in DONE:
            entries.append(DONE[entry.kind](entry, settings.person))
        else:
            passed[entry.kind] = passed.get(entry.kind, 0) + 1
    return Brought(f"FHIR {found.version}", tuple(entries), found.problems, (), passed)


def _parsed(data: bytes) -> dict[str, Any]:
    if len(data) > LARGEST:
        most = f"at most {LARGEST // 1_048_576} MiB are read"
        raise FileRefused(Reason.TOO_LARGE, f"The file is {len(data) // 1_000_000} MB; {most}.", len(data))
    try:
        raw = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise FileRefused(Reason.NOT_TEXT, "The file is not UTF-8 text. Export the bundle again as JSON.") from None
    except (ValueError, RecursionError) as problem:
        why = str(problem)[:80]
        raise FileRefused(Reason.NOT_TEXT, f"The file is not whole JSON ({why}); it may be cut off. Export it again.") from None
    if not isinstance(raw, dict) or raw.get("resourceType") != "Bundle" or not isinstance(raw.get("entry", []), list):
        raise FileRefused(Reason.UNKNOWN_FORMAT, "The file is JSON, but not a FHIR Bundle (resourceType Bundle with a list of entries).")
    return raw


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number")


def _resources(bundle: dict[str, Any]) -> list[tuple[str, Resource]]:
    found = []
    for number, one in enumerate(bundle.get("entry", []), start=1):
        resource = one.get("resource") if isinstance(one, dict) else None
        found.append((f"entry {number}", resource if isinstance(resource, dict) else {}))
    return found


def _reference(resource: Resource) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id')}"


class _Reader:
    """Goes through a bundle once; what it does not understand is named by its place."""

    def __init__(self, settings: Settings, version: Version, by_reference: Mapping[str, Resource]) -> None:
        self.settings, self.version, self.by_reference = settings, version, by_reference
        self.entries: dict[str, Entry] = {}
        self.readings: list[Entry] = []
        self.problems: list[Note] = []
        self.passed: dict[str, int] = {}
        self.corrects: set[str] = set()
        self.goals: list[tuple[str, Entry]] = []
        self.members = _members(by_reference.values())

    def take(self, place: str, resource: Resource) -> None:
        """One resource."""
        if _reference(resource) in self.members:
            return
        wrong = [f"is nested deeper than {DEEPEST}"] if _deep(resource) else validate.faults(resource, self.version)
        if wrong:
            self._problem(place, "; ".join(wrong))
            return
        try:
            self._understood(resource)
        except (NotUnderstood, Malformed, KeyError, TypeError, ValueError, AttributeError) as problem:
            self._problem(place, f"{resource['resourceType']}: {problem}")

    def found(self) -> Found:
        """What was found."""
        return Found(self.version, tuple(self.entries.values()), tuple(self.readings), tuple(self.problems),
                     dict(sorted(self.passed.items())), frozenset(self.corrects), tuple(self.goals))

    def _understood(self, resource: Resource) -> None:
        ours = held(resource)
        if ours is not None and (ours.mistaken or resource.get("status") == "entered-in-error"):
            self._pass("taken back by the person")
        elif ours is not None:
            self._own(resource, ours)
        elif resource["resourceType"] == "Observation" and (reading_ := foreign(resource)) is not None:
            vital, number = reading_
            at, on = when_taken(resource, self.settings, "effectiveDateTime", "effectiveInstant")
            names = [f"{one.get('system')}|{one.get('value')}" for one in identifiers(resource)] or [at, str(number)]
            self.readings.append(reading(vital, {vital.item: number}, on.date(), at, self.settings.person, "fhir", vital.measure, *names))
        elif resource["resourceType"] == "Goal" and resource.get("lifecycleStatus") not in ("entered-in-error", "rejected", "cancelled"):
            self.goals.append(goal(resource, self.settings))
        else:
            self._pass(str(resource["resourceType"]))

    def _own(self, resource: Resource, ours: Held) -> None:
        shape = SHAPES.get(ours.kind)
        if shape is None or resource["resourceType"] not in shape.resources:
            raise NotUnderstood(f"{ours.kind!r} is not a kind that comes as {resource['resourceType']}")
        at, body = shape.back(resource, ours, self.by_reference.get)
        entry = from_plain({"id": ours.id, "at": at, "author": ours.author, "kind": ours.kind, "version": ours.version, "body": body},
                           imported=True)
        check(entry)
        before = self.entries.get(entry.id)
        if before is not None and before.digest != entry.digest:
            raise NotUnderstood("its identifier stands twice in this bundle, with different content")
        self.entries[entry.id] = entry
        if ours.corrects:
            self.corrects.add(entry.id)

    def _pass(self, what: str) -> None:
        self.passed[what] = self.passed.get(what, 0) + 1

    def _problem(self, place: str, problem: str) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Note(place, problem))


def _members(resources: Iterable[Resource]) -> set[str]:
    """References of pain at a place that belongs to one of our panels."""
    found = set()
    for one in resources:
        members = one.get("hasMember")
        if one.get("resourceType") == "Observation" and isinstance(members, list) and one.get("extension"):
            found |= {str(part.get("reference")) for part in members if isinstance(part, dict)}
    return found


def _deep(value: object, left: int = DEEPEST) -> bool:
    if left == 0:
        return isinstance(value, dict | list)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deep(one, left - 1) for one in inner)

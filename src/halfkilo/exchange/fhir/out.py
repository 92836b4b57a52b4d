"""A journal as a FHIR Bundle, R5 or R4B: written piece by piece, without any library. What FHIR has no place for is counted, not bent.

Patient and Goals come from the profile and go out only. Everything else is one entry per resource, by its id.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from halfkilo.exchange.fhir import deeds, goals, measures, observations, papers
from halfkilo.exchange.fhir.codes import BASE, Version
from halfkilo.exchange.fhir.shape import Frame, Held, Lookup, Resource
from halfkilo.journal.entry import Entry
from halfkilo.journal.fold import check, corrections_in
from halfkilo.journal.kinds import kinds
from halfkilo.strict import Malformed

Out = Callable[[Entry, Frame], list[Resource]]
Back = Callable[[Resource, Held, Lookup], tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Shape:
    """How one kind of entry goes out and comes back."""

    resources: tuple[str, ...]
    out: Out
    back: Back


_PAIN = Shape(("Observation",), observations.out, observations.back)
_DEED = Shape(("Procedure",), deeds.out, deeds.back)

SHAPES: dict[str, Shape] = {
    "morning": _PAIN, "checked_in": _PAIN, "stopped": _PAIN, "flare_opened": _PAIN,
    "set_done": _DEED, "session_opened": _DEED, "session_closed": _DEED,
    "measured": Shape(("QuestionnaireResponse", "Observation"), measures.out, measures.back),
    "note": Shape(("DocumentReference",), papers.note_out, papers.note_back),
    "adverse_event": Shape(("AdverseEvent",), papers.event_out, papers.event_back),
    "plan_chosen": Shape(("CarePlan",), papers.plan_out, papers.plan_back),
}
"""Kinds that FHIR carries. Screens, clearances, limits and answers to offers stay out: what they allow is never settled by a file."""


@dataclass
class Counted:
    """What went out, by resource, and what did not, by kind."""

    written: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)


def bundle(entries: Iterable[Entry], version: Version, person: str = "person") -> tuple[dict[str, Any], Counted]:
    """The whole Bundle in memory."""
    counted = Counted()
    return json.loads(b"".join(write(entries, version, person, counted))), counted


def write(entries: Iterable[Entry], version: Version, person: str = "person", counted: Counted | None = None,
          also: Iterable[Resource] = ()) -> Iterator[bytes]:
    """The Bundle as JSON, resource by resource. person: id of the Patient, letters, digits, - and . only. also: stands at the end."""
    counted = counted or Counted()
    ordered = sorted(entries, key=lambda one: one.order)
    head: dict[str, Any] = {"resourceType": "Bundle", "type": "collection"}
    if ordered:
        head["timestamp"] = ordered[-1].at
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "entry": [\n'
    for number, resource in enumerate(chain(_resources(ordered, Frame(version, f"Patient/{person}"), person, counted), also)):
        counted.written[resource["resourceType"]] = counted.written.get(resource["resourceType"], 0) + 1
        line = {"fullUrl": f"{BASE}/{resource['resourceType']}/{resource['id']}", "resource": resource}
        yield (b",\n" if number else b"") + json.dumps(line, ensure_ascii=False, allow_nan=False).encode()
    yield b"\n]}\n"


def _resources(ordered: Sequence[Entry], frame: Frame, person: str, counted: Counted) -> Iterator[Resource]:
    profile = next((one for one in reversed(ordered) if one.kind == "profiled"), None)
    yield _patient(profile, person)
    yield from goals.out(profile, frame)
    corrections = corrections_in(ordered)
    last = {str(one.body["entry"]): one.id for one in ordered if one.kind == "corrected"}
    by_id = {entry.id: entry for entry in ordered}
    for entry in ordered:
        if entry.kind == "corrected":
            yield from _replacement(entry, by_id, last, frame, counted)
        elif carried(entry):
            yield from SHAPES[entry.kind].out(entry, replace(frame, mistaken=entry.id in corrections))
        elif entry.kind != "profiled":
            counted.left[entry.kind] = counted.left.get(entry.kind, 0) + 1


def carried(entry: Entry) -> bool:
    """Whether FHIR carries the entry whole."""
    if entry.kind not in SHAPES or entry.version != kinds()[entry.kind].version:
        return False
    try:
        check(entry)
    except Malformed:
        return False
    return True


def _replacement(entry: Entry, by_id: dict[str, Entry], last: dict[str, str], frame: Frame, counted: Counted) -> Iterator[Resource]:
    """What a correction put in the place of an entry: only the last word about it, under the correction's own id."""
    target = by_id.get(entry.body["entry"])
    right = entry.body.get("body")
    if target is None or target.kind not in SHAPES:
        counted.left["corrected"] = counted.left.get("corrected", 0) + 1
        return
    if right is None or last[target.id] != entry.id:
        return
    made = replace(entry, kind=target.kind, version=target.version, body=right)
    if carried(made):
        yield from SHAPES[target.kind].out(made, replace(frame, corrects=target.id))


def _patient(profile: Entry | None, person: str) -> Resource:
    resource: Resource = {"resourceType": "Patient", "id": person, "identifier": [{"system": f"{BASE}/person", "value": person}]}
    if profile is not None:
        name = str(profile.body.get("name", "")).strip()
        resource |= {"birthDate": str(profile.body["birth_year"])} | ({"name": [{"text": name}]} if name else {})
    return resource

"""The person's own activities as Goals; a Goal that comes in, ours or a clinic's, becomes a note: it is only read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.fhir.codes import BASE, own
from halfkilo.exchange.fhir.moments import when_taken
from halfkilo.exchange.fhir.shape import Frame, Resource, identifiers
from halfkilo.exchange.history import Settings
from halfkilo.journal.entry import PERSON, Entry, derived_id
from halfkilo.journal.kinds import make, note
from halfkilo.units import instant_of

TOPIC = "goal"
LONGEST = 8000
_MIDDLE = "-goal-"


def out(profile: Entry | None, frame: Frame) -> Iterator[Resource]:
    """A Goal for each activity of the profile: 0 can't do it, 10 as before."""
    activities: list[dict[str, Any]] = profile.body.get("activities", []) if profile else []
    for number, activity in enumerate(activities):
        assert profile is not None
        target = {"measure": own("measure", "psfs", "How well it goes, 0 to 10"), "detailInteger": 10}
        yield {"resourceType": "Goal", "id": f"{profile.id}{_MIDDLE}{number}", "lifecycleStatus": "active",
               "identifier": [{"system": f"{BASE}/activity", "value": activity["id"]}], "subject": {"reference": frame.subject},
               "description": {"text": activity["name"].strip() or "-"}, "startDate": profile.at[:10], "target": [target],
               "note": [{"text": f"At the beginning: {activity['now']} of 10"}]}


def back(resource: Resource, settings: Settings) -> tuple[str, Entry]:
    """The id of the profile that the Goal came from, if it is ours, and the note.

    Raises:
        NotUnderstood: it has no words or no day.
    """
    description = resource.get("description")
    words = str(description.get("text") or "").strip() if isinstance(description, dict) else ""
    if not words:
        raise NotUnderstood("description.text is not there, so nobody knows what the goal is")
    at, on = when_taken(resource, settings, "startDate", "statusDate")
    notes = [str(one.get("text") or "").strip() for one in resource.get("note", []) if isinstance(one, dict)]
    text = "\n".join([words, *filter(None, notes)])[:LONGEST]
    names = [f"{one.get('system')}|{one.get('value')}" for one in identifiers(resource)] or [str(resource.get("id"))]
    identity = derived_id(instant_of(on), "note", settings.person, "fhir", TOPIC, *names)
    return _profile(resource), make("note", note.Body(TOPIC, text), at=at, author=PERSON, id=identity)


def _profile(resource: Resource) -> str:
    mine = any(one.get("system") == f"{BASE}/activity" for one in identifiers(resource))
    return str(resource.get("id")).partition(_MIDDLE)[0] if mine else ""

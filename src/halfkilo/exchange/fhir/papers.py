"""Words, events and plans: DocumentReference for a note, AdverseEvent for the weekly question, CarePlan for a programme."""

from __future__ import annotations

import base64
from typing import Any

from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.fhir.codes import BASE, code_in, own
from halfkilo.exchange.fhir.shape import Frame, Held, Lookup, Resource, begun, first_of, without
from halfkilo.journal.entry import Entry


def note_out(entry: Entry, frame: Frame) -> list[Resource]:
    """A DocumentReference with the text in it."""
    data = base64.b64encode(str(entry.body["text"]).encode()).decode()
    attachment = {"contentType": "text/plain; charset=utf-8", **({"data": data} if data else {"title": "empty"})}
    resource = begun("DocumentReference", entry, frame, without(entry.body, ("text",)))
    return [resource | {"status": "entered-in-error" if frame.mistaken else "current", "type": own("entry", "note"), "date": entry.at,
                        "content": [{"attachment": attachment}]}]


def note_back(resource: Resource, held: Held, lookup: Lookup) -> tuple[str, dict[str, Any]]:
    """When it was written, and the body."""
    content = resource.get("content", [])
    attachment = content[0].get("attachment", {}) if len(content) == 1 else {}
    if not str(attachment.get("contentType", "")).startswith("text/plain"):
        raise NotUnderstood("content needs one attachment of plain text")
    text = base64.b64decode(attachment.get("data", ""), validate=True).decode()
    return first_of(resource, "date"), {**held.body, "text": text}


def event_out(entry: Entry, frame: Frame) -> list[Resource]:
    """An AdverseEvent; that nothing happened goes out as one that was looked for and did not happen (`potential` is never said)."""
    body = entry.body
    text = str(body.get("text", ""))
    resource = begun("AdverseEvent", entry, frame, without(body, ("on", "severity")))
    resource |= {"actuality": "actual", "recordedDate": entry.at, "seriousness": own("severity", str(body["severity"]))}
    concept = own("entry", entry.kind, text.strip() or "asked, and nothing was added")
    if frame.r5:
        status = "entered-in-error" if frame.mistaken else "completed"
        return [resource | {"status": status, "code": concept, "occurrenceDateTime": body["on"]}]
    return [resource | {"event": concept, "date": body["on"]}]


def event_back(resource: Resource, held: Held, lookup: Lookup) -> tuple[str, dict[str, Any]]:
    """When it was told, and the body."""
    severity = code_in(resource.get("seriousness"), f"{BASE}/severity")
    if severity is None:
        raise NotUnderstood("seriousness does not say how much it took")
    return first_of(resource, "recordedDate"), {**held.body, "on": first_of(resource, "occurrenceDateTime", "date"), "severity": severity}


def plan_out(entry: Entry, frame: Frame) -> list[Resource]:
    """A CarePlan for the programme that was chosen."""
    body = entry.body
    about = f"{str(body['programme']).replace('_', ' ')}, {body['days']} days a week, {body['minutes']} minutes"
    resource = begun("CarePlan", entry, frame, body)
    status = "entered-in-error" if frame.mistaken else "active"
    return [resource | {"status": status, "intent": "plan", "title": "Strength training at home", "description": about,
                        "created": entry.at}]


def plan_back(resource: Resource, held: Held, lookup: Lookup) -> tuple[str, dict[str, Any]]:
    """When it was chosen, and the body."""
    return first_of(resource, "created"), dict(held.body)

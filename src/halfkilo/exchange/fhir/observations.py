"""Pain by place, stops and flares as Observations. One entry is a panel; every place is a member with the LOINC code for pain 0 to 10."""

from __future__ import annotations

from typing import Any

from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.fhir.codes import BASE, LOINC, PAIN, code_in, loinc, own
from halfkilo.exchange.fhir.shape import Frame, Held, Lookup, Resource, begun, first_of, without
from halfkilo.journal.entry import Entry

TITLES = {"morning": "Usual pain since yesterday, asked the next morning", "checked_in": "Check-in around a training session",
          "stopped": "A set or session was stopped", "flare_opened": "The person says: this is a flare"}


def out(entry: Entry, frame: Frame) -> list[Resource]:
    """The panel, and a member for every place in its `pain`."""
    body = entry.body
    pain = body.get("pain") if isinstance(body.get("pain"), dict) else None
    panel = begun("Observation", entry, frame, without(body, ("on", "pain") if pain else ("on",)))
    panel |= {"status": "entered-in-error" if frame.mistaken else "final", "category": [_category()],
              "code": own("entry", entry.kind, TITLES[entry.kind]), "effectiveDateTime": body["on"], "issued": entry.at}
    members = [_member(entry, region, score, panel, frame) for region, score in (pain or {}).items()]
    if members:
        panel["hasMember"] = [{"reference": f"Observation/{one['id']}"} for one in members]
    else:
        panel["valueString"] = TITLES[entry.kind]
    return [panel, *members]


def back(resource: Resource, held: Held, lookup: Lookup) -> tuple[str, dict[str, Any]]:
    """When it was said, and the body.

    Raises:
        NotUnderstood: a member is missing or says something else than pain from 0 to 10.
    """
    body = {**held.body, "on": first_of(resource, "effectiveDateTime")}
    pain: dict[str, int] = {}
    for place, one in enumerate(resource.get("hasMember", [])):
        member = lookup(str(one.get("reference")))
        if member is None:
            raise NotUnderstood(f"hasMember[{place}] ({one.get('reference')}) is not in the bundle; the file may be half of one")
        region, score = _read_member(member)
        pain[region] = score
    return first_of(resource, "issued"), body | ({"pain": pain} if pain else {})


def _member(entry: Entry, region: str, score: int, panel: Resource, frame: Frame) -> Resource:
    return {"resourceType": "Observation", "id": f"{entry.id}-{region.replace('_', '-')}", "status": panel["status"],
            "category": [_category()], "code": loinc(*PAIN), "subject": {"reference": frame.subject},
            "effectiveDateTime": panel["effectiveDateTime"], "issued": panel["issued"], "bodySite": own("region", region),
            "valueInteger": score}


def _read_member(member: Resource) -> tuple[str, int]:
    region = code_in(member.get("bodySite"), f"{BASE}/region")
    score = member.get("valueInteger")
    if code_in(member.get("code"), LOINC) != PAIN[0] or region is None:
        raise NotUnderstood(f"the member {member.get('id')} is not pain at a place")
    if isinstance(score, bool) or not isinstance(score, int):
        raise NotUnderstood(f"the member {member.get('id')} has no valueInteger; pain is a whole number from 0 to 10")
    return region, score


def _category() -> dict[str, Any]:
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]}

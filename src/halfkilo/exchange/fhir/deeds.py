"""Sets and sessions as Procedures: what was done, with its load as a quantity."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from halfkilo.exchange.fhir.codes import BASE, ENTRY, code_in, own, quantity
from halfkilo.exchange.fhir.measures import MASS, scaled
from halfkilo.exchange.fhir.shape import Frame, Held, Lookup, Resource, begun, first_of, without
from halfkilo.exercises import catalogue, words
from halfkilo.journal.entry import Entry

LOAD = f"{ENTRY}-load"


def out(entry: Entry, frame: Frame) -> list[Resource]:
    """One Procedure."""
    is_set = entry.kind == "set_done"
    resource = begun("Procedure", entry, frame, without(entry.body, ("exercise", "grams") if is_set else ()))
    code = own("exercise", entry.body["exercise"], _name(entry.body["exercise"])) if is_set else own("entry", entry.kind)
    if is_set:
        resource["extension"].append({"url": LOAD, "valueQuantity": quantity(float(Fraction(entry.body["grams"], 1000)), "kg")})
    resource["partOf"] = [{"identifier": {"system": f"{BASE}/session", "value": entry.body["session"]}, "display": "training session"}]
    concept = own("entry", entry.kind)
    resource["category"] = [concept] if frame.r5 else concept
    return [resource | {"status": "entered-in-error" if frame.mistaken else "completed", "code": code,
                        "occurrenceDateTime" if frame.r5 else "performedDateTime": entry.at}]


def back(resource: Resource, held: Held, lookup: Lookup) -> tuple[str, dict[str, Any]]:
    """When it was done, and the body."""
    body = dict(held.body)
    if held.kind == "set_done":
        body["exercise"] = code_in(resource.get("code"), f"{BASE}/exercise")
        load: dict[str, Any] = next((one.get("valueQuantity", {}) for one in resource["extension"] if one.get("url") == LOAD), {})
        body["grams"] = scaled(load, "the load's valueQuantity", MASS)
    return first_of(resource, "occurrenceDateTime", "performedDateTime"), body


def _name(slug: str) -> str:
    return words(slug).name if slug in catalogue() else slug.replace("_", " ")

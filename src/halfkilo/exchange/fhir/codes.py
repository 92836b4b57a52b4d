"""Names that FHIR needs: versions, systems, codes. Codes of others are only those that are free to use and surely meant."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

BASE = "https://halfkilo.invalid/fhir"
"""Our own names. `.invalid` never resolves (RFC 2606): nothing is ever fetched from there."""

ENTRY = f"{BASE}/StructureDefinition/entry"
"""The extension that holds what FHIR has no field for."""

URI = "urn:ietf:rfc:3986"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
PAIN = ("72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")


class Version(StrEnum):
    """The releases that are written and read."""

    R5 = "R5"
    R4B = "R4B"


def own(system: str, code: str, text: str = "") -> dict[str, Any]:
    """A concept of ours, with words that a reader understands without our code system."""
    return {"coding": [{"system": f"{BASE}/{system}", "code": code}], "text": text or code.replace("_", " ")}


def loinc(code: str, display: str) -> dict[str, Any]:
    """A LOINC concept."""
    return {"coding": [{"system": LOINC, "code": code, "display": display}], "text": display}


def quantity(value: float, unit: str) -> dict[str, Any]:
    """An amount in a UCUM unit."""
    return {"value": value, "unit": unit, "system": UCUM, "code": unit}


def code_in(concept: object, system: str) -> str | None:
    """The code of a concept in one system, if it has one."""
    if not isinstance(concept, dict):
        return None
    return next((one.get("code") for one in concept.get("coding", []) if isinstance(one, dict) and one.get("system") == system), None)

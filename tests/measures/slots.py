"""FHIR Questionnaires of nobody's instrument: numbered made-up items in the shape of a slot."""

from __future__ import annotations

import copy
import json
from typing import Any

from halfkilo.measures import Measure

WEIGHT = "http://hl7.org/fhir/StructureDefinition/itemWeight"


def made_up(measure: Measure, language: str = "en", **more: Any) -> dict[str, Any]:
    """As many items as the slot has, each a choice with the slot's numbers; half of them in a group."""
    options = [{"valueCoding": {"code": f"a{value}", "display": f"Answer {value}", "extension": [{"url": WEIGHT, "valueDecimal": value}]}}
               for value in range(measure.least, measure.most + 1)]
    items = [{"linkId": str(place), "text": f"Made-up item {place}", "type": "choice", "answerOption": copy.deepcopy(options)}
             for place in range(1, measure.number + 1)]
    half = len(items) // 2
    return {"resourceType": "Questionnaire", "status": "active", "language": language, "title": "Made up", "copyright": "Nobody",
            "item": [{"linkId": "lead", "type": "display", "text": "Think of the last week."},
                     {"linkId": "g", "type": "group", "text": "First", "item": items[:half]}, *items[half:]], **more}


def packed(raw: Any) -> bytes:
    """As a file."""
    return json.dumps(raw).encode()

"""The person wants to meet a movement again that was left out, in small steps; or leaves it out for now (`wanted` false)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from halfkilo.journal.fields import Line, Slug


@dataclass(frozen=True)
class Body:
    """It stays left out of the usual sessions until the last step has its yes. What a clinician left out can't be met this way."""

    exercise: Slug
    on: date
    wanted: bool = True
    reason: Line = ""


EXAMPLE = Body("hip_hinge", date(2026, 11, 22))

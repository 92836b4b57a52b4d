"""Something unwanted happened, asked weekly: what, how much, what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from halfkilo.journal.fields import Note


class Severity(StrEnum):
    """By what it took: nothing, self-care, a clinician, a hospital."""

    NONE = "none"
    SELF_CARE = "self_care"
    CLINICIAN = "clinician"
    HOSPITAL = "hospital"


@dataclass(frozen=True)
class Body:
    """severity none: asked, and nothing happened."""

    on: date
    severity: Severity
    text: Note = ""


EXAMPLE = Body(date(2026, 11, 22), Severity.SELF_CARE, "Sore thighs for three days")

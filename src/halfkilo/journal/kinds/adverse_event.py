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


class What(StrEnum):
    """What kind of thing it was, in the person's eyes."""

    MORE_PAIN = "more_pain"
    NEW_PAIN = "new_pain"
    SORE = "sore"
    FALL = "fall"
    DIZZY = "dizzy"
    OTHER = "other"


@dataclass(frozen=True)
class Body:
    """on: day it was told. severity none: asked, and nothing happened. since: day it began, where the person knows."""

    on: date
    severity: Severity
    text: Note = ""
    what: What | None = None
    since: date | None = None


EXAMPLE = Body(date(2026, 11, 22), Severity.SELF_CARE, "Sore thighs for three days", What.SORE, date(2026, 11, 19))

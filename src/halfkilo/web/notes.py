"""The newest note of a topic in somebody's record, as corrected."""

from __future__ import annotations

from halfkilo.insight.record import lines
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.refold import in_order


def newest(person: Person, topic: str) -> str:
    """Its text, "" where there is none."""
    held = lines(list(in_order(EntryRow.objects.filter(person=person, kind__in=("note", "corrected")))))
    said = [one.body["text"] for one in held if one.kind == "note" and one.body["topic"] == topic]
    return said[-1] if said else ""

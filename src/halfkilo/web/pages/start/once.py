"""One form, one entry: a form carries the id its entry will have, so that sending it twice keeps one."""

from __future__ import annotations

import re

from django.http import HttpRequest

from halfkilo.journal import Entry, new_id
from halfkilo.journal.entry import derived_id
from halfkilo.strict import plain
from halfkilo.web import clock, service
from halfkilo.web.models import EntryRow, Person

FIELD = "once"
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def fresh() -> str:
    """The id for a form that is shown now."""
    return new_id(clock.instant())


def write(request: HttpRequest, person: Person, kind: str, body: object, part: str = "") -> Entry | None:
    """Keep one entry under the form's own id; None when the very same form was kept before. part: for several entries of one form.

    A form that was changed and sent again (the browser's back key) is a new entry: what it says now counts.

    Raises:
        Refused: the store did not take it.
    """
    wanted = _id(request, part)
    if wanted is None:
        return service.write(person, kind, body)
    if not EntryRow.objects.filter(pk=wanted).exists():
        try:
            return service.write(person, kind, body, id=wanted)
        except service.Refused:  # another tab was quicker, or the id is not ours: the comparison below decides
            pass
    return None if _kept(person, wanted) == (kind, plain(body)) else service.write(person, kind, body)


def _id(request: HttpRequest, part: str) -> str | None:
    """The form's id; nothing when it has none, or one of another day: ids carry their time."""
    raw = request.POST.get(FIELD, "")
    if not _UUID7.fullmatch(raw):
        return None
    made = int(raw.replace("-", "")[:12], 16)
    if abs(clock.instant() - made) > 24 * 3600 * 1000:
        return None
    return derived_id(made, raw, part) if part else raw


def _kept(person: Person, wanted: str) -> tuple[str, object] | None:
    seq = EntryRow.objects.filter(pk=wanted, person=person).values_list("seq", flat=True).first()
    if seq is None:
        return None
    entry = service.entries_after(person, seq - 1, 1)[0][1]
    return entry.kind, entry.body

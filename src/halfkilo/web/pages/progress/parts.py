"""The parts of progress, in the order they are shown: what each reads and what somebody must have been given to see it."""

from __future__ import annotations

from enum import StrEnum

from django.http import Http404, HttpRequest

from halfkilo.web import access
from halfkilo.web.models import Person
from halfkilo.words import say


class Part(StrEnum):
    """What can be looked at. The names are those of `insight.record.GROUPS`."""

    PAIN = "pain"
    STRENGTH = "strength"
    FUNCTION = "function"
    MOOD = "mood"
    SLEEP = "sleep"
    MOBILITY = "mobility"
    BALANCE = "balance"
    CONSISTENCY = "consistency"


SCOPE = {Part.PAIN: "pain", Part.STRENGTH: "training", Part.FUNCTION: "measures", Part.MOOD: "mood", Part.SLEEP: "mood",
         Part.MOBILITY: "measures", Part.BALANCE: "measures", Part.CONSISTENCY: "training"}
"""The part of the record that must have been shared (`access.reader`). Each measure needs its own besides (`measures.parts.part_of`)."""
SCOPES = frozenset(SCOPE.values())

READS = {Part.PAIN: ("morning",), Part.STRENGTH: ("set_done", "measured"), Part.CONSISTENCY: ("session_opened",)}
"""Kinds of entries a part is drawn from; the others are drawn from what was measured."""

LOOK = {Part.PAIN: "indigo", Part.MOOD: "indigo", Part.STRENGTH: "apricot", Part.CONSISTENCY: "teal", Part.FUNCTION: "teal"}
"""The colour of a part's line (LOOK.md): pain and how it felt indigo, load apricot; the others moss."""


def reads(part: Part) -> tuple[str, ...]:
    """The kinds of entries a part is drawn from."""
    return READS.get(part, ("measured",))


def look(part: Part) -> str:
    """The name of a part's colour."""
    return LOOK.get(part, "moss")


def title(part: Part, tongue: str) -> str:
    """What a part is called."""
    return say(f"insight.group.{part.value}", tongue)


def visible(request: HttpRequest, wanted: str | None) -> tuple[Person, tuple[Part, ...], frozenset[str]]:
    """Whose progress it is, which parts of it this account may see, and what was shared of the record for that.

    Args:
        wanted: somebody who shares their record, or None for one's own.

    Raises:
        Http404: nobody is signed in, or nothing of that person's is shared with this account; the two cannot be told apart.
    """
    mine = access.own(request)
    if wanted is None or wanted == str(mine.pk):
        return mine, tuple(Part), SCOPES
    found: dict[str, Person] = {}
    for scope in sorted(SCOPES):
        try:
            found[scope] = access.reader(request, wanted, scope)
        except Http404:
            continue
    if not found:
        raise Http404(access.NOBODY)
    return next(iter(found.values())), tuple(part for part in Part if SCOPE[part] in found), frozenset(found)

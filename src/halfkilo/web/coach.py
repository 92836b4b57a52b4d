"""What a page needs to have somebody's form looked at: a ticket that can load nothing, and the person's own way as it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from halfkilo.units import Side
from halfkilo.web import service, tickets
from halfkilo.web.history import Line, latest_of
from halfkilo.web.models import Person

KIND = "baseline_taken"

OLD_DAYS = 180
"""After half a year it is offered to take the baseline anew: strength, range and the place of the phone have changed. Our own choice; the
old one is used until then and after."""

OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}


@dataclass(frozen=True)
class Hello:
    """For a `hello` at `/form` (docs/form-live.md). baseline: features and form, or None. mirrored: it is of the other side. old: it is
    time to take it anew."""

    ticket: str
    baseline: dict[str, Any] | None
    mirrored: bool
    old: bool


def hello(person: Person, session: str, exercise: str, side: Side) -> Hello:
    """Of one's own session, exercise and side."""
    ticket = tickets.watching(person, session)
    line, mirrored = own_way(person, exercise, side)
    if line is None:
        return Hello(ticket, None, False, False)
    age = (service.day_of(person) - date.fromisoformat(line.day)).days
    return Hello(ticket, {"features": line.body["features"], "form": line.body["form"]}, mirrored, age > OLD_DAYS)


def own_way(person: Person, exercise: str, side: Side) -> tuple[Line | None, bool]:
    """The newest of this side that has a form to compare with; else of the other side, which is mirrored."""
    own = _of(person, exercise, side)
    if own is None and side in OTHER:
        other = _of(person, exercise, OTHER[side])
        return other, other is not None
    return own, False


def _of(person: Person, exercise: str, side: Side) -> Line | None:
    line = latest_of(person, exercise, KIND, {side.value})
    return line if line is not None and line.body.get("form") else None

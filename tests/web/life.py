"""Lives for tests: people with accounts, a beginning, and days of training, written through the real store."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from halfkilo.journal import Entry, make, new_id
from halfkilo.journal.fields import Moment
from halfkilo.journal.kinds import (
    checked_in,
    equipped,
    morning,
    plan_chosen,
    profiled,
    rehearsed,
    screened,
    session_closed,
    session_opened,
    set_done,
)
from halfkilo.journal.store import Fate
from halfkilo.screening import ITEMS, Reply
from halfkilo.strict import plain
from halfkilo.units import Region, Side, Tool
from halfkilo.web import accounts, clock
from halfkilo.web.models import Person
from halfkilo.web.store import DatabaseStore
from tests.conftest import PASSWORD

STORE = DatabaseStore()


def someone(name: str) -> Person:
    """An account with an empty journal."""
    return accounts.make_person(name, PASSWORD, "UTC")


def entry(kind: str, body: object, at: datetime | None = None, author: str = "person", id: str | None = None) -> Entry:
    """An entry now, or at another time."""
    moment = at or clock.now()
    return make(kind, body, at=clock.stamp(moment), author=author, id=id or new_id(int(moment.timestamp() * 1000)))


def wire(one: Entry) -> dict[str, Any]:
    """An entry as it travels: without its author."""
    return {"id": one.id, "at": one.at, "kind": one.kind, "version": one.version, "body": one.body}


def beginning(region: str, programme: str = "low_back", at: datetime | None = None) -> list[Entry]:
    """Screen, profile, equipment, rehearsal, plan."""
    moment = at or clock.now() - timedelta(days=3)
    day = moment.date()
    return [
        entry("screened", screened.Body({item.id: Reply.NO for item in ITEMS}, "112"), moment),
        entry("profiled", profiled.Body((profiled.Place(Region(region), 4, 7, 36, True),), 1961,
                                        (profiled.Activity("stairs", "Stairs", 4),)), moment),
        entry("equipped", equipped.Body(equipped.Gym("simulated")), moment),
        entry("rehearsed", rehearsed.Body(day, ("let_go", "screen")), moment),
        entry("plan_chosen", plan_chosen.Body(programme, 3, 20), moment),
    ]


def begin(person: Person, region: str, programme: str = "low_back") -> None:
    """A person who has answered everything and can train."""
    results = STORE.append(person.pk, beginning(region, programme))
    assert all(result.fate is Fate.KEPT for result in results), results


def training(session: str, day: date, at: datetime, exercises: dict[str, int], region: str = "low_back") -> list[Entry]:
    """One session: grams by exercise, two sets each, effort 5, peak 2."""
    step = timedelta(seconds=40)
    out = [entry("checked_in", checked_in.Body(Moment.BEFORE, day, pain={Region(region): 3}), at),
           entry("session_opened", session_opened.Body(session, day, planned=len(exercises)), at + step)]
    for place, (slug, grams) in enumerate(exercises.items()):
        start = at + step * (2 + 4 * place)
        out += [entry("set_done", set_done.Body(session, slug, Tool.CABLE, Side.BOTH, number, grams, 12, 12, 2), start + step * number)
                for number in (1, 2)]
        out.append(entry("checked_in", checked_in.Body(Moment.EXERCISE, day, session, exercise=slug, tool=Tool.CABLE, effort=5, peak=2),
                         start + step * 3))
    end = at + step * (3 + 4 * len(exercises))
    return [*out, entry("checked_in", checked_in.Body(Moment.COOL_DOWN, day, session, pain={Region(region): 3}), end),
            entry("session_closed", session_closed.Body(session), end + step)]


def a_morning(day: date, score: int, at: datetime, region: str = "low_back") -> Entry:
    """A morning's answer."""
    return entry("morning", morning.Body(day, {Region(region): score}), at)


def months(days: int, exercises: dict[str, int], last: datetime | None = None) -> list[Entry]:
    """Every morning answered, a session every other day, ending yesterday."""
    out: list[Entry] = []
    end = last or clock.now().replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for back in range(days, 0, -1):
        at = end - timedelta(days=back - 1)
        out.append(a_morning(at.date(), 3 + back % 2, at))
        if back % 2 == 0:
            out += training(new_id(int(at.timestamp() * 1000)), at.date(), at + timedelta(hours=2), exercises)
    return out


__all__ = ["STORE", "a_morning", "begin", "beginning", "entry", "months", "plain", "someone", "training", "wire"]

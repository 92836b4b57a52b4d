"""Nobody gets an empty or absurd session: bodies, kits, lengths and days as odd as they come."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest

from halfkilo.dose import Choice, Session, Status, today
from halfkilo.dose.context import Day
from halfkilo.dose.items import seconds_of
from halfkilo.journal.fields import Away
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import cleared, equipped, profiled
from halfkilo.journal.state import State
from halfkilo.programmes import programmes
from halfkilo.screening import Need
from halfkilo.units import Region, Side
from tests.dose.test_doors import WHERE
from tests.every import asked_of
from tests.life import CATALOGUE, DAY0, Life

CHAIR = equipped.Body()
COARSE = equipped.Body(equipped.Gym("coarse", least=5_000, step=2_500))
SOLD = equipped.Body(None, (1_000, 2_000, 10_000))
ODD = {
    "ninety": {"year": 1936},
    "pregnant": {"yes": ("pregnant",)},
    "nothing but a chair": {"kit": CHAIR},
    "chair and no floor, at ninety": {"kit": CHAIR, "year": 1936, "cannot": (Need.FLOOR, Need.KNEEL, Need.BALANCE)},
    "sits, and grips nothing": {"kit": CHAIR, "cannot": tuple(Need)},
    "pregnant, and many kinds of no": {"yes": ("pregnant", "osteoporosis", "falls", "glaucoma", "hernia"), "kit": CHAIR,
                                       "cannot": (Need.FLOOR,)},
    "dumbbells of 1, 2 and 10": {"kit": SOLD},
    "a gym from 5 kg by 2.5": {"kit": COARSE},
    "left-handed": {"hand": Side.LEFT},
}


@cache
def somebody(who: str, programme: str) -> State:
    odd = ODD[who]
    where = WHERE[programme]
    person = Life({where: 4}, programme=programme, yes=odd.get("yes", ()))
    person.add("cleared", cleared.Body(odd["yes"], "Dr Rao")) if "yes" in odd else None
    place = profiled.Place(where, 4, 6, 24, True)
    person.add("profiled", profiled.Body((place,), odd.get("year", 1976), cannot=odd.get("cannot", ()), hand=odd.get("hand", Side.RIGHT)))
    if "kit" in odd:
        person.add("equipped", odd["kit"])
    return fold(person.entries)


def plain(session: Session, minutes: int, state: State) -> None:
    """A session somebody can do: something in it, nothing absurd."""
    assert session.status in (Status.READY, Status.REST_DAY)
    assert session.items, "empty"
    seen = [(one.exercise, one.tool, one.side) for one in session.items]
    assert len(set(seen)) == len(seen)
    for one in session.items:
        high = CATALOGUE[one.exercise].facts.range[1]
        assert 1 <= one.sets <= 5 and 1 <= one.target <= max(20, high + 1), one
        assert one.verdict != "find" or one.steps
        assert 1 <= one.effort_most <= 7
    day = Day(state, DAY0.isoformat(), Choice(), CATALOGUE)
    assert sum(seconds_of(one, day) for one in session.items) <= 90 * minutes + 120, "far too long"


@pytest.mark.hazard("H16")
@asked_of(who=sorted(ODD), programme=sorted(programmes()), minutes=[2, 10, 20, 30])
def test_every_body_has_a_session(who: str, programme: str, minutes: int):
    state = somebody(who, programme)
    for away in Away:
        plain(today(state, DAY0, Choice(minutes=minutes, away=away), CATALOGUE), minutes, state)


@asked_of(who=sorted(ODD), programme=sorted(programmes()))
def test_every_body_has_a_session_in_a_flare(who: str, programme: str):
    state = somebody(who, programme)
    hot = {name: {**region, "flares": [{"since": DAY0.isoformat(), "until": None}]} for name, region in state["regions"].items()}
    flaring: State = {**state, "regions": hot}  # type: ignore[typeddict-item]
    for minutes in (2, 20):
        session = today(flaring, DAY0 + timedelta(days=1), Choice(minutes=minutes), CATALOGUE)
        assert session.mode == "rescue"
        plain(session, minutes, flaring)
        assert all(one.effort_most <= 4 for one in session.items)


def test_widespread_pain_is_one_place_that_everything_is_heard_by():
    person = Life({Region.WIDESPREAD: 5}, programme="widespread", unlocked=True)
    assert person.today(0).items
    person.flare(0)
    assert all(one.sets == 1 and one.effort_most <= 3 for one in person.today(1).items)

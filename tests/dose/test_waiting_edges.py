"""Which offers wait for a clinician, to the gram and to the day; how heavy what takes another's place may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice, Verdict
from halfkilo.dose.context import Day
from halfkilo.dose.instead import most_instead
from halfkilo.dose.session import Item, Offer, Reason
from halfkilo.dose.waiting import parted, without
from halfkilo.journal.fields import Away, Finder, Mode, Offered
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life

KEY = f"{LIFT}:cable:both"


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def state_of(*mosts: int, by: str = "clinician", role: str = "clinician", said: dict[str, Any] | None = None) -> Any:
    """Somebody whose clinician looks at rises above so many grams, and may have said something about the lift."""
    state = Life({BACK: 3}, unlocked=True).state
    state["shared"] = {"rao": role}
    empty = dict.fromkeys(("exercise", "side", "region", "load_class", "until"))
    state["limits"] = [{**empty, "what": "approve", "value": most, "by": by, "reason": "", "id": str(most)} for most in mosts]
    if said is not None:
        state["approved"] = {KEY: said}
    return state


def offer_of(offered: Offered = Offered.LOAD, grams: int = 10_500, target: int = 12, other: str | None = None) -> Offer:
    return Offer("1", offered, LIFT, Tool.CABLE, Side.BOTH, 10_000, 12, grams, target, (Reason("E7"),), other)


def where(state: Any, one: Offer, day: int = 6) -> str:
    """Whether it is offered, waits, or is gone for a while."""
    offered, waits = parted(Day(state, iso(day), Choice(), CATALOGUE), (one,))
    assert len(offered) + len(waits) < 2
    return "offered" if offered else "waits" if waits else "gone"


# --- what waits for a clinician -------------------------------------------------------------------------------------
@pytest.mark.hazard("H31")
@pytest.mark.parametrize(("sizes", "found"), [
    ((500,), "offered"), ((499,), "waits"), ((0,), "waits"), ((900, 400), "waits"), ((), "offered")])
def test_a_step_as_large_as_they_chose_is_offered_and_a_gram_more_waits(sizes: tuple[int, ...], found: str):
    assert where(state_of(*sizes), offer_of()) == found


@pytest.mark.parametrize(("offered", "found"), [
    (Offered.SET, "waits"), (Offered.HARDER, "waits"), (Offered.FIND, "waits"), (Offered.SWAP, "offered"), (Offered.EASIER, "offered"),
    (Offered.AGAIN, "offered"), (Offered.LOAD, "offered"), (Offered.WAY_BACK, "offered"),
])
def test_what_opens_something_without_a_size_waits_however_large_a_step_may_be(offered: Offered, found: str):
    assert where(state_of(50_000), offer_of(offered)) == found


def test_only_a_clinician_who_may_look_can_make_it_wait():
    assert where(state_of(0, by="person"), offer_of()) == where(state_of(0, role="helper"), offer_of()) == "offered"


YES = {"offered": "load", "g": 10_500, "t": 12, "other": None, "on": iso(6), "yes": True}


@pytest.mark.parametrize(("said", "day", "found"), [
    ({}, 6, "offered"), ({}, 20, "offered"), ({}, 21, "waits"), ({"g": 10_499}, 6, "waits"), ({"g": 10_501, "t": 1}, 6, "offered"),
    ({"t": 11}, 6, "waits"), ({"t": 13}, 6, "offered"), ({"offered": "set"}, 6, "waits"), ({"other": "chair_stand"}, 6, "waits"),
    ({"yes": False}, 6, "gone"), ({"yes": False}, 12, "gone"), ({"yes": False}, 13, "waits"), ({"yes": False, "g": 1, "t": 1}, 6, "gone"),
], ids=str)
def test_a_yes_reaches_as_far_as_what_was_seen_for_two_weeks_and_a_no_to_all_of_it_for_one(said: dict[str, Any], day: int, found: str):
    assert where(state_of(0, said=YES | said), offer_of(), day) == found


@pytest.mark.parametrize(("change", "most"), [({}, 10_000), ({"side": Side.LEFT}, 12_000), ({"tool": Tool.DUMBBELL}, 12_000),
                                              ({"exercise": "vector_easy"}, 12_000), ({"steps": (9_000, 11_000)}, 11_000),
                                              ({"most": 0, "grams": 0}, 0)], ids=str)
def test_the_most_of_today_does_not_reach_up_to_what_waits(change: dict[str, Any], most: int):
    facts: dict[str, Any] = {"exercise": LIFT, "tool": Tool.CABLE, "side": Side.BOTH, "verdict": Verdict.HOLD, "rule": "E7", "sets": 2,
                             "target": 12, "grams": 10_000, "step": 500, "most": 12_000, "rest_s": 60, "range_percent": 100,
                             "effort_most": 6, "reasons": ()}
    one = Item(**(facts | change))
    assert without(one, (offer_of(),)).most == most and without(one, ()) is one


# --- what takes another one's place ---------------------------------------------------------------------------------
def most(person: Life, day: int, slug: str = LIFT, side: Side = Side.BOTH, **choice: Any) -> int:
    return most_instead(person.state, DAY0 + timedelta(days=day), Choice(**choice), slug, side, CATALOGUE)


@pytest.mark.hazard("H17")
def test_nothing_is_lifted_where_it_stands_nowhere_or_is_not_for_today():
    person = Life({BACK: 3}, unlocked=True)
    person.open(0)
    person.find(LIFT, {1_000: Finder.MORE, 10_000: Finder.COMFORTABLE})
    person.close()
    assert most(person, 2) == 0, "it was found and not done yet"
    assert most(person, 2, "vector_gone") == most(person, 2, "vector_easy") == 0, "no such exercise, no cable"
    person.outing(2, LIFT, 8_000, 10)
    assert most(person, 4) == 8_000 and most(person, 4, tools=(Tool.DUMBBELL,)) == 0 and most(person, 4, away=Away.NO_GYM) == 0
    person.limit(What.BAN, exercise=LIFT)
    assert most(person, 4) == 0
    stopped = Life({BACK: 3}, unlocked=True, yes=("saddle_numb",))
    stopped.outing(0, LIFT, 8_000, 10)
    assert most(stopped, 2) == 0


@pytest.mark.hazard("H17")
def test_after_a_red_one_it_is_a_fifth_less_and_at_the_lightest_another_exercise():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, peak=8)
    assert most(person, 2) == 8_000
    lightest = Life({BACK: 3}, unlocked=True)
    lightest.outing(0, LIFT, 500, 10, peak=8)
    assert most(lightest, 2) == 0


@pytest.mark.parametrize(("mode", "grams"), [(None, 10_000), (Mode.GENTLE, 8_000), (Mode.RESCUE, 8_000), (Mode.NORMAL, 8_000)])
def test_a_day_that_spares_takes_four_fifths(mode: Mode | None, grams: int):
    """A mode that was chosen by hand is only ever one that spares."""
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10)
    assert most(person, 2, mode=mode) == grams


def test_a_place_at_rest_elsewhere_spares_as_well():
    person = Life({BACK: 3, LEFT: 3}, unlocked=True)
    person.outing(0, "vector_side", 10_000, 10, side=Side.LEFT)
    person.outing(0, LIFT, 10_000, 10)
    person.flare(1, LEFT)
    assert most(person, 2) == 8_000 and most(person, 2, "vector_side", Side.LEFT) == 0

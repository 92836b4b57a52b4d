"""What a day is decided from: what is at hand, who is older, which limits hold, today's check-in, and what loads which place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice
from halfkilo.dose.context import EVERYTHING, WITHOUT_GYM, Day
from halfkilo.dose.places import places
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Away, Different
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Joint, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


# --- what a day has at hand -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("choice", "hazard", "tools"), [
    ({}, False, EVERYTHING), ({"away": Away.NO_GYM}, False, WITHOUT_GYM), ({"away": Away.TRAVEL}, False, {Tool.BODY, Tool.BAND}),
    ({"away": Away.ILL}, False, {Tool.BODY, Tool.BAND}), ({}, True, WITHOUT_GYM), ({"tools": (Tool.CABLE,)}, True, {Tool.CABLE, Tool.BODY}),
    ({"tools": ()}, False, {Tool.BODY}),
], ids=("anything", "no gym", "travel", "ill", "a hazard", "named", "nothing"))
def test_tools_are_those_that_were_named_else_those_of_where_the_person_is(choice: dict[str, Any], hazard: bool, tools: set[Tool]):
    state = Life({BACK: 3}, unlocked=True).state
    state["hazards"] = {"simulated": [iso(0), "drop", 500]} if hazard else {}
    assert Day(state, iso(0), Choice(**choice), CATALOGUE).tools == tools
    assert EVERYTHING - {Tool.CABLE} == WITHOUT_GYM and Tool.CABLE in EVERYTHING


@pytest.mark.parametrize(("year", "frail", "older"), [(1961, False, True), (1962, False, False), (1990, True, True), (1940, False, True)])
def test_older_is_from_the_calendar_year_of_sixty_five_or_frail(year: int, frail: bool, older: bool):
    day = Day(Life({BACK: 3}, birth_year=year, frail=frail).state, "2026-03-02", Choice(), CATALOGUE)
    assert day.older is older and day.age == 2026 - year
    assert not Day({**day.state, "profile": None}, "2026-03-02", Choice(), CATALOGUE).older


@pytest.mark.parametrize(("until", "holds"), [(None, True), (2, True), (3, True), (1, False)])
def test_a_limit_holds_through_its_last_day(until: int | None, holds: bool):
    person = Life({BACK: 3}, unlocked=True)
    person.limit(What.LOAD_MOST, 5_000, exercise=LIFT, until=None if until is None else DAY0 + timedelta(days=until))
    day = Day(person.state, iso(2), Choice(), CATALOGUE)
    assert day.limit("load_most", LIFT, Side.BOTH) == (5_000 if holds else None)


@pytest.mark.hazard("H22")
def test_of_several_edges_of_clinicians_the_strictest_holds_and_none_is_looser_than_ours():
    person = Life({BACK: 0, LEFT: 0}, unlocked=True)
    for value, region in ((6, None), (4, BACK)):
        person.limit(What.RED, value, author="clinician:rao", region=region)
    person.limit(What.GREEN, 1, author="clinician:rao", region=LEFT)
    day = Day(person.state, iso(0), Choice(), CATALOGUE)
    assert (day.corridor(BACK).red, day.corridor(LEFT).red) == (4, 5)
    assert (day.corridor(LEFT).green, day.corridor(BACK).green) == (1, 2)


def test_todays_check_in_is_found_and_the_worst_of_the_day_counts():
    person = Life({BACK: 3}, unlocked=True)
    person.check_in(2, 6)
    person.check_in(2, 4, Different.SLEPT_BADLY)
    now, later = (Day(person.state, iso(on), Choice(), CATALOGUE) for on in (2, 3))
    assert now.pre(BACK) == 6 and now.different() == "slept_badly"
    assert later.pre(BACK) is None and later.different() is None and later.checked is None
    assert now.days_since(iso(5)) == 0 and now.days_since(iso(0)) == 2


# --- what loads a place ---------------------------------------------------------------------------------------------
def rungs(*asks: dict[Joint, int]) -> Catalogue:
    """A ladder from the hardest down, each asking so much."""
    names = [f"rung_{number}" for number in range(len(asks))]
    facts = CATALOGUE["vector_easy"].facts
    return Catalogue({name: Exercise(name, replace(facts, easier=below, harder=None), Demand(asked))
                      for name, below, asked in zip(names, [*names[1:], None], asks, strict=True)})


@pytest.mark.parametrize(("asks", "found"), [
    (({Joint.LOW_BACK: 50}, {Joint.LOW_BACK: 40}), "rung_1"), (({Joint.LOW_BACK: 50}, {Joint.LOW_BACK: 50}), "rung_1"),
    (({Joint.LOW_BACK: 50}, {Joint.LOW_BACK: 51}), None), (({Joint.LOW_BACK: 50}, {Joint.LOW_BACK: 51}, {Joint.LOW_BACK: 30}), "rung_2"),
    (({Joint.LOW_BACK: 5}, {Joint.LOW_BACK: 19}), "rung_1"), (({Joint.LOW_BACK: 5}, {Joint.LOW_BACK: 20}), None),
    (({Joint.LOW_BACK: 50}, {Joint.LOW_BACK: 20, Joint.KNEE: 60}), None),
    (({Joint.LOW_BACK: 50, Joint.KNEE: 60}, {Joint.KNEE: 60}), "rung_1"),
], ids=str)
def test_easing_goes_down_to_the_first_rung_that_asks_no_more_of_any_tracked_place(asks: tuple[dict[Joint, int], ...], found: str | None):
    """What is not heard (under a fifth) counts as nothing."""
    known = rungs(*asks)
    assert places(known, (BACK, LEFT)).easier(known["rung_0"], Side.BOTH) == found


def test_a_place_listens_from_a_fifth_on_and_on_its_own_side():
    known = rungs({Joint.LOW_BACK: 20, Joint.KNEE: 19})
    here = places(known, (BACK, LEFT))
    assert here.loaded(known["rung_0"], Side.BOTH) == here.heard_at("rung_0:body:both") == here.loaded_by_any(known["rung_0"]) == (BACK,)
    assert here.demands_at("rung_0:body:both") == ((BACK, 20),) and here.asks(known["rung_0"]) == (20, 20)
    assert here.heard_at("gone:body:both") == here.demands_at("gone:body:both") == ()
    sides = places(CATALOGUE, (LEFT, RIGHT))
    one = CATALOGUE["vector_side"]
    assert sides.loaded(one, Side.LEFT) == (LEFT,) and sides.loaded_by_any(one) == (LEFT, RIGHT)
    assert places(CATALOGUE, ()).asks(one) == (0, 60)

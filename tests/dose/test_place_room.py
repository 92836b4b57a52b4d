"""How much room a place has left: to the last unit, for what is new, for every kind of rise, and whose turn it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice, Verdict
from halfkilo.dose.budget import Budget, Row, _joins, _minus, _risen, _stands, _turn, _waits, habit, within_budget
from halfkilo.dose.choose import Pick
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Wish
from halfkilo.dose.gates import gates
from halfkilo.dose.items import items_for
from halfkilo.dose.once import changed
from halfkilo.dose.policy import Policy
from halfkilo.dose.session import Reason
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Finder, Offered
from halfkilo.programmes.programme import Part, Slot
from halfkilo.units import Joint, Side, Tool
from tests.dose.test_place import KNOWN, TWIN, lifters, used_to
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life


def new(slug: str, back: int) -> Exercise:
    """Something new that asks so much of the low back."""
    return Exercise(slug, CATALOGUE["chair_stand"].facts, Demand({Joint.LOW_BACK: back}))


def day_of(person: Life, day: int = 20, known: Catalogue = KNOWN, **more: Any) -> Day:
    return Day(person.state, (DAY0 + timedelta(days=day)).isoformat(), Choice(), known, **more)


def rows(day: Day, *slugs: str) -> list[Row]:
    """Today's rows of these exercises alone."""
    gate, out = gates(day), []
    for slug in slugs:
        exercise = day.catalogue[slug]
        pick = Pick(Slot(slug, Part.STRENGTH, (exercise.facts.family,), (slug,), 1, 2), exercise, exercise.facts.variant[0])
        out += [(pick, one, decided, case) for one, decided, case in items_for(day, gate, pick, 2, 6)]
    return out


def rising(after: list[Row]) -> dict[str, bool]:
    return {case.exercise.slug: decided.wish is not None or decided.verdict is Verdict.PROGRESS for _, _, decided, case in after}


def rose(person: Life, days_ago: int, slug: str = TWIN) -> Day:
    """The same person, in whom something rose so many days ago."""
    state = person.state
    on = (DAY0 + timedelta(days=20 - days_ago)).isoformat()
    state["exercises"][f"{slug}:cable:both"]["rises"] = [{"d": on, "g": 19_500, "t": 12}]
    return Day(state, (DAY0 + timedelta(days=20)).isoformat(), Choice(), KNOWN)


# --- the room of a place --------------------------------------------------------------------------------------------
def test_a_tenth_fits_to_the_last_unit():
    budget = Budget(day_of(lifters()), {BACK: 100**3}, {BACK: 1_000_000}, {BACK})
    assert budget.full({BACK: 110**3 - 1_000_000}) is None
    assert budget.full({BACK: 110**3 - 1_000_000 + 1}) is BACK


def test_an_empty_plan_has_the_whole_room():
    budget = Budget(day_of(lifters()), {BACK: 100**3}, granted={BACK})
    assert (budget.full({BACK: 110**3}), budget.full({BACK: 110**3 + 1})) == (None, BACK)
    budget.add({BACK: 110**3 - 5})
    assert budget.planned == {BACK: 110**3 - 5}
    budget.add({BACK: 5})
    assert budget.full({BACK: 0}) is None and budget.full({BACK: 1}) is BACK


def test_what_asks_no_more_always_fits():
    over = Budget(day_of(lifters()), {BACK: 10}, {BACK: 1_000}, {BACK})
    assert over.full({BACK: 0}) is None and over.full({BACK: -5}) is None
    assert over.full({LEFT: 5}) is None, "a place without a habit has no budget"


@pytest.mark.parametrize(("days_ago", "room"), [(2, False), (6, False), (7, True), (9, True)])
def test_one_rise_a_week_has_room(days_ago: int, room: bool):
    budget = Budget(rose(lifters(), days_ago), {BACK: 10}, {BACK: 1_000})
    assert (budget.full({BACK: 5}) is None) is room


def test_a_rise_elsewhere_takes_no_room_from_a_place():
    person, key = lifters(), "vector_side:cable:left"
    person.outing(19, "vector_side", 10_000, 10, side=Side.LEFT)
    state = person.state
    state["exercises"][key]["rises"] = [{"d": (DAY0 + timedelta(days=19)).isoformat(), "g": 9_000, "t": 10}]
    day = Day(state, (DAY0 + timedelta(days=20)).isoformat(), Choice(), KNOWN)
    assert Budget(day, {BACK: 10}, {BACK: 1_000}).full({BACK: 5}) is None


# --- the habit ------------------------------------------------------------------------------------------------------
def test_three_sessions_are_a_habit():
    assert habit(day_of(used_to(3))) == {BACK: 2 * (50 * 100) ** 3}


def test_the_largest_session_is_the_habit_whatever_came_before_and_after():
    person = Life({BACK: 3}, unlocked=True)
    for day, sets in ((4, 1), (6, 3), (8, 2), (10, 1)):
        person.outing(day, LIFT, 20_000, 12, sets=sets)
    assert habit(day_of(person)) == {BACK: 3 * (50 * 100) ** 3}


def test_a_lighter_outing_counts_as_the_share_it_was_of_what_stands_now():
    person = Life({BACK: 3}, unlocked=True)
    for day in (4, 6, 8):
        person.outing(day, LIFT, 15_000, 12)
    state = person.state
    state["exercises"][f"{LIFT}:cable:both"]["dose"] = {"g": 20_000, "t": 12, "s": 1}
    assert habit(Day(state, "2026-03-22", Choice(), KNOWN)) == {BACK: (50 * 75) ** 3}


@pytest.mark.parametrize(("first", "known"), [(19, True), (18, False)])
def test_four_weeks_back_to_the_day_count(first: int, known: bool):
    """Three sessions; the oldest is 28 days old on day 40, or 29."""
    person = Life({BACK: 3}, unlocked=True)
    for day in (first - 7, 20, 25):
        person.outing(day, LIFT, 20_000, 12)
    assert (habit(day_of(person, 40)) != {}) is known


@pytest.mark.parametrize(("last", "known"), [(13, True), (14, False)])
def test_the_last_week_to_the_day_does_not(last: int, known: bool):
    person = Life({BACK: 3}, unlocked=True)
    for day in (8, 10, last):
        person.outing(day, LIFT, 20_000, 12)
    assert (habit(day_of(person, 20)) != {}) is known


def test_an_outing_from_before_hides_none_of_those_after_it():
    person = Life({BACK: 3}, unlocked=True)
    for day in (-18, 6, 8, 10):
        person.outing(day, LIFT, 20_000, 12)
    assert habit(day_of(person)) == {BACK: (50 * 100) ** 3}


def test_steps_of_a_finder_are_no_habit():
    person = Life({BACK: 3}, unlocked=True)
    for day in (6, 8, 10):
        person.check_in(day, 3)
        person.open(day)
        person.find(LIFT, {5_000: Finder.MORE, 6_000: Finder.COMFORTABLE})
        person.close(3)
        person.morning(day + 1, 3)
    assert habit(day_of(person)) == {}


# --- what is new ----------------------------------------------------------------------------------------------------
FIRST, SECOND = "vector_new_a", "vector_new_b"


@pytest.mark.parametrize(("asks", "sets"), [
    ((30, 26), (2, 2)),  # both fit
    ((30, 35), (2, 1)),  # the second would fit alone
    ((45, 26), (1, 1)),  # the one set of the first is in the plan as well
    ((45, 20), (1, 2)),
])
def test_what_is_new_takes_room_from_what_is_new_after_it(asks: tuple[int, int], sets: tuple[int, int]):
    """The low back is used to 2 x (50^3 + 40^3) = 378,000 and has that planned; a third of it is left: 125,118. Sets x demand^3 fit in."""
    known = Catalogue({**KNOWN, FIRST: new(FIRST, asks[0]), SECOND: new(SECOND, asks[1])})
    day = day_of(lifters(), 20, known)
    rested = [(pick, one, changed(decided, wish=None, verdict=Verdict.HOLD, rule="E8"), case)
              for pick, one, decided, case in rows(day, LIFT, TWIN)]
    after = within_budget(day, [*rested, *rows(day, FIRST, SECOND)])

    assert tuple(one.sets for _, one, _, _ in after[2:]) == sets
    assert [one.sets for _, one, _, _ in after[:2]] == [2, 2]


def test_something_new_fits_to_the_last_unit():
    known = Catalogue({**KNOWN, FIRST: new(FIRST, 44)})
    day = day_of(lifters(), 20, known)
    row, habit_of_two_sets = rows(day, FIRST)[0], 2 * (40 * 100) ** 3  # 44 is a tenth above 40
    assert _joins(Budget(day, {BACK: habit_of_two_sets}), row)[1].sets == 2
    assert _joins(Budget(day, {BACK: habit_of_two_sets - 1}), row)[1].sets == 1


def test_one_set_of_something_new_is_left_as_it_is_and_said_nothing_about():
    known = Catalogue({**KNOWN, FIRST: new(FIRST, 45)})
    day = day_of(lifters(), 20, known)
    first = [(pick, changed(one, sets=1), changed(decided, sets=1), case) for pick, one, decided, case in rows(day, FIRST)]
    given = [*rows(day, LIFT, TWIN), *first]
    assert within_budget(day, given)[2] == first[0]


# --- who rises ------------------------------------------------------------------------------------------------------
def test_where_the_rule_is_left_out_the_rows_are_as_they_were():
    day = day_of(lifters(apart=True), policy=Policy(off=frozenset({"budget"})))
    given = rows(day, LIFT, TWIN)
    assert within_budget(day, given) == given and rising(given) == {LIFT: True, TWIN: True}


def test_where_nothing_rises_and_nothing_is_new_the_rows_are_as_they_were():
    day = day_of(used_to())
    given = rows(day, LIFT)
    assert rising(given) == {LIFT: False} and within_budget(day, given) == given


def test_what_does_not_rise_takes_nobodys_turn():
    """The twin asks less and would come first; it holds, so the week's one rise is left for the lift."""
    day = day_of(lifters(apart=True))
    lift, (pick, one, decided, case) = rows(day, LIFT, TWIN)
    holds = (pick, one, changed(decided, wish=None, verdict=Verdict.HOLD, rule="E8"), case)
    assert rising(within_budget(day, [lift, holds])) == {LIFT: True, TWIN: False}


def test_a_swap_is_no_rise():
    """The twin asks less and would come first; it is offered another exercise, and the week's one rise is left for the lift, which alone
    is more than the place is used to."""
    day = day_of(lifters(apart=True))
    (first, made, *rest), (pick, one, decided, case) = rows(day, LIFT, TWIN)
    lift = (first, changed(made, sets=4), *rest)
    swap = (pick, one, changed(decided, wish=Wish(Offered.SWAP, 0, 0, (Reason("swap"),), other=LIFT)), case)
    after = within_budget(day, [lift, swap])
    assert after == [lift, swap] and rising(after)[LIFT]


def wished(offered: Offered, grams: int = 20_000, target: int = 12, other: str | None = None) -> tuple[Day, Row]:
    """The lift with another wish than its own."""
    day = day_of(lifters())
    pick, one, decided, case = rows(day, LIFT)[0]
    return day, (pick, one, changed(decided, wish=Wish(offered, grams, target, (Reason("E7"),), other=other)), case)


@pytest.mark.parametrize(("wish", "asked"), [
    ((Offered.LOAD, 21_000, 12), 2 * (50 * 105) ** 3),
    ((Offered.SET, 20_000, 12), 3 * (50 * 100) ** 3),
    ((Offered.HARDER, 0, 0, TWIN), 2 * (40 * 100) ** 3),
    ((Offered.FIND, 24_000, 12), 2 * (50 * (100 * 20_500 * 38 // (20_000 * 42))) ** 3),
], ids=["load", "set", "harder", "find"])
def test_what_a_place_is_asked_with_each_kind_of_rise(wish: tuple[Any, ...], asked: int):
    """A set more is one more of the same; a harder neighbour asks what it asks; what is to be found is not known yet, so it counts as the
    next notch at the fewest repetitions."""
    day, (_, one, decided, case) = wished(*wish)
    assert _risen(day, one, decided, case) == {BACK: asked}
    more = wish[0] is Offered.SET
    assert _risen(day, changed(one, sets=1), decided, case) == {BACK: asked // (2 + more) * (1 + more)}


def test_a_place_that_only_the_harder_neighbour_loads_is_asked_all_of_it():
    assert _minus({BACK: 50, LEFT: 7}, {BACK: 20}) == {BACK: 30, LEFT: 7}


def test_an_amount_that_grows_stands_where_it_stood_and_a_yes_where_it_leads():
    day = day_of(lifters())
    _, one, decided, case = rows(day, LIFT)[0]
    for rule, percent in (("E6", 100), ("E7", 100), ("accepted", 105)):
        assert _stands(day, changed(one, grams=21_000), changed(decided, rule=rule), case) == {BACK: 2 * (50 * percent) ** 3}
    assert _stands(day, changed(one, sets=0), decided, case) == {BACK: (50 * 100) ** 3}
    assert _stands(day, changed(one, verdict=Verdict.REST), decided, case) == {}


def test_what_asks_least_of_a_place_goes_first_then_what_has_waited_longest():
    known = Catalogue({**KNOWN, "vector_two": Exercise("vector_two", CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 30, Joint.KNEE: 60})),
                       "vector_none": Exercise("vector_none", CATALOGUE[LIFT].facts, Demand({}))})
    person = Life({BACK: 3, LEFT: 2}, unlocked=True)
    for slug in (LIFT, "vector_two"):
        person.outing(16, slug, 20_000, 12)
    state = person.state
    state["exercises"][f"{LIFT}:cable:both"]["rises"] = [{"d": "2026-03-01", "g": 1, "t": 1}, {"d": "2026-03-09", "g": 1, "t": 1}]
    day = Day(state, (DAY0 + timedelta(days=20)).isoformat(), Choice(), known)
    turns = {case.exercise.slug: _turn(day, case) for _, _, _, case in rows(day, LIFT, "vector_two", "vector_none")}

    assert turns == {LIFT: (50, "2026-03-09"), "vector_two": (60, ""), "vector_none": (0, "")}


def test_what_waits_has_no_heavier_load_within_reach_today():
    day = day_of(used_to())
    lift = _waits(rows(day, LIFT)[0], BACK)
    assert (lift[1].grams, lift[1].most) == (20_000, 20_000)
    person = Life({BACK: 3}, unlocked=True)
    person.outing(16, "vector_easy", 0, 8, tool=Tool.BODY)
    body = _waits(rows(day_of(person), "vector_easy")[0], BACK)
    assert (body[1].grams, body[1].target, body[1].most) == (0, 8, 0)

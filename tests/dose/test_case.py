"""What one exercise looks at: which outings count, where it stands, how long it was not done, and how often it went well."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.gates import gates
from halfkilo.dose.progress import Dose
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Finder, Mode, Why
from halfkilo.journal.kinds import session_opened
from halfkilo.units import Joint, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life

KEY = f"{LIFT}:cable:both"
TWIN = "vector_twin"
KNOWN = Catalogue({**CATALOGUE, TWIN: Exercise(TWIN, CATALOGUE[LIFT].facts, CATALOGUE[LIFT].demand),
                   "vector_twin_side": Exercise("vector_twin_side", CATALOGUE["vector_side"].facts, CATALOGUE["vector_side"].demand)})


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def case_of(person: Life | Any, day: int = 20, *, slug: str = LIFT, tool: Tool = Tool.CABLE, side: Side = Side.BOTH, sets: int = 4,
            known: Catalogue = KNOWN) -> Case:
    state = person.state if isinstance(person, Life) else person
    on = Day(state, iso(day), Choice(), known)
    variant = known[slug].variant(tool)
    assert variant is not None
    return Case(on, gates(on), known[slug], variant, side, sets)


def usual(**more: Any) -> Life:
    return Life({BACK: 3}, unlocked=True, **more)


def gentle(person: Life, day: int, grams: int = 5_000, **more: Any) -> None:
    """A gentle session with the lift."""
    person.go(day)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, DAY0 + timedelta(days=day), Mode.GENTLE))
    person.sets(LIFT, grams, 10, **more)
    person.close(3)


# --- which outings count --------------------------------------------------------------------------------------------
def test_gentle_outings_say_nothing_about_where_it_stands_unless_they_stopped_for_pain():
    person = usual()
    person.outing(0, LIFT, 10_000, 10)
    gentle(person, 2)
    case = case_of(person)
    assert [one["d"] for one in case.works] == [iso(0)] and [one["d"] for one in case.before] == [iso(0), iso(2)]
    assert case.dose == Dose(10_000, 10)
    gentle(person, 4, stop=Why.PAIN, peak=6)
    assert [one["d"] for one in case_of(person).works] == [iso(0), iso(4)]


def test_steps_of_the_finder_are_no_outings():
    person = usual()
    person.open(0)
    person.find(LIFT, {2_000: Finder.COMFORTABLE})
    person.close(3)
    case = case_of(person)
    assert case.before == case.works == () and case.last is None and case.days_off == 0


def test_a_session_under_way_does_not_move_its_own_goal_a_closed_one_of_today_does():
    person = usual()
    person.outing(0, LIFT, 10_000, 10, morning=None)
    person.open(2)
    person.sets(LIFT, 10_000, 9)
    assert case_of(person, 2).dose == Dose(10_000, 10) and len(case_of(person, 2).before) == 1
    assert case_of(person, 3).dose == Dose(10_000, 9), "on another day it is over, closed or not"
    person.close(3)
    assert case_of(person, 2).dose == Dose(10_000, 9)


def test_the_first_session_under_way_has_no_dose_yet():
    person = usual()
    person.open(2)
    person.sets(LIFT, 10_000, 11)
    assert case_of(person, 2).dose is None
    person.close(3)
    assert case_of(person, 2).dose == Dose(10_000, 11)


def test_where_no_outing_is_remembered_the_dose_that_was_kept_holds():
    person = usual()
    person.outing(0, LIFT, 10_000, 10)
    state = person.state
    state["exercises"][KEY]["outings"] = []
    assert case_of(state).dose == Dose(10_000, 10) and case_of(usual()).dose is None


@pytest.mark.parametrize(("on", "grams"), [(1, 10_000), (2, 8_000), (3, 8_000)])
def test_a_lighter_one_that_was_asked_for_holds_until_it_was_lifted_again(on: int, grams: int):
    person = usual()
    person.outing(2, LIFT, 10_000, 10)
    state = person.state
    state["exercises"][KEY]["lighter"] = [8_000, iso(on)]
    assert case_of(state).dose == Dose(grams, 10)
    state["exercises"][KEY]["lighter"] = [12_000, iso(on)]
    assert case_of(state).dose == Dose(10_000, 10), "lighter is never heavier"


@pytest.mark.parametrize(("grams", "target", "stands"), [(10_000, 13, 13), (10_000, 14, 13), (4_000, 17, 16), (1_500, 22, 21)])
def test_a_target_stands_at_most_one_above_its_range(grams: int, target: int, stands: int):
    person = usual()
    person.outing(0, LIFT, grams, target)
    case = case_of(person)
    assert case.dose == Dose(grams, stands) and case.standing(case.works[-1]) == Dose(grams, stands)
    assert case.demands == (grams * (30 + stands) // 30,) or case.demands == (Dose(grams, stands).demand,)


def test_the_most_sets_that_are_remembered_stand():
    person = usual()
    assert case_of(person).standing_sets == 4, "as planned"
    for day, sets in ((0, 3), (2, 1), (4, 2)):
        person.outing(day, LIFT, 10_000, 10, sets=sets)
    assert case_of(person).standing_sets == 3
    for day in (6, 8, 10, 12):
        person.outing(day, LIFT, 10_000, 10, sets=1)
    assert case_of(person).standing_sets in (1, 2), "what is too long ago is forgotten"


def test_five_kilos_are_not_light():
    for grams, light in ((4_500, True), (5_000, False)):
        person = usual()
        person.outing(0, LIFT, grams, 10)
        assert case_of(person).light is light
    assert case_of(usual()).light is False


def test_a_range_goes_by_the_load_where_it_stands():
    for grams, found in ((1_500, (6, 20)), (4_000, (6, 15)), (10_000, (8, 12))):
        person = usual()
        person.outing(0, LIFT, grams, 10)
        assert case_of(person).range == found
    assert case_of(usual()).range == (8, 12) and case_of(usual()).week == Dose(0, 8)


# --- how long it was not done ---------------------------------------------------------------------------------------
def test_days_off_count_from_the_last_time_gentle_ones_as_well():
    person = usual()
    person.outing(0, LIFT, 10_000, 10)
    assert case_of(person, 12).days_off == 12
    gentle(person, 8)
    assert case_of(person, 12).days_off == 8, "a gentle session keeps a break of eight days from growing, and does not use it up"
    person.outing(10, LIFT, 10_000, 10)
    assert case_of(person, 12).days_off == 2
    person.outing(12, LIFT, 10_000, 10, morning=None)
    assert case_of(person, 12).days_off == 0, "what was done and closed today is no day ago"


@pytest.mark.parametrize(("slug", "side", "off"), [(TWIN, Side.BOTH, 3), ("vector_side", Side.LEFT, 20)])
def test_what_trains_the_same_keeps_a_break_from_growing(slug: str, side: Side, off: int):
    person = usual()
    person.outing(0, LIFT, 10_000, 10)
    person.outing(17, slug, 10_000, 10, side=side)
    assert case_of(person).days_off == off


def test_it_is_looked_for_only_after_ten_days():
    person = usual()
    person.outing(10, LIFT, 10_000, 10)
    person.outing(17, TWIN, 10_000, 10)
    assert case_of(person, 20).days_off == 10 and case_of(person, 21).days_off == 4


def test_it_keeps_up_only_what_loads_every_place_that_it_loads():
    wide = Catalogue({**KNOWN, LIFT: Exercise(LIFT, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 25})),
                      TWIN: Exercise(TWIN, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 15}))})
    for regions, off in (({BACK: 3}, 3), ({BACK: 3, LEFT: 3}, 20)):
        person = Life(regions, unlocked=True)
        person.outing(0, LIFT, 10_000, 10)
        person.outing(17, TWIN, 10_000, 10)
        assert case_of(person, known=wide).days_off == off


@pytest.mark.parametrize(("other", "off"), [(Side.LEFT, 3), (Side.RIGHT, 20)])
def test_one_side_keeps_up_itself(other: Side, off: int):
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    person.outing(0, "vector_side", 10_000, 10, side=Side.LEFT)
    person.outing(17, "vector_twin_side", 10_000, 10, side=other)
    assert case_of(person, slug="vector_side", side=Side.LEFT).days_off == off


def test_an_exercise_that_is_no_more_keeps_nothing_up_nor_does_a_session_under_way():
    person = usual()
    person.outing(0, LIFT, 10_000, 10)
    person.outing(17, TWIN, 10_000, 10)
    assert case_of(person, known=CATALOGUE).kept_up == iso(0)
    running = usual()
    running.outing(0, LIFT, 10_000, 10)
    running.open(20)
    running.sets(TWIN, 10_000, 10)
    assert case_of(running).kept_up == iso(0) and case_of(running, 21).kept_up == iso(20)


# --- running --------------------------------------------------------------------------------------------------------
def lived(*outings: tuple[int, int, dict[str, Any]]) -> Case:
    person = usual()
    for number, (grams, target, felt) in enumerate(outings):
        person.outing(2 * number, LIFT, grams, target, **felt)
    return case_of(person)


CLEAN, HARD, EASY = {"effort": 6}, {"effort": 7}, {"effort": 4}


@pytest.mark.parametrize(("outings", "running"), [
    ([], 0), ([(10_000, 10, HARD)], 0), ([(10_000, 10, CLEAN)], 1), ([(10_000, 10, CLEAN)] * 3, 3),
    ([(10_000, 10, CLEAN), (10_000, 10, HARD), (10_000, 10, CLEAN)], 1),
    ([(10_000, 10, CLEAN), (10_000, 10, CLEAN), (10_000, 10, HARD)], 0),
    ([(10_000, 10, CLEAN), (9_500, 10, CLEAN)], 1), ([(10_000, 10, CLEAN), (10_000, 9, CLEAN)], 1),
], ids=str)
def test_outings_running_at_the_same_dose(outings: list[tuple[int, int, dict[str, Any]]], running: int):
    assert lived(*outings).running("clean") == running


def test_easy_ones_may_differ_in_their_target_but_not_in_load_or_range():
    case = lived((10_000, 10, EASY), (10_000, 9, EASY), (10_000, 8, EASY))
    assert (case.running("easy", any_target=True), case.running("easy")) == (3, 1)
    assert lived((10_000, 9, EASY), (9_000, 8, EASY)).running("easy", any_target=True) == 1
    state = case.day.state
    state["exercises"][KEY]["outings"][-2]["rp"] = 85
    assert case_of(state).running("easy", any_target=True) == 1


def test_a_target_above_the_range_counts_as_the_highest_that_stands():
    assert lived((10_000, 13, CLEAN), (10_000, 15, CLEAN)).running("clean") == 2


def test_two_cases_of_one_exercise_have_keys_of_their_own():
    person = Life({LEFT: 3}, unlocked=True)
    left, right = (case_of(person, slug="vector_side", side=side) for side in (Side.LEFT, Side.RIGHT))
    assert (left.key, right.key) == ("vector_side:cable:left", "vector_side:cable:right")
    assert replace(left, side=Side.RIGHT).key == right.key

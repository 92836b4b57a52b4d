"""What keeps a clean exercise from rising, one brake at a time: from which day on it holds, how long, and what it says of itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo import limits, words
from halfkilo.dose import Verdict
from halfkilo.dose.case import Case
from halfkilo.dose.explain import why
from halfkilo.dose.rise import BRAKES, HELD, brake, held_today, may_grow, next_rung, rise, standing
from halfkilo.dose.session import Reason
from halfkilo.journal.fields import Answer, Different, Finder, Offered
from halfkilo.journal.kinds import rehearsed
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
from tests.dose.test_items import case_of
from tests.life import BACK, DAY0, LEFT, LIFT, RIGHT, Life

EASY, KEY = "vector_easy", f"{LIFT}:cable:both"


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def lifter(*, check: bool = True, **more: Any) -> Life:
    person = Life({BACK: 3}, **{"unlocked": True} | more)
    person.outing(0, LIFT, 10_000, 10)
    if check:
        person.check_in(2, 3)
    return person


def said(rule: str, case: Case) -> dict[str, Any] | None:
    """What one brake says, in every language; None where it does not hold."""
    reason = BRAKES[rule](case)
    if reason is None:
        return None
    with words.strictly():
        assert all(why(reason, language) for language in words.languages())
    return dict(reason.facts)


# --- the day --------------------------------------------------------------------------------------------------------
def test_nothing_speaks_against_an_ordinary_day():
    case = case_of(lifter())
    assert brake(case) is None and held_today(case) is None
    assert [said(rule, case) for rule in BRAKES] == [None] * len(BRAKES)


@pytest.mark.parametrize(("runs", "facts"), [
    ((14, 8), {"mornings": 14, "exercises": 8}), ((20, 9), {"mornings": 20, "exercises": 9}), ((13, 8), None), ((14, 7), None)])
def test_answers_that_never_move_say_for_how_long(runs: tuple[int, int], facts: dict[str, int] | None):
    state = lifter().state
    state["runs"]["morning"], state["runs"]["effort"] = runs
    assert said("flat", case_of(state)) == facts


def test_what_is_locked_counts_down_to_nothing_and_not_below():
    person = lifter(unlocked=False)
    assert said("locked", case_of(person)) == {"mornings": 13, "sessions": 5, "rehearsed": False}
    person.add("rehearsed", rehearsed.Body(DAY0, ("let_go", "key")))
    state = person.state
    state["morning_count"], state["trained"] = 99, 5
    assert said("locked", case_of(state)) == {"mornings": 0, "sessions": 1, "rehearsed": True}


@pytest.mark.parametrize(("different", "rule"), [(Different.NEW_PAINKILLER, "painkiller"), (Different.SLEPT_BADLY, "slept_badly")])
def test_a_new_painkiller_or_a_bad_night_holds_for_that_day(different: Different, rule: str):
    person = lifter(check=False)
    person.check_in(2, 3, different)
    assert said(rule, case_of(person)) == {}
    held = brake(case_of(person))
    assert held is not None and held.rule == rule and held_today(case_of(person)) == held
    person.check_in(3, 3)
    assert said(rule, case_of(person, day=3)) is None


@pytest.mark.hazard("H09")
@pytest.mark.parametrize(("told", "facts"), [(0, {"region": "low_back"}), (1, None), (2, None)])
def test_without_an_answer_of_today_or_yesterday_nothing_rises_and_the_place_is_named(told: int, facts: dict[str, str] | None):
    person = Life({BACK: 3}, unlocked=True)
    person.outing(-2, LIFT, 10_000, 10)
    person.morning(told, 3)
    assert said("stale", case_of(person)) == facts


def test_a_limit_on_rises_holds_this_exercise_and_no_other():
    person = lifter()
    person.limit(What.NO_RISE, exercise=EASY)
    assert said("no_rise", case_of(person)) is None
    person.limit(What.NO_RISE, exercise=LIFT)
    assert said("no_rise", case_of(person)) == {}


@pytest.mark.parametrize(("day", "facts"), [(2, {"since": iso(0)}), (6, {"since": iso(0)}), (7, None)])
def test_the_week_after_a_first_load_is_seven_days(day: int, facts: dict[str, str] | None):
    person = Life({BACK: 3}, unlocked=True)
    person.open(0)
    person.find(LIFT, {1_000: Finder.MORE, 2_000: Finder.COMFORTABLE})
    person.close()
    assert said("first_week", case_of(person, day=day)) == facts


@pytest.mark.parametrize(("day", "facts"), [(3, {"since": iso(3)}), (9, {"since": iso(3)}), (10, None)])
def test_a_no_holds_for_seven_days(day: int, facts: dict[str, str] | None):
    state = lifter().state
    state["exercises"][KEY]["declined"] = iso(3)
    assert said("declined", case_of(state, day=day)) == facts


def test_a_usual_that_creeps_up_names_the_place():
    state = lifter().state
    assert said("usual_up", case_of(state)) is None
    pains = [5] * 14 + [6] * 14
    state["regions"]["low_back"]["mornings"] = [[iso(2 - back), pains[-1 - back]] for back in range(27, -1, -1)]
    assert said("usual_up", case_of(state)) == {"region": "low_back"}


@pytest.mark.parametrize(("peaks", "facts"), [((5, 5), None), ((5, 5, 5), {"tenths": 30})])
def test_what_rose_again_and_again_says_how_much(peaks: tuple[int, ...], facts: dict[str, int] | None):
    person = Life({BACK: 3}, unlocked=True)
    for number, peak in enumerate(peaks):
        person.outing(2 * number, LIFT, 10_000, 10, peak=peak)
    assert said("reacts", case_of(person, day=2 * len(peaks))) == facts


@pytest.mark.parametrize(("loud", "holds"), [(-1, False), (0, True)])
def test_a_place_that_speaks_up_after_sessions_is_named_with_how_often(loud: int, holds: bool):
    person, signs = Life({BACK: 3}, unlocked=True), limits.SIGNS_HOLD.first + loud
    for number in range(signs):
        person.outing(2 * number, EASY, 0, 10, tool=Tool.BODY, cool=5)
    reason = BRAKES["reacts"](case_of(person, day=2 * signs))
    assert reason == (Reason("reacts-signs", {"region": "low_back", "signs": signs}) if holds else None)


def test_a_held_place_gives_its_own_reason():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10)
    person.mornings(1, [3, 7, 7])
    person.say_flare(3, BACK, Answer.NO)
    case = case_of(person, day=4)
    reason = BRAKES["G3-held"](case)
    assert reason is not None and reason == case.gates.holding[BACK] and held_today(case) == reason


def test_a_waiting_yes_is_kept_back_by_what_is_said_today_alone():
    assert set(HELD) == {"unknown", "painkiller", "slept_badly", "G3-held", "no_rise"}
    state = lifter().state
    state["exercises"][KEY]["declined"] = iso(1)
    case = case_of(state)
    assert held_today(case) is None
    held = brake(case)
    assert held is not None and held.rule == "declined" and brake(case, ("declined",)) is None


# --- at the top -----------------------------------------------------------------------------------------------------
def climbed(times: int, target: int = 12, sets: int = 2, planned: int = 2, slug: str = EASY, **felt: Any) -> Case:
    """So many clean outings with body weight at one target."""
    person = Life({BACK: 3}, unlocked=True)
    for number in range(times):
        person.outing(2 * number, slug, 0, target, tool=Tool.BODY, sets=sets, **{"effort": 6, **felt})
    return case_of(person, slug, Tool.BODY, day=2 * times, sets=planned)


def test_at_the_top_a_harder_neighbour_is_offered_after_four_clean_outings():
    waits, made = next_rung(climbed(3), standing(climbed(3))), next_rung(climbed(4), standing(climbed(4)))
    reason = Reason("E7-harder", {"other": LIFT})
    assert (waits.wish, [one.rule for one in waits.reasons]) == (None, ["E7-top"])
    assert (made.verdict, made.rule, made.grams, made.target, made.sets, made.reasons) == (Verdict.HOLD, "E7", 0, 12, 2, (reason,))
    assert made.wish is not None
    assert (made.wish.offered, made.wish.other, made.wish.grams, made.wish.target, made.wish.reasons) == (
        Offered.HARDER, LIFT, 0, 8, (reason,))


def test_fewer_sets_than_planned_grow_before_the_rung_does():
    one = rise(climbed(4, sets=1))
    assert one.wish is not None and (one.wish.offered, one.wish.grams, one.wish.target) == (Offered.SET, 0, 12)
    assert one.reasons == one.wish.reasons == (Reason("E7-set", {"sets": 2}),)


def test_at_the_top_it_waits_for_as_many_clean_outings_as_are_needed_and_counts_them():
    one = rise(climbed(1))
    assert one.wish is None and one.reasons == (Reason("E7-wait", {"clean": 1, "needed": 2}),)


@pytest.mark.parametrize(("target", "sets", "grows"), [(11, 2, True), (12, 1, True), (12, 2, True), (12, 3, True)])
def test_what_has_a_harder_neighbour_may_always_grow(target: int, sets: int, grows: bool):
    assert may_grow(climbed(2, target=target, sets=sets)) is grows


def test_what_has_none_may_grow_up_to_the_top_of_its_range_and_its_sets():
    def case(target: int, sets: int) -> Case:
        person = Life({BACK: 3}, unlocked=True)
        person.outing(0, EASY, 0, target, tool=Tool.BODY, sets=sets)
        person.limit(What.BAN, exercise=LIFT)
        return case_of(person, EASY, Tool.BODY, sets=2)

    assert [may_grow(case(*one)) for one in ((11, 2), (12, 1), (12, 2), (12, 3), (13, 2))] == [True, True, False, False, False]
    assert may_grow(case_of(Life({BACK: 3}, unlocked=True), EASY, Tool.BODY)), "nobody knows yet"


def test_a_load_may_always_grow_whatever_its_repetitions():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True)
    person.outing(0, "vector_side", 10_000, 12, side=Side.LEFT, sets=3)
    assert may_grow(case_of(person, "vector_side", side=Side.LEFT, sets=1))

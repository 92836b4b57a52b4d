"""The rules E1 to E6 and their cuts at their edges: the last day, notch, repetition or set at which each still decides what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Verdict
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision
from halfkilo.dose.rules import cut, next_dose, one_down
from halfkilo.dose.session import Reason
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Different, Soreness, Why
from halfkilo.units import Joint, Side, Tool
from tests.dose.test_items import case_of
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life

EASY = "vector_easy"
"""Body weight, 8 to 12 repetitions, nothing easier below it."""
MID = "vector_mid"
KNOWN = Catalogue({**CATALOGUE, MID: Exercise(MID, replace(CATALOGUE[EASY].facts, easier=EASY), Demand({Joint.LOW_BACK: 50}))})
WHY = Reason("E1")


def lived(days: tuple[int, ...] = (0,), grams: int = 10_000, target: int = 10, *, slug: str = LIFT, tool: Tool = Tool.CABLE, on: int = 2,
          side: Side = Side.BOTH, usual: dict[Any, int] | None = None, birth_year: int = 1976, **felt: Any) -> Case:
    """Somebody who did one exercise on these days, asked about on another."""
    person = Life(usual or {BACK: 3}, unlocked=True, birth_year=birth_year)
    for day in days:
        person.outing(day, slug, grams, target, tool=tool, side=side, **felt)
    return case_of(person, slug, tool, day=on, side=side, known=KNOWN)


def body(target: int, sets: int = 1, slug: str = EASY) -> Case:
    return lived(grams=0, target=target, slug=slug, tool=Tool.BODY, sets=sets)


def told(decided: Decision) -> tuple[Verdict, int, int, int, int]:
    return decided.verdict, decided.grams, decided.target, decided.sets, decided.range_percent


# --- how a cut is made ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("grams", "percent", "left"), [
    (10_000, 20, 8_000), (10_000, 10, 9_000), (10_300, 10, 9_000), (2_000, 20, 1_500), (2_000, 10, 1_500), (1_000, 10, 500),
])
def test_a_cut_takes_its_percent_rounded_down_and_at_least_one_step(grams: int, percent: int, left: int):
    assert told(cut(lived(grams=grams, sets=3), "E1", percent, WHY)) == (Verdict.EASE, left, 10, 3, 100)


def test_a_cut_below_the_lightest_notch_leads_to_the_easier_neighbour_with_as_many_sets():
    one = cut(lived(grams=500, sets=3), "E1", 20, WHY)
    assert (told(one), one.rule, one.other) == ((Verdict.SWAP, 0, 0, 3, 100), "E1", EASY)
    assert one.reasons == (WHY, Reason("to-easier", {"other": EASY}))


@pytest.mark.parametrize(("target", "left"), [(20, 16), (10, 8), (7, 6), (8, 7)])
def test_the_lightest_notch_without_a_neighbour_keeps_its_load_and_loses_a_fifth_of_its_repetitions(target: int, left: int):
    case = lived(grams=500, target=target, slug="vector_side", side=Side.LEFT, usual={LEFT: 3, RIGHT: 3}, sets=2)
    assert told(cut(case, "E1", 20, WHY)) == (Verdict.EASE, 500, left, 2, 100)


@pytest.mark.parametrize(("target", "sets", "left"), [
    (12, 2, (10, 2, 100)), (9, 2, (8, 2, 100)), (8, 3, (8, 2, 100)), (8, 2, (8, 1, 100)), (8, 1, (7, 1, 70)), (4, 1, (3, 1, 70)),
    (1, 1, (1, 1, 70)),
])
def test_without_a_load_a_cut_takes_repetitions_then_sets_then_range(target: int, sets: int, left: tuple[int, int, int]):
    """A fifth of the repetitions and at least one, down to the bottom of the range; what is below it already has one set and less range."""
    assert told(cut(body(target, sets), "E1", 20, WHY)) == (Verdict.EASE, 0, *left)


def test_without_a_load_the_easier_neighbour_comes_before_less_range():
    assert told(cut(body(9, 2, MID), "E1", 20, WHY))[:4] == (Verdict.EASE, 0, 8, 2)
    assert told(cut(body(8, 2, MID), "E1", 20, WHY))[:4] == (Verdict.EASE, 0, 8, 1)
    one = cut(body(8, 1, MID), "E1", 20, WHY)
    assert (one.verdict, one.sets, one.other, one.reasons) == (Verdict.SWAP, 1, EASY, (WHY, Reason("to-easier", {"other": EASY})))


def test_after_hard_work_twice_at_the_lightest_notch_the_easier_neighbour_takes_over():
    one = one_down(lived(grams=500, target=6, sets=2), WHY)
    assert (one.verdict, one.rule, one.other, one.sets) == (Verdict.SWAP, "E3-cut", EASY, 2)


# --- E1 -------------------------------------------------------------------------------------------------------------
def test_red_goes_only_as_far_as_is_comfortable_whatever_was_cut():
    assert next_dose(lived(peak=7)).range_percent == 80
    assert next_dose(lived(grams=500, peak=7)).range_percent == 80


def test_a_stop_for_pain_is_red_whatever_was_told_and_another_stop_is_not():
    one = next_dose(lived(stop=Why.PAIN, peak=None, morning=None))
    assert (one.rule, one.grams) == ("E1", 8_000) and one.reasons[0].facts["stopped"] is True
    assert next_dose(lived(stop=Why.TIME)).rule != "E1"


# --- E3 -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("felt", "facts"), [
    ({"effort": 8}, {"effort": 8, "form": False}), ({"effort": 5, "form_lost": True}, {"effort": 5, "form": True}),
])
def test_hard_says_whether_it_was_the_effort_or_the_form(felt: dict[str, Any], facts: dict[str, Any]):
    assert next_dose(lived(**felt)).reasons == (Reason("E3", facts),)
    twice = next_dose(lived((0, 2), on=4, **felt))
    assert (twice.rule, twice.grams, twice.reasons[0]) == ("E3-cut", 9_500, Reason("E3-cut", facts))


def test_hard_with_an_ordinary_outing_before_it_is_hard_once():
    person = Life({BACK: 3}, unlocked=True)
    for day, effort in ((0, 8), (2, 6), (4, 8)):
        person.outing(day, LIFT, 10_000, 10, effort=effort)
    assert next_dose(case_of(person, day=6)).rule == "E3"


# --- E4 -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("mornings", "rule"), [
    ({4: 7}, "E4"), ({3: 7}, "E4"), ({2: 7}, "E8"), ({3: 7, 4: 3}, "E7"), ({3: 3, 4: 7}, "E4"), ({3: 3, 4: 3}, "E7"),
], ids=str)  # two days ago says nothing about today, but nothing newer is known either, so nothing rises
def test_the_newest_morning_of_today_and_yesterday_counts(mornings: dict[int, int], rule: str):
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10)
    for day, pain in mornings.items():
        person.morning(day, pain)
    one = next_dose(case_of(person, day=4))
    assert one.rule == rule
    if rule == "E4":
        assert (one.verdict, one.grams, one.target) == (Verdict.HOLD, 10_000, 10)
        assert one.reasons == (Reason("E4", {"region": "low_back", "pain": 7, "soreness": None}),)


@pytest.mark.parametrize(("loud", "rule"), [(LEFT, "E4"), (BACK, "E4"), (None, "E7")])
def test_each_place_that_it_loads_has_its_own_morning(loud: Any, rule: str):
    wide = Catalogue({**CATALOGUE, LIFT: Exercise(LIFT, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 50}))})
    person = Life({BACK: 3, LEFT: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10)
    person.morning(2, {BACK: 3, LEFT: 3} | ({loud: 7} if loud else {}))
    one = next_dose(case_of(person, known=wide))
    assert one.rule == rule and (loud is None or one.reasons[0].facts["region"] == loud.value)


@pytest.mark.parametrize(("trained", "held"), [(0, False), (1, True), (2, True)])
def test_muscle_soreness_is_from_the_two_days_before_to_the_day(trained: int, held: bool):
    person = Life({BACK: 3}, unlocked=True)
    person.outing(trained, LIFT, 10_000, 10, morning=None)
    person.morning(3, 7, Soreness.MUSCLE)
    one = next_dose(case_of(person, day=3))
    assert (one.rule == "E4") is held
    assert not held or one.reasons[0].facts["soreness"] == "muscle"


def test_the_word_on_soreness_is_about_its_own_morning():
    """Muscle soreness yesterday; today is loud without a word, so today holds."""
    person = Life({BACK: 3}, unlocked=True)
    person.outing(-6, LIFT, 10_000, 10)
    person.morning(1, 7, Soreness.MUSCLE)
    assert next_dose(case_of(person, day=1)).rule != "E4"
    person.morning(2, 7)
    one = next_dose(case_of(person, day=2))
    assert one.rule == "E4" and one.reasons[0].facts["soreness"] is None


# --- E5 -------------------------------------------------------------------------------------------------------------
def ill(case_day: int, ill_on: int | None, birth_year: int = 1976) -> Decision:
    person = Life({BACK: 3}, unlocked=True, birth_year=birth_year)
    person.outing(0, LIFT, 20_000, 10, sets=2)
    if ill_on is not None:
        person.check_in(ill_on, 3, Different.ILL)
    return next_dose(case_of(person, day=case_day))


@pytest.mark.parametrize(("day", "ill_on", "grams"), [
    (8, None, 20_000), (8, 3, 19_000), (10, 3, 19_000), (8, 0, 19_000), (8, -1, 20_000), (11, 3, 18_000), (22, 3, 16_000),
])
def test_illness_since_it_was_done_makes_a_short_break_count_and_a_long_one_no_longer(day: int, ill_on: int | None, grams: int):
    one = ill(day, ill_on)
    assert one.grams == grams and (one.rule == "E5") is (grams < 20_000)
    if one.rule == "E5":
        assert one.reasons == (Reason("E5", {"days": day, "percent": grams // 200, "ill": ill_on is not None and ill_on >= 0}),)


@pytest.mark.parametrize(("days", "sets", "left"), [(21, 3, 3), (22, 3, 2), (22, 2, 1), (22, 1, 1), (90, 3, 2)])
def test_one_set_fewer_from_three_weeks_on_and_never_none(days: int, sets: int, left: int):
    one = next_dose(lived(grams=20_000, sets=sets, on=days))
    assert (one.rule, one.sets) == ("E5", left)


def apart(*days: int, on: int, **last: Any) -> Decision:
    """The same load on these days, and how the last time felt."""
    person = Life({BACK: 3}, unlocked=True)
    for day in days:
        person.outing(day, LIFT, 10_000, 10, **(last if day == days[-1] else {}))
    return next_dose(case_of(person, day=on))


@pytest.mark.parametrize(("gap", "away", "same"), [
    (14, 14, True), (14, 13, True), (14, 15, False), (20, 21, False), (21, 21, True), (30, 21, True), (30, 22, False), (10, 11, False),
])
def test_a_break_as_long_as_one_that_was_borne_is_cut_once_up_to_three_weeks(gap: int, away: int, same: bool):
    one = apart(0, gap, on=gap + away)
    assert one.rule == "E5" and one.reasons[0].rule == ("E5-same" if same else "E5")
    assert (one.grams == 10_000) is same
    assert not same or one.reasons[0].facts == {"days": away}


@pytest.mark.parametrize("felt", [{"peak": 5}, {"peak": None}, {"morning": None}, {"morning": 5}, {"done": 9}], ids=str)
def test_any_sign_against_it_and_the_next_break_is_cut_as_written(felt: dict[str, Any]):
    one = apart(0, 14, on=28, **felt)
    assert (one.grams, one.reasons[-1].rule) == (9_000, "E5")


def test_a_first_break_and_one_with_an_illness_in_it_are_cut_as_written():
    assert apart(0, on=14).grams == 9_000
    person = Life({BACK: 3}, unlocked=True)
    for day in (0, 14):
        person.outing(day, LIFT, 10_000, 10)
    person.check_in(20, 3, Different.ILL)
    assert next_dose(case_of(person, day=28)).grams == 9_000


# --- E6 -------------------------------------------------------------------------------------------------------------
AMBER = {"peak": 5}


def amber(*outings: dict[str, Any], target: int = 10, targets: tuple[int, ...] = ()) -> Decision:
    person = Life({BACK: 3}, unlocked=True)
    for number, felt in enumerate(outings):
        person.outing(2 * number, LIFT, 10_000, targets[number] if targets else target, **AMBER | felt)
    return next_dose(case_of(person, day=2 * len(outings)))


def test_amber_once_holds_and_says_how_loud_and_where():
    one = amber({})
    assert (one.verdict, one.rule, one.grams, one.target) == (Verdict.HOLD, "E6", 10_000, 10)
    assert one.reasons == (Reason("E6", {"peak": 5, "region": "low_back"}),)


def test_amber_and_settled_twice_allows_one_repetition_and_no_load():
    one = amber({"sets": 2}, {"effort": 6, "sets": 2})
    assert (one.verdict, one.rule, one.grams, one.target, one.sets) == (Verdict.PROGRESS, "E6", 10_000, 11, 2)
    assert one.reasons == (Reason("E6-again", {"peak": 5, "region": "low_back"}),)


@pytest.mark.parametrize(("target", "after"), [(11, 12), (12, 13), (13, 13)])
def test_it_may_go_one_above_the_range_and_no_further(target: int, after: int):
    assert amber({}, {}, target=target).target == after


@pytest.mark.parametrize("outings", [
    ({"peak": 3}, {}), ({"morning": None}, {}), ({"effort": None}, {}), ({}, {"effort": None}), ({"effort": 7}, {}), ({}, {"effort": 7}),
    ({}, {"done": 9}),
], ids=str)
def test_whatever_speaks_against_one_of_the_two_and_it_holds(outings: tuple[dict[str, Any], ...]):
    one = amber(*outings)
    assert (one.verdict, one.target) == (Verdict.HOLD, 10) and one.rule in ("E6", "E8")


@pytest.mark.parametrize("which", [-1, -2])
def test_answers_that_contradict_each_other_allow_no_repetition_after_amber(which: int):
    person = Life({BACK: 3}, unlocked=True)
    for day in (0, 2):
        person.outing(day, LIFT, 10_000, 10, peak=5)
    state = person.state
    assert next_dose(case_of(state, day=4)).verdict is Verdict.PROGRESS
    state["exercises"][f"{LIFT}:cable:both"]["outings"][which]["c"] = True
    assert next_dose(case_of(state, day=4)).verdict is Verdict.HOLD


def test_two_at_different_doses_are_not_the_same_twice():
    assert amber({}, {}, targets=(10, 9)).verdict is Verdict.HOLD


def test_a_repetition_after_amber_waits_where_the_day_holds_and_says_so():
    person = Life({BACK: 3}, unlocked=True)
    for day in (0, 2):
        person.outing(day, LIFT, 10_000, 10, peak=5)
    person.check_in(4, 3, Different.SLEPT_BADLY)
    one = next_dose(case_of(person, day=4))
    assert (one.verdict, one.target, [why.rule for why in one.reasons]) == (Verdict.HOLD, 10, ["E6", "slept_badly"])


def test_two_answers_that_contradict_each_other_raise_nothing_and_are_what_was_missing():
    person = Life({BACK: 3}, unlocked=True)
    for day in (0, 2):
        person.outing(day, LIFT, 10_000, 10)
    state = person.state
    outing = state["exercises"][f"{LIFT}:cable:both"]["outings"][-1]
    assert outing["d"] == (DAY0 + timedelta(days=2)).isoformat()
    outing["c"] = True
    one = next_dose(case_of(state, day=4))
    assert (one.verdict, one.reasons) == (Verdict.HOLD, (Reason("E8", {"missing": "contradiction"}),))

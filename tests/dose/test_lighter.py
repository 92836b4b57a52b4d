"""What makes an exercise lighter, one rule at a time: by how much, down to where, and what it says."""

from __future__ import annotations

from typing import Any

import pytest

from halfkilo.dose import Verdict
from halfkilo.dose.decision import Decision
from halfkilo.dose.learn import bearing, calm, heard
from halfkilo.dose.policy import Policy
from halfkilo.dose.rise import rise
from halfkilo.dose.rules import missing, next_dose, one_down, scaled, within_break
from halfkilo.dose.session import Reason
from halfkilo.journal.fields import Soreness, Why
from halfkilo.units import Tool
from tests.dose.test_case import gentle
from tests.dose.test_items import case_of, decided
from tests.life import BACK, LIFT, Life, item

WHY = Reason("E3-cut", {"effort": 8})


def stands(grams: int, target: int, slug: str = LIFT, tool: Tool = Tool.CABLE, day: int = 2, **felt: Any) -> Any:
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, slug, grams, target, tool=tool, **felt)
    return case_of(person, slug, tool, day=day)


@pytest.mark.parametrize(("grams", "target", "less"), [
    (10_000, 10, (9_500, 10)), (5_000, 10, (4_500, 10)), (4_500, 10, (4_500, 8)), (4_500, 8, (4_500, 6)), (4_500, 7, (4_000, 7)),
])
def test_hard_work_twice_is_a_step_or_under_five_kilos_two_repetitions_down_to_the_bottom(grams: int, target: int, less: tuple[int, int]):
    one = one_down(stands(grams, target), WHY)
    assert (one.verdict, one.rule, one.grams, one.target, one.reasons[0]) == (Verdict.EASE, "E3-cut", *less, WHY)


def test_without_a_load_hard_work_twice_is_a_repetition_less():
    one = one_down(stands(0, 10, "vector_easy", Tool.BODY), WHY)
    assert (one.verdict, one.rule, one.grams, one.target) == (Verdict.EASE, "E3-cut", 0, 9)


@pytest.mark.parametrize(("grams", "percent", "made"), [
    (10_000, 90, (9_000, 10)), (10_300, 90, (9_000, 10)), (500, 90, (500, 9)), (600, 50, (500, 5)), (300, 50, (300, 5)),
])
def test_a_break_takes_a_share_and_never_the_exercise(grams: int, percent: int, made: tuple[int, int]):
    one = scaled(stands(grams, 10), "E5", percent, Reason("E5"))
    assert (one.rule, one.grams, one.target) == ("E5", *made)
    assert scaled(stands(0, 1, "vector_easy", Tool.BODY), "E5", 50, Reason("E5")).target == 1


@pytest.mark.parametrize(("felt", "word"), [
    ({"effort": None}, "effort"), ({"peak": None}, "peak"), ({"morning": None}, "morning"), ({"morning": 5}, "unsettled"),
    ({"done": 9}, "reps"), ({"effort": 7}, "effort_high"), ({"effort": 6}, "other"), ({"effort": 0}, "other"),
])
def test_what_kept_an_outing_from_being_clean_has_one_word(felt: dict[str, Any], word: str):
    assert missing(stands(10_000, 10, **felt)) == word


def test_nothing_done_yet_is_the_first():
    assert missing(case_of(Life({BACK: 3}, unlocked=True))) == "first"


@pytest.mark.parametrize(("felt", "facts"), [
    ({"peak": 7}, {"peak": 7, "stopped": False, "region": "low_back", "percent": 20}),
    ({"peak": 4, "stop": Why.PAIN}, {"peak": 4, "stopped": True, "percent": 20}),
])
def test_red_says_what_it_was(felt: dict[str, Any], facts: dict[str, Any]):
    one = next_dose(stands(10_000, 10, **felt))
    assert (one.rule, one.grams, one.reasons[0].rule) == ("E1", 8_000, "E1")
    assert facts.items() <= one.reasons[0].facts.items()


def test_hard_once_holds_and_says_how_hard():
    one = next_dose(stands(10_000, 10, effort=8))
    assert (one.rule, one.verdict, one.grams, one.reasons[0].rule, one.reasons[0].facts["effort"]) == ("E3", Verdict.HOLD, 10_000, "E3", 8)


def test_where_nothing_else_decides_it_holds_and_says_what_was_missing():
    one = next_dose(stands(10_000, 10, effort=7))
    assert (one.rule, one.verdict, one.grams, one.target) == ("E8", Verdict.HOLD, 10_000, 10)
    assert one.reasons == (Reason("E8", {"missing": "effort_high"}),)


def test_a_rise_over_the_session_that_is_still_there_before_the_next_is_a_tenth_less():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, cool=5)
    person.check_in(2, 5)
    one = next_dose(case_of(person))
    assert (one.rule, one.grams, one.target) == ("E2", 9_000, 10)
    assert one.reasons[0] == Reason("E2", {"region": "low_back", "rose": 2, "again": 5, "percent": 10})


@pytest.mark.parametrize(("days", "rule"), [((2,), "E4"), ((-10, 2), "E4"), ((-10,), "E5")])
def test_muscle_soreness_holds_what_was_trained_in_the_two_days_before_it(days: tuple[int, ...], rule: str):
    person = Life({BACK: 3}, unlocked=True)
    for day in days:
        person.outing(day, LIFT, 10_000, 10)
    person.morning(3, 7, Soreness.MUSCLE)
    assert next_dose(case_of(person, day=3)).rule == rule


def test_pain_that_rose_again_and_again_eases_by_a_tenth_and_says_so():
    one = next_dose(lived(5, 5, 5))
    assert one.verdict is Verdict.EASE and one.grams == 9_000
    assert one.reasons[0] == Reason("reacts-ease", {"outings": 3})


def test_two_numbers_may_be_equal_where_one_must_not_be_above_the_other():
    equal = Policy(demand_wanted=10, demand_step=10, clean_at_top=3, clean_at_top_older=3, effort_clean=4)
    assert (equal.demand_wanted, equal.clean_at_top, equal.effort_clean) == (10, 3, equal.flare_effort)
    with pytest.raises(ValueError, match="demand_wanted"):
        Policy(demand_wanted=6, demand_step=5)


# --- a break on top of another rule ---------------------------------------------------------------------------------
def test_a_break_holds_beside_whatever_rule_decided():
    case = stands(10_000, 10, day=15)
    heavier = Decision(Verdict.HOLD, "E8", 9_500, 12, 3, (Reason("E8"),))
    after = within_break(case, heavier)
    assert (after.verdict, after.rule, after.grams, after.target, after.sets, after.wish) == (Verdict.EASE, "E8", 9_000, 10, 1, None)
    assert [one.rule for one in after.reasons] == ["E8", "E5"]


@pytest.mark.parametrize("given", [decided(grams=9_000, target=10), decided(grams=8_000, target=12), decided(Verdict.SWAP, "E1", grams=0),
                                   decided(rule="E5", grams=9_500)], ids=lambda one: f"{one.rule} {one.verdict} {one.grams}")
def test_what_is_lighter_already_a_swap_and_the_break_itself_are_left_alone(given: Decision):
    assert within_break(stands(10_000, 10, day=15), given) is given


def test_ten_days_are_no_break():
    given = decided(grams=10_500)
    assert within_break(stands(10_000, 10, day=10), given) is given


# --- what is learned ------------------------------------------------------------------------------------------------
def lived(*peaks: int, grams: int = 10_000, last: int | None = None) -> Any:
    person = Life({BACK: 3}, unlocked=True)
    for number, peak in enumerate(peaks):
        person.outing(2 * number, LIFT, last if last is not None and number == len(peaks) - 1 else grams, 10, peak=peak)
    return case_of(person, day=2 * len(peaks))


@pytest.mark.parametrize(("peaks", "tenths"), [((5, 5), 0), ((5, 5, 5), 30), ((5, 3, 5), 10), ((3, 3, 5), 10), ((5, 3, 3), 0),
                                               ((9, 4, 4), 20)])
def test_what_rises_again_and_again_adds_up_and_one_loud_outing_counts_for_three_at_most(peaks: tuple[int, ...], tenths: int):
    """A rise of one point is nothing to learn from; of each outing what is above it counts, and a quiet one takes away."""
    assert heard(lived(*peaks)) == tenths


@pytest.mark.parametrize(("grams", "counts"), [(10_400, True), (10_500, False)])
def test_an_outing_up_to_a_little_heavier_than_today_says_something(grams: int, counts: bool):
    """104 percent; half a kilo above ten is five."""
    assert (heard(lived(5, 5, 5, grams=grams, last=10_000)) > 0) is counts


@pytest.mark.parametrize(("felt", "flare", "signs"), [
    ({}, None, 0), ({"cool": 5}, None, 1), ({"cool": 4}, None, 0), ({"morning": 5}, None, 1), ({"morning": 4}, None, 0),
    ({"stop": Why.PAIN}, None, 1), ({"stop": Why.TIME}, None, 0), ({}, 2, 1), ({}, 3, 0),
], ids=str)
def test_a_place_speaks_up_at_the_cool_down_by_a_stop_the_next_morning_or_by_a_flare_within_two_days(
    felt: dict[str, Any], flare: int | None, signs: int
):
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, **felt)
    if flare is not None:
        person.flare(flare, BACK)
    assert bearing(case_of(person, day=5).day, BACK).signs == signs


def test_a_gentle_session_hides_none_of_those_after_it():
    person = Life({BACK: 3}, unlocked=True)
    gentle(person, 0)
    person.outing(2, LIFT, 10_000, 10, peak=4)
    assert bearing(case_of(person, day=5).day, BACK).rises == (1,)


def test_two_outings_may_be_calm_and_one_is_not():
    one, two = Life({BACK: 3}, unlocked=True), Life({BACK: 3}, unlocked=True)
    for person, days in ((one, (4,)), (two, (2, 4))):
        for day in days:
            person.outing(day, LIFT, 10_000, 10)
        for day in (-6, -4, -2):
            person.outing(day, "vector_easy", 0, 8, tool=Tool.BODY)
    assert calm(case_of(two, day=6)) and not calm(case_of(one, day=6))


def test_a_repetition_more_says_from_where():
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 10_000, 10, effort=6)
    person.check_in(2, 3)
    why = item(person.today(2), LIFT).reasons[0]
    assert why.facts == {"from_grams": 10_000, "from_target": 10, "grams": 10_000, "target": 11, "clean": 1, "count": "reps"}


def test_how_much_more_goes_by_how_easy_the_newest_outing_was():
    """In a calm record, without a load: as much as the week allows after an easy outing, half of it after one that took some effort."""
    def grown(*efforts: int) -> int:
        person = Life({BACK: 3}, unlocked=True)
        for number, effort in enumerate(efforts):
            person.outing(2 * number, "vector_easy", 0, 8, tool=Tool.BODY, effort=effort)
        case = case_of(person, "vector_easy", Tool.BODY, day=2 * len(efforts))
        assert calm(case)
        return rise(case).target

    assert (grown(4, 3, 4, 6), grown(6, 5, 6, 4)) == (9, 11)

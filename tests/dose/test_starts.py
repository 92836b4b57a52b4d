"""First loads at their edges: what was found and is tried again, a share of it, after a long break, on the rung below; and what an agreed
new search leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo import limits
from halfkilo.dose import Choice, Verdict
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.finder import steps_of
from halfkilo.dose.gates import gates
from halfkilo.dose.policy import Policy
from halfkilo.dose.session import Reason
from halfkilo.dose.sought import finder_steps, put_off, sought
from halfkilo.dose.start import first_dose, start_at
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Away, Different, Finder, Mode, Offered
from halfkilo.journal.state import key_of
from halfkilo.units import Joint, Side, Tool
from tests.dose.test_carried import NEW, moved
from tests.dose.test_items import dressed
from tests.life import BACK, CATALOGUE, DAY0, LIFT, Life

KEY = f"{LIFT}:cable:both"
LOWEST = Catalogue({**CATALOGUE, LIFT: Exercise(LIFT, replace(CATALOGUE[LIFT].facts, easier=None), Demand({Joint.LOW_BACK: 50}))})
"""The lift without an easier neighbour."""


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def case_of(state: Any, slug: str = LIFT, tool: Tool = Tool.CABLE, *, day: int = 2, known: Catalogue = CATALOGUE,
            policy: Policy | None = None, sets: int = 2, **choice: Any) -> Case:
    on = Day(state, iso(day), Choice(**choice), known, policy or Policy())
    variant = known[slug].variant(tool)
    assert variant is not None
    return Case(on, gates(on), known[slug], variant, Side.BOTH, sets)


def finding(steps: dict[int, Finder], **more: Any) -> Life:
    person = Life({BACK: 3}, unlocked=True, **more)
    person.check_in(0, 3)
    person.open(0)
    person.find(LIFT, steps)
    person.close(3)
    person.morning(1, 3)
    return person


HURT, FINE = {1_000: Finder.HURTS}, {1_000: Finder.MORE, 10_000: Finder.COMFORTABLE}


# --- what was found -------------------------------------------------------------------------------------------------
def test_four_fifths_of_what_was_found_and_it_is_said():
    one = first_dose(case_of(finding(FINE).state))
    assert one is not None
    assert (one.verdict, one.rule, one.grams, one.target, one.sets) == (Verdict.START, "start", 8_000, 8, 2)
    assert one.reasons == (Reason("start", {"found": 10_000, "grams": 8_000, "percent": 80}),)


@pytest.mark.parametrize(("found", "grams", "target"), [(6_200, 4_500, 6), (6_250, 5_000, 8), (500, 500, 6), (600, 500, 6)])
def test_a_share_is_rounded_down_and_never_less_than_the_lightest_that_was_comfortable(found: int, grams: int, target: int):
    one = start_at(case_of(finding(FINE).state), found)
    assert (one.grams, one.target) == (grams, target)


def test_what_was_less_than_the_lightest_leads_to_the_easier_neighbour():
    one = start_at(case_of(finding(FINE).state), 499)
    assert (one.verdict, one.other) == (Verdict.SWAP, "vector_easy")


def test_where_the_rule_is_left_out_it_begins_at_what_was_found():
    without = Policy(off=frozenset({"start"}))
    assert start_at(case_of(finding(FINE).state, policy=without), 10_000).grams == 10_000
    state = moved().state
    assert first_dose(case_of(state, NEW)) != first_dose(case_of(state, NEW, policy=without))
    unknown = first_dose(case_of(state, NEW, policy=without))
    assert unknown is not None and unknown.verdict is Verdict.FIND


@pytest.mark.parametrize(("day", "again"), [(6, False), (7, True)])
def test_what_hurt_is_tried_again_after_a_week_where_nothing_easier_takes_its_place(day: int, again: bool):
    state = finding(HURT).state
    one = first_dose(case_of(state, day=day, known=LOWEST))
    assert one is not None and (one.verdict is Verdict.FIND) is again
    easier = first_dose(case_of(state, day=day))
    assert easier is not None and (easier.verdict, easier.other) == (Verdict.SWAP, "vector_easy")


def test_the_first_time_it_is_found_from_its_lightest_step_in_one_set():
    one = first_dose(case_of(Life({BACK: 3}, unlocked=True).state))
    assert one is not None
    assert (one.verdict, one.rule, one.grams, one.target, one.sets, one.reasons) == (Verdict.FIND, "find", 1_000, 3, 1, (Reason("find"),))
    nothing = first_dose(case_of(Life({BACK: 3}, unlocked=True, gym=False).state))
    assert nothing is not None and nothing.grams == 0


def test_the_finder_goes_up_to_the_heaviest_that_is_owned():
    person = Life({BACK: 3}, unlocked=True, gym=False, dumbbells=(1_000, 1_500, 2_000))
    assert steps_of(case_of(person.state, tool=Tool.DUMBBELL)) == (1_000, 1_500, 2_000)


# --- after more than ninety days ------------------------------------------------------------------------------------
def long_ago(grams: int = 20_000, target: int = 12, slug: str = LIFT, tool: Tool = Tool.CABLE) -> Life:
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, slug, grams, target, tool=tool)
    return person


def test_up_to_ninety_days_what_was_lifted_says_something():
    state = long_ago().state
    assert first_dose(case_of(state, day=90)) is None
    again = first_dose(case_of(state, day=91))
    assert again is not None and (again.verdict, again.reasons) == (Verdict.FIND, (Reason("find-again", {"days": 91}),))


@pytest.mark.parametrize(("was", "found", "grams"), [(20_000, 6_000, 4_500), (20_000, 14_000, 8_000), (600, 10_000, 500)])
def test_what_is_found_then_counts_up_to_half_of_what_it_was(was: int, found: int, grams: int):
    person = long_ago(was)
    person.open(95)
    person.find(LIFT, {found: Finder.COMFORTABLE})
    person.close(3)
    state = person.state
    state["exercises"][KEY]["found"] = [found, iso(95)]
    one = first_dose(case_of(state, day=97))
    assert one is not None and (one.verdict, one.grams) == (Verdict.START, grams)


def test_what_was_found_before_the_last_outing_is_found_anew():
    state = long_ago().state
    state["exercises"][KEY]["found"] = [10_000, iso(0)]
    one = first_dose(case_of(state, day=95))
    assert one is not None and one.verdict is Verdict.FIND


@pytest.mark.parametrize(("was", "again"), [(12, 6), (13, 6), (20, 8), (1, 1)])
def test_without_a_load_it_begins_with_half_in_one_set(was: int, again: int):
    state = long_ago(0, was, "vector_easy", Tool.BODY).state
    one = first_dose(case_of(state, "vector_easy", Tool.BODY, day=95))
    assert one is not None
    assert (one.verdict, one.target, one.sets, one.reasons) == (Verdict.START, again, 1, (Reason("start-again", {"days": 95}),))


# --- a rung lower ---------------------------------------------------------------------------------------------------
def rungs(asks: int) -> Catalogue:
    """A body-weight exercise that asks so much of the low back, above the easy one."""
    facts = CATALOGUE["vector_easy"].facts
    hard = replace(facts, harder=None, easier="vector_easy")
    return Catalogue({**CATALOGUE, "vector_easy": Exercise("vector_easy", facts, Demand({Joint.LOW_BACK: 20})),
                      "vector_hard": Exercise("vector_hard", hard, Demand({Joint.LOW_BACK: asks}))})


def hard(person: Life, asks: int = 60, **more: Any) -> Decision:
    one = first_dose(case_of(person.state, "vector_hard", Tool.BODY, known=rungs(asks), **more))
    assert one is not None
    return one


def easy_done(times: int = 4, target: int = 12) -> Life:
    person = Life({BACK: 3}, unlocked=True)
    for number in range(times):
        person.outing(-2 * (times - number), "vector_easy", 0, target, tool=Tool.BODY)
    return person


def test_what_asks_much_of_a_sore_place_begins_a_rung_lower():
    person = Life({BACK: 3}, unlocked=True)
    one = hard(person)
    assert (one.verdict, one.rule, one.grams, one.target, one.other) == (Verdict.SWAP, "start", 0, 0, "vector_easy")
    assert one.reasons == (Reason("start-lower", {"other": "vector_easy"}),)
    assert hard(person, policy=Policy(off=frozenset({"start"}))).verdict is Verdict.START
    edge = next(asks for asks in range(20, 100) if hard(person, asks).verdict is Verdict.SWAP)
    assert edge == limits.FIRST_DEMAND.first == 60
    begun = hard(person, 59)
    assert (begun.verdict, begun.target, begun.sets, begun.reasons) == (Verdict.START, 8, 2, (Reason("start-body"),))


@pytest.mark.parametrize(("times", "target", "verdict"), [(4, 12, Verdict.START), (3, 12, Verdict.SWAP), (4, 11, Verdict.SWAP),
                                                          (4, 13, Verdict.START)])
def test_until_the_lower_rung_is_done_to_the_top_of_its_range(times: int, target: int, verdict: Verdict):
    assert hard(easy_done(times, target)).verdict is verdict


def test_or_until_it_had_a_yes():
    state = Life({BACK: 3}, unlocked=True).state
    state["instead"] = {"vector_easy": "vector_hard"}
    one = first_dose(case_of(state, "vector_hard", Tool.BODY, known=rungs(60)))
    assert one is not None and one.verdict is Verdict.START


# --- an agreed new search -------------------------------------------------------------------------------------------
E7 = Decision(Verdict.PROGRESS, "E7", 2_000, 16, 2, (Reason("E7"),), wish=Wish(Offered.LOAD, 3_000, 8, ()), slower=2)


def agreed(day: int = 2, *, most: int = 3_000, on: int = 1, known: Catalogue = CATALOGUE, check: Different | None = None,
           **choice: Any) -> Case:
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 2_000, 15)
    if check is not None:
        person.check_in(day, 3, check)
    state = person.state
    state["exercises"][KEY]["anew"] = {"n": 0, "on": iso(on), "most": most}
    return case_of(state, day=day, known=known, **choice)


def test_the_search_begins_where_it_stands_and_goes_as_far_as_the_yes():
    case = agreed()
    assert finder_steps(case) == (2_000, 2_500, 3_000)
    assert finder_steps(agreed(most=2_500)) == (2_000, 2_500)
    one = sought(case, E7)
    assert (one.verdict, one.rule, one.grams, one.target, one.sets) == (Verdict.FIND, "anew", 2_000, 3, 1)
    assert (one.wish, one.slower, one.reasons) == (None, 0, (Reason("anew-find", {"grams": 2_000}),))


@pytest.mark.parametrize(("day", "still"), [(8, True), (9, False)])
def test_a_yes_to_it_lapses_after_a_week(day: int, still: bool):
    assert (sought(agreed(day), E7).verdict is Verdict.FIND) is still


def test_it_waits_for_a_day_on_which_nothing_speaks_against_it():
    for rule in ("E6", "E8", "range"):
        given = Decision(Verdict.HOLD, rule, 2_000, 15, 2, ())
        assert sought(agreed(), given) is given
    assert sought(agreed(most=2_000), E7) is E7, "one step is no search"
    assert sought(agreed(on=0), E7) is E7, "it was done since"


@pytest.mark.parametrize(("choice", "searches"), [
    ({"minutes": 2}, False), ({"minutes": 9}, False), ({"minutes": 10}, True), ({"away": Away.ILL}, False), ({"away": Away.TRAVEL}, True),
    ({"mode": Mode.RESCUE}, False), ({"mode": Mode.GENTLE}, False), ({"check": Different.ILL}, False), ({"check": Different.NO}, True),
], ids=str)
def test_nothing_is_searched_for_on_a_day_that_spares(choice: dict[str, Any], searches: bool):
    assert (sought(agreed(**choice), E7).verdict is Verdict.FIND) is searches


def test_a_day_without_room_for_it_leaves_the_exercise_as_it_stands():
    case = agreed()
    found = dressed(case, sought(case, E7))
    later = put_off(found, case)
    assert found.steps == (2_000, 2_500, 3_000)
    assert (later.verdict, later.rule, later.grams, later.target, later.sets, later.most) == (Verdict.HOLD, "E8", 2_000, 15, 1, 2_000)
    assert (later.steps, later.reasons) == ((), (Reason("E7-held"),))


def after(found: int, *, day: int = 4, on: int = 2, outings: tuple[dict[str, Any], ...] = (), **choice: Any) -> Case:
    """The search of day 2 found so much; 2 kg stood before it."""
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 2_000, 15)
    for felt in outings:
        person.outing(felt.pop("day", on), LIFT, 2_000, 15, **felt)
    person.check_in(day, 3)
    state = person.state
    state["exercises"][KEY].update(anew={"n": 1, "on": iso(1), "most": 9_000}, found=[found, iso(on)])
    return case_of(state, day=day, **choice)


def test_four_fifths_of_what_was_found_with_the_fewest_repetitions():
    one = sought(after(5_000), E7)
    assert (one.verdict, one.rule, one.grams, one.target, one.wish, one.slower) == (Verdict.START, "anew", 4_000, 6, None, 0)
    assert one.reasons == (Reason("start", {"found": 5_000, "grams": 4_000, "percent": 80}),)


def test_where_four_fifths_are_no_more_than_it_was_nothing_changes():
    assert sought(after(2_500), E7) is E7 and sought(after(2_000), E7) is E7
    assert sought(after(3_200), E7).grams == 2_500


def test_where_the_old_load_itself_was_not_comfortable_it_is_cut_unless_it_is_lighter_already():
    one = sought(after(1_999), E7)
    assert (one.rule, one.grams, one.verdict) == ("anew", 1_500, Verdict.EASE)
    assert [reason.facts for reason in one.reasons if reason.rule == "anew-hurt"] == [{"percent": 20}]
    for verdict in (Verdict.EASE, Verdict.SWAP, Verdict.REST):
        given = Decision(verdict, "E1", 1_000, 15, 2, ())
        assert sought(after(1_999), given) is given


@pytest.mark.parametrize(("rule", "begins"), [("E7", True), ("E8", True), ("E6", False), ("E4", False)])
def test_it_begins_only_where_the_rules_find_nothing_against_it(rule: str, begins: bool):
    given = Decision(Verdict.HOLD, rule, 2_000, 15, 2, ())
    assert (sought(after(5_000), given).rule == "anew") is begins


@pytest.mark.parametrize(("day", "begins"), [(9, True), (10, False)])
def test_what_was_found_counts_for_a_week(day: int, begins: bool):
    assert (sought(after(5_000, day=day), E7).rule == "anew") is begins


@pytest.mark.parametrize(("felt", "begins"), [({"day": 2}, True), ({"day": 2, "peak": 6}, False), ({"day": 2, "done": 10}, False)], ids=str)
def test_every_outing_since_must_have_been_clean_that_of_the_same_day_as_well(felt: dict[str, Any], begins: bool):
    assert (sought(after(5_000, outings=(dict(felt),)), E7).rule == "anew") is begins
    later = {"day": 3}
    assert (sought(after(5_000, day=5, outings=(dict(felt), later)), E7).rule == "anew") is begins


def test_on_a_day_that_spares_it_waits():
    assert sought(after(5_000, minutes=2), E7) is E7


def test_without_a_yes_without_a_load_or_without_a_dose_nothing_is_sought():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 2_000, 15)
    assert sought(case_of(person.state), E7) is E7
    assert finder_steps(case_of(person.state)) == ()
    body = long_ago(0, 10, "vector_easy", Tool.BODY).state
    body["exercises"][key_of("vector_easy", Tool.BODY, Side.BOTH)]["anew"] = {"n": 0, "on": iso(1), "most": 3_000}
    assert sought(case_of(body, "vector_easy", Tool.BODY), E7) is E7

"""A decision dressed for the session: what the day, a waiting yes and the limits make of it, each at its edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice, Verdict
from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.gates import gates
from halfkilo.dose.items import _easier, _stays, accepted, decide, item_of, items_for, seconds_of, within_limits, within_plan
from halfkilo.dose.session import Item, Reason
from halfkilo.exercises import Catalogue, Count, Exercise, Mechanism
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Different, Offered
from halfkilo.journal.kinds.limit_set import What
from halfkilo.programmes.programme import Part, Slot
from halfkilo.units import Joint, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life

KEY = f"{LIFT}:cable:both"
CARDIO = next(one.slug for one in CATALOGUE.values() if one.facts.mechanism is Mechanism.CARDIO and one.facts.count is Count.MINUTES
              and one.variant(Tool.BODY) is not None)
OFF = (Verdict.FIND, Verdict.SWAP, Verdict.REST)


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def lifter(grams: int = 10_000, sets: int = 2, **more: Any) -> Life:
    person = Life({BACK: 3}, unlocked=True, **more)
    person.pin(LIFT)
    person.outing(0, LIFT, grams, 10, sets=sets)
    person.check_in(2, 3)
    return person


def case_of(person: Life | Any, slug: str = LIFT, tool: Tool = Tool.CABLE, *, day: int = 2, side: Side = Side.BOTH, sets: int = 2,
            known: Catalogue = CATALOGUE, **choice: Any) -> Case:
    state = person.state if isinstance(person, Life) else person
    on = Day(state, iso(day), Choice(**choice), known)
    variant = known[slug].variant(tool)
    assert variant is not None
    return Case(on, gates(on), known[slug], variant, side, sets)


def decided(verdict: Verdict = Verdict.HOLD, rule: str = "E8", grams: int = 10_000, target: int = 10, sets: int = 3,
            **more: Any) -> Decision:
    return Decision(verdict, rule, grams, target, sets, (Reason(rule),), **more)


def pick_of(case: Case, part: Part = Part.STRENGTH, instead_of: str | None = None) -> Pick:
    slug = case.exercise.slug
    return Pick(Slot(slug, part, (case.exercise.facts.family,), (slug,), 1, 2), case.exercise, case.variant, instead_of)


# --- the day asks for less ------------------------------------------------------------------------------------------
def lighter(person: Life) -> Any:
    state = person.state
    state["answers"]["lighter_week"] = f"{iso(1)} accept"
    return state


@pytest.mark.parametrize(("sets", "left"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 3), (18, 10)])
def test_a_lighter_week_has_three_fifths_of_the_sets(sets: int, left: int):
    assert within_plan(case_of(lighter(lifter())), decided(sets=sets)).sets == left


@pytest.mark.parametrize(("minutes", "sets"), [(2, 1), (10, 3), (None, 3)])
def test_two_minutes_have_one_set(minutes: int | None, sets: int):
    given = decided(sets=3)
    after = within_plan(case_of(lifter(), minutes=minutes), given)
    assert after == replace(given, sets=sets)


@pytest.mark.parametrize("verdict", OFF)
def test_what_is_not_done_as_it_stands_is_left_alone(verdict: Verdict):
    given = decided(verdict, sets=3)
    assert within_plan(case_of(lighter(lifter()), minutes=2), given) is given


def test_minutes_end_where_the_session_has_no_more_room():
    person = Life({BACK: 3}, unlocked=True)
    case = case_of(person, CARDIO, Tool.BODY)
    low, high = case.bounds
    room = case.range[1]
    assert low <= room < high
    for target, left in ((room, room), (room + 1, room), (room - 1, room - 1)):
        assert within_plan(case, decided(target=target, sets=1)).target == left
    assert within_plan(case_of(lifter()), decided(target=99)).target == 99, "repetitions are not minutes"


@pytest.mark.parametrize(("planned", "most"), [(20, 6), (29, 8), (30, 9), (None, 9), (2, 0)])
def test_cardio_has_three_tenths_of_the_planned_minutes(planned: int | None, most: int):
    person = Life({BACK: 3}, unlocked=True)
    state = person.state
    if planned is None:
        del state["plan"]["minutes"]
    else:
        state["plan"]["minutes"] = planned
    case = case_of(state, CARDIO, Tool.BODY)
    low, high = case.bounds
    assert case.range == (low, min(high, max(low, most)))


# --- a yes that waits -----------------------------------------------------------------------------------------------
def yes(ago: int = 1, **more: Any) -> Case:
    """The lift on day 2, with a yes so many days ago."""
    state = lifter().state
    state["exercises"][KEY].update(accepted={"g": 10_500, "t": 9, "s": 2}, accepted_on=iso(2 - ago))
    return case_of(state, **more)


def test_a_yes_is_lifted_and_says_since_when():
    after = accepted(yes(), decided(sets=1, wish=Wish(Offered.LOAD, 11_000, 8, ())))
    assert (after.verdict, after.rule, after.wish) == (Verdict.PROGRESS, "accepted", None)
    assert (after.grams, after.target, after.sets) == (10_500, 9, 2)
    assert [one.rule for one in after.reasons] == ["accepted", "E8"]
    assert after.reasons[0].facts == {"grams": 10_500, "target": 9, "since": iso(1)}
    assert accepted(yes(), decided(sets=3)).sets == 3
    assert accepted(yes(), decided(Verdict.BACK, "back")).verdict is Verdict.BACK


@pytest.mark.parametrize(("ago", "counts"), [(0, True), (7, True), (8, False)])
def test_a_yes_counts_for_seven_days(ago: int, counts: bool):
    assert (accepted(yes(ago), decided()).rule == "accepted") is counts


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("rule", ["E1", "E2", "E3", "E3-cut", "E4", "E5", "find"])
def test_a_yes_waits_where_the_rules_say_lighter_or_hold_for_a_symptom(rule: str):
    given = decided(rule=rule)
    assert accepted(yes(), given) is given


def test_a_yes_waits_on_a_day_that_rests_it_or_holds():
    given = decided(Verdict.REST, "back")
    assert accepted(yes(), given) is given
    person = lifter()
    person.check_in(2, 3, Different.SLEPT_BADLY)
    state = person.state
    state["exercises"][KEY].update(accepted={"g": 10_500, "t": 9, "s": 2}, accepted_on=iso(1))
    assert accepted(case_of(state), decided()).rule == "E8"
    assert accepted(case_of(lifter()), decided()).rule == "E8", "no yes, nothing to lift"
    assert accepted(case_of(Life({BACK: 3}, unlocked=True)), decided()).rule == "E8"


# --- limits ---------------------------------------------------------------------------------------------------------
@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("most", "sets", "said"), [(3, 3, False), (2, 2, True), (1, 1, True)])
def test_a_limit_of_sets_holds_and_is_said(most: int, sets: int, said: bool):
    person = lifter()
    person.limit(What.SETS_MOST, most)
    after = within_limits(case_of(person), decided(sets=3))
    assert after.sets == sets
    assert [one.facts for one in after.reasons if one.rule == "limit-sets"] == ([{"sets": most}] if said else [])


@pytest.mark.parametrize(("most", "percent", "said"), [(100, 100, False), (70, 70, True)])
def test_a_limit_of_range_holds_and_is_said(most: int, percent: int, said: bool):
    person = lifter()
    person.limit(What.RANGE_MOST, most)
    after = within_limits(case_of(person), decided())
    assert after.range_percent == percent
    assert [one.facts for one in after.reasons if one.rule == "limit-range"] == ([{"percent": most}] if said else [])
    assert within_limits(case_of(person), decided(range_percent=50)).range_percent == 50


@pytest.mark.parametrize(("grams", "makes", "said"), [(10_000, 10_000, False), (10_400, 10_000, True), (499, 0, True)])
def test_a_load_that_can_not_be_made_is_the_one_below(grams: int, makes: int, said: bool):
    after = within_limits(case_of(lifter()), decided(grams=grams))
    assert after.grams == makes
    assert [one.facts for one in after.reasons if one.rule == "limit-load"] == ([{"grams": makes}] if said else [])


def test_even_one_gram_is_a_load():
    person = lifter(dumbbells=(1, 10_000))
    after = within_limits(case_of(person, tool=Tool.DUMBBELL), decided(grams=9_000))
    assert (after.grams, after.verdict, after.other) == (1, Verdict.HOLD, None)


def test_a_step_of_the_finder_and_body_weight_have_no_notch():
    finding = decided(Verdict.FIND, "find", grams=499)
    assert within_limits(case_of(lifter()), finding) == finding
    body = case_of(lifter(), "vector_easy", Tool.BODY)
    assert within_limits(body, decided(grams=0)) == decided(grams=0)


def test_where_nothing_that_light_can_be_made_the_easier_neighbour_takes_over_or_it_rests():
    wish = Wish(Offered.LOAD, 1_000, 8, ())
    after = within_limits(case_of(lifter()), decided(grams=100, wish=wish))
    assert (after.verdict, after.grams, after.wish, after.other) == (Verdict.SWAP, 0, None, "vector_easy")
    assert after.reasons[-1] == Reason("to-easier", {"other": "vector_easy"})
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True)
    alone = within_limits(case_of(person, "vector_side", side=Side.LEFT), decided(grams=100))
    assert (alone.verdict, alone.grams, alone.other) == (Verdict.REST, 0, None)


# --- one item, one per side, and its neighbours ---------------------------------------------------------------------
def test_only_strength_has_the_planned_sets():
    case = case_of(Life({BACK: 3}, unlocked=True), "vector_easy", Tool.BODY)
    for part, sets in ((Part.STRENGTH, 3), (Part.WARM_UP, 1), (Part.CARDIO, 1)):
        (_, _, made), *rest = items_for(case.day, case.gates, pick_of(case, part), 3, 6)
        assert made.sets == sets and not rest


def test_one_item_for_each_side():
    case = case_of(Life({LEFT: 3}, unlocked=True), "vector_side", side=Side.LEFT)
    assert [item.side for item, _, _ in items_for(case.day, case.gates, pick_of(case), 2, 6)] == [Side.LEFT, Side.RIGHT]


@pytest.mark.parametrize(("grams", "target", "kept"), [(10_000, 10, (10_000, 8)), (10_000, 1, (10_000, 1)), (600, 10, (500, 8))])
def test_what_has_no_easier_neighbour_stays_with_less(grams: int, target: int, kept: tuple[int, int]):
    state = lifter().state
    for one in (state["exercises"][KEY]["outings"][-1], state["exercises"][KEY]["dose"]):
        one.update(g=grams, t=target)
    after = _stays(case_of(state), decided(Verdict.SWAP, "E1", other="vector_easy"))
    assert after is not None
    assert (after.verdict, after.grams, after.target, after.sets, after.range_percent, after.other) == (Verdict.EASE, *kept, 1, 70, None)


def test_it_stays_within_its_limit_of_range_and_only_where_something_can_be_made():
    person = lifter()
    person.limit(What.RANGE_MOST, 50)
    short = _stays(case_of(person), decided(Verdict.SWAP))
    assert short is not None and short.range_percent == 50
    state = lifter().state
    for one in (state["exercises"][KEY]["outings"][-1], state["exercises"][KEY]["dose"]):
        one.update(g=400)
    assert _stays(case_of(state), decided(Verdict.SWAP)) is None
    assert _stays(case_of(Life({BACK: 3}, unlocked=True)), decided(Verdict.SWAP)) is None
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, "vector_easy", 0, 10, tool=Tool.BODY)
    body = _stays(case_of(person, "vector_easy", Tool.BODY), decided(Verdict.SWAP))
    assert body is not None and (body.grams, body.target) == (0, 8)


@pytest.mark.hazard("H16")
def test_the_easier_neighbour_stands_behind_its_button_only_where_it_is_open_today():
    assert _easier(case_of(lifter())) == "vector_easy"
    banned = lifter()
    banned.limit(What.BAN, exercise="vector_easy")
    assert _easier(case_of(banned)) is None
    assert _easier(case_of(lifter(), "vector_easy", Tool.BODY)) is None, "the lowest rung has none"
    loaded = Catalogue({**CATALOGUE, "vector_easy": Exercise("vector_easy", replace(CATALOGUE["vector_easy"].facts, variant=(
        CATALOGUE[LIFT].facts.variant[0],)), Demand({Joint.LOW_BACK: 50}))})
    assert _easier(case_of(lifter(), known=loaded)) == "vector_easy"
    assert _easier(case_of(lifter(), known=loaded, tools=(Tool.DUMBBELL,))) is None


@pytest.mark.parametrize("slug", ["cat_cow", "slow_breathing"])
def test_what_is_for_comfort_stays_where_it_is(slug: str):
    person = Life({BACK: 3}, unlocked=True)
    case = case_of(person, slug, Tool.BODY)
    first = decide(case)
    assert (first.verdict, first.rule, first.grams, first.target, first.sets) == (Verdict.START, "steady", 0, case.bounds[0], 2)
    assert first.reasons == (Reason("steady"),)
    side = case.exercise.doses[0]
    person.outing(0, slug, 0, case.bounds[0] + 1, tool=Tool.BODY, side=side)
    again = decide(case_of(person, slug, Tool.BODY, side=side))
    assert (again.verdict, again.rule, again.target) == (Verdict.HOLD, "steady", case.bounds[0] + 1)


def ladder(*, top: str = LIFT, rungs: int = 4, tool: Tool = Tool.CABLE) -> Catalogue:
    """The lift above so many rungs, each of them loaded: none can be made by somebody who owns nothing that light."""
    names = [top, *(f"vector_rung_{number}" for number in range(rungs))]
    facts = CATALOGUE[LIFT].facts
    return Catalogue({**CATALOGUE, **{name: Exercise(name, replace(facts, easier=below), Demand({Joint.LOW_BACK: 50}))
                                      for name, below in zip(names, [*names[1:], None], strict=True)}})


def swapped(known: Catalogue, *depth: int) -> list[tuple[str, Verdict, str]]:
    """The items of the lift after it hurt at its lightest."""
    person = Life({BACK: 3}, unlocked=True)
    for slug in ("vector_rung_0", "vector_rung_1", "vector_rung_2", LIFT):
        if slug in known:
            person.outing(0, slug, 500, 6, peak=9)
    case = case_of(person, known=known)
    return [(one.exercise, one.verdict, one.reasons[0].rule) for one, _, _ in items_for(case.day, case.gates, pick_of(case), 2, 6, *depth)]


def test_a_swap_is_followed_twice_down_the_ladder_and_no_further():
    """Every rung hurt at its lightest: the third one stays with less, and the reasons of all above it come first."""
    assert swapped(ladder()) == [("vector_rung_1", Verdict.EASE, "E1")]
    assert swapped(ladder(), 1) == [("vector_rung_0", Verdict.EASE, "E1")]
    assert swapped(ladder(), 2) == [(LIFT, Verdict.EASE, "E1")]


def test_where_the_rung_below_is_closed_it_stays_with_less():
    assert swapped(CATALOGUE)[0][0] == "vector_easy"
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 500, 6, peak=9)
    person.limit(What.BAN, exercise="vector_easy")
    case = case_of(person)
    (one, made, _), = items_for(case.day, case.gates, pick_of(case), 2, 6)
    assert (one.exercise, one.verdict, made.sets, one.grams) == (LIFT, Verdict.EASE, 1, 500)


# --- the item -------------------------------------------------------------------------------------------------------
def dressed(case: Case, made: Decision, effort: int = 6, **more: Any) -> Item:
    return item_of(case, made, pick_of(case, **more), effort)


def test_an_item_holds_the_decision_and_the_last_time():
    made = decided(sets=2, target=11, range_percent=85, slower=2)
    one = dressed(case_of(lifter()), made)
    assert (one.exercise, one.tool, one.side, one.verdict, one.rule) == (LIFT, Tool.CABLE, Side.BOTH, Verdict.HOLD, "E8")
    assert (one.sets, one.target, one.grams, one.step, one.most, one.range_percent, one.slower) == (2, 11, 10_000, 500, 10_000, 85, 2)
    assert one.last == {"on": iso(0), "grams": 10_000, "target": 10, "done": [10, 10], "effort": 5, "peak": 3}
    assert (one.easier, one.steps, one.effort_most) == ("vector_easy", (), 6)
    assert dressed(case_of(Life({BACK: 3}, unlocked=True)), made).last is None


@pytest.mark.parametrize(("wish", "most"), [
    (None, 10_000), (Wish(Offered.LOAD, 10_500, 9, ()), 10_500), (Wish(Offered.SET, 12_000, 9, ()), 10_000),
    (Wish(Offered.FIND, 12_000, 9, ()), 10_000),
])
def test_the_most_of_today_is_the_load_or_the_heavier_one_that_is_offered(wish: Wish | None, most: int):
    assert dressed(case_of(lifter()), decided(wish=wish)).most == most


def test_while_a_load_is_found_its_last_step_is_the_most():
    case = case_of(Life({BACK: 3}, unlocked=True))
    one = dressed(case, decide(case))
    assert one.verdict is Verdict.FIND and len(one.steps) > 1 and one.most == one.steps[-1] and one.grams == one.steps[0]


def test_body_weight_has_neither_step_nor_most():
    one = dressed(case_of(lifter(), "vector_easy", Tool.BODY), decided(grams=0))
    assert (one.grams, one.step, one.most) == (0, 0, 0)


def test_an_item_says_what_it_stands_in_for():
    case = case_of(lifter())
    assert Reason("instead", {"other": "seated_row"}) in dressed(case, decided(), instead_of="seated_row").reasons
    assert all(one.rule != "instead" for one in dressed(case, decided()).reasons)


@pytest.mark.hazard("H22")
@pytest.mark.parametrize(("own", "effort", "most"), [(None, 6, 6), (None, 4, 4), (5, 6, 5), (5, 4, 4)])
def test_the_least_ceiling_of_effort_holds(own: int | None, effort: int, most: int):
    person = lifter()
    if own is not None:
        person.limit(What.EFFORT_MOST, own)
    assert dressed(case_of(person), decided(), effort).effort_most == most


def test_cardio_is_easy():
    case = case_of(Life({BACK: 3}, unlocked=True), CARDIO, Tool.BODY)
    assert dressed(case, decided(grams=0), 6).effort_most == 4


@pytest.mark.parametrize(("slug", "tool", "grams", "rest"), [
    (LIFT, Tool.CABLE, 10_000, 90), (LIFT, Tool.CABLE, 5_000, 90), (LIFT, Tool.CABLE, 4_500, 60), ("vector_easy", Tool.BODY, 0, 60),
    ("cat_cow", Tool.BODY, 0, 20), ("slow_breathing", Tool.BODY, 0, 20),
])
def test_rest_is_long_where_something_heavy_is_lifted(slug: str, tool: Tool, grams: int, rest: int):
    assert dressed(case_of(lifter(grams or 10_000), slug, tool), decided(grams=grams)).rest_s == rest


def test_cardio_hardly_rests():
    assert dressed(case_of(lifter(), CARDIO, Tool.BODY), decided(grams=0)).rest_s == 20


# --- how long it takes ----------------------------------------------------------------------------------------------
def test_seconds_are_sets_times_repetitions_and_the_rests_between():
    """A repetition of the lift takes 2 + 0 + 2 + 1 seconds; two slower on the way back make seven."""
    case = case_of(lifter())
    for sets, slower, seconds in ((1, 0, 50 + 20), (2, 0, 100 + 90 + 20), (3, 2, 210 + 180 + 20), (0, 0, 20)):
        assert seconds_of(dressed(case, decided(sets=sets, slower=slower)), case.day) == seconds


def test_a_step_of_the_finder_is_three_repetitions_and_a_short_rest():
    case = case_of(Life({BACK: 3}, unlocked=True))
    one = dressed(case, decide(case))
    assert seconds_of(one, case.day) == len(one.steps) * (3 * 5 + 20)


def test_seconds_and_minutes_count_as_they_are():
    person = lifter()
    seconds = next(one.slug for one in CATALOGUE.values() if one.facts.count is Count.SECONDS and one.variant(Tool.BODY) is not None)
    for slug, per in ((CARDIO, 60), (seconds, 1)):
        case = case_of(person, slug, Tool.BODY)
        assert seconds_of(dressed(case, decided(grams=0, sets=1, target=8)), case.day) == 8 * per + 20


def test_a_repetition_without_a_tempo_takes_two_seconds():
    known = Catalogue({**CATALOGUE, LIFT: Exercise(LIFT, replace(CATALOGUE[LIFT].facts, tempo=(0, 0, 0, 0)), Demand({}))})
    case = case_of(lifter(), known=known)
    assert seconds_of(dressed(case, decided(sets=1)), case.day) == 20 + 20

"""How far the movement goes: shorter after pain, back by steps after clean outings, one variable a time; starts below the lightest load."""

from __future__ import annotations

from dataclasses import replace

import pytest

from halfkilo import words
from halfkilo.dose import Verdict
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Wish
from halfkilo.dose.explain import why
from halfkilo.dose.extent import below_least, within_extent
from halfkilo.dose.session import Item, Reason
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.journal.fields import Finder, Offered, Why
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
from tests.dose.test_items import case_of, decided, lifter
from tests.life import BACK, CATALOGUE, LEFT, LIFT, RIGHT, Life, item, offer


def lifted(day: int = 0, **more: object) -> Life:
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(day, LIFT, 12_000, 12, **more)
    return person


def again(person: Life, day: int, **more: object) -> Item:
    """Do what is decided for the day, and return it."""
    person.check_in(day, 3)
    one = item(person.decide(day), LIFT)
    person.open(day)
    person.sets(LIFT, one.grams, one.target, sets=one.sets, **({"peak": 3, "effort": 6} | more))
    person.close(3)
    person.morning(day + 1, 3)
    return one


def test_after_pain_the_range_comes_back_by_steps_and_nothing_grows_beside_it():
    person = lifted(peak=8)
    seen = [again(person, day) for day in (2, 4, 6, 8)]

    assert [one.range_percent for one in seen] == [80, 85, 100, 100]
    assert len({(one.grams, one.target, one.sets) for one in seen[:3]}) == 1
    assert (seen[1].rule, seen[1].verdict) == ("range", Verdict.PROGRESS) and seen[3].rule == "E7"
    with words.strictly():
        assert all(why(seen[1].reasons[0], language) for language in words.languages())


@pytest.mark.parametrize("spoilt", [{"effort": 7}, {"peak": 5}, {"peak": None}, {"done": 3}])
def test_what_was_not_clean_keeps_the_range_where_it_is(spoilt: dict[str, object]):
    person = lifted(peak=8)
    again(person, 2)
    again(person, 4, **spoilt)
    one = item(person.today(6), LIFT)

    assert one.range_percent == 85 and one.reasons[0].rule == "range-stay"
    assert offer(person.today(6), LIFT) is None


def test_pain_on_the_way_shortens_it_no_further_than_it_was():
    person = lifted(peak=8)
    again(person, 2)
    again(person, 4, stop=Why.PAIN)

    assert again(person, 6).range_percent == 80
    assert again(person, 8, peak=9).range_percent == 85
    assert item(person.today(10), LIFT).range_percent == 80


def test_no_offer_while_the_range_is_short():
    """Clean twice at the top with an effort of 4: without the range this would offer up to the weekly cap."""
    person = lifted(peak=8)
    again(person, 2, effort=4)
    again(person, 4, effort=4)
    session = person.today(6)

    assert item(session, LIFT).range_percent == 100 and offer(session, LIFT) is None


def test_outings_over_less_range_do_not_count_towards_a_load():
    person = lifted(peak=8)
    for day in (2, 4, 6):
        again(person, day)
    made = offer(person.today(8), LIFT)

    assert made is None or made.offered is not Offered.LOAD or item(person.today(8), LIFT).last["target"] == 12


def test_a_limit_of_the_range_ends_the_steps():
    person = lifted()
    person.limit(What.RANGE_MOST, 60, exercise=LIFT)
    seen = [again(person, day) for day in (2, 4, 6)]

    assert {one.range_percent for one in seen} == {60}
    assert offer(person.today(8), LIFT) is not None, "who stays at sixty percent may still grow there"
    person.limit(What.RANGE_MOST, lift=True, exercise=LIFT)
    assert item(person.today(8), LIFT).range_percent == 70


def test_what_is_done_without_a_decision_keeps_its_range():
    person = lifted(peak=8)
    again(person, 2)
    person.outing(4, LIFT, 9_500, 12, effort=8)

    assert item(person.today(6), LIFT).range_percent == 80


# --- below the lightest load ----------------------------------------------------------------------------------------
def hurt_at_first(slug: str, tool: Tool = Tool.CABLE, side: Side = Side.BOTH, **regions: object) -> Life:
    person = Life({LEFT: 3, RIGHT: 3} if side is not Side.BOTH else {BACK: 3}, unlocked=True,
                  programme="knee" if side is not Side.BOTH else "low_back", dumbbells=(2_000, 4_000))
    person.pin(slug)
    person.open(0)
    person.find(slug, {1_000: Finder.HURTS}, tool, side)
    person.close(3)
    person.morning(1, 3)
    return person


def test_the_easier_neighbour_comes_first():
    session = hurt_at_first(LIFT).today(2)
    assert "vector_easy" in {one.exercise for one in session.items} and LIFT not in {one.exercise for one in session.items}


def test_without_one_the_lightest_load_begins_over_half_the_range_and_comes_back_by_steps():
    """`vector_side` has no easier neighbour and can't be done without a load."""
    person = hurt_at_first("vector_side", side=Side.LEFT)
    session = person.decide(2)
    one = item(session, "vector_side", Side.LEFT)

    assert (one.verdict, one.grams, one.target, one.sets, one.range_percent) == (Verdict.START, 500, 4, 1, 50)
    with words.strictly():
        assert all(why(one.reasons[0], language) for language in words.languages())
    ranges = []
    for day in (2, 4, 6, 8, 10, 12, 14):
        person.check_in(day, 3)
        one = item(person.decide(day), "vector_side", Side.LEFT)
        ranges.append((one.range_percent, one.target))
        person.open(day)
        person.sets("vector_side", one.grams, one.target, sets=one.sets, side=Side.LEFT, peak=3, effort=6)
        person.close(3)
        person.morning(day + 1, 3)

    assert [percent for percent, _ in ranges] == [50, 50, 50, 70, 85, 100, 100], "the first week stays as it is found"
    assert {target for _, target in ranges[:6]} == {4} and ranges[6][1] > 4


def test_without_one_the_same_movement_without_a_load_comes_before_a_shorter_one():
    free = [one for one in CATALOGUE.values() if one.facts.easier is None and one.variant(Tool.BODY) and one.variant(Tool.CABLE)
            and not one.on_floor and one.facts.mechanism == "strength" and one.doses == (Side.BOTH,)]
    assert free, "no such exercise is left"
    slug = free[0].slug
    person = hurt_at_first(slug)
    one = item(person.today(2), slug)

    assert (one.tool, one.verdict, one.reasons[0].rule) == (Tool.BODY, Verdict.START, "start-unloaded")
    assert "instead" not in {reason.rule for reason in one.reasons if reason.facts.get("other") == slug}


# --- one decision at a time -----------------------------------------------------------------------------------------
def shortened(was: int, most: int | None = None) -> Case:
    """The lift, whose last outing went only so far, and perhaps a limit of the range."""
    person = lifter()
    if most is not None:
        person.limit(What.RANGE_MOST, most)
    state = person.state
    state["exercises"][f"{LIFT}:cable:both"]["outings"][-1]["rp"] = was
    return case_of(state)


@pytest.mark.parametrize(("was", "most", "given", "percent", "rule"), [
    (70, None, {"rule": "E7"}, 85, "range"), (50, None, {"rule": "E7"}, 70, "range"), (85, None, {"rule": "E7"}, 100, "range"),
    (72, None, {"rule": "E7"}, 85, "range"), (70, 80, {"rule": "E7"}, 80, "range"), (70, 70, {"rule": "E7"}, 100, "E7"),
    (70, None, {"rule": "E8"}, 70, "E8"), (100, None, {"rule": "E7"}, 100, "E7"), (70, None, {"range_percent": 80}, 70, "E8"),
    (85, None, {"range_percent": 80}, 80, "E8"), (70, None, {"verdict": Verdict.FIND}, 100, "E8"),
    (70, None, {"verdict": Verdict.SWAP}, 100, "E8"), (70, None, {"verdict": Verdict.REST}, 100, "E8"),
], ids=str)
def test_a_range_comes_back_by_one_step_after_a_clean_outing_and_else_stays(
    was: int, most: int | None, given: dict[str, object], percent: int, rule: str
):
    after = within_extent(shortened(was, most), decided(**given))  # type: ignore[arg-type]
    assert (after.range_percent, after.rule) == (percent, rule)
    assert (after.verdict is Verdict.PROGRESS) is (rule == "range")
    said = [one for one in after.reasons if one.rule.startswith("range")]
    assert said == ([Reason("range-back", {"percent": percent})] if rule == "range" else
                    [Reason("range-stay", {"percent": 70})] if given == {"rule": "E8"} else [])


@pytest.mark.parametrize(("offered", "kept"), [(Offered.LOAD, False), (Offered.SET, False), (Offered.HARDER, False), (Offered.FIND, False),
                                               (Offered.WAY_BACK, True), (Offered.SWAP, True)])
def test_beside_a_range_that_grows_nothing_else_does_but_a_way_back_goes_on(offered: Offered, kept: bool):
    wish = Wish(offered, 10_500, 9, (Reason("E7"),))
    after = within_extent(shortened(70), decided(rule="E7", wish=wish))
    assert after.wish == (wish if kept else None)
    assert [one.rule for one in after.reasons] == (["range-back", "E7"] if kept else ["range-back"])


def test_a_repetition_more_waits_for_the_range():
    given = decided(Verdict.PROGRESS, "E6", target=11, slower=2)
    after = within_extent(shortened(70), given)
    assert (after.verdict, after.target, after.slower, after.grams) == (Verdict.HOLD, 10, 0, 10_000)
    assert after.reasons == (Reason("range-stay", {"percent": 70}),)


def test_where_even_the_lightest_was_too_much_it_is_said_what_was_comfortable_and_what_comes_instead():
    """The easier neighbour; the same movement without a load; less of it; rest."""
    easier = below_least(case_of(lifter()), 400)
    assert (easier.verdict, easier.rule, easier.other, easier.grams) == (Verdict.SWAP, "start", "vector_easy", 0)
    assert easier.reasons == (Reason("start-none", {"found": 400}),)
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True)
    shorter = below_least(case_of(person, "vector_side", side=Side.LEFT), 400)
    assert (shorter.verdict, shorter.grams, shorter.target, shorter.sets, shorter.range_percent, shorter.slower) == (
        Verdict.START, 500, 4, 1, 50, 2)
    assert shorter.reasons == (Reason("start-shorter", {"grams": 500, "percent": 50}),)
    nothing = Life({LEFT: 3, RIGHT: 3}, unlocked=True, gym=False)
    rests = below_least(case_of(nothing, "vector_side", side=Side.LEFT), 400)
    assert (rests.verdict, rests.grams, rests.sets, rests.reasons) == (Verdict.REST, 0, 0, (Reason("start-none", {"found": 400}),))
    one, body = CATALOGUE["vector_side"], CATALOGUE["vector_easy"].facts.variant
    facts = replace(one.facts, variant=(*one.facts.variant, *body))
    known = Catalogue({**CATALOGUE, one.slug: Exercise(one.slug, facts, one.demand)})
    unloaded = below_least(case_of(person, "vector_side", side=Side.LEFT, known=known), 400)
    assert (unloaded.verdict, unloaded.other) == (Verdict.SWAP, "vector_side")
    assert unloaded.reasons == (Reason("start-unloaded", {"found": 400}),)

"""How far the movement goes: shorter after pain, back by steps after clean outings, one variable a time; starts below the lightest load."""

from __future__ import annotations

import pytest

from halfkilo import words
from halfkilo.dose import Verdict
from halfkilo.dose.explain import why
from halfkilo.dose.session import Item
from halfkilo.journal.fields import Finder, Offered, Why
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
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

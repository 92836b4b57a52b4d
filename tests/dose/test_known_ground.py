"""Back to known ground: the largest dose that was borne not long ago, as long as nothing since then spoke against it; and calm records."""

from __future__ import annotations

from typing import Any

import pytest

from halfkilo.dose.learn import calm, known_ground
from halfkilo.dose.progress import Dose
from halfkilo.dose.rise import rise
from halfkilo.journal.fields import Offered, Why
from tests.dose.test_items import case_of
from tests.life import BACK, LIFT, Life

KEY = f"{LIFT}:cable:both"


def lived(*outings: tuple[int, int, dict[str, Any]]) -> Any:
    """Outings two days apart, oldest first: grams, target, how it felt. As if each had been decided so: what a person lifts beyond that is
    no outing at that load."""
    person = Life({BACK: 3}, unlocked=True)
    for number, (grams, target, felt) in enumerate(outings):
        person.outing(2 * number, LIFT, grams, target, **{"effort": 6, **felt})
    person.check_in(2 * len(outings), 3)
    state = person.state
    for outing, (grams, target, _) in zip(state["exercises"][KEY]["outings"], outings, strict=True):
        outing.update(g=grams, t=target)
    return case_of(state, day=2 * len(outings))


@pytest.mark.parametrize(("outings", "found"), [
    ([(12_000, 10, {}), (10_000, 10, {})], Dose(12_000, 10)), ([(10_000, 12, {}), (10_000, 10, {})], Dose(10_000, 12)),
    ([(10_000, 10, {}), (10_000, 10, {})], None), ([(9_000, 10, {}), (10_000, 10, {})], None), ([(10_000, 10, {})], None),
    ([(12_000, 10, {}), (14_000, 10, {}), (10_000, 10, {})], Dose(14_000, 10)),
    ([(14_000, 10, {}), (12_000, 10, {}), (10_000, 10, {})], Dose(14_000, 10)),
], ids=str)
def test_the_largest_dose_above_todays_is_known(outings: list[Any], found: Dose | None):
    assert known_ground(lived(*outings)) == found
    assert known_ground(case_of(Life({BACK: 3}, unlocked=True))) is None


@pytest.mark.parametrize("felt", [{"peak": 5}, {"morning": 5}, {"morning": None}, {"done": 9}, {"effort": 8}, {"peak": None},
                                  {"stop": Why.TIME}], ids=str)
def test_what_was_not_borne_is_no_known_ground_and_hides_nothing_before_it(felt: dict[str, Any]):
    assert known_ground(lived((12_000, 10, felt), (10_000, 10, {}))) is None
    assert known_ground(lived((12_000, 10, {}), (13_000, 10, felt), (10_000, 10, {}))) == Dose(12_000, 10)


@pytest.mark.parametrize("felt", [{"peak": 8}, {"stop": Why.PAIN, "peak": 3}], ids=str)
def test_what_hurt_since_then_ends_it(felt: dict[str, Any]):
    assert known_ground(lived((12_000, 10, {}), (10_500, 10, felt), (10_000, 10, {}))) is None
    assert known_ground(lived((11_000, 10, felt), (12_000, 10, {}), (10_000, 10, {}))) == Dose(12_000, 10), "before it nothing matters"


def test_a_rise_that_had_not_settled_ends_it():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 12_000, 10, effort=6)
    person.outing(2, LIFT, 10_500, 10, effort=6, cool=5)
    person.outing(4, LIFT, 10_000, 10, effort=6, pre=5)
    person.check_in(6, 3)
    assert known_ground(case_of(person.state, day=6)) is None


def test_it_is_offered_as_far_as_a_week_allows_and_says_so():
    one = rise(lived((12_000, 10, {}), (10_000, 10, {})))
    assert one.wish is not None and (one.wish.offered, one.wish.grams) == (Offered.LOAD, 11_000)
    assert [why.rule for why in one.reasons] == ["E7-known"]
    more = rise(lived((10_000, 12, {}), (10_000, 10, {})))
    assert more.wish is None and (more.grams, more.target) == (10_000, 12)
    assert [why.rule for why in more.reasons] == ["E7-known"]


# --- a calm record --------------------------------------------------------------------------------------------------
CALM = ((10_000, 10, {}),) * 4


@pytest.mark.parametrize(("spoilt", "place"), [({"effort": 8}, 0), ({"effort": 8}, 3), ({"stop": Why.TIME}, 0), ({"peak": 8}, 0),
                                               ({"form_lost": True}, 1)], ids=str)
def test_one_of_the_last_four_that_speaks_against_it_and_it_is_not_calm(spoilt: dict[str, Any], place: int):
    assert calm(lived(*CALM))
    outings = list(CALM)
    outings[place] = (10_000, 10, spoilt)
    assert not calm(lived(*outings))

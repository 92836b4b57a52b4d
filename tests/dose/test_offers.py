"""Offers: one question for both sides of a harder exercise, another exercise where it is stuck, and a finder that never jumps."""

from datetime import timedelta

import pytest

from halfkilo.dose import Verdict
from halfkilo.dose import offers as dose_offers
from halfkilo.dose.decision import Wish
from halfkilo.dose.offers import offers_of, swap_wish
from halfkilo.dose.session import Reason
from halfkilo.journal.fields import Offered
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
from tests.dose.test_items import KEY, case_of, decided, lifter
from tests.life import BACK, DAY0, LEFT, LIFT, RIGHT, Life, item, offer

SIDE = "side_bridge_wall"


def _sides(left_peak: int) -> Life:
    person = Life({BACK: 3}, unlocked=True)
    person.pin(SIDE)
    top = 30
    for day in (0, 2):
        person.check_in(day, 3)
        person.open(day)
        person.sets(SIDE, 0, top, tool=Tool.BODY, side=Side.LEFT, peak=left_peak)
        person.sets(SIDE, 0, top, tool=Tool.BODY, side=Side.RIGHT, peak=3)
        person.close()
        person.morning(day + 1, 3)
    return person


def _harder(person: Life) -> list[Side]:
    return [one.side for one in person.today(3).offers if one.exercise == SIDE and one.offered is Offered.HARDER]


def test_a_harder_exercise_needs_both_sides():
    both, one_sore = _harder(_sides(3)), _harder(_sides(8))

    assert both in ([], [Side.LEFT])
    assert one_sore == []


def test_the_finder_never_more_than_doubles():
    person = Life({BACK: 3}, dumbbells=(1_000, 2_000, 10_000), gym=False)
    person.pin(LIFT)
    found = item(person.today(0), LIFT)

    assert (found.verdict, found.steps) == (Verdict.FIND, (1_000, 2_000))


def test_lighter_is_the_notch_below():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True)
    person.pin(LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)

    assert offer(person.today(3), LIFT).lighter == 11_500

# --- both sides of a harder exercise --------------------------------------------------------------------------------
def wishing(*sides: Side, offered: Offered = Offered.HARDER, other: str | None = "chair_stand") -> list[Side]:
    """The sides that are offered something, where so many wish for it."""
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True)
    rows = []
    for side in (Side.LEFT, Side.RIGHT):
        case = case_of(person, "vector_side", day=0, side=side)
        wish = Wish(offered, 0, 8, (Reason("E7-harder", {"other": other}),), other=other) if side in sides else None
        rows.append((decided(wish=wish), case))
    made = offers_of(case.day, case.gates, rows, "019ce4d1-7c20-7000-8000-00000000004f")
    assert all((one.offered, one.other, one.target, one.exercise) == (offered, other, 8, "vector_side") for one in made)
    assert len({one.id for one in made}) == len(made)
    return [one.side for one in made]


def test_a_harder_exercise_is_offered_once_and_only_where_both_sides_earned_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dose_offers, "brake", lambda case: None)
    assert wishing(Side.LEFT, Side.RIGHT) == [Side.LEFT]
    assert wishing(Side.LEFT) == wishing(Side.RIGHT) == wishing() == []
    assert wishing(Side.LEFT, Side.RIGHT, offered=Offered.SET, other=None) == [Side.LEFT, Side.RIGHT], "a set is each side's own"
    assert wishing(Side.RIGHT, offered=Offered.SET, other=None) == [Side.RIGHT]


@pytest.mark.parametrize("offered", [Offered.LOAD, Offered.SET, Offered.HARDER, Offered.FIND])
def test_whatever_brakes_a_rise_keeps_back_its_offer(offered: Offered, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dose_offers, "brake", lambda case: Reason("stale"))
    assert wishing(Side.LEFT, Side.RIGHT, offered=offered, other=None) == []


def test_a_way_back_is_offered_whatever_brakes_a_rise(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dose_offers, "brake", lambda case: Reason("stale"))
    assert wishing(Side.LEFT, Side.RIGHT, offered=Offered.WAY_BACK, other=None) == [Side.LEFT, Side.RIGHT]


def test_what_is_not_there_or_not_allowed_is_not_offered(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dose_offers, "brake", lambda case: None)
    assert wishing(Side.LEFT, Side.RIGHT, other="vector_gone") == []


# --- another exercise -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("marks", "facts"), [
    ([("hold", 1)] * 3, {"holds": 3, "cuts": 0}), ([("hold", 1)] * 2, None), ([("cut", 1)] * 2, {"holds": 0, "cuts": 2}),
    ([("cut", 1), ("hold", 1), ("hold", 1)], None), ([("cut", 27), ("cut", 27)], {"holds": 0, "cuts": 2}),
    ([("cut", 28), ("cut", 1)], None),
    ([("hold", 1), ("hold", 1), ("hold", 28)], None),
], ids=str)
def test_three_holds_or_two_cuts_in_four_weeks_offer_another_exercise(marks: list[tuple[str, int]], facts: dict[str, int] | None):
    state = lifter().state
    on = DAY0 + timedelta(days=2)
    state["exercises"][KEY]["marks"] = [[(on - timedelta(days=ago)).isoformat(), what] for what, ago in marks]
    wish = swap_wish(case_of(state))
    assert (None if wish is None else wish.reasons[0].facts) == (None if facts is None else {"other": "vector_easy", **facts})
    if wish is not None:
        assert (wish.offered, wish.grams, wish.target, wish.other, wish.reasons[0].rule) == (Offered.SWAP, 0, 0, "vector_easy", "swap")


@pytest.mark.parametrize(("ago", "offered"), [(0, False), (6, False), (7, True)])
def test_a_no_to_it_counts_for_a_week(ago: int, offered: bool):
    state = lifter().state
    on = DAY0 + timedelta(days=2)
    state["exercises"][KEY]["marks"] = [[on.isoformat(), "cut"]] * 2
    state["exercises"][KEY]["declined"] = (on - timedelta(days=ago)).isoformat()
    assert (swap_wish(case_of(state)) is not None) is offered


def test_where_the_easier_one_is_closed_the_gentlest_of_its_family_is_offered():
    person = lifter()
    person.limit(What.BAN, exercise="vector_easy")
    state = person.state
    state["exercises"][KEY]["marks"] = [[DAY0.isoformat(), "cut"]] * 2
    case = case_of(state)
    wish = swap_wish(case)
    family = [one for one in case.day.catalogue.family(case.exercise.facts.family) if one.slug not in (LIFT, "vector_easy")]
    may = [one for one in family if case.day.reach.why_not(one) is None and case.day.reach.variant_for(one, case.day.tools) is not None]
    assert wish is not None and may
    assert case.day.asks(case.day.catalogue[wish.other or ""]) == min(case.day.asks(one) for one in may)


def test_an_offer_says_from_where_and_what_would_be_lighter():
    case = case_of(lifter())
    (one,) = offers_of(case.day, case.gates, [(decided(wish=Wish(Offered.WAY_BACK, 12_000, 9, (Reason("back"),), stage=85)), case)],
                       "019ce4d1-7c20-7000-8000-00000000004f")
    assert (one.from_grams, one.from_target, one.grams, one.target, one.stage, one.lighter) == (10_000, 10, 12_000, 9, 85, 9_500)
    assert (one.exercise, one.tool, one.side, one.other, one.reasons) == (LIFT, Tool.CABLE, Side.BOTH, None, (Reason("back"),))
    new = case_of(Life({BACK: 3}, unlocked=True))
    (first,) = offers_of(new.day, new.gates, [(decided(wish=Wish(Offered.WAY_BACK, 500, 9, ())), new)], case.day.state["basis_id"])
    assert (first.from_grams, first.from_target, first.lighter) == (0, 0, 0)

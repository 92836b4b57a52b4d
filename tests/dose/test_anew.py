"""A load that is easy and stuck is found anew, with a yes for looking and one for every step; nothing else moves it."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.dose import Session, Verdict
from halfkilo.dose.anew import fallen, stuck_wish
from halfkilo.dose.case import Case
from halfkilo.dose.context import Choice, Day
from halfkilo.dose.explain import why
from halfkilo.dose.finder import steps_anew
from halfkilo.dose.gates import gates
from halfkilo.dose.grid import Grid
from halfkilo.dose.items import decide
from halfkilo.dose.rise import rise
from halfkilo.journal.fields import Answer, Different, Finder, Offered, Why
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
from tests.dose.watch import decisions
from tests.life import BACK, CATALOGUE, LEFT, LIFT, RIGHT, Life, item, offer

MORE, ENOUGH, HURTS = Finder.MORE, Finder.COMFORTABLE, Finder.HURTS
KEY = f"{LIFT}:cable:both"


def day(person: Life, on: int, grams: int = 500, target: int = 20, **felt: Any) -> Session:
    """A usual session with what stands, and the next morning. Returns what was decided before it."""
    person.check_in(on, 3)
    made = person.decide(on)
    person.open(on)
    person.sets(LIFT, grams, target, **({"sets": 2, "effort": 1 + on // 2 % 3, "peak": 3} | felt))
    person.close(3)
    person.morning(on + 1, 3)
    return made


def stuck(grams: int = 500, target: int = 20, days: int = 4, **more: Any) -> Life:
    """Somebody for whom it has been easy, and who could never go on by steps; `days` sessions, one every other day."""
    felt = {name: more.pop(name) for name in ("effort", "tool", "sets") if name in more}
    person = Life({BACK: 3}, unlocked=True, **more)
    person.pin(LIFT)
    for number in range(days):
        day(person, 2 * number, grams, target, **felt)
    return person


def asked(person: Life, on: int = 8) -> Any:
    """What the day offers for it."""
    person.check_in(on, 3)
    return offer(person.decide(on), LIFT)


def agreed(person: Life, on: int = 8) -> Life:
    """The same person after the yes."""
    person.answer(asked(person, on).id, Answer.ACCEPT)
    return person


def found(person: Life, on: int, steps: dict[int, Finder], **more: Any) -> Life:
    """The finder of a day, done and slept on."""
    person.check_in(on, 3)
    person.decide(on)
    person.open(on)
    person.find(LIFT, steps, **more)
    person.close(3)
    person.morning(on + 1, 3)
    return person


def stands(person: Life, tool: str = "cable") -> tuple[int, int]:
    dose = person.state["exercises"][f"{LIFT}:{tool}:both"]["dose"]
    assert dose is not None
    return dose["g"], dose["t"]


# --- the offer ------------------------------------------------------------------------------------------------------
def test_half_a_kilo_for_twenty_is_looked_at_again():
    person = stuck()
    made = asked(person)

    assert (made.offered, made.from_grams, made.target) == (Offered.FIND, 500, 20)
    assert item(person.today(8), LIFT).verdict is Verdict.HOLD, "until the yes nothing changes"
    with words.strictly():
        for language in ("en", "de", "es", "hi"):
            assert all(why(reason, language) for reason in made.reasons)


@pytest.mark.parametrize("felt", [{"effort": 4}, {"days": 2}])
def test_it_was_easy_for_long_enough(felt):
    made = asked(stuck(**felt), 2 * felt.get("days", 4))
    assert made is None or made.offered is not Offered.FIND


def test_one_outing_that_took_effort_begins_the_count_anew():
    person = stuck()
    day(person, 8, effort=5)
    assert asked(person, 10) is None
    day(person, 10)
    day(person, 12)
    assert asked(person, 14) is None
    day(person, 14)
    assert asked(person, 16).offered is Offered.FIND


def test_not_where_a_notch_can_be_reached():
    made = asked(stuck(1_500, 20))
    assert made.offered is Offered.LOAD


@pytest.mark.parametrize(("owned", "most"), [
    ((2_000, 5_000), None),  # four fifths of five kilos is two again: looking leads nowhere
    ((2_000, 5_000, 8_000), 8_000),
    ((2_000, 4_000, 6_000), 6_000),
    ((2_000, 10_000, 15_000), None),  # five times as much is no step
])
def test_coarse_dumbbells(owned, most):
    made = asked(stuck(2_000, 15, tool=Tool.DUMBBELL, gym=False, dumbbells=owned))
    assert (made.grams if made else None) == most


def test_sets_come_first():
    person = stuck()
    person.check_in(8, 3)
    on = Day(person.state, "2026-03-10", Choice(), CATALOGUE)
    lift, cable = CATALOGUE[LIFT], CATALOGUE[LIFT].variant(Tool.CABLE)
    wishes = [decide(Case(on, gates(on), lift, cable, Side.BOTH, planned)).wish for planned in (3, 2)]
    assert [wish.offered for wish in wishes] == [Offered.SET, Offered.FIND]


def offered_for(slug: str) -> Any:
    """What is offered where half a kilo has been easy for an exercise with a harder neighbour."""
    person = Life({BACK: 3}, unlocked=True)
    person.pin(slug)
    for number in range(4):
        person.check_in(2 * number, 3)
        person.decide(2 * number)
        person.open(2 * number)
        person.sets(slug, 500, 20, sets=2, effort=2, peak=3)
        person.close(3)
        person.morning(2 * number + 1, 3)
    person.check_in(8, 3)
    return offer(person.today(8), slug)


def test_a_harder_neighbour_comes_first_where_it_can_be_had():
    assert offered_for("seated_chest_press").offered is Offered.HARDER
    assert offered_for("cable_pull_through").offered is Offered.FIND, "its harder neighbour needs somebody who watches"


def test_a_limit_against_rises_and_a_cap_of_the_load_offer_nothing():
    for limit in ({"what": What.NO_RISE}, {"what": What.LOAD_MOST, "value": 1_000}):
        person = stuck()
        person.limit(**limit, exercise=LIFT)
        assert asked(person) is None


def test_a_no_holds_a_week():
    person = stuck()
    person.answer(asked(person).id, Answer.KEEP)
    assert asked(person, 8) is None
    for on in (8, 10, 12, 14):
        assert offer(day(person, on), LIFT) is None
    assert asked(person, 16).offered is Offered.FIND


# --- after the yes --------------------------------------------------------------------------------------------------
def test_the_finder_begins_where_it_stands_and_the_first_week_at_four_fifths():
    person = agreed(stuck())
    look = item(person.today(8), LIFT)
    assert (look.verdict, look.rule, look.steps[:3], look.target, look.slower) == (Verdict.FIND, "anew", (500, 1_000, 1_500), 3, 0)
    assert all(after <= max(before + 500, before * 3 // 2) for before, after in zip(look.steps, look.steps[1:], strict=False))

    found(person, 8, {500: MORE, 1_000: MORE, 1_500: ENOUGH})
    assert stands(person) == (500, 20), "the finder alone moves nothing"
    first = item(person.today(10), LIFT)
    assert (first.verdict, first.grams, first.target, first.slower) == (Verdict.START, 1_000, 6, 0)

    day(person, 10, 1_000, 6)
    assert stands(person) == (1_000, 6)
    assert person.state["exercises"][KEY]["rises"][-1] == {"d": "2026-03-12", "g": 500, "t": 20}
    for on in (12, 14):
        held = item(day(person, on, 1_000, 6), LIFT)
        assert (held.verdict, held.grams, held.target) == (Verdict.HOLD, 1_000, 6), "the first week stays"
    assert item(day(person, 18, 1_000, 6), LIFT).target >= 6


def test_coarse_dumbbells_find_their_next_notch():
    kit = {"tool": Tool.DUMBBELL, "gym": False, "dumbbells": (2_000, 5_000, 8_000)}
    person = agreed(stuck(2_000, 15, **kit))
    assert item(person.today(8), LIFT).steps == (2_000, 5_000, 8_000)
    found(person, 8, {2_000: MORE, 5_000: MORE, 8_000: ENOUGH}, tool=Tool.DUMBBELL)
    first = item(person.today(10), LIFT)
    assert (first.verdict, first.grams, first.target) == (Verdict.START, 5_000, 8)
    day(person, 10, 5_000, 8, tool=Tool.DUMBBELL)
    assert stands(person, "dumbbell") == (5_000, 8)


def test_who_leaves_in_the_middle_has_found_what_came_before():
    person = found(agreed(stuck()), 8, {500: MORE, 1_000: MORE, 1_500: MORE})
    assert item(person.today(10), LIFT).grams == 1_000


def test_nothing_more_was_comfortable_so_it_stays_and_is_not_asked_again_for_two_weeks():
    person = found(agreed(stuck()), 8, {500: MORE, 1_000: ENOUGH})
    for on in (10, 12, 14, 16, 18, 20):
        made = day(person, on)
        assert (item(made, LIFT).grams, item(made, LIFT).target, offer(made, LIFT)) == (500, 20, None)
    assert asked(person, 22).offered is Offered.FIND


def test_where_even_the_standing_load_hurt_it_is_lighter():
    kit = {"tool": Tool.DUMBBELL, "gym": False, "dumbbells": (500, 1_000, 2_000, 3_000)}
    person = found(agreed(stuck(1_000, 20, **kit)), 8, {1_000: HURTS}, tool=Tool.DUMBBELL)
    eased = item(person.today(10), LIFT)
    assert (eased.verdict, eased.grams) == (Verdict.EASE, 500)
    with words.strictly():
        assert all(why(reason, language) for reason in eased.reasons for language in ("en", "de", "es", "hi"))
    day(person, 10, 500, 20, tool=Tool.DUMBBELL)
    assert item(person.today(12), LIFT).grams == 500, "once"


@pytest.mark.parametrize("why_", [Why.PAIN, Why.FEAR])
def test_a_stop_for_pain_ends_what_was_found(why_):
    person = agreed(stuck())
    person.check_in(8, 3)
    person.open(8)
    person.find(LIFT, {500: MORE, 1_000: MORE, 1_500: MORE})
    person.sets(LIFT, 1_500, 3, sets=0, stop=why_, effort=None)
    person.close(3)
    person.morning(9, 3)
    assert item(person.today(10), LIFT).grams == (500 if why_ is Why.PAIN else 1_000)


# --- attacks --------------------------------------------------------------------------------------------------------
@pytest.mark.hazard("H12")
def test_a_finder_without_the_yes_changes_nothing():
    person = stuck()
    for on, answer in ((8, None), (10, Answer.KEEP)):
        made = asked(person, on)
        if answer is not None:
            person.answer(made.id, answer)
        found(person, on, {500: MORE, 1_000: MORE, 5_000: MORE, 20_000: ENOUGH})
        day(person, on + 1, 16_000, 20)
        assert stands(person)[0] == 500


@pytest.mark.hazard("H31")
def test_nobody_else_can_say_it():
    person = stuck()
    person.answer(asked(person).id, Answer.ACCEPT, author="clinician:rao")
    assert "anew" not in person.state["exercises"][KEY]


@pytest.mark.hazard("H12")
def test_one_yes_is_one_finder():
    person = found(agreed(stuck()), 8, {500: MORE, 1_000: ENOUGH})
    found(person, 9, {500: MORE, 1_000: MORE, 2_500: MORE, 3_000: ENOUGH})
    assert item(person.today(10), LIFT).grams == 500
    day(person, 10, 2_000, 6)
    assert stands(person)[0] == 500


@pytest.mark.hazard("H12")
def test_a_finder_never_goes_past_its_yes_and_a_set_never_past_what_was_decided():
    person = agreed(stuck())
    most = person.state["exercises"][KEY]["anew"]["most"]
    found(person, 8, {500: MORE, 40_000: ENOUGH})
    decided = item(person.today(10), LIFT)
    assert decided.grams <= most * 80 // 100
    day(person, 10, 30_000, 20)
    assert stands(person) == (decided.grams, decided.target)


@pytest.mark.hazard("H09")
@pytest.mark.parametrize("late", [8, 20])
def test_a_late_yes_and_a_late_finding_have_lapsed(late):
    person = agreed(stuck())
    person.morning(8 + late, 3)
    assert item(person.today(8 + late), LIFT).verdict is not Verdict.FIND
    found(person, 8 + late, {500: MORE, 1_500: ENOUGH})
    day(person, 10 + late, 1_000, 6)
    assert stands(person)[0] == 500

    other = found(agreed(stuck()), 8, {500: MORE, 1_500: ENOUGH})
    other.morning(8 + late, 3)
    assert item(other.today(8 + late), LIFT).grams == 500
    day(other, 8 + late, 1_000, 6)
    assert stands(other)[0] == 500


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("between", ["red", "flare", "usual"])
def test_what_happens_in_between_ends_the_yes(between):
    person = agreed(stuck())
    if between == "flare":
        person.flare(8)
    else:
        person.open(8)
        person.sets(LIFT, 500, 20, sets=2, effort=2, peak=9 if between == "red" else 3)
        person.close(3)
    person.morning(9, 3)
    assert "anew" not in person.state["exercises"][KEY]
    found(person, 10, {500: MORE, 1_500: ENOUGH})
    assert "found" not in person.state["exercises"][KEY]


@pytest.mark.hazard("H12")
@pytest.mark.parametrize("red", [True, False])
def test_a_red_outing_after_the_finder_ends_what_was_found(red):
    person = found(agreed(stuck()), 8, {500: MORE, 1_500: ENOUGH})
    day(person, 10, peak=9 if red else 3)
    made = person.today(12)
    assert [one.grams for one in made.items if one.exercise == LIFT] in ([[], [500], [0]] if red else [[1_000]])


@pytest.mark.hazard("H14")
def test_a_day_that_holds_waits_with_the_finder_and_with_what_it_found():
    person = agreed(stuck())
    person.check_in(9, 3, Different.SLEPT_BADLY)
    assert item(person.today(9), LIFT).verdict is Verdict.HOLD
    person.morning(10, 3)
    found(person, 10, {500: MORE, 1_500: ENOUGH})
    person.check_in(11, 3, Different.NEW_PAINKILLER)
    assert item(person.today(11), LIFT).grams == 500
    person.morning(12, 3)
    assert item(person.today(12), LIFT).grams == 1_000


def test_no_finder_in_two_minutes_on_a_gentle_day_or_without_taps():
    person = agreed(stuck())
    assert not [one for one in person.today(8, minutes=2).items if one.verdict is Verdict.FIND]
    person.check_in(8, 3, Different.ILL)
    assert not [one for one in person.today(8).items if one.verdict is Verdict.FIND]


def test_a_day_without_room_for_its_finder_does_it_as_it_stands(monkeypatch):
    person = agreed(stuck())
    monkeypatch.setattr(sys.modules["halfkilo.dose.today"], "finder_taps", lambda day: 2)
    usual = item(person.today(8), LIFT)
    assert (usual.verdict, usual.grams, usual.target, usual.steps) == (Verdict.HOLD, 500, 20, ())


def test_two_sides_are_found_each_by_itself():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    person.pin("vector_side")
    for number in range(4):
        person.check_in(2 * number, 3)
        person.decide(2 * number)
        person.open(2 * number)
        person.sets("vector_side", 500, 20, sets=2, side=Side.LEFT, effort=2, peak=3)
        person.sets("vector_side", 10_000, 12, sets=2, side=Side.RIGHT, effort=6, peak=3)
        person.close(3)
        person.morning(2 * number + 1, 3)
    person.check_in(8, 3)
    made = [one for one in person.decide(8).offers if one.offered is Offered.FIND]
    assert [one.side for one in made] == [Side.LEFT]


@pytest.mark.hazard("H12")
@settings(max_examples=20, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 12), st.sampled_from(list(Finder))), min_size=1, max_size=7), late=st.integers(0, 9),
       yes=st.booleans(), lifted=st.integers(1, 20), target=st.integers(1, 25))
def test_whatever_is_told_it_stands_at_four_fifths_of_what_was_comfortable_at_most(steps, late, yes, lifted, target):
    person = Life({BACK: 3}, unlocked=True)
    person.entries = list(STUCK.entries)
    person.clock, person.count = STUCK.clock, STUCK.count
    if yes:
        agreed(person)
    person.morning(8 + late, 3)
    person.open(8 + late)
    for number, (notch, how) in enumerate(steps, start=1):
        person.find(LIFT, {500 + 500 * notch: how}) if number else None
    person.close(3)
    person.morning(9 + late, 3)
    day(person, 10 + late, 500 * lifted, target)
    fine = [500 + 500 * notch for notch, how in steps if how is not HURTS]
    grams, amount = stands(person)
    assert grams <= max([500, *(one * 80 // 100 for one in fine if yes and late <= 7)])
    assert grams == 500 or amount <= 8
    for _, _, book in decisions(person.entries):
        account = book.get(KEY)
    assert account is not None


STUCK = stuck()


# --- far below what was once found ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("grams", "once", "offered"), [
    (3_000, 5_000, True), (3_500, 5_000, False), (3_000, 4_900, False), (3_000, None, False), (500, 1_000, True),
])
def test_what_fell_to_three_fifths_of_what_was_once_found_is_looked_at_again_wherever_its_repetitions_stand(
    grams: int, once: int | None, offered: bool
):
    """Cut by cut it came down, and it has been easy there: found five weeks ago, ten repetitions, not at the top of any range."""
    state = stuck(grams, 10).state
    if once is not None:
        state["exercises"][KEY]["found"] = [once, "2026-01-30"]
    on = Day(state, "2026-03-10", Choice(), CATALOGUE)
    case = Case(on, gates(on), CATALOGUE[LIFT], CATALOGUE[LIFT].facts.variant[0], Side.BOTH, 2)
    wish = rise(case).wish
    assert fallen(case) is offered
    assert (wish is not None and wish.offered is Offered.FIND) is offered
    assert stuck_wish(case) == (wish if offered else None)
    if offered:
        assert wish is not None and (wish.target, wish.reasons[0].facts) == (10, {"grams": grams, "target": 10})
        assert wish.grams > grams
        assert decide(case).reasons == wish.reasons


def test_a_step_is_at_most_twice_the_last_one_but_for_the_first():
    def steps(*notches: int) -> tuple[int, ...]:
        person = stuck(notches[0])
        case = Case(Day(person.state, "2026-01-13", Choice(), CATALOGUE), gates(Day(person.state, "2026-01-13", Choice(), CATALOGUE)),
                    CATALOGUE[LIFT], CATALOGUE[LIFT].variant(Tool.CABLE), Side.BOTH, 2)
        case.__dict__["grid"] = Grid(notches)
        return steps_anew(case)

    assert steps(1000, 1500, 3000) == (1000, 1500, 3000)
    assert steps(1000, 1500, 3010) == (1000, 1500)
    assert steps(1000, 2500) == (1000, 2500) and steps(1000, 2510) == (1000,)

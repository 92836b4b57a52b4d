"""Days that spare, and what fills a day: how much of it, in which order, and what a load, a place, a limit or a length leaves out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from halfkilo.dose import Choice, Verdict, today
from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick, closest_length, few_pulley_changes, fill
from halfkilo.dose.context import Day
from halfkilo.dose.gates import gates
from halfkilo.dose.session import Item, Reason
from halfkilo.dose.spare import gentle_parts, gentle_slot, rescue_picks, spared
from halfkilo.exercises import Exercise, Mechanism
from halfkilo.exercises.facts import Pulley
from halfkilo.journal.fields import Finder, Mode
from halfkilo.journal.kinds.limit_set import What
from halfkilo.programmes import programmes
from halfkilo.programmes.programme import Part, Slot
from halfkilo.programmes.rescue import rescue
from halfkilo.units import Region, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life, item

CALM = (Mechanism.MOBILITY, Mechanism.CALM)
ORDER = [Part.WARM_UP, Part.CARDIO, Part.STRENGTH, Part.CALM]


def day_of(person: Life, day: int = 2, **choice: Any) -> Day:
    return Day(person.state, (DAY0 + timedelta(days=day)).isoformat(), Choice(**choice), CATALOGUE)


def slugs(picks: tuple[Pick, ...]) -> list[str]:
    return [pick.exercise.slug for pick in picks]


# --- rescue ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "most"), [(2, 2), (10, 3), (20, 5), (30, 6)])
def test_a_rescue_session_is_as_long_as_the_day_and_the_best_come_first(minutes: int, most: int):
    day = day_of(Life({BACK: 3}, unlocked=True))
    picks = rescue_picks(day, gates(day), (BACK,), minutes, False)
    assert len(picks) == most
    whole = slugs(rescue_picks(day, gates(day), (BACK,), 30, False))
    assert set(slugs(picks)) == set([slug for slug in rescue((BACK,)) if slug in whole][:most])


@pytest.mark.parametrize("region", list(Region))
def test_it_begins_with_what_warms_and_ends_with_what_calms_the_floor_last(region: Region):
    day = day_of(Life({region: 3}, unlocked=True))
    picks = rescue_picks(day, gates(day), (region,), 30, False)
    places = [(ORDER.index(pick.slot.part), pick.exercise.on_floor) for pick in picks]
    assert picks and places == sorted(places)
    assert all(pick.slot.name == f"rescue-{pick.exercise.facts.mechanism.value}"[:30] for pick in picks)


def test_the_parts_go_by_what_an_exercise_does():
    for mechanism, part in ((Mechanism.MOBILITY, Part.WARM_UP), (Mechanism.CARDIO, Part.CARDIO), (Mechanism.CALM, Part.CALM),
                            (Mechanism.STRENGTH, Part.STRENGTH)):
        slot = gentle_slot(mechanism, "chair_stand")
        assert (slot.part, slot.choose, slot.families) == (part, ("chair_stand",), (CATALOGUE["chair_stand"].facts.family,))


def test_when_ill_there_is_nothing_but_the_gentle():
    day = day_of(Life({BACK: 3}, unlocked=True))
    usual, ill = (rescue_picks(day, gates(day), (BACK,), 30, gentle) for gentle in (False, True))
    assert ill and all(pick.exercise.facts.mechanism in CALM for pick in ill)
    assert any(pick.exercise.facts.mechanism not in CALM for pick in usual)


def test_what_is_banned_or_has_nothing_to_be_done_with_is_left_out():
    person = Life({BACK: 3}, unlocked=True)
    first = slugs(rescue_picks(day_of(person), gates(day_of(person)), (BACK,), 30, False))
    for slug in first:
        person.limit(What.BAN, exercise=slug)
    after = slugs(rescue_picks(day_of(person), gates(day_of(person)), (BACK,), 30, False))
    assert not set(first) & set(after)


def test_a_place_that_rests_today_is_spared_whatever_the_list_says():
    person = Life({BACK: 3, LEFT: 3}, unlocked=True)
    person.flare(2, LEFT)
    day = day_of(person)
    picks = rescue_picks(day, gates(day), (BACK,), 30, False)
    assert LEFT in gates(day).resting
    assert picks and all(CATALOGUE[slug].demand_on(LEFT, side) < 20 for slug in slugs(picks) for side in CATALOGUE[slug].doses)


def of(grams: int, verdict: Verdict = Verdict.HOLD, *, slug: str = LIFT, tool: Tool = Tool.CABLE) -> tuple[Item, Case]:
    day = day_of(Life({BACK: 3}, unlocked=True))
    variant = CATALOGUE[slug].variant(tool)
    assert variant is not None
    made = Item(slug, tool, Side.BOTH, verdict, "E8", 3, 10, grams, 500, grams + 500, 60, 100, 6, (Reason("E8"),), steps=(1_000, 2_000))
    return made, Case(day, gates(day), CATALOGUE[slug], variant, Side.BOTH, 2)


def test_a_spared_item_is_one_set_of_four_fifths_and_not_asked_about():
    made, case = of(10_000)
    assert spared(made, case) == replace(made, sets=1, grams=8_000, most=8_000, ask=False, reasons=(Reason("E8"), Reason("rescue")))
    assert spared(*of(5_500)).grams == 4_000, "rounded down to a notch"


def test_nothing_is_found_on_such_a_day_and_what_can_not_be_lighter_rests():
    found = spared(*of(1_000, Verdict.FIND))
    assert (found.verdict, found.grams, found.steps) == (Verdict.REST, 0, ())
    lightest = spared(*of(500))
    assert (lightest.verdict, lightest.grams) == (Verdict.REST, 0)
    body = spared(*of(0, slug="vector_easy", tool=Tool.BODY))
    assert (body.verdict, body.grams, body.sets) == (Verdict.HOLD, 0, 1)


@pytest.mark.hazard("H41")
@pytest.mark.parametrize(("yes", "kinds"), [("recent_surgery_fracture", {Mechanism.CALM}), ("heart_condition", set(CALM))])
def test_until_someone_has_looked_there_is_breathing_and_movement_only_where_no_fracture_is_suspected(yes: str, kinds: set[Mechanism]):
    day = day_of(Life({BACK: 3}, yes=(yes,)))
    parts = gentle_parts(day)
    chosen = [CATALOGUE[one.exercise] for part in parts for one in part.items]
    assert parts and {one.facts.mechanism for one in chosen} <= kinds and not any(one.on_floor for one in chosen)
    assert len({one.slug for one in chosen}) <= 4 and all((part.kind, part.purpose, len(part.items)) == ("calm", "", 1) for part in parts)
    assert all(one.sets == 1 and one.effort_most <= 4 for part in parts for one in part.items)


def test_there_are_four_of_them_at_most():
    day = day_of(Life({BACK: 3}, yes=("heart_condition",)))
    if day.verdict.gentle:
        assert len({one.exercise for part in gentle_parts(day) for one in part.items}) == 4


# --- what fills a day -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("minutes", "length"), [(0, 2), (2, 2), (9, 2), (10, 10), (19, 10), (20, 20), (30, 30), (90, 30)])
def test_a_day_is_as_long_as_the_longest_length_that_fits(minutes: int, length: int):
    assert closest_length(minutes) == length


def pick(slug: str, pulley: Pulley | None, *, part: Part = Part.STRENGTH, floor: bool = False) -> Pick:
    exercise = Exercise(slug, replace(CATALOGUE[LIFT].facts, positions=CATALOGUE["cat_cow" if floor else LIFT].facts.positions),
                        CATALOGUE[LIFT].demand)
    assert exercise.on_floor is floor
    cable, dumbbell = CATALOGUE[LIFT].facts.variant
    variant = replace(cable, pulley=pulley) if pulley is not None else dumbbell
    return Pick(Slot(slug, part, (exercise.facts.family,), (slug,), 1, 2), exercise, variant)


LOW, HIGH = Pulley.LOW, Pulley.HIGH


def test_cables_of_one_height_stand_together_in_the_order_they_first_appear():
    picks = [pick("a", LOW), pick("b", HIGH), pick("c", LOW), pick("d", None), pick("e", HIGH)]
    assert slugs(few_pulley_changes(picks)) == ["a", "c", "b", "e", "d"]


def test_only_within_a_part_and_on_one_level_and_the_level_a_part_begins_with_stays_first():
    picks = [pick("a", LOW, part=Part.WARM_UP), pick("b", HIGH), pick("c", LOW), pick("d", HIGH, part=Part.CALM)]
    assert slugs(few_pulley_changes(picks)) == ["a", "b", "c", "d"]
    floors = [pick("a", LOW, floor=True), pick("b", LOW), pick("c", HIGH, floor=True), pick("d", LOW, floor=True)]
    assert slugs(few_pulley_changes(floors)) == ["a", "d", "c", "b"]
    standing = [pick("a", LOW), pick("b", LOW, floor=True), pick("c", HIGH), pick("d", LOW)]
    assert slugs(few_pulley_changes(standing)) == ["a", "d", "c", "b"]
    assert few_pulley_changes([]) == ()


def filled(person: Life, minutes: int, day: int = 2, programme: str = "low_back", **choice: Any) -> tuple[Pick, ...]:
    on = day_of(person, day, **choice)
    return fill(on, gates(on), programmes()[programme], programmes()[programme].day_after(0), minutes)


def test_two_minutes_hold_nothing_whose_load_would_have_to_be_found_first():
    person = Life({BACK: 3}, unlocked=True)
    assert all(not one.variant.loaded for one in filled(person, 2))
    assert any(one.variant.loaded for one in filled(person, 10))


def test_two_minutes_hold_a_load_that_is_known_from_outings_or_from_a_finder():
    slug = next(one.exercise.slug for one in filled(Life({BACK: 3}, unlocked=True), 30) if one.variant.loaded and one.exercise.doses == (
        Side.BOTH,) and one.slot.from_minutes == 2)
    lifted = Life({BACK: 3}, unlocked=True)
    lifted.outing(0, slug, 5_000, 10)
    assert [one.variant.loaded for one in filled(lifted, 2) if one.exercise.slug == slug] == [True]
    found = Life({BACK: 3}, unlocked=True)
    found.open(0)
    found.find(slug, {5_000: Finder.COMFORTABLE})
    found.close(3)
    assert [one.variant.loaded for one in filled(found, 2) if one.exercise.slug == slug] == [True]


def test_a_pin_means_every_session_and_what_is_not_at_hand_or_rests_is_no_pick():
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    assert LIFT in slugs(filled(person, 2)) and LIFT in slugs(filled(person, 30))
    assert len(slugs(filled(person, 30))) == len(set(slugs(filled(person, 30))))
    assert LIFT not in slugs(filled(person, 30, tools=()))
    person.flare(2, BACK)
    assert LIFT not in slugs(filled(person, 30))


def test_what_stands_in_for_another_names_it():
    person = Life({BACK: 3}, unlocked=True)
    first = next(one for one in filled(person, 30) if len(one.slot.choose) > 1 and one.instead_of is None)
    assert first.exercise.slug == first.slot.choose[0]
    person.limit(What.BAN, exercise=first.exercise.slug)
    other = next(one for one in filled(person, 30) if one.slot.name == first.slot.name)
    assert (other.instead_of, other.exercise.slug != first.exercise.slug) == (first.exercise.slug, True)


def test_parts_come_in_their_order():
    for programme in programmes():
        parts = [ORDER.index(one.slot.part) for one in filled(Life({BACK: 3}, unlocked=True), 30, programme=programme)]
        assert len([one for one, other in pairwise(parts) if one != other]) == len(set(parts)) - 1, "each part in one piece"


# --- the day as it is meant -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("choice", "mode"), [
    ({"minutes": 30}, Mode.NORMAL), ({"minutes": 10}, Mode.NORMAL), ({"minutes": 2}, Mode.SHORT), ({"minutes": 9}, Mode.SHORT),
    ({"mode": Mode.RESCUE}, Mode.RESCUE), ({"mode": Mode.GENTLE}, Mode.GENTLE), ({"mode": Mode.NORMAL}, Mode.NORMAL),
], ids=str)
def test_how_a_day_is_meant(choice: dict[str, Any], mode: Mode):
    assert Life({BACK: 3}, unlocked=True).today(2, **choice).mode is mode


def test_later_sets_come_after_twelve_sessions_and_only_on_usual_days():
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 10_000, 10, sets=2)
    first, later = programmes()["low_back"].sets
    assert first < later
    state = person.state
    for count, sets in ((11, first), (12, later)):
        state["session_count"] = count
        session = today(state, DAY0 + timedelta(days=2), Choice(minutes=30), CATALOGUE)
        started = [one for one in session.items if one.verdict is Verdict.START and one.rule == "start" and one.grams == 0]
        assert max(one.sets for one in started) <= sets
    assert item(session, LIFT).sets == 2, "what stands is what was done"

"""Slower before a big notch: one small step where the next load is too far, then a set; it stays while the load stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from halfkilo import limits, words
from halfkilo.dose import Choice, Item, Verdict
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.explain import why
from halfkilo.dose.items import seconds_of
from halfkilo.dose.session import Reason
from halfkilo.dose.tempo import slower_first, within_tempo
from halfkilo.exercises import Catalogue, Count, Exercise, catalogue
from halfkilo.journal.fields import Answer, Offered
from halfkilo.journal.kinds import equipped
from halfkilo.units import Tool
from tests.dose.test_items import case_of, decided
from tests.life import BACK, CATALOGUE, LIFT, Life, item, offer

CHAIR = "chair_stand"


def lifter(*dumbbells: int, sets: int = 1) -> Life:
    """At the top of the range with the lightest of the dumbbells, clean twice."""
    person = Life({BACK: 3}, unlocked=True, gym=False, dumbbells=dumbbells)
    person.pin(LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, dumbbells[0], 15 if dumbbells[0] < 5_000 else 12, sets=sets, tool=Tool.DUMBBELL)
    return person


def again(person: Life, day: int, **more: object) -> Item:
    person.check_in(day, 3)
    one = item(person.decide(day), LIFT)
    person.open(day)
    person.sets(LIFT, one.grams, one.target, sets=one.sets, tool=Tool.DUMBBELL, **({"peak": 3, "effort": 6} | more))
    person.close(3)
    person.morning(day + 1, 3)
    return one


def test_where_the_next_notch_is_too_far_the_same_load_goes_slower_once():
    person = lifter(4_000, 8_000)
    one = again(person, 4)

    assert (one.verdict, one.grams, one.target, one.slower) == (Verdict.PROGRESS, 4_000, 15, limits.SLOWER.first)
    assert offer(person.today(4), LIFT) is None, "one variable a time"
    with words.strictly():
        assert all("2" in why(one.reasons[0], language) for language in words.languages())
    after = person.today(6)
    assert item(after, LIFT).slower == 2 and item(after, LIFT).reasons[0].rule in ("E7-set", "E7-top"), "what comes after it"


def test_a_notch_within_reach_comes_first():
    person = lifter(10_000, 10_500)
    assert offer(person.today(4), LIFT).offered is Offered.LOAD and item(person.today(4), LIFT).slower == 0


def test_at_the_heaviest_there_is_nothing_slower_is_asked():
    assert item(lifter(4_000).today(4), LIFT).slower == 0


def test_what_was_not_clean_stays_as_slow_and_a_cut_ends_it():
    person = lifter(4_000, 8_000)
    again(person, 4)
    again(person, 6, effort=7)
    assert item(person.today(8), LIFT).slower == 2
    person.add("equipped", equipped.Body(None, (3_000, 4_000, 8_000)))
    again(person, 8, peak=9)
    assert item(person.today(10), LIFT).slower == 0


def test_a_heavier_load_begins_at_the_usual_tempo():
    person = lifter(4_000, 8_000)
    again(person, 4)
    person.add("equipped", equipped.Body(None, (4_000, 4_300, 8_000)))
    session = person.decide(6)
    made = offer(session, LIFT)
    assert made.offered is Offered.LOAD and made.grams == 4_300
    person.answer(made.id, Answer.ACCEPT)
    lifted = again(person, 6)

    assert (lifted.grams, lifted.slower) == (4_300, 0)
    assert "sl" not in person.state["exercises"][f"{LIFT}:dumbbell:both"]["outings"][-1]


def test_the_player_and_the_clock_of_the_session_know():
    from halfkilo.web.pages.player_data import item_data  # here, so that the other tests need no pages

    person = lifter(4_000, 8_000)
    session = person.today(4)
    one = item(session, LIFT)
    chair = replace(one, exercise=CHAIR, tool=Tool.DUMBBELL)
    usual = replace(chair, slower=0)
    day = Day(person.state, "2026-03-06", Choice(), catalogue())
    assert seconds_of(chair, day) - seconds_of(usual, day) == 2 * one.target * one.sets
    there, hold, back, rest = item_data(usual, person.state)["tempo"]
    assert item_data(chair, person.state)["tempo"] == [there, hold, back + 2, rest]


# --- one decision at a time -----------------------------------------------------------------------------------------
def slow(seconds: int, grams: int = 10_000, *dumbbells: int, slug: str = LIFT, tool: Tool = Tool.DUMBBELL) -> Case:
    """One outing that went so much slower."""
    person = Life({BACK: 3}, unlocked=True, gym=False, dumbbells=dumbbells or (5_000, 10_000, 20_000))
    person.outing(0, slug, grams, 10, tool=tool)
    state = person.state
    if seconds:
        state["exercises"][f"{slug}:{tool.value}:both"]["outings"][-1]["sl"] = seconds
    return case_of(state, slug, tool)


@pytest.mark.parametrize(("was", "given", "left"), [
    (2, {}, 2), (0, {}, 0), (2, {"slower": 3}, 3), (2, {"slower": 1}, 2), (0, {"slower": 2}, 2), (2, {"grams": 9_500}, 0),
    (2, {"grams": 10_500, "slower": 2}, 0), (2, {"verdict": Verdict.EASE}, 0), (2, {"verdict": Verdict.FIND}, 0),
    (2, {"verdict": Verdict.PROGRESS}, 2),
], ids=str)
def test_as_slow_as_last_time_while_the_load_is_the_same_and_nothing_eases(was: int, given: dict[str, object], left: int):
    assert within_tempo(slow(was), decided(**given)).slower == left  # type: ignore[arg-type]


def test_without_an_outing_or_a_load_there_is_no_tempo_to_keep():
    new = case_of(Life({BACK: 3}, unlocked=True))
    assert within_tempo(new, decided(slower=2)).slower == 2, "as its first dose says"
    assert within_tempo(slow(2, 0, slug="vector_easy", tool=Tool.BODY), decided(grams=0, slower=2)).slower == 0


@pytest.mark.parametrize(("case", "slower"), [
    (lambda: slow(0), True), (lambda: slow(1), True), (lambda: slow(2), False), (lambda: slow(0, 20_000), False),
    (lambda: slow(0, 0, slug="vector_easy", tool=Tool.BODY), False), (lambda: case_of(Life({BACK: 3}, unlocked=True)), False),
], ids=["not yet", "a little", "done already", "the heaviest", "no load", "never done"])
def test_slower_comes_once_where_a_heavier_load_is_there(case: Callable[[], Case], slower: bool):
    stay = decided(rule="E7", grams=case().dose.grams if case().dose else 0)
    made = slower_first(case(), stay)
    assert (made is not None) is slower
    if made is not None:
        assert (made.verdict, made.slower, made.grams, made.target, made.reasons) == (
            Verdict.PROGRESS, 2, stay.grams, stay.target, (Reason("E7-slower", {"seconds": 2}),))


def test_what_is_not_counted_in_repetitions_has_no_slower_way():
    facts = replace(CATALOGUE[LIFT].facts, count=Count.SECONDS)
    known = Catalogue({**CATALOGUE, LIFT: Exercise(LIFT, facts, CATALOGUE[LIFT].demand)})
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10)
    assert slower_first(case_of(person), decided(rule="E7")) is not None
    assert slower_first(case_of(person, known=known), decided(rule="E7")) is None

"""Slower before a big notch: one small step where the next load is too far, then a set; it stays while the load stays."""

from __future__ import annotations

from dataclasses import replace

from halfkilo import limits, words
from halfkilo.dose import Choice, Item, Verdict
from halfkilo.dose.context import Day
from halfkilo.dose.explain import why
from halfkilo.dose.items import seconds_of
from halfkilo.exercises import catalogue
from halfkilo.journal.fields import Answer, Offered
from halfkilo.journal.kinds import equipped
from halfkilo.units import Tool
from tests.life import BACK, LIFT, Life, item, offer

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

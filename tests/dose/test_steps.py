"""The whole-number core of progress at its edges: the exact numbers where a step is one step too many."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from halfkilo.dose import Choice, today
from halfkilo.dose.grid import Grid
from halfkilo.dose.policy import Policy
from halfkilo.dose.progress import Dose, allowed, more_reps, reps_range, towards, up_to_the_cap, week_base, within
from halfkilo.dose.rise import step_of
from halfkilo.exercises import Count
from tests.life import BACK, CATALOGUE, DAY0, LIFT, Life, item, offer

HALVES = Grid(tuple(range(500, 100_001, 500)))


def test_a_heavier_load_with_a_larger_target_is_never_allowed_however_small():
    old = Dose(20_000, 8)
    assert within(Dose(20_500, 9).demand, old.demand, 10)
    assert not allowed(Dose(20_500, 9), old, old)
    assert allowed(Dose(20_500, 8), old, old) and allowed(Dose(20_000, 9), old, old)


def test_without_the_invariants_only_one_variable_is_left():
    simulated, old = Policy(off=frozenset({"invariants"})), Dose(1_000, 8)
    assert not allowed(Dose(2_000, 8), old, old)
    assert allowed(Dose(2_000, 8), old, old, simulated)
    assert not allowed(Dose(2_000, 9), old, old, simulated)


@pytest.mark.parametrize(("new", "fits"), [(110, True), (111, False)])
def test_a_tenth_is_a_tenth(new, fits):
    assert within(new, 100, 10) is fits


def test_body_weight_counts_as_one_gram():
    assert Dose(0, 8).demand == 38 and Dose(1, 8).demand == 38 and Dose(2, 8).demand == 76


def test_more_is_one_unless_more_is_asked_and_none_at_the_top():
    old = Dose(0, 20)
    assert more_reps(old, old, 30) == Dose(0, 21)
    assert more_reps(old, old, 30, 3) == Dose(0, 23)
    assert more_reps(old, old, 20) is None and more_reps(old, old, 19) is None


@pytest.mark.parametrize(("on", "base"), [("2026-03-08", 8_000), ("2026-03-14", 8_000), ("2026-03-15", 9_000)])
def test_a_week_begins_on_the_day_of_the_rise(on, base):
    rises = [{"d": "2026-03-08", "g": 8_000, "t": 8}]
    assert week_base(rises, Dose(9_000, 8), on).grams == base


def test_back_to_known_ground_ends_exactly_there():
    old = Dose(20_000, 8)
    assert towards(old, Dose(21_000, 8), old, HALVES, (8, 12)) == Dose(21_000, 8)
    assert towards(old, Dose(20_000, 10), old, HALVES, (8, 12)) == Dose(20_000, 10)
    assert towards(old, Dose(20_000, 9), old, HALVES, (8, 12)) == Dose(20_000, 9)
    assert towards(old, Dose(20_000, 12), old, HALVES, (8, 12)) == Dose(20_000, 11)
    assert towards(old, Dose(19_500, 12), old, HALVES, (8, 12)) is None
    assert towards(old, old, old, HALVES, (8, 12)) is None
    assert towards(old, Dose(25_000, 8), old, HALVES, (8, 12)) == Dose(22_000, 8), "no further than a tenth at once"
    assert towards(Dose(20_000, 10), Dose(21_000, 9), Dose(20_000, 10), HALVES, (8, 12)) is None, "half a kilo more would be past it"


def test_the_cap_is_used_up_but_not_passed():
    old = Dose(20_000, 12)
    assert up_to_the_cap(old, old, HALVES, (8, 12)) == Dose(22_000, 12)
    assert up_to_the_cap(old, Dose(19_000, 12), HALVES, (8, 12)) == Dose(20_500, 12)


@pytest.mark.parametrize(("grams", "bounds"), [(0, (8, 12)), (1_999, (6, 20)), (2_000, (6, 15)), (4_999, (6, 15)), (5_000, (8, 12))])
def test_light_loads_have_wider_ranges(grams, bounds):
    assert reps_range(8, 12, grams, True) == bounds
    assert reps_range(8, 12, grams, False) == (8, 12)


@pytest.mark.parametrize(("count", "target", "step"), [(Count.SECONDS, 35, 3), (Count.SECONDS, 5, 1), (Count.REPS, 35, 1),
                                                       (Count.MINUTES, 35, 1)])
def test_the_smallest_amount_more(count, target, step):
    exercise = SimpleNamespace(facts=SimpleNamespace(count=count))
    assert step_of(SimpleNamespace(exercise=exercise, dose=Dose(0, target))) == step
    assert step_of(SimpleNamespace(exercise=exercise, dose=None)) == 1


def clean_twice(**more) -> Life:
    person = Life({BACK: 3}, **more)
    person.pin(LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)
    return person


def test_an_entry_nobody_knows_holds_and_says_so():
    person = clean_twice(unlocked=True)
    assert offer(person.today(3), LIFT) is not None
    person.entries.append(replace(person.entries[-1], kind="from_tomorrow", id=person.id(), body={"x": 1}))
    held = item(person.today(3), LIFT)

    assert offer(person.today(3), LIFT) is None
    assert [(why.rule, why.facts) for why in held.reasons if why.rule == "unknown"] == [("unknown", {"entries": 1})]


def test_what_is_locked_says_what_is_left():
    held = item(clean_twice().today(3), LIFT)

    assert [why.facts for why in held.reasons if why.rule == "locked"] == [{"mornings": 12, "sessions": 4, "rehearsed": False}]


@pytest.mark.parametrize(("runs", "held"), [((14, 8), True), ((13, 8), False), ((14, 7), False)])
def test_flat_needs_two_weeks_and_eight_exercises(runs, held):
    person = clean_twice(unlocked=True)
    state = person.state
    state["runs"]["morning"], state["runs"]["effort"] = runs
    session = today(state, DAY0.replace(day=5), Choice(minutes=30), CATALOGUE)

    assert (offer(session, LIFT) is None) is held

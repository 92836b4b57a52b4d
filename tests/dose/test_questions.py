"""Which question comes when, and what it costs: each answered once, the longest unasked first, and never more than there is room for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice, Verdict
from halfkilo.dose.context import Day
from halfkilo.dose.gates import gates
from halfkilo.dose.questions import (
    _take_turns,
    cost,
    finder_taps,
    morning_questions,
    places,
    recalls,
    session_questions,
    soreness_due,
)
from halfkilo.dose.session import Asked, Item
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Soreness
from halfkilo.journal.kinds import checked_in
from halfkilo.units import Joint, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life

BOTH = {BACK: 3, LEFT: 3}


def day_of(person: Life, day: int, known: Catalogue = CATALOGUE) -> Day:
    return Day(person.state, (DAY0 + timedelta(days=day)).isoformat(), Choice(), known)


def about(asked: Any, what: str) -> list[str]:
    return [one.about for one in asked if one.id == what]


# --- mornings -------------------------------------------------------------------------------------------------------
def test_a_morning_is_asked_for_each_place_until_it_is_told():
    person = Life(BOTH)
    assert about(morning_questions(day_of(person, 0)), "morning") == ["low_back", "knee_left"]
    person.morning(0, {LEFT: 3})
    assert morning_questions(day_of(person, 0)) == [Asked("morning", "low_back")]
    person.morning(0, {BACK: 3, LEFT: 3})
    assert morning_questions(day_of(person, 0)) == []


def loud(regions: dict[Any, int], *, trained: int = 0, told: Soreness | None = None) -> Life:
    """A session on a day, and a loud morning of day 1 in the back alone."""
    person = Life(regions, unlocked=True)
    person.open(trained)
    person.sets(LIFT, 10_000, 10)
    person.close(3)
    person.morning(1, {**regions, BACK: 7}, told)
    return person


@pytest.mark.parametrize(("trained", "due"), [(0, True), (-1, True), (-2, False), (1, False)])
def test_a_loud_morning_is_described_within_two_days_of_training(trained: int, due: bool):
    person = loud(BOTH, trained=trained)
    assert soreness_due(day_of(person, 1)) is due
    assert morning_questions(day_of(person, 1)) == ([Asked("soreness")] if due else [])


def test_a_loud_morning_is_described_once_each_day():
    assert not soreness_due(day_of(loud(BOTH, told=Soreness.MUSCLE), 1))
    person = loud(BOTH, told=Soreness.MUSCLE)
    person.morning(2, {BACK: 7, LEFT: 3})
    assert soreness_due(day_of(person, 2)), "yesterday's word was about yesterday"
    usual = Life(BOTH, unlocked=True)
    usual.outing(0, LIFT, 10_000, 10)
    assert not soreness_due(day_of(usual, 1))


def test_a_rest_day_asks_two_things_the_mornings_first():
    person = Life({BACK: 3}, unlocked=True)
    person.open(0)
    person.close(3)
    person.mornings(1, [7])
    assert morning_questions(day_of(person, 1)) == [Asked("soreness")]
    two = loud(BOTH)
    two.morning(1, {BACK: 7})
    state = two.state
    state["regions"]["knee_left"]["mornings"] = [one for one in state["regions"]["knee_left"]["mornings"] if one[0] < "2026-03-03"]
    day = Day(state, "2026-03-03", Choice(), CATALOGUE)
    assert morning_questions(day) == [Asked("morning", "knee_left"), Asked("soreness")]
    state["regions"]["low_back"]["mornings"] = state["regions"]["low_back"]["mornings"][:-1]
    assert [one.id for one in morning_questions(Day(state, "2026-03-03", Choice(), CATALOGUE))] == ["morning", "morning"]


def test_yesterdays_morning_is_recalled_where_a_session_waits_for_it():
    person = Life(BOTH, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, morning=None)
    assert about(recalls(day_of(person, 2)), "recall") == ["low_back", "knee_left"]
    assert recalls(day_of(person, 1)) == recalls(day_of(person, 3)) == []
    person.morning(1, {LEFT: 3})
    assert about(recalls(day_of(person, 2)), "recall") == ["low_back"]


# --- a training day -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("regions", "taps"), [({BACK: 3}, 20), (BOTH, 15)])
def test_finding_first_loads_has_the_taps_that_are_left(regions: dict[Any, int], taps: int):
    """30, less begin and end, three answers for each place and one, and two exercises that are still asked about."""
    assert finder_taps(day_of(Life(regions), 0)) == taps


def asked(person: Life, day: int, items: tuple[Item, ...] = ()) -> list[tuple[str, str]]:
    on = day_of(person, day)
    return [(one.id, one.about) for one in session_questions(on, gates(on), items)[0]]


def test_a_training_day_asks_each_place_before_and_after_and_only_what_is_not_told_yet():
    person = Life(BOTH, unlocked=True)
    morning = [("morning", "low_back"), ("morning", "knee_left")]
    before = [("before", "low_back"), ("before", "knee_left")]
    after = [("cool_down", "low_back"), ("cool_down", "knee_left"), ("word", "")]
    assert asked(person, 0) == [*morning, *before, ("different", ""), *after]
    person.morning(0, {BACK: 3})
    assert asked(person, 0) == [morning[1], *before, ("different", ""), *after]
    person.check_in(0, {LEFT: 3})
    assert asked(person, 0) == [morning[1], before[0], *after]


def test_a_check_in_without_a_word_on_what_is_different_is_asked_for_it():
    person = Life({BACK: 3}, unlocked=True)
    person.morning(0, 3)
    person.go(0)
    person.add("checked_in", checked_in.Body(checked_in.Moment.BEFORE, DAY0, pain={BACK: 3}))
    assert asked(person, 0) == [("different", ""), ("cool_down", "low_back"), ("word", "")]


def item(exercise: str, *, verdict: Verdict = Verdict.HOLD, steps: tuple[int, ...] = (), side: Side = Side.BOTH) -> Item:
    return Item(exercise, Tool.CABLE, side, verdict, "E8", 2, 10, 10_000, 500, 10_000, 60, 100, 6, (), steps=steps)


OTHERS = tuple(f"vector_{number}" for number in range(8))
KNOWN = Catalogue({**CATALOGUE, **{slug: Exercise(slug, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50})) for slug in OTHERS}})


def told(person: Life, *items: Item, grown: frozenset[str] = frozenset(), day: int = 0) -> tuple[list[str], bool]:
    """The exercises that are asked about, and whether a word is asked for as well."""
    on = day_of(person, day, KNOWN)
    questions, after = session_questions(on, gates(on), items, grown)
    about_effort = about(questions, "effort")
    assert set(about_effort) == {one.exercise for one in after if one.ask}
    assert about(questions, "peak") == about_effort, "one place each here: one number each"
    return about_effort, ("word", "") in [(one.id, one.about) for one in questions]


def test_sixteen_answers_hold_six_exercises():
    """16, less morning, before, different and cool-down: 12; two for each exercise, and the word has none left."""
    person = Life({BACK: 3}, unlocked=True)
    assert told(person, *(item(slug) for slug in OTHERS)) == (list(OTHERS[:6]), False)
    assert told(person, *(item(slug) for slug in OTHERS[:5])) == (list(OTHERS[:5]), True)


def test_a_first_load_takes_one_answer_and_its_steps_the_taps():
    """One find: 11 answers are left, so five exercises and the word; 30 taps less 2, 4 and the steps."""
    person = Life({BACK: 3}, unlocked=True)
    rest = tuple(item(slug) for slug in OTHERS[1:])
    for steps, rated, word in ((1, 5, True), (13, 5, True), (14, 5, False), (16, 4, False), (23, 0, True), (24, 0, False), (40, 0, False)):
        find = item(OTHERS[0], verdict=Verdict.FIND, steps=tuple(range(1, steps + 1)))
        assert told(person, find, *rest) == (list(OTHERS[1:rated + 1]), word), steps


def test_both_sides_of_an_exercise_are_one_question():
    person = Life({BACK: 3}, unlocked=True)
    left, right = (item(OTHERS[0], verdict=Verdict.FIND, steps=(1, 2), side=side) for side in (Side.LEFT, Side.RIGHT))
    assert told(person, left, right, *(item(slug) for slug in OTHERS[1:])) == (list(OTHERS[1:6]), True)


def test_who_was_asked_longest_ago_comes_first_and_what_can_not_grow_last():
    person = Life({BACK: 3}, unlocked=True)
    person.outing(-6, OTHERS[0], 10_000, 10, effort=5)
    person.outing(-4, OTHERS[1], 10_000, 10, effort=5)
    person.outing(-2, OTHERS[0], 10_000, 10, effort=None, peak=None)
    items = [item(slug) for slug in (OTHERS[1], OTHERS[0], OTHERS[2])]
    day = day_of(person, 0, KNOWN)

    assert _take_turns(day, items, 16, frozenset()) == (OTHERS[2], OTHERS[0], OTHERS[1])
    assert _take_turns(day, items, 16, frozenset({OTHERS[2]})) == (OTHERS[0], OTHERS[1], OTHERS[2])
    assert _take_turns(day, items, 3, frozenset()) == (OTHERS[2],) and _take_turns(day, items, 4, frozenset()) == (OTHERS[2], OTHERS[0])
    assert _take_turns(day, items, 1, frozenset()) == ()


def test_among_those_asked_as_long_ago_what_loads_a_tracked_place_comes_first():
    known = Catalogue({**KNOWN, "vector_arm": Exercise("vector_arm", CATALOGUE[LIFT].facts, Demand({Joint.ELBOW: 50}))})
    day = day_of(Life({BACK: 3}, unlocked=True), 0, known)
    assert _take_turns(day, [item("vector_arm"), item(LIFT)], 16, frozenset()) == (LIFT, "vector_arm")


def test_an_exercise_too_dear_ends_the_asking_so_that_its_turn_comes():
    """Two places apart cost one answer more; what is cheaper and later does not jump the queue."""
    wide = Exercise("vector_wide", CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 50}))
    day = day_of(Life({BACK: 6, LEFT: 2}, unlocked=True), 0, Catalogue({**KNOWN, wide.slug: wide}))
    assert _take_turns(day, [item(LIFT), item(wide.slug), item(OTHERS[0])], 4, frozenset()) == (LIFT,)


@pytest.mark.parametrize("slug", ["cat_cow", "slow_breathing"])
def test_what_is_for_comfort_is_not_rated(slug: str):
    day = day_of(Life({BACK: 3}, unlocked=True), 0)
    assert _take_turns(day, [item(slug), item(LIFT)], 16, frozenset()) == (LIFT,)


# --- place by place -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("regions", "found"), [
    ({BACK: 3}, ("low_back",)),
    ({BACK: 3, LEFT: 3}, ("low_back",)),
    ({BACK: 4, LEFT: 3}, ("low_back",)),
    ({BACK: 5, LEFT: 3}, ("low_back", "knee_left")),
    ({LEFT: 2, BACK: 6}, ("knee_left", "low_back")),
    ({LEFT: 3, RIGHT: 3}, ("knee_left", "knee_right")),
    ({}, ("low_back",)),
], ids=str)
def test_places_that_live_alike_share_a_question_and_two_sides_of_a_joint_never_do(regions: dict[Any, int], found: tuple[str, ...]):
    wide = Exercise("vector_wide", CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 50, Joint.KNEE: 50}))
    day = day_of(Life(regions, unlocked=True), 0, Catalogue({**CATALOGUE, wide.slug: wide}))
    assert tuple(one.value for one in places(day, wide.slug)) == found
    assert cost(day, wide.slug) == 1 + len(found)


def test_what_loads_no_tracked_place_costs_two_answers_as_well():
    day = day_of(Life({LEFT: 3}, unlocked=True), 0)
    assert places(day, LIFT) == () and cost(day, LIFT) == 2

"""What a session asks of one place: never more than a tenth above what the place is used to, unless it is the week's one rise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.dose import Choice, Verdict
from halfkilo.dose.budget import Row, habit, within_budget
from halfkilo.dose.choose import Pick
from halfkilo.dose.context import Day
from halfkilo.dose.explain import ladder, why
from halfkilo.dose.gates import gates
from halfkilo.dose.items import items_for
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.exercises.loads import Demand
from halfkilo.journal.fields import Mode
from halfkilo.journal.kinds import session_opened
from halfkilo.programmes.programme import Part, Slot
from halfkilo.units import Joint
from tests.life import BACK, CATALOGUE, DAY0, LIFT, Life

TWIN = "vector_twin"
KNOWN = Catalogue({**CATALOGUE, TWIN: Exercise(TWIN, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: 40}))})


def day_of(person: Life, day: int) -> Day:
    return Day(person.state, (DAY0 + timedelta(days=day)).isoformat(), Choice(), KNOWN)


def used_to(sessions: int = 4, grams: int = 20_000, sets: int = 2, **more: object) -> Life:
    """Somebody whose low back has borne the lift in so many sessions, the last of them eight days before day 20."""
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    for number in range(sessions):
        person.outing(12 - 2 * (sessions - 1 - number), LIFT, grams, 12, sets=sets, effort=7, **more)
    return person


def test_a_habit_is_the_most_of_what_was_borne_before_this_week():
    assert habit(day_of(used_to(), 20)) == {BACK: 2 * (50 * 100) ** 3}
    assert habit(day_of(used_to(), 14)) == {}, "the last week doesn't count, and two sessions are no habit"
    assert habit(day_of(used_to(), 45)) == {}, "after four weeks it is no habit any more"
    assert habit(day_of(used_to(2), 20)) == {}


def test_sessions_that_the_place_answered_do_not_make_a_habit():
    assert habit(day_of(used_to(cool=5), 20)) == {}
    assert habit(day_of(used_to(cool=4), 20)) != {}


def test_spared_sessions_do_not_make_a_habit():
    person = Life({BACK: 3}, unlocked=True)
    for day in (6, 8, 10, 12):
        person.go(day)
        person.session = person.id()
        person.add("session_opened", session_opened.Body(person.session, DAY0 + timedelta(days=day), Mode.GENTLE))
        person.sets(LIFT, 20_000, 12)
        person.close()
    assert habit(day_of(person, 20)) == {}


def rows_of(person: Life, day: int, *slugs: str) -> list[Row]:
    """Today's rows of these exercises alone."""
    on = day_of(person, day)
    gate, rows = gates(on), []
    for slug in slugs:
        exercise = KNOWN[slug]
        slot = Slot(slug, Part.STRENGTH, (exercise.facts.family,), (slug,), 1, 2)
        pick = Pick(slot, exercise, exercise.facts.variant[0])
        rows += [(pick, one, decided, case) for one, decided, case in items_for(on, gate, pick, 2, 6)]
    return rows


def lifters(*, apart: bool = False) -> Life:
    """Four sessions with the lift and its twin, a week's rest, and one session more, clean at the top of the range. apart: they took
    turns, so that both on one day are more than the back is used to."""
    person = Life({BACK: 3}, unlocked=True)
    for number, day in enumerate((4, 6, 8, 10, 12, 17, 18)):
        person.check_in(day, 3)
        person.open(day)
        for slug in ((LIFT, TWIN)[number % 2],) if apart else (LIFT, TWIN):
            person.sets(slug, 20_000, 12, sets=2, peak=3, effort=5 + (number + (slug == TWIN)) % 2)
        person.close(3)
        person.morning(day + 1, 3 - (day == 12))  # answers that never move are no answers
    person.check_in(20, 3)
    return person


def allowed(person: Life, day: int, *slugs: str) -> dict[str, bool]:
    """Which of them may rise."""
    return {case.exercise.slug: decided.wish is not None or decided.verdict is Verdict.PROGRESS
            for _, _, decided, case in within_budget(day_of(person, day), rows_of(person, day, *slugs))}


def test_rises_of_what_the_place_is_used_to_fit_together():
    assert allowed(lifters(), 20, LIFT, TWIN) == {LIFT: True, TWIN: True}


@pytest.mark.hazard("H12")
def test_on_a_day_with_more_than_usual_one_rise_a_week_is_left_for_what_asks_least():
    assert allowed(lifters(apart=True), 20, LIFT) == {LIFT: True}
    assert allowed(lifters(apart=True), 20, LIFT, TWIN) == {LIFT: False, TWIN: True}


def risen(person: Life) -> Day:
    """The twin rose two days ago."""
    state = person.state
    state["exercises"][f"{TWIN}:cable:both"]["rises"] = [{"d": (DAY0 + timedelta(days=18)).isoformat(), "g": 19_500, "t": 12}]
    return Day(state, (DAY0 + timedelta(days=20)).isoformat(), Choice(), KNOWN)


@pytest.mark.hazard("H12")
def test_nothing_is_left_where_the_place_rose_this_week_and_it_is_said():
    person = lifters(apart=True)
    rows = rows_of(person, 20, LIFT, TWIN)
    before = rows[0][2]
    _, one, decided, _ = within_budget(risen(person), rows)[0]

    assert before.wish is not None and before.wish.grams > 20_000
    assert decided.wish is None and (one.grams, one.target, one.sets, one.most) == (20_000, 12, 2, 20_000)
    assert [reason.rule for reason in one.reasons] == ["E7-held", "place_full"] and one.reasons[1].facts == {"region": "low_back"}
    with words.strictly():
        assert all(len(ladder(one.reasons, language)) == 3 for language in words.languages())


def test_an_amount_that_waits_goes_back_to_where_it_stood():
    person = lifters(apart=True)
    person.outing(19, LIFT, 20_000, 11, sets=2, effort=5)
    rows = rows_of(person, 20, LIFT, TWIN)
    assert rows[0][2].verdict is Verdict.PROGRESS and rows[0][1].target > 11
    _, one, decided, _ = within_budget(risen(person), rows)[0]

    assert (one.verdict, one.target, decided.target) == (Verdict.HOLD, 11, 11)


def test_what_is_new_begins_with_one_set_where_there_is_no_room():
    person = lifters()
    alone = within_budget(day_of(person, 20), rows_of(person, 20, "chair_stand"))
    beside = within_budget(day_of(person, 20), rows_of(person, 20, LIFT, TWIN, "chair_stand"))

    assert alone[0][1].sets == 2 and alone[0][1].verdict is Verdict.START
    assert (beside[2][1].sets, beside[2][2].sets) == (1, 1)
    with words.strictly():
        assert all(why(beside[2][1].reasons[-1], language) for language in words.languages())
    assert [decided.wish is not None for _, _, decided, _ in beside[:2]] == [True, True], "new things hold nobody else back"


def test_without_a_habit_there_is_no_budget():
    person = used_to(2)
    for day in (16, 18):
        person.outing(day, LIFT, 20_000, 12)
    person.check_in(20, 3)
    assert allowed(person, 20, LIFT, "goblet_squat", "romanian_deadlift")[LIFT]


@pytest.mark.hazard("H12")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(20, 100), st.integers(1, 3), st.sampled_from([(0, 1), (0, 1), (0,), (1,)])), min_size=2, max_size=4))
def test_two_rises_never_take_a_place_past_its_tenth(drawn: list[tuple[int, int, tuple[int, ...]]]):
    """Drawn: what an exercise asks of the back, its sets, and whether it came every time or every other time. Counted anew, in floats."""
    slugs = [f"vector_{number}" for number in range(len(drawn))]
    known = Catalogue({**CATALOGUE, **{slug: Exercise(slug, CATALOGUE[LIFT].facts, Demand({Joint.LOW_BACK: asks}))
                                       for slug, (asks, _, _) in zip(slugs, drawn, strict=True)}})
    person = Life({BACK: 3}, unlocked=True)
    for number, day in enumerate((2, 4, 6, 8, 10, 12, 17, 18)):
        person.open(day)
        for slug, (_, sets, turns) in zip(slugs, drawn, strict=True):
            if number % 2 in turns:
                person.sets(slug, 20_000, 12, sets=sets, peak=3, effort=5 + (number + (slug == slugs[0])) % 2)
        person.close(3)
        person.morning(day + 1, 3 - (day == 12))  # answers that never move are no answers
    person.check_in(20, 3)
    day = Day(person.state, (DAY0 + timedelta(days=20)).isoformat(), Choice(), known)
    gate, rows = gates(day), []
    for slug in slugs:
        pick = Pick(Slot(slug, Part.STRENGTH, (known[slug].facts.family,), (slug,), 1, 2), known[slug], known[slug].facts.variant[0])
        rows += [(pick, one, decided, case) for one, decided, case in items_for(day, gate, pick, 2, 6)]
    after = within_budget(day, rows)
    used = max(sum(sets * asks**3 for asks, sets, turns in drawn if turn in turns) for turn in (0, 1)) ** (1 / 3)
    rising = [decided.wish for _, _, decided, _ in after if decided.wish is not None]
    asked = 0.0
    for (asks, _, _), (_, one, decided, _) in zip(drawn, after, strict=True):
        grams, target = (decided.wish.grams, decided.wish.target) if decided.wish else (20_000, 12)
        asked += one.sets * (asks * grams * (30 + target) / (20_000 * 42)) ** 3

    assert all(before[2].wish is not None for before in rows)
    assert len(rising) < 2 or asked ** (1 / 3) <= 1.1 * used * 1.0001
    assert rising, "one rise a week always has room"
    assert [one.sets for _, one, _, _ in after] == [one.sets for _, one, _, _ in rows], "what stands is not cut"

"""The weekly items: three answers in any seven days with everything on, all of them in their turn, and nobody is asked twice who passed."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo import limits
from halfkilo.dose import Choice
from halfkilo.dose.context import Day
from halfkilo.dose.weekly import WEEKLY, _due, _turn, weekly_questions
from halfkilo.journal.fields import Answer, Question
from halfkilo.journal.kinds import adverse_event, answered, measured, profiled
from tests.life import BACK, CATALOGUE, DAY0, Life

NAMES = [name for name, _ in WEEKLY]
MOST = limits.ANSWERS_WEEKLY.first


def person() -> Life:
    return Life({BACK: 3})


def asked(one: Life, day: int) -> list[str]:
    seen = Day(one.state, (DAY0 + timedelta(days=day)).isoformat(), Choice(), CATALOGUE)
    return [question.about for question in weekly_questions(seen)]


def answer(one: Life, name: str, day: int, value: int = 3) -> None:
    if name == "adverse":
        one.add("adverse_event", adverse_event.Body(one.go(day), adverse_event.Severity.NONE))
    else:
        one.add("measured", measured.Body(one.go(day), name, {"one": value}))


def close(one: Life, day: int) -> None:
    one.go(day)
    one.add("answered", answered.Body(Question.WEEKLY, Answer.NO))


def test_what_happened_comes_first_then_the_others_in_their_turn() -> None:
    one = person()
    assert asked(one, 0)[0] == "adverse" and len(asked(one, 0)) == MOST
    seen = set[str]()
    for week in range(8):
        now = asked(one, 7 * week)
        assert now[0] == "adverse" and len(now) == MOST
        seen |= set(now)
        for name in now:
            answer(one, name, 7 * week)
        assert asked(one, 7 * week + 1) == asked(one, 7 * week + 6) == []
    assert seen == set(NAMES)


def test_a_week_that_was_passed_over_is_over_and_the_next_one_asks_about_other_things() -> None:
    one = person()
    first = asked(one, 0)
    close(one, 0)
    assert [asked(one, day) for day in range(1, 7)] == [[]] * 6
    assert asked(one, 7) != first and asked(one, 7)[0] == "adverse"
    always = {name for week in range(1, 8) for name in asked(one, 7 * week)}
    assert always == set(NAMES), "who never answers is asked about everything now and then"


@pytest.mark.parametrize("name", ["own_mood", "own_worry"])
def test_a_high_answer_is_asked_again_a_week_later(name: str) -> None:
    one = person()
    answer(one, name, 0, limits.LOW_MOOD.first)
    assert asked(one, 7)[:2] == ["adverse", name]
    answer(one, name, 7, limits.LOW_MOOD.first - 1)
    assert name not in asked(one, 13)[:2]


def test_whoever_named_no_activity_is_not_asked_about_one() -> None:
    one = person()
    one.add("profiled", profiled.Body((profiled.Place(BACK, 3, 6, 36, True),), 1961))
    assert all("psfs" not in asked(one, 7 * week) for week in range(8))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(("nothing", "some", "all", "close", "by_oneself")), st.integers(0, 10), st.sampled_from(NAMES)),
                min_size=30, max_size=45))
def test_the_budget_holds_in_any_seven_days_of_any_life(days: list[tuple[str, int, str]]) -> None:
    """However somebody answers, passes over, or answers by themselves: what is asked never makes more than three in seven days."""
    one, given_on = person(), list[int]()
    for day, (does, value, name) in enumerate(days):
        now = asked(one, day)
        week = [on for on in given_on if day - 7 < on]
        assert len(now) + len(week) <= MOST
        if does in ("some", "all"):
            chosen = now if does == "all" else now[:1]
            for about in chosen:
                answer(one, about, day, value)
            given_on += [day] * len(chosen)
        elif does == "close":
            close(one, day)
        elif does == "by_oneself":
            answer(one, name, day, value)


def test_nothing_waits_much_longer_than_twice_its_rhythm() -> None:
    """The price of the budget, held to a bound: somebody who answers everything, one week after another for a year."""
    one, on = person(), {name: [0] for name in NAMES}
    for week in range(52):
        for name in asked(one, 7 * week):
            answer(one, name, 7 * week)
            on[name].append(7 * week)
    widest = {name: max(later - sooner for sooner, later in pairwise(days)) for name, days in on.items()}
    assert widest["adverse"] == 7
    assert all(widest[name] <= 2 * every + 14 for name, every in WEEKLY), widest


# --- to the day -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "every"), [("psfs", 7), ("own_mood", 7), ("adverse", 7), ("own_worry", 14), ("own_sleep", 14),
                                             ("own_fear", 28), ("own_stiffness", 28), ("own_stress", 28)])
def test_each_is_due_again_after_its_own_days(name: str, every: int) -> None:
    one = person()
    if name == "psfs":
        one.add("measured", measured.Body(one.go(0), name, {"stairs": 4}))
    else:
        answer(one, name, 0)
    due = [name in asked_all(one, day) for day in (every - 1, every)]
    assert due == [False, True]


def asked_all(one: Life, day: int) -> list[str]:
    """Everything that is due, in its turn, whatever the week has room for."""
    seen = Day(one.state, (DAY0 + timedelta(days=day)).isoformat(), Choice(), CATALOGUE)
    return sorted((name for name, every in WEEKLY if _due(seen, name, every)),
                  key=lambda name: _turn(seen, NAMES.index(name), name, dict(WEEKLY)[name]))


@pytest.mark.parametrize(("value", "due"), [(7, True), (6, False)])
def test_a_high_worry_is_due_after_a_week_and_comes_before_all_but_what_happened(value: int, due: bool) -> None:
    one = person()
    answer(one, "own_worry", 0, value)
    found = asked_all(one, 7)
    assert ("own_worry" in found) is due and found[0] == "adverse"
    assert found[1] == "own_worry" or not due
    assert "own_worry" not in asked_all(one, 6)


def test_what_waited_longer_in_its_own_rhythm_comes_first_and_never_asked_counts_as_four_rhythms() -> None:
    one = person()
    for name, day in (("own_mood", 0), ("own_sleep", 0), ("own_fear", 0)):
        answer(one, name, day)
    found = asked_all(one, 28)  # mood has waited four rhythms, sleep two, fear one
    assert found.index("own_mood") < found.index("own_sleep") < found.index("own_fear")
    assert found.index("own_stress") < found.index("own_sleep")
    seen = Day(one.state, (DAY0 + timedelta(days=28)).isoformat(), Choice(), CATALOGUE)
    turns = [_turn(seen, NAMES.index(name), name, dict(WEEKLY)[name])[:2] for name in ("own_mood", "own_sleep", "own_fear", "own_stress")]
    assert turns == [(2, -400), (2, -200), (2, -100), (2, -400)]


@pytest.mark.parametrize(("answered_now", "left"), [(0, 3), (1, 2), (2, 1), (3, 0), (4, 0)])
def test_answers_given_elsewhere_this_week_count_as_well(answered_now: int, left: int) -> None:
    one = person()
    for name in ("own_fear", "own_stress", "own_sleep", "own_mood")[:answered_now]:
        answer(one, name, 7)
    assert [len(asked(one, day)) for day in (7, 13)] == [left, left]
    assert len(asked(one, 14)) == 3


@pytest.mark.parametrize(("day", "asks"), [(0, False), (6, False), (7, True)])
def test_a_week_that_was_closed_asks_again_after_seven_days(day: int, asks: bool) -> None:
    one = person()
    close(one, 0)
    assert bool(asked(one, day)) is asks

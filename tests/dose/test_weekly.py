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
from halfkilo.dose.weekly import WEEKLY, weekly_questions
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

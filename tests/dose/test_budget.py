"""The question budget of DOSE.md 1: at most 16 answers and 30 taps on a training day, 2 on a rest day, 3 a week extra.

A tap is an answer, a step of the finder, begin and end; sets are counted by the gym. Worst case: every finder goes all its steps.
"""

from __future__ import annotations

import pytest

from halfkilo import limits
from halfkilo.dose import Session, Status, Verdict
from halfkilo.journal.fields import Finder, Soreness
from halfkilo.programmes import programmes
from halfkilo.units import Region
from tests.life import BACK, LIFT, Life

WHERE = {"low_back": BACK, "knee": Region.KNEE_LEFT, "hip": Region.HIP_LEFT, "neck_shoulder": Region.NECK,
         "patellofemoral": Region.KNEE_RIGHT, "widespread": Region.WIDESPREAD, "whole_body": BACK}


def answers(session: Session) -> int:
    """Two for an exercise that is rated, one for every other question, one for a first load that is found; weekly ones are extra."""
    found = {one.exercise for one in session.items if one.verdict is Verdict.FIND}
    return sum(one.id != "weekly" for one in session.questions) + len(found)


def taps(session: Session) -> int:
    """Answers, every step of every finder in place of its one answer, begin and end."""
    found = {one.exercise for one in session.items if one.verdict is Verdict.FIND}
    steps = sum(len(one.steps) for one in session.items if one.verdict is Verdict.FIND)
    return answers(session) - len(found) + steps + 2


def weekly(session: Session) -> int:
    return sum(one.id == "weekly" for one in session.questions)


def work(person: Life, day: int, session: Session) -> None:
    """Do what is asked, so that first loads give way to exercises that are rated."""
    person.check_in(day, 3)
    person.open(day)
    for one in session.items:
        if one.verdict is Verdict.FIND:
            person.find(one.exercise, {one.steps[-1]: Finder.COMFORTABLE}, one.tool, one.side)
        else:
            person.sets(one.exercise, one.grams, one.target, tool=one.tool, side=one.side, effort=5 if one.ask else None)
    person.close(4)
    person.morning(day + 1, 3)


@pytest.mark.parametrize("minutes", [2, 10, 20, 30])
@pytest.mark.parametrize("second", [None, Region.SHOULDER_LEFT])
@pytest.mark.parametrize("programme", sorted(programmes()))
def test_a_training_day_never_asks_too_much(programme: str, second: Region | None, minutes: int):
    regions = {WHERE[programme]: 3} | ({second: 2} if second else {})
    person = Life(regions, programme=programme)
    for day in range(0, 12, 2):
        session = person.today(day, minutes=minutes)
        assert session.status is Status.READY and session.items
        assert answers(session) <= limits.ANSWERS_TRAINING_DAY.first, [one.id for one in session.questions]
        assert taps(session) <= limits.TAPS_TRAINING_DAY.first
        assert weekly(session) <= limits.ANSWERS_WEEKLY.first
        assert len({one.exercise for one in session.items if one.verdict is Verdict.FIND}) <= limits.FINDER_EXERCISES.first
        work(person, day, session)


@pytest.mark.parametrize("regions", [{BACK: 3}, {BACK: 3, Region.KNEE_LEFT: 3}], ids=["one", "two"])
def test_high_mornings_and_a_flare_question_stay_within_the_budget(regions: dict[Region, int]):
    person = Life(regions, unlocked=True)
    person.mornings(0, [3, 3])
    person.open(2)
    person.close(6)
    person.mornings(3, [7, 7])
    session = person.today(4, minutes=30)
    asked = {one.id for one in session.questions}

    assert {"flare", "soreness"} <= asked
    assert answers(session) <= limits.ANSWERS_TRAINING_DAY.first and taps(session) <= limits.TAPS_TRAINING_DAY.first


@pytest.mark.parametrize("regions", [{BACK: 3}, {BACK: 3, Region.KNEE_LEFT: 3}], ids=["one", "two"])
@pytest.mark.parametrize("told", [None, 3, 8])
def test_a_rest_day_asks_at_most_two(regions: dict[Region, int], told: int | None):
    person = Life(regions, unlocked=True)
    person.open(0)
    person.close(3)
    if told is not None:
        person.morning(1, told, Soreness.USUAL if told == 3 else None)
    session = person.today(1, minutes=None)

    assert session.status is Status.REST_DAY
    assert sum(one.id != "weekly" for one in session.questions) <= limits.ANSWERS_REST_DAY.first
    assert weekly(session) <= limits.ANSWERS_WEEKLY.first


def test_nobody_is_left_unasked_for_ever():
    """What is never asked about never rises: in four weeks every rated exercise is asked about again and again."""
    person, asked, done = Life({BACK: 3, Region.KNEE_LEFT: 2}), dict[str, int](), dict[str, int]()
    for day in range(0, 28, 2):
        session = person.today(day, minutes=30)
        for one in session.items:
            if one.verdict is not Verdict.FIND and one.rule != "steady":
                asked[one.exercise] = asked.get(one.exercise, 0) + one.ask
                done[one.exercise] = done.get(one.exercise, 0) + 1
        work(person, day, session)
    often = {slug for slug, times in done.items() if times >= 4}

    assert len(often) >= 6
    assert all(asked[slug] * 3 >= done[slug] for slug in often), (asked, done)


def test_a_missed_morning_may_be_recalled_at_the_next_check_in():
    """Session on day 0, no morning on day 1: on day 2 it is asked about, on day 3 it is gone; an empty session waits for nothing."""
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, morning=None)
    person.morning(2, 3)
    assert [one.about for one in person.today(2).questions if one.id == "recall"] == ["low_back"]
    assert not [one for one in person.today(3).questions if one.id == "recall"]

    empty = Life({BACK: 3})
    empty.open(0)
    empty.close()
    assert not [one for one in empty.today(2).questions if one.id == "recall"]


def test_empty_sessions_unlock_nothing():
    person = Life({BACK: 3})
    for number in range(8):
        person.open(-10 + number)
        person.close()
    assert person.state["trained"] == 0

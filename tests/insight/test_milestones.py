"""Milestones can't be lost and never look at pain; the week's sentence never cheers past a hard one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.insight.milestones import Kind, Says, Week, of_activity, of_sessions, says

SCORES = st.lists(st.integers(0, 10), max_size=20)


def answers(scores):
    return [(7 * week, score) for week, score in enumerate(scores)]


def test_stairs_come_up_from_three_to_six():
    one, = of_activity("Stairs", 3, answers([3, 4, 6, 5, 6, 6]))

    assert (one.kind, one.day, one.facts) == (Kind.ACTIVITY, 35, {"activity": "Stairs", "before": 3, "now": 6})


def test_one_good_day_is_no_way_come():
    assert of_activity("Stairs", 3, answers([3, 9, 3, 9, 3])) == []


def test_as_before_is_said_once():
    assert [one.kind for one in of_activity("Stairs", 3, answers([6, 6, 10, 10, 10, 9, 10, 10]))] == [Kind.ACTIVITY, Kind.AS_BEFORE]
    assert of_activity("Stairs", 10, answers([10, 10])) == []


@given(st.integers(0, 10), SCORES, SCORES)
def test_nothing_reached_is_ever_lost(start, first, later):
    before = of_activity("x", start, answers(first))

    assert of_activity("x", start, answers(first + later))[:len(before)] == before


@given(st.lists(st.integers(0, 3000), unique=True, max_size=120))
def test_sessions_count_whole_or_short(days):
    found = of_sessions(sorted(days))

    assert [one.facts["n"] for one in found] == [count for count in (10, 25, 50, 100) if count <= len(days)]
    assert [one.day for one in found] == [sorted(days)[one.facts["n"] - 1] for one in found]


LOUD = {"mornings": (6.0, 6.0, 6.0), "usual": 4.0}
REACHED = tuple(of_sessions(range(10)))


@pytest.mark.parametrize(("week", "about"), [
    (Week(3, flare=True, milestones=REACHED), Says.FLARE), (Week(3, milestones=REACHED, **LOUD), Says.LOUDER),
    (Week(3, milestones=REACHED), Says.MILESTONE), (Week(1, away=20), Says.BACK), (Week(2, mornings=(4.0,) * 7, usual=4.0), Says.TRAINED),
    (Week(0, mornings=(4.0,)), Says.REST), (Week(0), Says.NOTHING), (Week(2, mornings=(9.0, 9.0), usual=4.0), Says.TRAINED)])
def test_what_a_week_is_about(week, about):
    assert says(week)[0] is about


@given(st.integers(0, 7), st.lists(st.floats(6, 10), min_size=3, max_size=7), st.booleans())
def test_a_loud_week_is_never_passed_over_for_a_cheer(sessions, mornings, reached):
    about, _ = says(Week(sessions, mornings=tuple(mornings), usual=4.0, milestones=REACHED if reached else ()))

    assert about is Says.LOUDER

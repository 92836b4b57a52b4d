"""What several weeks say about the plan: each of its rules at the day and the number on which it begins to hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice
from halfkilo.dose.context import Day
from halfkilo.dose.plan_level import (
    activities_up,
    fewer_sets,
    in_lighter_week,
    lighter_week,
    missed,
    not_helping,
    notices,
    review_due,
    sessions_of_week,
    support,
    usual_rising,
)
from halfkilo.journal.state import State
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life

TODAY = 60
"""A Friday, the first of May."""


def on(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def day_of(state: State, day: int = TODAY) -> Day:
    return Day(state, on(day), Choice(), CATALOGUE)


def state_of(**more: Any) -> State:
    """Two places, and nothing to be said about the plan."""
    state = Life({BACK: 5, LEFT: 3}).state
    for region in state["regions"].values():
        region.update(since=on(TODAY - 20), reviewed=on(TODAY - 20))
    state["plan"]["since"] = on(TODAY - 3)
    state.update(more)  # type: ignore[typeddict-item]
    return state


def backwards(*weeks: int, gap: int = 0) -> list[list[Any]]:
    """Mornings of whole weeks up to today, the newest week first; the last `gap` days of each week are missing."""
    days = ((7 * week + back, pain) for week, pain in enumerate(weeks) for back in range(gap, 7))
    return [[on(TODAY - back), pain] for back, pain in sorted(days, reverse=True)]


# --- usual pain that creeps up --------------------------------------------------------------------------------------
@pytest.mark.parametrize(("weeks", "rising"), [
    ((6, 6, 5, 5), True), ((6, 5, 5, 5), False), ((5, 6, 5, 5), False), ((6, 6, 6, 5), True), ((6, 6, 5, 6), True), ((6, 6, 6, 6), False),
    ((5, 5, 5, 5), False), ((7, 6, 5, 5), True), ((6, 6), False), ((6, 6, 5), True),
], ids=str)
def test_both_of_the_last_two_weeks_stand_above_the_two_before(weeks: tuple[int, ...], rising: bool):
    state = state_of()
    state["regions"]["low_back"]["mornings"] = backwards(*weeks)
    assert usual_rising(day_of(state), BACK) is rising
    assert fewer_sets(day_of(state), 4, (LEFT, BACK)) == (2 if rising else 4)
    assert [one.facts for one in notices(day_of(state)) if one.rule == "usual_up"] == ([{"region": "low_back"}] if rising else [])


def test_the_last_week_is_the_one_up_to_today():
    """Loud on the last four of its days: without today three of six would be, and the lower of the middle two counts."""
    state = state_of()
    week = [[on(TODAY - back), 6 if back in (0, 1, 2, 3) else 5] for back in range(6, -1, -1)]
    state["regions"]["low_back"]["mornings"] = [*backwards(5, 6, 5, 5)[:-7], *week]
    assert usual_rising(day_of(state), BACK) is True
    state["regions"]["low_back"]["mornings"][-1][1] = 5
    assert usual_rising(day_of(state), BACK) is False


@pytest.mark.parametrize(("gap", "known"), [(3, True), (4, False)])
def test_a_week_is_known_from_four_mornings(gap: int, known: bool):
    state = state_of()
    state["regions"]["low_back"]["mornings"] = backwards(6, 6, 5, 5, gap=gap)
    assert usual_rising(day_of(state), BACK) is known


def test_a_third_fewer_sets_and_never_none():
    state = state_of()
    state["regions"]["low_back"]["mornings"] = backwards(6, 6, 5, 5)
    assert [fewer_sets(day_of(state), sets, (BACK,)) for sets in (1, 2, 3, 10, 17)] == [1, 1, 2, 7, 11]
    assert fewer_sets(day_of(state), 10, (LEFT,)) == fewer_sets(day_of(state), 10, ()) == 10


# --- not helping yet ------------------------------------------------------------------------------------------------
def helped(intake: int, now: int, weeks: int = 8, days: int = 0, up: int = 0) -> State:
    state = state_of()
    state["regions"]["low_back"].update(intake=intake, since=on(TODAY - 7 * weeks + days), mornings=backwards(now, now))
    state["measures"]["psfs"] = [[on(TODAY), {"stairs": 4 + up}]]
    return state


@pytest.mark.parametrize(("intake", "now", "up", "said"), [
    (6, 6, 0, True), (6, 5, 0, True), (6, 4, 0, False), (8, 6, 0, False),  # two points are enough
    (3, 2, 0, False), (4, 3, 0, True),  # a third is enough, a quarter is not
    (0, 0, 0, True), (6, 7, 0, True), (6, 6, 1, True), (6, 6, 2, False),
])
def test_not_helping_is_less_than_two_points_and_less_than_three_tenths_and_no_more_done(intake: int, now: int, up: int, said: bool):
    found = not_helping(day_of(helped(intake, now, up=up)), BACK)
    assert (found is not None) is said
    if found is not None:
        assert (found.rule, found.facts) == ("not_helping", {"region": "low_back", "weeks": 8, "intake": intake})


@pytest.mark.parametrize(("days", "said"), [(0, True), (1, False)])
def test_it_is_asked_after_eight_whole_weeks(days: int, said: bool):
    assert (not_helping(day_of(helped(6, 6, days=days)), BACK) is not None) is said


def test_it_is_said_about_one_place_at_a_time():
    state = helped(6, 6)
    state["regions"]["knee_left"].update(intake=3, since=on(0), mornings=backwards(3, 3))
    assert [one.facts["region"] for one in notices(day_of(state)) if one.rule == "not_helping"] == ["low_back"]


def test_activities_count_by_their_mean_rounded_down():
    state = state_of()
    assert activities_up(day_of(state)) == 0, "nothing measured yet"
    state["profile"]["activities"] = [{"id": "stairs", "name": "", "now": 4}, {"id": "garden", "name": "", "now": 2},
                                      {"id": "unasked", "name": "", "now": 9}]
    for now, up in (({"stairs": 6, "garden": 4}, 2), ({"stairs": 6, "garden": 3}, 1), ({"stairs": 3, "garden": 2}, -1),
                    ({"stairs": 7}, 3), ({"other": 9}, 0)):
        state["measures"]["psfs"] = [[on(TODAY - 7), {"stairs": 0, "garden": 0}], [on(TODAY), now]]
        assert activities_up(day_of(state)) == up, now
    state["profile"] = None
    assert activities_up(day_of(state)) == 0


# --- support --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("worry", "days_ago", "said"), [
    ((7, 7), (8, 1), True), ((7, 6), (8, 1), False), ((6, 7), (8, 1), False), ((9,), (1,), False),
    ((7, 7), (28, 1), True), ((7, 7), (29, 1), False), ((2, 8, 8), (15, 8, 1), True), ((8, 8, 2), (15, 8, 1), False),
])
@pytest.mark.parametrize("measure", ["own_mood", "own_worry"])
def test_two_times_running_bring_support(measure: str, worry: tuple[int, ...], days_ago: tuple[int, ...], said: bool):
    state = state_of()
    state["measures"][measure] = [[on(TODAY - ago), {"a": 0, "b": value}] for value, ago in zip(worry, days_ago, strict=True)]
    found = support(day_of(state))
    assert (found.facts if found else None) == ({"measure": measure} if said else None)
    assert ("support" in [one.rule for one in notices(day_of(state))]) is said


def test_an_empty_measure_is_no_answer():
    state = state_of()
    state["measures"]["own_mood"] = [[on(TODAY - 8), {}], [on(TODAY), {}]]
    assert support(day_of(state)) is None


# --- missed sessions ------------------------------------------------------------------------------------------------
def trained(*days_ago: int, planned: int = 3, since: int = 30) -> State:
    person = Life({BACK: 3})
    for ago in sorted(days_ago, reverse=True):
        person.open(TODAY - ago)
        person.close()
    state = person.state
    state["plan"].update(days=planned, since=on(TODAY - since))
    return state


@pytest.mark.parametrize(("days_ago", "gone"), [
    ((), 3), ((1,), 2), ((1, 3), None), ((7,), 2), ((8,), 3), ((0,), 3), ((0, 1), 2),
], ids=str)
def test_what_was_planned_and_not_done_in_the_seven_days_before_today(days_ago: tuple[int, ...], gone: int | None):
    found = missed(day_of(trained(*days_ago)))
    assert (found.facts["missed"] if found else None) == gone


@pytest.mark.parametrize(("since", "said"), [(6, False), (7, True)])
def test_nothing_is_missed_in_the_first_week_of_a_plan(since: int, said: bool):
    assert (missed(day_of(trained(since=since))) is not None) is said
    state = trained()
    state["plan"] = None
    assert missed(day_of(state)) is None


# --- a lighter week -------------------------------------------------------------------------------------------------
def rose(*days_ago: int) -> State:
    person = Life({BACK: 3})
    person.outing(0, LIFT, 10_000, 10)
    state = person.state
    state["exercises"][f"{LIFT}:cable:both"]["rises"] = [{"d": on(TODAY - ago), "g": 1, "t": 1} for ago in sorted(days_ago, reverse=True)]
    return state


@pytest.mark.parametrize(("days_ago", "weeks"), [
    ((0, 7, 14, 21, 28, 35), 6), ((6, 13, 20, 27, 34, 41), 6), ((0, 1, 14, 21, 28, 35), None), ((0, 7, 14, 21, 28), None),
    ((0, 7, 14, 21, 28, 35, 42), 7), ((0, 7, 14, 21, 28, 43), None),
], ids=str)
def test_six_weeks_with_a_rise_in_each_offer_a_lighter_one(days_ago: tuple[int, ...], weeks: int | None):
    found = lighter_week(day_of(rose(*days_ago)))
    assert (found.facts["weeks"] if found else None) == weeks
    assert ("lighter_week" in [one.rule for one in notices(day_of(rose(*days_ago)))]) is (weeks is not None)


@pytest.mark.parametrize(("ago", "said"), [(27, False), (28, True)])
@pytest.mark.parametrize("answer", ["keep", "accept"])
def test_it_is_offered_once_in_four_weeks(answer: str, ago: int, said: bool):
    state = rose(0, 7, 14, 21, 28, 35)
    state["answers"]["lighter_week"] = f"{on(TODAY - ago)} {answer}"
    assert (lighter_week(day_of(state)) is not None) is said


@pytest.mark.parametrize(("answer", "holds"), [("accept", True), ("keep", False)])
def test_a_lighter_week_lasts_seven_days_from_its_yes(answer: str, holds: bool):
    state = state_of()
    assert in_lighter_week(day_of(state)) is False
    for ago, within in ((0, True), (6, True), (7, False)):
        state["answers"]["lighter_week"] = f"{on(TODAY - ago)} {answer}"
        assert in_lighter_week(day_of(state)) is (holds and within)


# --- the review -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("ago", "now", "due"), [(28, 6, True), (27, 6, False), (28, 5, False), (28, 4, False)])
def test_a_review_is_due_after_four_weeks_where_the_usual_stands_above_the_entry(ago: int, now: int, due: bool):
    state = state_of()
    state["regions"]["low_back"].update(reviewed=on(TODAY - ago), mornings=backwards(now, now))
    assert review_due(day_of(state)) == ((BACK,) if due else ())
    assert [one.facts for one in notices(day_of(state)) if one.rule == "review"] == ([{"region": "low_back"}] if due else [])


def test_the_most_important_is_said_first():
    state = helped(5, 6)
    state["regions"]["low_back"].update(mornings=backwards(6, 6, 5, 5), reviewed=on(TODAY - 28))
    state["measures"]["own_mood"] = [[on(TODAY - 8), {"a": 8}], [on(TODAY - 1), {"a": 8}]]
    state["plan"].update(since=on(0))
    state["exercises"] = rose(0, 7, 14, 21, 28, 35)["exercises"]
    state["hazards"] = {"gym-1": ["2026-04-30", "slack", 0]}
    rules = [one.rule for one in notices(day_of(state))]
    assert rules == ["usual_up", "not_helping", "support", "missed", "lighter_week", "review", "hazard"]
    assert notices(day_of(state))[-1].facts == {"device": "gym-1", "what": "slack"}


def test_the_week_begins_on_monday():
    """Today is a Friday: four days ago is this week's Monday."""
    assert [one["on"] for one in sessions_of_week(day_of(trained(0, 4, 5)))] == [on(TODAY - 4), on(TODAY)]

"""One day as a whole: whose turn of the rotation it is, how much of it fits, and what it is called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice, Session, Status, Verdict, record, today
from halfkilo.dose.context import Day
from halfkilo.dose.items import seconds_of
from halfkilo.dose.session import Item
from halfkilo.dose.today import _affordable, _in_time
from halfkilo.exercises import Mechanism
from halfkilo.journal.fields import Different, Mode
from halfkilo.journal.kinds.proposed import Body
from halfkilo.programmes import programmes
from halfkilo.units import Region, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life, item

TURNS = next(slug for slug, one in programmes().items() if one.day_after(0) != one.day_after(1))
"""A programme that has more than one kind of day."""


def day(person: Life | Any, number: int = 2, **choice: Any) -> Session:
    state = person.state if isinstance(person, Life) else person
    return today(state, DAY0 + timedelta(days=number), Choice(minutes=choice.pop("minutes", 30), **choice), CATALOGUE)


def names(session: Session) -> list[str]:
    return [one.exercise for one in session.items]


def counted(sessions: int, since: int | None = None) -> Any:
    state = Life({BACK: 3}, unlocked=True, programme=TURNS).state
    state["session_count"] = sessions
    state["plan"].pop("from", None)
    if since is not None:
        state["plan"]["from"] = since
    return state


def test_the_rotation_counts_from_the_beginning_of_the_plan():
    first, second = names(day(counted(0))), names(day(counted(1)))
    assert first != second
    assert names(day(counted(7, 7))) == first and names(day(counted(8, 7))) == second
    assert names(day(counted(7, 9))) == first, "a plan begins with its first day"


def test_a_session_that_is_open_today_is_todays_and_moves_nothing():
    person = Life({BACK: 3}, unlocked=True, programme=TURNS)
    before = names(day(person))
    person.open(2)
    assert names(day(person)) == before
    person.sets(LIFT, 5_000, 10)
    person.close(3)
    assert names(day(person)) != before


# --- how much fits --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("minutes", [10, 20, 30])
@pytest.mark.parametrize("programme", sorted(programmes()))
def test_second_sets_go_where_there_is_no_time_for_them(programme: str, minutes: int):
    person = Life({BACK: 3}, unlocked=True, programme=programme)
    session = day(person, minutes=minutes)
    on = Day(person.state, session.on.isoformat(), Choice(), CATALOGUE)
    takes = sum(seconds_of(one, on) for one in session.items)
    assert takes <= 66 * minutes or all(one.sets <= 1 for one in session.items)


def test_an_exercise_keeps_both_of_its_sides_or_waits():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    person.pin("vector_side", LIFT)
    for number in (0, 2):
        session = day(person, number)
        finds = [one.exercise for one in session.items if one.verdict is Verdict.FIND]
        assert len(set(finds)) <= 4
        assert finds.count("vector_side") in (0, 2)


# --- what it is called ----------------------------------------------------------------------------------------------
def test_the_same_question_makes_the_same_decision_and_another_one_another():
    person = Life({BACK: 3}, unlocked=True)
    state = person.state
    ids = [day(state).decision, day(state, 3).decision, day(state, minutes=20).decision, day(state, tools=()).decision]
    assert len(set(ids)) == 4 and day(state).decision == ids[0]
    state["basis"] += 1
    assert day(state).decision not in ids
    assert int(ids[0].replace("-", "")[:12], 16) == 86_400_000 * (DAY0 + timedelta(days=2)).toordinal() - 86_400_000 * 719_163


def test_what_is_recorded_is_what_was_decided():
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 20_000, 12)
    person.outing(2, LIFT, 20_000, 12)
    session = day(person, 4)
    body = record(session)
    assert isinstance(body, Body)
    assert (body.on, body.rules, body.digest) == (session.on, session.rules, session.digest)
    assert [(one.exercise, one.tool, one.side, one.grams, one.target, one.sets, one.rule, one.range_percent, one.slower)
            for one in body.doses] == [(one.exercise, one.tool, one.side, one.grams, one.target, one.sets, one.rule, one.range_percent,
                                        one.slower) for one in session.items]
    assert session.offers
    assert [(one.id, one.offered, one.exercise, one.tool, one.side, one.grams, one.target, one.rule, one.other, one.stage)
            for one in body.offers] == [(one.id, one.offered, one.exercise, one.tool, one.side, one.grams, one.target,
                                         one.reasons[0].rule, one.other, one.stage) for one in session.offers]


# --- which day it is ------------------------------------------------------------------------------------------------
def plan(person: Life, **changes: Any) -> Any:
    state = person.state
    state["plan"].update(changes)
    return state


def status(state: Any, number: int = 2) -> Status:
    return today(state, DAY0 + timedelta(days=number), Choice(), CATALOGUE).status


def test_chosen_weekdays_are_training_days_and_the_others_rest():
    """Day 0 is a Monday."""
    state = plan(Life({BACK: 3}, unlocked=True), weekdays=[0, 2])
    assert [status(state, number) is Status.READY for number in range(7)] == [True, False, True, False, False, False, False]


@pytest.mark.parametrize(("days", "trained", "number", "rests"), [
    (3, (0,), 1, True), (3, (0,), 2, False), (4, (0,), 1, False), (3, (0, 2, 4), 6, True), (3, (0, 2), 4, False), (3, (0, 2, 4), 7, False),
    (4, (0, 1, 2, 3), 5, True),
])
def test_days_between_sessions_rest(days: int, trained: tuple[int, ...], number: int, rests: bool):
    person = Life({BACK: 3}, unlocked=True)
    for one in trained:
        person.open(one)
        person.sets(LIFT, 5_000, 10)
        person.close(3)
    assert (status(plan(person, days=days), number) is Status.REST_DAY) is rests


def test_a_day_is_done_when_its_sessions_are_closed_and_more_may_be_asked_for():
    person = Life({BACK: 3}, unlocked=True)
    person.open(2)
    person.sets(LIFT, 5_000, 10)
    assert status(person.state) is not Status.DONE
    person.close(3)
    assert status(person.state) is Status.DONE and day(person).status is Status.READY
    person.open(2)
    assert status(person.state) is Status.READY


def test_home_speaks_about_the_activity_that_today_serves():
    state = Life({BACK: 3}, unlocked=True).state
    assert day(state).towards == "the stairs"
    state["profile"]["activities"] = []
    assert day(state).towards == ""


@pytest.mark.parametrize("different", [Different.ILL, Different.NEW_SYMPTOM])
def test_a_day_on_which_something_is_different_offers_nothing_more(different: Different):
    person = Life({BACK: 3, Region.NECK: 3}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, 20_000, 12)
    person.check_in(2, 3, different)
    session = day(person)
    assert session.offers == () and all(one.exercise != LIFT or one.verdict is not Verdict.PROGRESS for one in session.items)
    assert item(day(person, 3), LIFT)


@pytest.mark.parametrize(("regions", "flare", "sessions", "most"), [
    ({BACK: 3}, False, 0, 5), ({BACK: 3}, False, 11, 5), ({BACK: 3}, False, 12, 6), ({BACK: 3}, True, 12, 4),
    ({Region.WIDESPREAD: 3}, True, 12, 3),
], ids=str)
def test_effort_is_low_at_first_lower_on_days_that_spare_and_lowest_where_pain_is_widespread(
    regions: dict[Region, int], flare: bool, sessions: int, most: int
):
    person = Life(regions, unlocked=True)
    if flare:
        person.flare(2)
    state = person.state
    state["session_count"] = sessions
    assert max(one.effort_most for one in day(state).items) == most


# --- a day on which nothing is trained ------------------------------------------------------------------------------
def test_a_day_that_is_done_still_asks_and_tells_one_that_is_closed_does_neither():
    """Done: the morning's questions and what the weeks say. Stopped: nothing but why. Seen first: the questions, and gentle parts."""
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, morning=None)
    done = person.today(0, minutes=None)
    assert (done.status, done.minutes, done.programme, done.items, done.offers) == (Status.DONE, 0, "low_back", (), ())
    assert [(one.id, one.about) for one in done.questions] == [("morning", "low_back")]
    assert {one.rule for one in done.notices} == {"missed"}
    stopped = Life({BACK: 3}, unlocked=True, yes=("saddle_numb",)).today(8)
    assert (stopped.status, stopped.questions, stopped.notices, stopped.parts) == (Status.STOP, (), (), ())
    assert [one.rule for one in stopped.reasons] == ["G1"]
    seen = Life({BACK: 3}, unlocked=True, yes=("recent_surgery_fracture",)).today(8)
    assert seen.status is Status.SEE_FIRST and seen.parts and seen.notices == ()
    assert [one.id for one in seen.questions] == ["morning"] and seen.mode is Mode.GENTLE


@pytest.mark.parametrize(("regions", "flare", "most"), [
    ({BACK: 3}, False, 4), ({Region.WIDESPREAD: 3}, False, 4), ({BACK: 3, Region.WIDESPREAD: 3}, True, 3)], ids=str)
def test_a_gentle_day_has_the_effort_of_a_flare_and_one_widespread_place_among_others_the_lowest(
    regions: dict[Region, int], flare: bool, most: int
):
    person = Life(regions, unlocked=True)
    if flare:
        person.flare(2)
    session = day(person, mode=Mode.GENTLE)
    assert session.items and max(one.effort_most for one in session.items) == most


# --- what a day has room for ----------------------------------------------------------------------------------------
def one_item(exercise: str, *, sets: int = 1, verdict: Verdict = Verdict.HOLD, steps: int = 0, rule: str = "find", rest: int = 60,
             side: Side = Side.BOTH) -> Any:
    """A row of which the item alone counts. A set of the lift takes 50 seconds."""
    found = tuple(range(1, steps + 1))
    made = Item(exercise, Tool.CABLE, side, verdict, rule, sets, 10, 10_000, 500, 10_000, rest, 100, 6, (), steps=found)
    return None, made, None, None


@pytest.mark.parametrize(("sets", "minutes", "left"), [
    ((2, 2, 2), 20, (2, 2, 2)), ((2, 2, 2), 9, (2, 2, 2)), ((2, 2, 2), 8, (2, 2, 1)), ((2, 2, 2), 6, (2, 1, 1)), ((3, 1, 3), 8, (3, 1, 1)),
    ((3, 1, 3), 6, (2, 1, 1)), ((2, 2, 2), 1, (1, 1, 1)), ((1, 1, 1), 1, (1, 1, 1)), ((0, 2), 1, (0, 1)),
], ids=str)
def test_second_sets_go_from_the_last_on_until_it_fits(sets: tuple[int, ...], minutes: int, left: tuple[int, ...]):
    """A first set takes 70 seconds with the walk, each further one 110; a planned minute may take 66. Three exercises of two sets: 540."""
    on = Day(Life({BACK: 3}, unlocked=True).state, "2026-03-04", Choice(), CATALOGUE)
    rows = [one_item(LIFT, sets=one) for one in sets]
    after = _in_time(on, rows, minutes)
    assert tuple(item.sets for _, item, _, _ in after) == left
    assert [item.sets for _, item, _, _ in rows] == list(sets), "the rows that were given stay"


def test_it_fits_to_the_second():
    on = Day(Life({BACK: 3}, unlocked=True).state, "2026-03-04", Choice(), CATALOGUE)
    for rest, sets in ((2 * 66 - 120, 2), (2 * 66 - 119, 1)):  # two sets of fifty seconds, their rest, and twenty for the way
        assert [item.sets for _, item, _, _ in _in_time(on, [one_item(LIFT, sets=2, rest=rest)], 2)] == [sets]


def finds(*found: tuple[str, int]) -> list[str]:
    """What is still found of first loads with so many steps each, of the 20 taps that one place leaves."""
    on = Day(Life({BACK: 3}, unlocked=True).state, "2026-03-04", Choice(), CATALOGUE)
    rows = [one_item(slug, verdict=Verdict.FIND, steps=steps) for slug, steps in found]
    return [item.exercise for _, item, _, _ in _affordable(on, rows)]


def test_four_first_loads_a_day_and_no_more_than_leave_taps_for_the_questions():
    assert finds(("a", 5), ("b", 5), ("c", 5), ("d", 5)) == ["a", "b", "c", "d"]
    assert finds(("a", 4), ("b", 4), ("c", 4), ("d", 4), ("e", 1)) == ["a", "b", "c", "d"], "four at most"
    assert finds(("a", 6), ("b", 6), ("c", 6), ("d", 3), ("e", 2)) == ["a", "b", "c", "e"], "a shorter one takes the taps that are left"
    assert finds(("a", 20)) == ["a"] and finds(("a", 21)) == []
    assert finds(("a", 0), ("b", 6)) == ["b"], "where no load can be made nothing is found"


def test_both_sides_are_found_or_neither_and_what_stands_is_always_kept():
    on = Day(Life({BACK: 3}, unlocked=True).state, "2026-03-04", Choice(), CATALOGUE)
    sides = [one_item("s", verdict=Verdict.FIND, steps=steps, side=side) for side, steps in ((Side.LEFT, 6), (Side.RIGHT, 6))]
    first = one_item("a", verdict=Verdict.FIND, steps=6)
    names = [item.exercise for _, item, _, _ in _affordable(on, [first, *sides, one_item(LIFT)])]
    assert names == ["a", "s", "s", LIFT]
    more = one_item("b", verdict=Verdict.FIND, steps=3)
    assert [item.exercise for _, item, _, _ in _affordable(on, [first, more, *sides, one_item(LIFT)])] == ["a", "b", LIFT]
    open_side = [one_item("s", verdict=Verdict.FIND, steps=steps, side=side) for side, steps in ((Side.LEFT, 6), (Side.RIGHT, 0))]
    assert [item.side for _, item, _, _ in _affordable(on, open_side)] == [Side.LEFT], "a side without a load is left out"


def test_a_gentle_day_moves_gently_and_a_rescue_may_do_more():
    person = Life({BACK: 3}, unlocked=True)
    kinds = {mode: {CATALOGUE[one].facts.mechanism for one in names(day(person, mode=mode))} for mode in (Mode.GENTLE, Mode.RESCUE)}
    gentle = {Mechanism.MOBILITY, Mechanism.CALM}
    assert kinds[Mode.GENTLE] and kinds[Mode.GENTLE] <= gentle and not kinds[Mode.RESCUE] <= gentle

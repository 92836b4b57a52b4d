"""One set more is asked about for one exercise a day: what asks least of the sore place, where there is time; never after a no today."""

from __future__ import annotations

from typing import Any

import pytest

from halfkilo.dose import Choice
from halfkilo.dose.context import Day
from halfkilo.dose.items import MINUTE, seconds_of
from halfkilo.dose.once import changed
from halfkilo.dose.sets import Row, with_a_set
from halfkilo.journal.fields import Offered
from halfkilo.journal.kinds.limit_set import What
from tests.dose.test_place import KNOWN, TWIN
from tests.dose.test_place_room import rows
from tests.life import BACK, LIFT, Life


def easy(*, sets: int = 1, effort: int = 3, **past: Any) -> Day:
    """The lift and its twin, both easy for weeks, and no load that could grow."""
    person = Life({BACK: 3}, unlocked=True)
    person.limit(What.LOAD_MOST, 20_000)
    for number in range(4):
        person.check_in(2 * number, 3)
        person.open(2 * number)
        for slug in (LIFT, TWIN):
            person.sets(slug, 20_000, 9, sets=sets, peak=3, effort=effort + (number + (slug == TWIN)) % 2)
        person.close(3)
        person.morning(2 * number + 1, 3 - (number == 2))
    person.check_in(8, 3)
    state = person.state
    state["exercises"][f"{LIFT}:cable:both"].update(past)  # type: ignore[typeddict-item]
    return Day(state, "2026-03-10", Choice(), KNOWN)


def asked(day: Day, after: list[Row]) -> list[str]:
    """The exercises for which one set more is offered."""
    return [case.exercise.slug for _, _, decided, case in after if decided.wish is not None and decided.wish.offered is Offered.SET]


def test_it_is_asked_about_what_asks_least_of_the_place_and_nothing_else_changes():
    day = easy()
    given = rows(day, LIFT, TWIN)
    after = with_a_set(day, given, 30)
    assert asked(day, given) == [] and asked(day, after) == [TWIN]
    assert after[0] == given[0] and after[1][1].target == 9 < given[1][1].target, "a set takes the place of a repetition"


def test_a_no_today_moves_the_question_to_nobody_else():
    day = easy(declined="2026-03-10")
    assert asked(day, with_a_set(day, rows(day, LIFT, TWIN), 30)) == []
    day = easy(declined="2026-03-09")
    assert asked(day, with_a_set(day, rows(day, TWIN), 30)) == [TWIN]


def test_who_is_asked_already_is_the_only_one():
    day = easy()
    first = with_a_set(day, rows(day, LIFT, TWIN), 30)
    assert with_a_set(day, first, 30) == first


@pytest.mark.parametrize("less", [{"sets": 2}, {"effort": 5}], ids=str)
def test_only_where_the_programme_plans_more_and_the_last_time_was_easy(less: dict[str, Any]):
    day = easy(**less)
    assert asked(day, with_a_set(day, rows(day, LIFT, TWIN), 30)) == []


def test_only_where_there_is_time_to_the_second():
    day = easy()
    given = rows(day, LIFT, TWIN)
    more = seconds_of(changed(given[1][1], sets=2), day) - seconds_of(given[1][1], day)
    needed = sum(seconds_of(row[1], day) for row in given) + more
    fits = -(-needed // MINUTE)
    assert asked(day, with_a_set(day, given, fits)) == [TWIN]
    assert asked(day, with_a_set(day, given, fits - 1)) == []


def test_a_wish_for_which_there_is_no_time_is_taken_back():
    day = easy()
    wishing = with_a_set(day, rows(day, LIFT, TWIN), 30)
    after = with_a_set(day, wishing, 2)
    assert asked(day, after) == [] and after[1][1].reasons == after[1][2].reasons and after[0] == wishing[0]

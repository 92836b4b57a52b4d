"""A movement that is met again, step by step: what each step looks like, when the next is earned, and whose turn it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice, Verdict
from halfkilo.dose.context import Day
from halfkilo.dose.gates import gates
from halfkilo.dose.reintroduce import SAYS, Row, Step, reintroduced
from halfkilo.dose.session import Reason
from halfkilo.exercises import Catalogue, Exercise
from halfkilo.journal.fields import Different, Offered, Why
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
from tests.dose.test_reintroduce import SLUG, feared, wanted
from tests.life import BACK, CATALOGUE, DAY0, LEFT, RIGHT, Life

BODY = "vector_easy"
"""Body weight alone, 8 to 12."""
NEXT = {Step.NONE: Step.FILM, Step.FILM: Step.HALF, Step.HALF: Step.WHOLE, Step.WHOLE: Step.LIGHT, Step.LIGHT: Step.USUAL}


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def rows(person: Life, day: int, step: Step | None = None, *, since: int = 0, slug: str = SLUG, no: int | None = None) -> list[Row]:
    """What is met again on a day, at a step that had its yes on another."""
    state = person.state
    if step is not None:
        state["again"][slug] |= {"step": int(step), "on": iso(since)}
    if no is not None:
        state["again"][slug]["no"] = iso(no)
    on = Day(state, iso(day), Choice(), CATALOGUE)
    return reintroduced(on, gates(on), 6)


def row(*args: Any, **more: Any) -> Row:
    (only,) = rows(*args, **more)
    return only


def stage(one: Row) -> int | None:
    return one[2].wish.stage if one[2].wish is not None else None


def did(person: Life, day: int, slug: str = SLUG, tool: Tool = Tool.BODY, grams: int = 0, target: int = 4, **felt: Any) -> Life:
    person.outing(day, slug, grams, target, tool=tool, **{"effort": 4, **felt})
    return person


# --- what a step looks like -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("step", "place", "tool", "grams", "percent"), [
    (Step.NONE, 0, Tool.BODY, 0, 100), (Step.FILM, 1, Tool.BODY, 0, 100), (Step.HALF, 2, Tool.BODY, 0, 50),
    (Step.WHOLE, 3, Tool.BODY, 0, 100), (Step.LIGHT, 4, Tool.DUMBBELL, 2_000, 100),
])
def test_each_step_has_its_way_its_load_its_range_and_half_of_the_usual_repetitions(
    step: Step, place: int, tool: Tool, grams: int, percent: int
):
    pick, one, decided, case = row(feared(), 4, step)
    listed = step > Step.FILM
    assert (one.exercise, one.tool, one.grams, one.target, one.sets, one.range_percent) == (SLUG, tool, grams, 4, 1, percent)
    assert (one.verdict, one.rule, decided.grams) == (Verdict.START if listed else Verdict.REST, "again", grams)
    assert one.reasons[0] == Reason("again", {"step": place, "steps": 5}) and pick.exercise is case.exercise


@pytest.mark.parametrize(("step", "percent", "grams", "place"), [(Step.HALF, 50, 500, 2), (Step.LIGHT, 100, 500, 3)])
def test_what_needs_a_load_has_the_lightest_over_half_the_range_and_then_over_all_of_it(step: Step, percent: int, grams: int, place: int):
    person = Life({BACK: 3}, unlocked=True)
    wanted(person, 0, "vector_lift")
    one = row(person, 4, step, slug="vector_lift")[1]
    assert (one.tool, one.range_percent, one.grams, one.reasons[0].facts) == (Tool.CABLE, percent, grams, {"step": place, "steps": 4})


@pytest.mark.parametrize("step", [Step.NONE, Step.FILM])
def test_while_it_is_only_watched_nothing_is_lifted(step: Step):
    person = Life({BACK: 3}, unlocked=True)
    wanted(person, 0, "vector_lift")
    _, one, decided, _ = row(person, 4, step, slug="vector_lift")
    assert (one.verdict, one.grams, one.most, decided.grams) == (Verdict.REST, 0, 0, 0)


# --- when the next one is earned ------------------------------------------------------------------------------------
def test_the_film_is_offered_at_once_and_the_first_movement_on_another_day():
    assert stage(row(feared(), 0)) == Step.FILM
    assert [stage(row(feared(), day, Step.FILM, since=2)) for day in (2, 3)] == [None, Step.HALF]


@pytest.mark.parametrize("step", [Step.HALF, Step.WHOLE, Step.LIGHT])
def test_after_a_settled_session_the_next_step_is_offered_as_it_will_be(step: Step):
    tool, grams = (Tool.DUMBBELL, 2_000) if step is Step.LIGHT else (Tool.BODY, 0)
    wish = row(did(feared(), 4, tool=tool, grams=grams), 6, step, since=2)[2].wish
    assert wish is not None
    following = NEXT[step]
    assert (wish.offered, wish.stage, wish.grams, wish.target) == (Offered.AGAIN, following, 2_000 if following >= Step.LIGHT else 0, 4)
    assert wish.reasons[0] == SAYS[following] and wish.reasons[1].rule == "again"


@pytest.mark.parametrize("felt", [{"peak": 5}, {"peak": None}, {"morning": None}, {"done": 3}, {"morning": 5}, {"peak": 8},
                                  {"stop": Why.FEAR}], ids=str)
def test_without_a_calm_and_settled_session_of_all_repetitions_nothing_is_offered(felt: dict[str, Any]):
    assert stage(row(did(feared(), 4, **felt), 6, Step.WHOLE, since=2)) is None


def test_back_at_the_film_the_first_movement_is_offered_again_on_another_day():
    person = did(feared(), 4, stop=Why.FEAR)
    assert [stage(row(person, day, Step.HALF, since=2)) for day in (4, 5)] == [None, Step.HALF]


def test_a_session_before_the_yes_earns_nothing_one_on_its_day_does():
    assert stage(row(did(feared(), 4), 6, Step.HALF, since=5)) is None
    assert stage(row(did(feared(), 4), 6, Step.HALF, since=4)) == Step.WHOLE
    assert stage(row(feared(), 6, Step.HALF, since=4)) is None, "nothing was done yet"


def test_the_newest_session_counts_whatever_it_was_done_with():
    person = did(did(feared(), 4), 6, tool=Tool.DUMBBELL, grams=2_000, peak=5)
    assert stage(row(person, 8, Step.LIGHT, since=2)) is None
    other = did(did(feared(), 4, tool=Tool.DUMBBELL, grams=2_000, peak=5), 6)
    assert stage(row(other, 8, Step.HALF, since=2)) == Step.WHOLE


@pytest.mark.parametrize(("ago", "offered"), [(0, None), (6, None), (7, Step.HALF), (9, Step.HALF)])
def test_a_no_waits_a_week_to_the_day(ago: int, offered: Step | None):
    assert stage(row(feared(), 12, Step.FILM, since=2, no=12 - ago)) == offered


def test_a_day_that_holds_offers_nothing():
    person = did(feared(), 4)
    person.check_in(6, 3, Different.SLEPT_BADLY)
    assert stage(row(person, 6, Step.HALF, since=2)) is None
    person.check_in(7, 3)
    assert stage(row(person, 7, Step.HALF, since=2)) == Step.WHOLE


# --- a step back ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("felt", "back"), [
    ({"stop": Why.PAIN}, 1), ({"stop": Why.FEAR}, 1), ({"peak": 8}, 1), ({"morning": 5}, 1), ({"stop": Why.TIME}, 0), ({"peak": 5}, 0),
    ({"morning": None}, 0), ({"effort": 9}, 0),
], ids=str)
def test_one_step_back_where_it_hurt_scared_or_had_not_settled_and_else_none(felt: dict[str, Any], back: int):
    one = row(did(feared(), 4, **felt), 6, Step.WHOLE, since=2)
    assert one[1].reasons[0].facts["step"] == 3 - back
    assert one[1].range_percent == (50 if back else 100)


@pytest.mark.parametrize(("loud", "place"), [(1, 3), (2, 2), (3, 1), (4, 1)])
def test_a_step_back_for_each_of_them_and_never_before_the_film(loud: int, place: int):
    person = feared()
    for number in range(loud):
        did(person, 4 + 2 * number, tool=Tool.DUMBBELL, grams=2_000, stop=Why.FEAR)
    _, one, _, _ = row(person, 20, Step.LIGHT, since=2)
    assert one.reasons[0].facts["step"] == place and one.grams == 0


def test_what_was_before_the_yes_takes_no_step_back():
    assert row(did(feared(), 4, stop=Why.FEAR), 6, Step.WHOLE, since=5)[1].reasons[0].facts["step"] == 3


# --- whose turn it is -----------------------------------------------------------------------------------------------
def test_what_waits_longest_is_met_first_and_one_movement_a_day():
    person = Life({BACK: 3}, unlocked=True, dumbbells=(2_000,))
    wanted(person, 3, SLUG)
    wanted(person, 1, BODY)
    assert [one.exercise for _, one, _, _ in rows(person, 4)] == [BODY]
    person.limit(What.BAN, author="clinician:rao", exercise=BODY)
    assert [one.exercise for _, one, _, _ in rows(person, 4)] == [SLUG], "what may not be met today lets the other one go first"
    person.limit(What.BAN, author="clinician:rao", exercise=SLUG)
    assert rows(person, 4) == []


def test_what_is_no_more_or_has_nothing_at_hand_is_not_met():
    person = Life({BACK: 3}, unlocked=True, gym=False)
    wanted(person, 0, "vector_lift")
    assert rows(person, 4) == [], "it needs a load, and there is none"
    state = Life({BACK: 3}, unlocked=True).state
    state["again"]["vector_gone"] = {"since": iso(0), "step": 0, "on": iso(0)}
    on = Day(state, iso(4), Choice(), CATALOGUE)
    assert reintroduced(on, gates(on), 6) == []


def test_only_the_persons_own_ban_of_this_one_opens():
    person = Life({BACK: 3}, unlocked=True, dumbbells=(2_000,))
    wanted(person, 0, SLUG)
    person.limit(What.BAN, exercise=BODY)
    person.limit(What.SETS_MOST, 1, exercise=SLUG)
    person.limit(What.RANGE_MOST, 40, exercise=SLUG)
    (only,) = rows(person, 4, Step.HALF)
    left = [(one["what"], one.get("exercise")) for one in only[3].day.state["limits"]]
    assert left == [("ban", BODY), ("sets_most", SLUG), ("range_most", SLUG)]
    assert only[1].range_percent == 40, "a limit of the range holds on the way as well"


def test_each_side_stands_at_a_step_of_its_own():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    wanted(person, 0, "vector_side")
    did(person, 4, "vector_side", Tool.CABLE, 500, side=Side.LEFT, stop=Why.PAIN)
    found = {one.side: one.reasons[0].facts["step"] for _, one, _, _ in rows(person, 6, Step.HALF, since=2, slug="vector_side")}
    assert found == {Side.LEFT: 1, Side.RIGHT: 2}


@pytest.mark.parametrize(("least", "few"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (8, 4)])
def test_half_of_the_fewest_usual_repetitions_and_never_none(least: int, few: int):
    one = CATALOGUE[SLUG]
    known = Catalogue({**CATALOGUE, SLUG: Exercise(SLUG, replace(one.facts, range=(least, 12)), one.demand)})
    on = Day(feared().state, iso(4), Choice(), known)
    ((_, made, _, _),) = reintroduced(on, gates(on), 6)
    assert made.target == few

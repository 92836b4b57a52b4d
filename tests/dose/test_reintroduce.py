"""Meeting a movement again that was left out: each step with a yes, one for each settled session, a step back where it hurt or scared."""

from __future__ import annotations

from typing import Any

import pytest

from halfkilo import words
from halfkilo.dose import Session
from halfkilo.dose.explain import ladder
from halfkilo.dose.reintroduce import Step
from halfkilo.dose.reintroduce import ladder as steps_of
from halfkilo.journal.fields import Answer, Different, Offered, Why
from halfkilo.journal.kinds import reintroduced
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Side, Tool
from tests.life import BACK, CATALOGUE, LEFT, LIFT, RIGHT, Life

SLUG = "goblet_squat"


def feared(slug: str = SLUG, **more: Any) -> Life:
    """Somebody who had left a movement out and now wants to meet it again, from day 0."""
    person = Life({BACK: 3}, unlocked=True, dumbbells=(2_000, 4_000), **more)
    person.limit(What.BAN, exercise=slug)
    wanted(person, 0, slug)
    return person


def wanted(person: Life, day: int, slug: str = SLUG, *, author: str = "person", wants: bool = True) -> None:
    person.add("reintroduced", reintroduced.Body(slug, person.go(day), wants), author=author)


def asked(session: Session, slug: str = SLUG) -> Any:
    return next((one for one in session.offers if one.exercise == slug and one.offered is Offered.AGAIN), None)


def of(session: Session, slug: str = SLUG) -> Any:
    return next((one for one in session.items if one.exercise == slug), None)


def day(person: Life, on: int, answer: Answer | None = Answer.ACCEPT, **felt: Any) -> Step | None:
    """A day: the check-in, the step that is offered and its answer, and what then stands in the session. Returns what was offered."""
    person.check_in(on, 3)
    made = asked(person.decide(on))
    if made is not None and answer is not None:
        person.answer(made.id, answer)
    one = of(person.decide(on))
    if one is not None:
        person.open(on)
        person.sets(SLUG, one.grams, one.target, tool=one.tool, **({"peak": 3, "effort": 4} | felt))
        person.close(3)
    person.morning(on + 1, 3)
    return Step(made.stage) if made is not None else None


def test_step_by_step_back_to_usual_sessions():
    person, seen = feared(), []
    for on in range(0, 10, 2):
        offered = day(person, on)
        outing = person.state["exercises"].get(f"{SLUG}:body:both") or person.state["exercises"].get(f"{SLUG}:dumbbell:both")
        seen.append((offered, outing["outings"][-1].get("rp", 100) if outing else None))

    assert [step for step, _ in seen] == [Step.FILM, Step.HALF, Step.WHOLE, Step.LIGHT, Step.USUAL]
    assert [percent for _, percent in seen[:3]] == [None, 50, 100]
    state = person.state
    assert state["again"] == {} and not [one for one in state["limits"] if one["what"] == "ban"], "its own limit is lifted by the last yes"
    assert state["exercises"][f"{SLUG}:dumbbell:both"]["outings"][0]["g"] == 2_000, "the lightest there is"


def test_nothing_is_done_without_a_yes():
    person = feared()
    for on in (0, 2, 4):
        assert day(person, on, None) is Step.FILM
        assert of(person.today(on)) is None


def test_a_no_is_not_asked_again_for_a_week():
    person = feared()
    assert day(person, 0, Answer.KEEP) is Step.FILM
    assert [day(person, on) for on in (2, 4, 6)] == [None, None, None]
    assert day(person, 8) is Step.FILM


@pytest.mark.hazard("H27")
@pytest.mark.parametrize("why", [Why.PAIN, Why.FEAR])
def test_a_step_back_where_it_hurt_or_scared(why: Why):
    person = feared()
    for on in (0, 2):
        day(person, on)
    assert day(person, 4, stop=why) is Step.WHOLE
    back = of(person.today(6))

    assert back.range_percent == 50 and back.tool is Tool.BODY
    assert asked(person.today(6)) is None, "first it goes well where it is"
    with words.strictly():
        assert all("step" in line.lower() for line in ladder(back.reasons)[:1])
    assert day(person, 6) is None
    assert day(person, 8) is Step.WHOLE


def test_what_had_not_settled_by_the_morning_goes_a_step_back():
    person = feared()
    for on in (0, 2, 4):
        day(person, on)
    assert of(person.today(6)).range_percent == 100
    person.morning(5, 6)

    assert of(person.today(6)).range_percent == 50


def test_a_day_that_holds_offers_no_step():
    person = feared()
    day(person, 0)
    person.check_in(2, 3, Different.SLEPT_BADLY)
    assert asked(person.today(2)) is None


@pytest.mark.hazard("H22")
def test_what_a_clinician_left_out_stays_left_out():
    person = feared()
    person.limit(What.BAN, author="clinician:rao", exercise=SLUG)
    wanted(person, 1)
    for on in (2, 4):
        assert day(person, on) is None and of(person.today(on)) is None
    assert [one["by"] for one in person.state["limits"] if one["what"] == "ban"] == ["person", "clinician"]


@pytest.mark.hazard("H31")
def test_nobody_else_begins_it():
    person = Life({BACK: 3}, unlocked=True)
    person.limit(What.BAN, exercise=SLUG)
    for author in ("clinician:rao", "site", "gym"):
        wanted(person, 0, author=author)
    assert person.state["again"] == {} and asked(person.today(0)) is None


def test_a_limit_of_the_load_is_kept_on_the_way():
    person = feared()
    person.limit(What.LOAD_MOST, 1_000, exercise=SLUG)
    offered = [day(person, on) for on in range(0, 8, 2)]
    assert offered == [Step.FILM, Step.HALF, Step.WHOLE, Step.USUAL], "no load can be made, so none is asked for"


def test_it_can_be_left_and_what_was_never_left_out_waits_on_its_steps():
    person = feared()
    day(person, 0)
    wanted(person, 1, wants=False)
    assert person.state["again"] == {} and [one["what"] for one in person.state["limits"]] == ["ban"]

    other = Life({BACK: 3}, unlocked=True)
    wanted(other, 0, "chair_stand")
    assert [(one["what"], one["exercise"]) for one in other.state["limits"]] == [("ban", "chair_stand")]
    assert of(other.today(0), "chair_stand") is None and asked(other.today(0), "chair_stand").stage == Step.FILM
    other.limit(What.BAN, exercise="chair_stand", lift=True)
    assert other.state["again"] == {} and other.state["limits"] == []


def test_each_side_is_offered_and_one_yes_is_enough():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    wanted(person, 0, "vector_side")
    person.check_in(0, 3)
    made = [one for one in person.decide(0).offers if one.offered is Offered.AGAIN]
    assert {one.side for one in made} == {Side.LEFT, Side.RIGHT} and {one.stage for one in made} == {Step.FILM}
    person.answer(made[0].id, Answer.ACCEPT)
    person.answer(made[1].id, Answer.ACCEPT)
    assert person.state["again"]["vector_side"]["step"] == Step.FILM


def test_the_ladder_of_what_needs_a_load_and_of_what_has_none():
    assert steps_of(CATALOGUE[LIFT], True) == (Step.FILM, Step.HALF, Step.LIGHT, Step.USUAL)
    assert steps_of(CATALOGUE["vector_easy"], False) == (Step.FILM, Step.HALF, Step.WHOLE, Step.USUAL)
    assert len(steps_of(CATALOGUE[SLUG], True)) == 5

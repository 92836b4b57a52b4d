"""What would it take to go up? Whatever is named has to be true: when it all comes true, a rise or an offer really comes that day."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halfkilo import words
from halfkilo.dose import Verdict
from halfkilo.dose.explain import why
from halfkilo.dose.whatif import WhatIf, what_if
from halfkilo.journal.fields import Answer, Different, Finder, Offered, Why
from halfkilo.journal.kinds import limit_set, morning
from halfkilo.units import Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life, offer

UP = (Offered.LOAD, Offered.SET, Offered.WAY_BACK, Offered.HARDER)


def asked(person: Life, day: int, slug: str = LIFT, tool: Tool = Tool.CABLE, side: Side = Side.BOTH) -> WhatIf:
    found = what_if(person.state, date.fromordinal(DAY0.toordinal() + day), slug, tool, side, CATALOGUE)
    assert found is not None
    return found


def rules(found: WhatIf) -> list[str]:
    return [reason.rule for reason in found.missing]


def goes_up(person: Life, day: int) -> bool:
    session = person.today(day, minutes=None)
    made = offer(session, LIFT)
    rising = any(one.exercise == LIFT and one.verdict is Verdict.PROGRESS for one in session.items)
    return rising or (made is not None and made.offered in UP)


def live_well(person: Life, day: int, found: WhatIf) -> None:
    """Let come true what was named: answers at the usual, and the sessions, each as today's decision says."""
    assert found.on is not None
    usual = person.regions[BACK]
    last = (found.on - DAY0).days
    if "next-recall" in rules(found):
        person.go(day)
        person.add("morning", morning.Body(date.fromordinal(DAY0.toordinal() + day - 1), {BACK: usual}))
    for now in range(day, last + 1):
        on = date.fromordinal(DAY0.toordinal() + now)
        if not any(one[0] == on.isoformat() for one in person.state["regions"]["low_back"]["mornings"]):
            person.morning(now, usual)
        if on in found.sessions or now == last:
            told = person.state["today"]
            if told is None or told["on"] != on.isoformat():
                person.check_in(now, usual)
        if on in found.sessions:
            one = next(one for one in person.decide(now, minutes=None).items if one.exercise == LIFT)
            person.open(now)
            person.sets(LIFT, one.grams, one.target, sets=one.sets, peak=usual, effort=6 - now % 2)  # answers that never move are none
            person.close(usual)


def once(usual: int = 3, grams: int = 12_000, reps: int = 10, **more: object) -> Life:
    person = Life({BACK: usual}, unlocked=True)
    person.pin(LIFT)
    person.outing(0, LIFT, grams, reps, pre=usual, peak=more.pop("peak", usual), morning=more.pop("morning", usual), **more)
    return person


@st.composite
def histories(draw):
    """A few outings that went as they went, and what happened after them."""
    usual, grams = draw(st.integers(0, 5)), 500 * draw(st.integers(1, 60))
    reps = draw(st.sampled_from([8, 10, 12]))
    outings = draw(st.lists(st.tuples(st.integers(3, 9), st.sampled_from([0, 0, 0, 1, 2, 3]), st.sampled_from([0, 0, 1, 3, None])),
                            min_size=1, max_size=4))
    after = draw(st.sampled_from(["", "", "", "slept", "painkiller", "declined", "stop", "gap"]))
    return usual, grams, reps, outings, after


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_when_all_that_is_named_comes_true_it_really_goes_up(case):
    usual, grams, reps, outings, after = case
    person, day = Life({BACK: usual}, unlocked=True), 0
    person.pin(LIFT)
    for effort, up, next_up in outings:
        person.outing(day, LIFT, grams, reps, pre=usual, peak=min(10, usual + up), effort=effort,
                      morning=None if next_up is None else min(10, usual + next_up))
        day += 2
    if after == "stop":
        person.outing(day, LIFT, grams, reps, pre=usual, peak=usual, morning=usual, stop=Why.PAIN)
    elif after == "declined" and (made := offer(person.decide(day), LIFT)) is not None:
        person.answer(made.id, Answer.KEEP)
    elif after in ("slept", "painkiller"):
        person.check_in(day, usual, Different.SLEPT_BADLY if after == "slept" else Different.NEW_PAINKILLER)
    day += {"gap": 14, "stop": 2}.get(after, 0)
    found = asked(person, day)
    if found.on is None:
        assert rules(found)[-1] == "next-far"
        return
    live_well(person, day, found)

    assert goes_up(person, (found.on - DAY0).days), (found, case)
    with words.strictly():
        assert all(why(reason, language) for reason in found.missing for language in words.languages())


def test_nothing_is_missing_on_a_day_on_which_it_goes_up():
    person = once()
    person.check_in(2, 3)

    assert asked(person, 2) == WhatIf((), date(2026, 3, 4), ())


def test_a_morning_that_is_not_answered_yet_is_all_that_is_missing():
    person = once(morning=None)
    found = asked(person, 1)

    assert rules(found)[0] == "next-answers" and rules(asked(person, 2)) == ["next-recall", "next-answers", "next-day"]
    found = asked(person, 2)
    assert found.on == date(2026, 3, 4) and found.sessions == ()


def test_locked_names_its_mornings_and_sessions():
    person = Life({BACK: 3})
    person.pin(LIFT)
    person.outing(0, LIFT, 12_000, 10)
    found = asked(person, 2)
    locked = next(reason for reason in found.missing if reason.rule == "locked")

    assert locked.facts == {"mornings": 13, "sessions": 5, "rehearsed": False} or locked.facts["mornings"] == 12
    assert found.on is not None and (found.on - DAY0).days >= 13 and len(found.sessions) >= 5


def test_a_no_waits_its_week():
    person = once(reps=12)
    person.outing(2, LIFT, 12_000, 12)
    session = person.decide(4)
    person.answer(offer(session, LIFT).id, Answer.KEEP)
    found = asked(person, 4)

    assert "declined" in rules(found)
    assert found.on is not None and (found.on - DAY0).days >= 11


def test_a_limit_against_rises_is_named_and_no_day_is_promised():
    person = once()
    person.limit(limit_set.What.NO_RISE, exercise=LIFT)
    found = asked(person, 2)

    assert found.on is None and "no_rise" in rules(found) and rules(found)[-1] == "next-far"


def test_a_flare_is_named_and_the_way_back_counts_as_up():
    person = once()
    person.flare(2)
    found = asked(person, 2)

    assert "G3" in rules(found)
    assert found.on is not None and (found.on - DAY0).days >= 5


def test_a_held_place_waits_for_a_settled_morning():
    person = once(morning=6)
    person.morning(2, 6)
    person.say_flare(2, BACK, Answer.NO)
    found = asked(person, 2)

    assert "G3-held" in rules(found) and found.on is not None and found.on > date(2026, 3, 4)


def test_each_side_is_asked_for_itself():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    person.pin("vector_side")
    person.outing(0, "vector_side", 10_000, 10, side=Side.LEFT, peak=8)
    person.outing(0, "vector_side", 10_000, 10, side=Side.RIGHT, peak=3)
    person.check_in(2, 3)

    assert asked(person, 2, "vector_side", side=Side.RIGHT).missing == ()
    assert "next-clean" in rules(asked(person, 2, "vector_side", side=Side.LEFT))


def test_looking_ahead_leaves_the_state_alone():
    person = once(effort=7)
    state = person.state
    before = deepcopy(state)
    what_if(state, date(2026, 3, 4), LIFT, Tool.CABLE, Side.BOTH, CATALOGUE)

    assert state == before


@pytest.mark.parametrize("slug", ["cat_cow", "slow_breathing", "nothing_of_that_name"])
def test_what_stays_for_comfort_has_nothing_to_go_up_to(slug):
    assert what_if(once().state, DAY0, slug, Tool.BODY, Side.BOTH, CATALOGUE) is None


def test_a_load_that_is_still_to_be_found_has_nothing_to_go_up_to():
    person = Life({BACK: 3}, unlocked=True)
    assert what_if(person.state, DAY0, LIFT, Tool.CABLE, Side.BOTH, CATALOGUE) is None
    person.open(0)
    person.find(LIFT, {1_000: Finder.COMFORTABLE})
    person.close(3)
    assert what_if(person.state, date(2026, 3, 4), LIFT, Tool.CABLE, Side.BOTH, CATALOGUE) is not None


def ask(state, slug: str = LIFT, tool: Tool = Tool.CABLE, side: Side = Side.BOTH, day: int = 2) -> WhatIf | None:
    return what_if(state, date.fromordinal(DAY0.toordinal() + day), slug, tool, side, CATALOGUE)


def test_what_is_not_given_or_done_otherwise_has_nothing_to_go_up_to():
    person = once()
    assert ask(person.state, tool=Tool.BAND) is None, "not with this tool"
    assert ask(person.state, side=Side.LEFT) is None, "not one side alone"
    assert ask({**person.state, "plan": None}) is None
    person.limit(limit_set.What.BAN, exercise=LIFT)
    assert ask(person.state) is None


@pytest.mark.parametrize(("different", "on"), [
    (Different.ILL, 3), (Different.NEW_SYMPTOM, 3), (Different.SLEPT_BADLY, 3), (Different.NO, 2)])
def test_a_day_that_is_spared_is_not_the_day_on_which_it_goes_up(different: Different, on: int):
    person = once(effort=6)
    person.check_in(2, 3, different)
    found = asked(person, 2)
    assert found.on is not None and ((found.on - DAY0).days == 2) is (on == 2)
    assert found.sessions == () or different is not Different.NO


def test_what_is_told_at_the_end_is_how_many_sessions_with_which_effort_and_the_day():
    found = asked(once(effort=8), 2)
    assert found.on is not None and found.sessions and found.on > found.sessions[-1]
    assert [one.facts for one in found.missing if one.rule == "next-clean"] == [{"sessions": len(found.sessions), "effort": 6}]
    assert found.missing[-1].rule == "next-day" and found.missing[-1].facts == {"on": found.on.isoformat()}


def test_a_full_week_is_named():
    person = once(usual=3, grams=1_000, reps=8)
    state = person.state
    state["exercises"][f"{LIFT}:cable:both"]["rises"] = [{"d": DAY0.isoformat(), "g": 1_000, "t": 5}]
    found = ask(state)
    assert found is not None and "week_full" in [one.rule for one in found.missing]
    assert found.on is not None and (found.on - DAY0).days >= 7


def test_a_harder_exercise_goes_up_only_where_both_sides_earned_it():
    """One side is at the top with a set and a load that can't grow: it waits for the other one."""
    slug = "side_bridge_wall"
    person = Life({BACK: 3}, unlocked=True)
    person.pin(slug)
    for day in range(0, 10, 2):
        person.check_in(day, 3)
        person.open(day)
        for side in (Side.LEFT, Side.RIGHT):
            effort = 6 if side is Side.LEFT else 7
            person.sets(slug, 0, CATALOGUE[slug].facts.range[1], sets=3, tool=Tool.BODY, side=side, peak=3, effort=effort - day // 2 % 2)
        person.close(3)
        person.morning(day + 1, 3)
    person.check_in(10, 3)
    for side in (Side.LEFT, Side.RIGHT):
        found = ask(person.state, slug, Tool.BODY, side, day=10)
        assert found is not None and found.missing, "the right one was too hard every other time"

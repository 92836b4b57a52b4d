"""How one outing is judged: its colour place by place, whether it settled, was complete, clean, hard or easy, each at its edge."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from halfkilo.dose import Choice
from halfkilo.dose.context import Day
from halfkilo.dose.gates import gates
from halfkilo.dose.judge import Colour, Judged, judge, rose
from halfkilo.journal.fields import Answer, Different, Mode, Why
from halfkilo.journal.kinds import session_opened
from halfkilo.units import Region
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, Life

KEY = f"{LIFT}:cable:both"


def iso(day: int) -> str:
    return (DAY0 + timedelta(days=day)).isoformat()


def day_of(person: Life | Any, day: int) -> Day:
    return Day(person.state if isinstance(person, Life) else person, iso(day), Choice(), CATALOGUE)


def judged(usual: dict[Region, int] | None = None, regions: tuple[Region, ...] = (BACK,), *, changes: dict[str, Any] | None = None,
           on: int = 3, **felt: Any) -> Judged:
    """One outing on day 0, its fields changed where told, judged some days later."""
    person = Life(usual or {BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, **felt)
    state = person.state
    outing = state["exercises"][KEY]["outings"][-1]
    outing.update(changes or {})  # type: ignore[typeddict-item]
    return judge(day_of(state, on), regions, outing)


# --- colour ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("peak", "pre", "colour"), [
    (4, 3, Colour.GREEN), (5, 3, Colour.AMBER), (6, 3, Colour.RED), (5, 5, Colour.GREEN), (None, 3, Colour.UNKNOWN), (8, 8, Colour.RED),
])
def test_the_colour_goes_by_the_edges_of_the_usual_and_what_did_not_rise_is_green(peak: int | None, pre: int, colour: Colour):
    one = judged(peak=peak, pre=pre)
    assert (one.colour, one.region) == (colour, BACK)


@pytest.mark.parametrize(("back", "knee", "colour", "where"), [
    (3, 3, Colour.GREEN, BACK), (3, 5, Colour.AMBER, LEFT), (5, 3, Colour.AMBER, BACK), (5, 5, Colour.AMBER, BACK),
    (5, 7, Colour.RED, LEFT), (7, 7, Colour.RED, BACK),
])
def test_the_strictest_place_decides_and_the_first_of_equals(back: int, knee: int, colour: Colour, where: Region):
    one = judged({BACK: 3, LEFT: 3}, (BACK, LEFT), changes={"pp": {BACK: back, LEFT: knee}})
    assert (one.colour, one.region) == (colour, where)


@pytest.mark.parametrize(("told", "colour"), [(3, Colour.UNKNOWN), (5, Colour.AMBER), (7, Colour.RED)])
def test_a_place_that_was_not_told_is_unknown_which_is_stricter_than_green_alone(told: int, colour: Colour):
    assert judged({BACK: 3, LEFT: 3}, (BACK, LEFT), peak=None, changes={"pp": {LEFT: told}}).colour is colour


@pytest.mark.parametrize(("peak", "pre", "colour"), [
    (5, 3, Colour.GREEN), (6, 3, Colour.AMBER), (7, 3, Colour.AMBER), (8, 3, Colour.RED), (8, 8, Colour.GREEN), (8, 7, Colour.RED),
    (None, 3, Colour.GREEN),
])
def test_what_loads_no_tracked_place_is_judged_by_the_absolute_edges(peak: int | None, pre: int, colour: Colour):
    one = judged(regions=(), peak=peak, pre=pre)
    assert (one.colour, one.region, one.settled) == (colour, None, True)


# --- settled --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("morning", "settled"), [(3, True), (4, True), (5, False), (None, None)])
def test_it_settled_where_the_next_morning_is_at_most_one_above_the_usual(morning: int | None, settled: bool | None):
    assert judged(morning=morning).settled is settled


@pytest.mark.parametrize(("told", "settled"), [
    ({BACK: 3, LEFT: 3}, True), ({BACK: 3, LEFT: 6}, False), ({BACK: 6}, False), ({BACK: 3}, None), ({LEFT: 3}, None), ({}, None),
], ids=str)
def test_every_place_has_to_settle_and_one_loud_one_is_enough_against_it(told: dict[Region, int], settled: bool | None):
    person = Life({BACK: 3, LEFT: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, morning=None)
    if told:
        person.morning(1, told)
    state = person.state
    assert judge(day_of(state, 3), (BACK, LEFT), state["exercises"][KEY]["outings"][-1]).settled is settled


# --- complete, clean, hard, easy ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("changes", "complete"), [
    ({"r": [10, 10], "s": 2}, True), ({"r": [10], "s": 2}, False), ({"r": [10, 9], "s": 2}, False), ({"r": [10, 12], "s": 2}, True),
    ({"r": [10, 10, 10], "s": 2}, True), ({"r": [], "s": 0}, True), ({"r": [], "s": 1}, False), ({"x": "time"}, False),
], ids=str)
def test_complete_is_every_set_with_every_repetition_and_no_stop(changes: dict[str, Any], complete: bool):
    one = judged(changes=changes)
    assert (one.complete, one.clean) == (complete, complete)


@pytest.mark.parametrize(("felt", "clean", "hard", "easy"), [
    ({"effort": 4}, True, False, True), ({"effort": 5}, True, False, False), ({"effort": 6}, True, False, False),
    ({"effort": 7}, False, False, False), ({"effort": 8}, False, True, False), ({"effort": None}, False, False, False),
    ({"effort": 0}, True, False, True), ({"effort": 4, "form_lost": True}, False, True, False),
    ({"effort": 4, "peak": 5}, False, False, False),
    ({"effort": 4, "morning": 5}, False, False, False), ({"effort": 4, "morning": None}, False, False, False),
], ids=str)
def test_clean_needs_everything_and_easy_is_clean_with_little_effort(felt: dict[str, Any], clean: bool, hard: bool, easy: bool):
    one = judged(**felt)
    assert (one.clean, one.hard, one.easy) == (clean, hard, easy)


@pytest.mark.parametrize("changes", [{"a": 1}, {"c": True}], ids=str)
def test_help_by_the_machine_or_two_answers_that_contradict_are_not_clean(changes: dict[str, Any]):
    one = judged(changes=changes)
    assert one.complete and not one.clean and not one.easy and not one.hard


# --- a rise that had not settled (E2) -------------------------------------------------------------------------------
@pytest.mark.parametrize(("cool", "again", "found"), [(5, 5, (BACK, 2, 5)), (4, 5, None), (5, 4, None), (6, 7, (BACK, 3, 7))])
def test_a_rise_of_two_that_is_two_above_the_usual_before_the_next_session(cool: int, again: int, found: tuple[Any, ...] | None):
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, cool=cool)
    person.check_in(2, again)
    state = person.state
    assert judge(day_of(state, 2), (BACK,), state["exercises"][KEY]["outings"][-1]).rise == found


@pytest.mark.parametrize(("mode", "found"), [(Mode.NORMAL, None), (Mode.GENTLE, None), (Mode.RESCUE, (BACK, 2, 6))])
def test_the_first_session_after_it_counts_unless_it_was_a_rescue(mode: Mode, found: tuple[Any, ...] | None):
    """A calm check-in before the session between, a loud one today: only a rescue is passed over."""
    person = Life({BACK: 3}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, cool=5)
    person.check_in(2, 3)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, DAY0 + timedelta(days=2), mode))
    person.close()
    person.check_in(4, 6)
    state = person.state
    assert judge(day_of(state, 4), (BACK,), state["exercises"][KEY]["outings"][-1]).rise == found


def test_the_same_check_in_is_not_the_next_one():
    person = Life({BACK: 1}, unlocked=True)
    person.outing(0, LIFT, 10_000, 10, pre=4, cool=6, morning=None)
    state = person.state
    assert judge(day_of(state, 0), (BACK,), state["exercises"][KEY]["outings"][-1]).rise is None
    assert judge(day_of(state, 1), (BACK,), state["exercises"][KEY]["outings"][-1]).rise is None, "nothing was told since"


# --- how far pain rose ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("changes", "regions", "by"), [
    ({"p": 5}, (BACK,), 2), ({"p": 5}, (BACK, LEFT), 1), ({"p": None}, (BACK,), None), ({"p": 5}, (), None),
    ({"p": 5, "pp": {BACK: 4, LEFT: 8}}, (BACK, LEFT), 4), ({"p": 5, "pp": {LEFT: 5}}, (BACK, LEFT), 1),
    ({"p": 6, "pp": {LEFT: 5}}, (BACK,), 3), ({"p": 1}, (BACK,), -2),
], ids=str)
def test_a_rise_is_told_place_by_place_or_against_the_worst_of_them(changes: dict[str, Any], regions: tuple[Region, ...], by: int | None):
    """Before the session the back stood at 3 and the knee at 4."""
    person = Life({BACK: 3, LEFT: 4}, unlocked=True)
    person.check_in(0, {BACK: 3, LEFT: 4})
    person.open(0)
    person.sets(LIFT, 10_000, 10, peak=5)
    person.close(3)
    state = person.state
    outing = state["exercises"][KEY]["outings"][-1]
    outing.update(changes)  # type: ignore[typeddict-item]
    assert rose(regions, outing, state["sessions"][-1]) == by
    assert rose(regions, outing, None) is None


# --- the gates of a place -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("mornings", "since"), [
    ((3, 7, 7), 3), ((7, 7, 3), None), ((7, 7, None), 2), ((7, 3, 7), None), ((3, None, 7), None), ((None, 7, 7), 3), ((7, 7, 7), 3),
    ((7, 7, 5), 3), ((7, 7, 4), None),
], ids=str)
def test_two_high_mornings_running_hold_until_a_settled_one(mornings: tuple[int | None, ...], since: int | None):
    person = Life({BACK: 3}, unlocked=True)
    for day, pain in enumerate(mornings, start=1):
        if pain is not None:
            person.morning(day, pain)
    day = day_of(person, 3)
    held = gates(day).holding.get(BACK)
    assert (None if held is None else held.facts) == (None if since is None else {"region": "low_back", "since": iso(since), "ask": True})
    assert gates(day).ask_flare == (() if since is None else (BACK,))


@pytest.mark.parametrize(("answered", "ask"), [(2, True), (3, False)])
def test_it_is_asked_once_for_each_time(answered: int, ask: bool):
    person = Life({BACK: 3}, unlocked=True)
    person.mornings(1, [7, 7])
    person.say_flare(2, BACK, Answer.NO)
    if answered == 2:
        person.morning(3, 7)
    found = gates(day_of(person, 3))
    assert found.holding[BACK].facts["ask"] is ask and found.ask_flare == ((BACK,) if ask else ())


@pytest.mark.parametrize(("usual", "pre", "rests"), [(3, 4, False), (3, 5, True), (0, 4, False), (0, 5, True), (5, 6, False), (5, 7, True)])
def test_a_loud_check_in_rests_the_place_and_says_its_edge(usual: int, pre: int, rests: bool):
    person = Life({BACK: usual}, unlocked=True)
    person.check_in(0, pre)
    resting = gates(day_of(person, 0)).resting
    assert (BACK in resting) is rests
    if rests:
        assert (resting[BACK].rule, resting[BACK].facts) == ("G4", {"region": "low_back", "pre": pre, "edge": max(5, usual + 2)})


def test_a_flare_said_at_the_check_in_rests_every_place_until_one_is_named():
    person = Life({BACK: 3, LEFT: 3}, unlocked=True)
    person.check_in(0, 3, Different.FLARE)
    resting = gates(day_of(person, 0)).resting
    assert {region: one.facts for region, one in resting.items()} == {
        BACK: {"region": "low_back", "since": iso(0)}, LEFT: {"region": "knee_left", "since": iso(0)}}
    person.flare(0, LEFT)
    assert set(gates(day_of(person, 0)).resting) == {LEFT}


@pytest.mark.parametrize("why", [Why.PAIN, Why.TIME])
def test_a_stop_is_never_complete(why: Why):
    assert not judged(stop=why).complete

"""The exact days and counts at which a rule begins to hold, and what each rule says of itself."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from halfkilo import limits
from halfkilo.dose import Choice, Session, Verdict, today
from halfkilo.dose import rules as dose_rules
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.learn import Bearing, bearing
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.dose.session import Reason
from halfkilo.journal.fields import Answer, Finder, Mode, Soreness, Why
from halfkilo.journal.kinds import session_opened, stopped
from tests.life import BACK, CATALOGUE, DAY0, LIFT, Life, item, offer


def lifter(*days: int, **more) -> Life:
    """Somebody unlocked who lifted on these days, all of it clean unless told."""
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    for day in days:
        person.outing(day, LIFT, 12_000, 12, **more)
    return person


def asked(person: Life, day: int, *off: str) -> Session:
    """The session of a day, some rules left out."""
    return today(person.state, DAY0 + timedelta(days=day), Choice(minutes=30), CATALOGUE, Policy(off=frozenset(off)))


def seen(person: Life, day: int) -> Bearing:
    """How the back bore what it did."""
    on = (DAY0 + timedelta(days=day)).isoformat()
    return bearing(Day(person.state, on, Choice(), CATALOGUE, STANDARD), BACK)


@pytest.mark.parametrize(("more", "loud", "reacts"), [(0, 2, True), (-1, 0, False), (0, 3, False), (1, 2, True)])
def test_a_place_reacts_from_so_many_signs_on_and_twice_as_often_as_else(more, loud, reacts):
    least = limits.SIGNS_HOLD.first
    assert Bearing((), signs=least + more, after=least, loud=loud, other=4).reacts is reacts


def test_what_is_learned_looks_back_on_four_weeks_and_not_on_today():
    person = lifter(0)
    assert [seen(person, day).after for day in (0, 1, 28, 29)] == [6, 7, 1, 0], "six sessions unlocked it"
    assert [len(seen(person, day).rises) for day in (28, 29)] == [1, 0]


@pytest.mark.parametrize(("day", "loud", "other"), [(7, 1, 6), (4, 0, 3), (5, 1, 4), (28, 1, 6), (29, 1, 5), (33, 0, 2), (35, 0, 0)])
def test_mornings_that_follow_no_session_are_what_the_others_are_held_against(day, loud, other):
    """Mornings of days 0 to 6, a session on day 2, so that of day 3 follows one; that of day 4 is loud. Four weeks, without today."""
    person = Life({BACK: 3})
    for number in range(7):
        person.morning(number, 7 if number == 4 else 3)
        if number == 2:
            person.open(number)
            person.sets(LIFT, 10_000, 10)
            person.close(3)
    found = seen(person, day)
    assert (found.loud, found.other) == (loud, other)


def test_gentle_sessions_teach_nothing_about_a_load():
    person = lifter(0)
    on = person.go(2)
    person.session = person.id()
    person.check_in(2, 3)
    person.add("session_opened", session_opened.Body(person.session, on, Mode.GENTLE))
    person.sets(LIFT, 6_000, 8, peak=6)
    person.close()

    assert seen(person, 3).rises == (0,)


def test_pain_that_rose_again_and_again_leads_to_the_gentler_exercise(monkeypatch):
    monkeypatch.setattr(dose_rules, "heard", lambda case: 28)
    case = SimpleNamespace(judged=(1, 2, 3), loaded=False, easier="gentler")

    because = (Reason("reacts-ease", {"outings": 3}), Reason("to-easier", {"other": "gentler"}))
    assert dose_rules.learned_ease(case) == Decision(Verdict.SWAP, "reacts-ease", 0, 0, 1, because, other="gentler")
    monkeypatch.setattr(dose_rules, "heard", lambda case: 27)
    assert dose_rules.learned_ease(case) is None


def test_soreness_told_in_the_morning_is_not_from_what_was_done_later_that_day():
    person = lifter(-6)
    person.morning(2, 6, Soreness.MUSCLE)
    person.outing(2, LIFT, 12_000, 12, morning=None)

    assert item(person.today(3), LIFT).rule != "E4"


def test_a_stop_sign_says_which_and_since_when():
    person = lifter(0)
    person.open(2)
    person.add("stopped", stopped.Body(DAY0 + timedelta(days=2), Why.SIGN, "screen", person.session, sign="chest_pressure"))

    assert person.today(3).reasons == (Reason("G0", {"sign": "chest_pressure", "since": "2026-03-04"}),)


def test_in_simulations_a_rule_can_be_left_out_by_its_name():
    person = lifter(0, 2)
    person.mornings(4, [7, 7])
    person.say_flare(5, BACK, Answer.NO)

    assert [why.rule for why in asked(person, 6).reasons] == ["G3-held"]
    assert asked(person, 6, "G3-held").reasons == ()


def test_a_calm_record_is_one_of_the_rules_that_can_be_left_out():
    person = lifter(0, 3, 6, 9, 12, 15)
    calm, left_out = asked(person, 17), asked(person, 17, "calm")

    assert [why.rule for why in offer(calm, LIFT).reasons] == ["E7-calm"]
    assert [why.rule for why in offer(left_out, LIFT).reasons] == ["E7"]


def test_without_the_budget_of_a_place_nothing_else_changes_where_there_was_room():
    person = lifter(0, 2)

    assert asked(person, 3, "budget").items == asked(person, 3).items != ()


@pytest.mark.parametrize(("off", "grams"), [((), 1_500), (("start",), 2_000)])
def test_a_first_load_is_four_fifths_unless_that_is_left_out(off, grams):
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    person.open(0)
    person.find(LIFT, {1_000: Finder.MORE, 2_000: Finder.COMFORTABLE})
    person.close()

    assert [one.grams for one in asked(person, 2, *off).items if one.exercise == LIFT] == [grams]

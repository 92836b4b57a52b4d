"""What the sentences say: every fact that a reason carries stands in its sentence, and none that it does not carry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from halfkilo import words
from halfkilo.dose import Status
from halfkilo.dose.explain import home, ladder, notice, why
from halfkilo.dose.policy import RULES
from halfkilo.dose.session import Asked, Reason
from halfkilo.journal.fields import Mode
from tests.life import Life

LOUD = {"region": "low_back", "pain": 6}
LESS = "so it is 20 percent lighter, at least one notch, and only as far as is comfortable."
AGAIN = "We start at 90 percent of what you did and let it come back."
STILL = "Loads can rise after two weeks of mornings, six sessions and the rehearsed stop. Still to come:"


@pytest.mark.parametrize(("rule", "facts", "said"), [
    ("G0", {"sign": "chest_pressure"},
     "You noted: Pressure or pain in the chest, arm or jaw. Training waits until someone has looked at it."),
    ("G1", {"item": "blood_pressure_controlled"}, "Because of your answer about blood pressure."),
    ("E1", {"peak": 6, "percent": 20}, f"Last time it hurt more than your edge (6 of 10), {LESS}"),
    ("E1", {"peak": None, "percent": 20}, f"Last time it hurt more than your edge, {LESS}"),
    ("E3", {"effort": 8}, "Last time was hard work (8 of 10). Once is fine: the same again."),
    ("E3", {"effort": None}, "Last time was hard work. Once is fine: the same again."),
    ("E4", {**LOUD, "soreness": "muscle"}, "Muscle soreness from training (6 of 10 in your low back), so it stays as it is today."),
    ("E4", {**LOUD, "soreness": "usual"}, "Your low back was louder than usual this morning (6 of 10), so it stays as it is today."),
    ("E4", LOUD, "Your low back was louder than usual this morning (6 of 10), so it stays as it is today."),
    ("E5", {"days": 12, "percent": 90, "ill": True}, f"It has been 12 days and you were not well in between. {AGAIN}"),
    ("E5", {"days": 12, "percent": 90, "ill": False}, f"It has been 12 days. {AGAIN}"),
    ("E6-again", {}, "Up a bit, and settled again: one more is fine, no load."),
    ("E7", {"clean": 2, "grams": 12_500, "target": 12},
     "2 easy sessions in a row at the top of your range say yes to 12.5 kg, 12 repetitions."),
    ("E7-reps", {"target": 9, "from_target": 8}, "Last time was clean, so it is 9 repetitions instead of 8."),
    ("E7-reps", {"target": 33, "from_target": 30, "count": "seconds"}, "Last time was clean, so it is 33 seconds instead of 30."),
    ("E7-wait", {"clean": 1, "needed": 3}, "Clean at the top of your range. 2 more sessions like it and we ask about the next notch."),
    ("E8", {"missing": "effort"}, "We don't know how hard it was last time, so it stays as it was."),
    ("instead", {"other": "cat_cow"}, "It stands here in place of Cat and cow."),
    ("locked", {"mornings": 12, "sessions": 1, "rehearsed": False}, f"{STILL} 12 mornings, 1 session, rehearsing the stop."),
    ("locked", {"mornings": 0, "sessions": 2, "rehearsed": True}, f"{STILL} 2 sessions."),
    ("locked", {"mornings": 3, "sessions": 0, "rehearsed": True}, f"{STILL} 3 mornings."),
])
def test_a_sentence_holds_the_facts_of_its_reason_and_no_others(rule: str, facts: dict[str, Any], said: str):
    with words.strictly():
        assert why(Reason(rule, facts)) == said


@pytest.mark.parametrize(("facts", "empty"), [
    ({"pain": 6}, "soreness_text"), ({"region": "low_back"}, "soreness_text"),
    ({"mornings": 3, "exercises": 8}, "still_text"), ({"rehearsed": True}, "still_text"),
    ({}, "sign"), ({}, "item"), ({}, "grams_text"), ({}, "target_text"), ({}, "peak_text"), ({}, "effort_text"), ({}, "ill_text"),
    ({}, "wait_text"), ({}, "missing_text"),
])
def test_what_a_reason_does_not_carry_is_left_out_of_its_sentence(facts: dict[str, Any], empty: str, monkeypatch: pytest.MonkeyPatch):
    """A reason may carry one fact of two (the flat answers name mornings, and no rehearsed stop): then neither is made up."""
    told: dict[str, Any] = {}
    monkeypatch.setattr("halfkilo.dose.explain.say", lambda key, language, **given: told.update(given) or key)
    why(Reason("E8", facts))

    assert told[empty] == ""


def test_a_sentence_is_said_in_the_language_that_was_asked_for():
    reason = Reason("E7", {"clean": 2, "grams": 12_500, "target": 12})
    assert len({why(reason, language) for language in words.languages()}) == len(words.languages())
    lowered = Reason("usual_up", {"region": "low_back"})
    assert len({notice(lowered, language) for language in words.languages()}) == len(words.languages())
    assert notice(lowered).startswith("Your low back has been louder for two weeks.")


def test_the_ladder_is_the_deciding_reason_first_each_once_and_the_rule_last():
    first, second = Reason("E3", {"effort": 8}), Reason("E7-held")
    assert ladder((first, second, first)) == (why(first), why(second), f"Rule E3, version {RULES}.")
    assert ladder((second,), version="9")[-1] == "Rule E7-held, version 9."
    assert ladder(()) == ()


def test_the_ladder_has_at_most_six_rungs():
    many = tuple(Reason("E7-reps", {"target": 9 + more, "from_target": 8 + more}) for more in range(8))
    assert ladder(many) == (*(why(one) for one in many[:5]), f"Rule E7-reps, version {RULES}.")


def test_the_ladder_is_said_in_one_language():
    for language in words.languages():
        with words.strictly():
            assert ladder((Reason("E7-held"),), language) == (why(Reason("E7-held"), language),
                                                              words.say("rule.cite", language, rule="E7-held", version=RULES))


def a_day(**changes: Any) -> str:
    """What home says about a day in the life of somebody whose activity is written with a capital."""
    return home(replace(Life(unlocked=True).today(0), **changes))


def test_home_names_time_exercises_and_what_they_are_for():
    session = Life(unlocked=True).today(0)
    amount = f"{session.exercises} exercises"
    assert home(replace(session, towards="The stairs at work")) == f"30 minutes, {amount}, towards the stairs at work."
    assert home(replace(session, towards="")) == f"30 minutes, {amount}."
    assert home(replace(session, mode=Mode.SHORT, towards="")) == f"Two minutes, {amount}."
    assert home(replace(session, mode=Mode.GENTLE)) == f"A gentle day: {session.exercises} easy things, and that's plenty."


def test_home_on_a_rescue_day_names_the_place_that_is_spared():
    session = replace(Life(unlocked=True).today(0), mode=Mode.RESCUE)
    spared = (Reason("G0-symptom"), Reason("G3", {"region": "low_back"}), Reason("G3", {"region": "neck"}))
    assert home(replace(session, reasons=spared)) == f"A gentle day: {session.exercises} exercises that spare your low back."
    assert home(replace(session, reasons=(Reason("G0-symptom"),))) == f"A gentle day: {session.exercises} easy things, and that's plenty."


def test_home_on_a_rest_day_asks_for_the_morning_only_while_it_is_open():
    open_yet = (Asked("morning", "low_back"),)
    assert a_day(status=Status.REST_DAY, questions=open_yet) == "Rest day. One tap for this morning, and the rest is yours."
    assert a_day(status=Status.REST_DAY, questions=()) == "Rest day. Nothing to do but live."
    assert a_day(status=Status.DONE) == "Done for today. See you tomorrow morning."


def test_home_speaks_one_language():
    for status in (Status.READY, Status.REST_DAY, Status.STOP):
        for mode in (Mode.NORMAL, Mode.RESCUE, Mode.GENTLE, Mode.SHORT):
            session = replace(Life(unlocked=True).today(0), status=status, mode=mode)
            assert len({home(session, language) for language in words.languages()}) == len(words.languages())

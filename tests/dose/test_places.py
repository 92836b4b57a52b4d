"""Two places that hurt differently, and exercises whose way down is closed."""

from __future__ import annotations

import pytest

from halfkilo.dose import Verdict
from halfkilo.journal.fields import Answer, Offered
from halfkilo.journal.kinds import limit_set
from halfkilo.units import Tool
from tests.life import BACK, LEFT, LIFT, RIGHT, Life, item, offer


@pytest.mark.parametrize("back", [5, 6])
def test_pain_that_lives_elsewhere_does_not_cut_what_did_not_hurt(back):
    """Back at 6, knee at 2, worst pain of a chair stand 6: nothing rose, so the knee's narrower edges do not cut it."""
    usual = {BACK: back, RIGHT: 2}
    stay = {Verdict.PROGRESS, Verdict.HOLD}
    for peak, verdicts in ((back, stay), (back + 1, stay), (8, {Verdict.EASE})):
        person = Life(usual, unlocked=True, programme="knee")
        person.pin("chair_stand")
        person.check_in(0, usual)
        person.open(0)
        person.sets("chair_stand", 0, 10, tool=Tool.BODY, peak=peak)
        person.close()
        person.morning(1, usual)
        assert item(person.today(1), "chair_stand").verdict in verdicts, peak


def test_no_exercise_is_lost_where_the_easier_one_is_closed():
    person = Life({BACK: 5}, unlocked=True)
    person.pin(LIFT)
    person.limit(limit_set.What.BAN, exercise="vector_easy")
    person.outing(0, LIFT, 500, 12, pre=5, peak=8, morning=5)
    eased = item(person.today(2), LIFT)

    assert (eased.verdict, eased.grams, eased.sets) == (Verdict.EASE, 500, 1) and eased.target < 12 and eased.range_percent < 100


def test_a_yes_to_the_harder_exercise_leads_back_to_it():
    """Sent to the easier chair by a red day, clean there, offered the harder one again: a yes must not end where it began."""
    person = Life({LEFT: 3}, unlocked=True, programme="knee")
    person.outing(0, "chair_stand", 0, 8, tool=Tool.BODY, peak=8)
    person.pin("chair_stand")
    assert any(one.exercise == "chair_stand_high" for one in person.today(2).items)
    for day in range(2, 16, 2):
        person.outing(day, "chair_stand_high", 0, 15, tool=Tool.BODY, sets=3)
    session = person.decide(16)
    made = offer(session, "chair_stand_high")
    assert (made.offered, made.other) == (Offered.HARDER, "chair_stand")
    person.answer(made.id, Answer.ACCEPT)
    again = item(person.today(16), "chair_stand")

    assert (again.verdict, again.target) == (Verdict.START, 8)

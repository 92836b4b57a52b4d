"""Two places that hurt differently, and exercises whose way down is closed."""

from __future__ import annotations

import pytest

from halfkilo.dose import Verdict
from halfkilo.journal.kinds import limit_set
from halfkilo.units import Tool
from tests.life import BACK, LIFT, RIGHT, Life, item


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

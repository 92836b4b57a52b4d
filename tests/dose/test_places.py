"""Two places that hurt differently, and exercises whose way down is closed."""

from __future__ import annotations

from halfkilo.dose import Verdict
from halfkilo.journal.fields import Answer, Moment, Offered
from halfkilo.journal.kinds import checked_in, limit_set
from halfkilo.units import Side, Tool
from tests.life import BACK, LEFT, LIFT, RIGHT, Life, item, offer


def _stands(peaks: dict | None, peak: int) -> Verdict:
    """Back at 6, knee at 2, a chair stand with this worst pain: what the next day says."""
    usual = {BACK: 6, RIGHT: 2}
    person = Life(usual, unlocked=True, programme="knee")
    person.pin("chair_stand")
    person.check_in(0, usual)
    person.open(0)
    person.sets("chair_stand", 0, 10, tool=Tool.BODY, effort=None)
    on = person.clock.date()
    person.add("checked_in", checked_in.Body(Moment.EXERCISE, on, person.session, exercise="chair_stand", effort=5, peak=peak, peaks=peaks))
    person.close()
    person.morning(1, usual)
    return item(person.today(1), "chair_stand").verdict


def test_asked_place_by_place_a_back_that_lives_at_six_does_not_cut_the_knee():
    assert _stands({BACK: 6, RIGHT: 2}, 6) in (Verdict.PROGRESS, Verdict.HOLD)
    assert _stands({BACK: 6, RIGHT: 6}, 6) is Verdict.EASE


def test_one_number_counts_for_every_place_it_may_mean():
    assert _stands(None, 6) is Verdict.EASE


def test_the_sides_of_one_exercise_are_told_apart_by_their_places():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    person.pin("vector_side")
    person.check_in(0, 3)
    person.open(0)
    for side in (Side.LEFT, Side.RIGHT):
        person.sets("vector_side", 10_000, 12, side=side, effort=None)
    on = person.clock.date()
    rated = checked_in.Body(Moment.EXERCISE, on, person.session, exercise="vector_side", effort=5, peak=8, peaks={LEFT: 8, RIGHT: 3})
    person.add("checked_in", rated)
    person.close()
    person.morning(1, 3)
    session = person.today(2)

    assert (item(session, "vector_side", Side.LEFT).grams, item(session, "vector_side", Side.RIGHT).grams) == (8_000, 10_000)
    assert item(session, "vector_side", Side.LEFT).places == (LEFT, RIGHT)


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


def _row_after(peak: int, pre: int) -> Verdict:
    """An exercise that loads no tracked place of a low back, with this worst pain: what the next day says."""
    person = Life({BACK: 3}, unlocked=True)
    person.pin("triceps_pushdown")
    person.outing(0, "triceps_pushdown", 12_000, 10, pre=pre, peak=peak)
    return item(person.today(1), "triceps_pushdown").verdict


def test_a_sharp_pain_in_no_tracked_place_is_not_passed_over():
    assert _row_after(3, 3) is Verdict.PROGRESS
    assert _row_after(7, 3) is Verdict.HOLD
    assert _row_after(8, 3) is Verdict.EASE
    assert _row_after(4, 4) is Verdict.PROGRESS

"""Offers: one question for both sides of a harder exercise, and a finder that never jumps."""

from halfkilo.dose import Verdict
from halfkilo.journal.fields import Offered
from halfkilo.units import Side, Tool
from tests.life import BACK, LEFT, LIFT, RIGHT, Life, item, offer

SIDE = "side_bridge_wall"


def _sides(left_peak: int) -> Life:
    person = Life({BACK: 3}, unlocked=True)
    person.pin(SIDE)
    top = 30
    for day in (0, 2):
        person.check_in(day, 3)
        person.open(day)
        person.sets(SIDE, 0, top, tool=Tool.BODY, side=Side.LEFT, peak=left_peak)
        person.sets(SIDE, 0, top, tool=Tool.BODY, side=Side.RIGHT, peak=3)
        person.close()
        person.morning(day + 1, 3)
    return person


def _harder(person: Life) -> list[Side]:
    return [one.side for one in person.today(3).offers if one.exercise == SIDE and one.offered is Offered.HARDER]


def test_a_harder_exercise_needs_both_sides():
    both, one_sore = _harder(_sides(3)), _harder(_sides(8))

    assert both in ([], [Side.LEFT])
    assert one_sore == []


def test_the_finder_never_more_than_doubles():
    person = Life({BACK: 3}, dumbbells=(1_000, 2_000, 10_000), gym=False)
    person.pin(LIFT)
    found = item(person.today(0), LIFT)

    assert (found.verdict, found.steps) == (Verdict.FIND, (1_000, 2_000))


def test_lighter_is_the_notch_below():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True)
    person.pin(LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)

    assert offer(person.today(3), LIFT).lighter == 11_500

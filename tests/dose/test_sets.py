"""Sets: they never grow by themselves, a short day does not shrink the next, and a rescue session leaves the dose alone."""

from halfkilo.journal.fields import Answer, Mode, Offered
from halfkilo.journal.kinds import session_opened
from halfkilo.journal.kinds.limit_set import What
from tests.life import BACK, LIFT, Life, item, offer


def _person() -> Life:
    person = Life({BACK: 3}, unlocked=True)
    person.pin(LIFT)
    for number in range(8):
        person.open(-14 + number)
        person.close()
    return person


def test_where_no_load_can_grow_a_second_set_is_offered_and_waits_for_a_yes():
    person = _person()
    person.limit(What.LOAD_MOST, 12_000, exercise=LIFT)
    for day in (0, 2):
        person.outing(day, LIFT, 12_000, 12)
    session = person.decide(3)
    assert (offer(session, LIFT).offered, item(session, LIFT).sets) == (Offered.SET, 1)

    person.answer(offer(session, LIFT).id, Answer.ACCEPT)
    after = item(person.today(3), LIFT)
    assert (after.sets, after.grams, after.target) == (2, 12_000, 12)


def test_a_short_day_does_not_shrink_the_next():
    person = _person()
    person.outing(0, LIFT, 12_000, 10, sets=2)
    person.outing(2, LIFT, 12_000, 10, sets=1)

    assert item(person.today(4), LIFT).sets == 2


def test_a_rescue_session_leaves_the_standing_dose():
    person = _person()
    person.outing(0, LIFT, 12_000, 10)
    on = person.go(2)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, on, Mode.RESCUE))
    person.sets(LIFT, 9_500, 10, peak=3)
    person.close()
    person.morning(3, 3)

    assert item(person.today(4), LIFT).grams == 12_000


def test_fewer_sets_while_the_usual_creeps_up():
    person = _person()
    person.outing(0, LIFT, 12_000, 10, sets=2)
    for week, pain in enumerate((3, 3, 4, 4)):
        for day in range(7):
            person.morning(2 + 7 * week + day, pain)
    session = person.today(29)

    assert any(reason.rule == "usual_up" for reason in session.notices)
    assert item(session, LIFT).sets == 1

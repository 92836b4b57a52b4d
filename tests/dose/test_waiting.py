"""Offers above the size that a clinician chose: they wait, a yes lets them be offered, a no only lowers, and none of it is a yes of the
person's."""

from __future__ import annotations

import pytest

from halfkilo.journal.fields import Answer, Offered
from halfkilo.journal.kinds import approved
from halfkilo.journal.kinds import shared as shared_kind
from halfkilo.journal.kinds import unshared as unshared_kind
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.state import key_of
from tests.life import BACK, LIFT, Life, item

pytestmark = pytest.mark.hazard("H31")
RAO, WHO, KEY = "clinician:rao", "rao", key_of(LIFT, "cable", "both")


def ready(most: int | None = 0, *, by: str = RAO, role: str = "clinician") -> Life:
    """Somebody who earned a load step for day 6 (10.0 to 10.5 kg); a clinician looks at steps larger than `most` grams."""
    person = Life(unlocked=True)
    person.pin(LIFT)
    person.add("shared", shared_kind.Body(WHO, role))
    if most is not None:
        person.limit(What.APPROVE, most, author=by)
    for day in (0, 3):
        person.outing(day, LIFT, 10_000, 12)
    person.check_in(6, 3)
    return person


def loads(offers) -> list[tuple[str, int]]:
    return [(one.exercise, one.grams) for one in offers if one.offered is Offered.LOAD]


def said(person: Life, ref: str, answer: Answer, *, by: str = RAO) -> None:
    person.add("approved", approved.Body(ref, answer), author=by)


def test_a_step_above_the_size_waits_and_is_not_offered():
    session = ready(0).decide(6)
    assert loads(session.offers) == [] and loads(session.waiting) == [(LIFT, 10_500)]
    assert item(session, LIFT).most == 10_000, "the day's ceiling does not reach up to what waits"
    small = ready(500).today(6)
    assert loads(small.offers) == [(LIFT, 10_500)] and small.waiting == ()


@pytest.mark.parametrize("person", [ready(None), ready(0, by="person"), ready(0, role="helper")])
def test_without_a_clinician_and_their_word_nothing_waits(person):
    session = person.today(6)
    assert loads(session.offers) == [(LIFT, 10_500)] and session.waiting == ()


def test_where_the_clinician_was_let_go_nothing_waits():
    person = ready(0)
    person.add("unshared", unshared_kind.Body(WHO))
    assert loads(person.today(6).offers) == [(LIFT, 10_500)]


def test_a_yes_to_what_waits_changes_nothing():
    person = ready(0)
    session = person.decide(6)
    person.answer(session.waiting[0].id, Answer.ACCEPT)
    assert "accepted" not in person.state["exercises"][KEY]
    again = person.decide(6)
    assert item(again, LIFT).grams == 10_000 and loads(again.offers) == []


def test_the_clinicians_yes_lets_it_be_offered_and_the_persons_own_makes_it_heavier():
    person = ready(0)
    said(person, person.decide(6).waiting[0].id, Answer.YES)
    session = person.decide(6)
    assert loads(session.offers) == [(LIFT, 10_500)] and session.waiting == () and item(session, LIFT).grams == 10_000
    person.answer(next(one.id for one in session.offers if one.exercise == LIFT), Answer.ACCEPT)
    assert item(person.today(6), LIFT).grams == 10_500


@pytest.mark.parametrize("by", ["person", "site", "gym"])
def test_nobody_else_says_yes_in_the_clinicians_place(by):
    person = ready(0)
    said(person, person.decide(6).waiting[0].id, Answer.YES, by=by)
    assert loads(person.today(6).offers) == []


def test_a_no_keeps_it_away_for_a_week_and_a_flare_forgets_a_yes():
    person = ready(0)
    said(person, person.decide(6).waiting[0].id, Answer.NO)
    session = person.today(6)
    assert loads(session.offers) == [] and session.waiting == ()
    person.mornings(7, [3] * 6)
    person.check_in(13, 3)
    assert loads(person.today(13).waiting) == [(LIFT, 10_500)]
    other = ready(0)
    said(other, other.decide(6).waiting[0].id, Answer.YES)
    other.flare(6, BACK)
    assert "approved" not in other.state


def test_a_yes_is_for_what_was_seen_and_for_two_weeks():
    person = ready(0)
    said(person, person.decide(6).waiting[0].id, Answer.YES)
    state = person.state
    assert state["approved"][KEY] == {"offered": "load", "g": 10_500, "t": 12, "other": None, "on": "2026-03-08", "yes": True}
    from halfkilo.dose import Choice, today
    from tests.life import CATALOGUE, DAY0

    def offered() -> list[tuple[str, int]]:
        return loads(today(state, DAY0.replace(day=8), Choice(minutes=30), CATALOGUE).offers)

    assert offered() == [(LIFT, 10_500)]
    state["approved"][KEY]["g"] = 10_000
    assert offered() == []
    state["approved"][KEY] |= {"g": 10_500, "on": "2026-02-01"}
    assert offered() == []

"""A day that is asked again after answers is the day asked anew."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.cohort.engine import START, Trained
from halfkilo.cohort.loop import WEEKDAYS
from halfkilo.dose import Choice, Session, record, today
from halfkilo.dose.rounds import ELSEWHERE, Rounds
from halfkilo.dose.training import Training
from halfkilo.exercises import catalogue
from halfkilo.journal import make
from halfkilo.journal.fields import Answer, Question
from halfkilo.journal.fold import step
from halfkilo.journal.kinds import answered
from halfkilo.journal.state import State
from halfkilo.units import Region
from tests.cohort.test_loop import keen

DAYS = 84


class Beside(Rounds):
    """Asks anew as well, and holds one against the other. kept: how often something was left as it was decided before."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = 0
        self.days: list[tuple[int, str]] = []

    def __call__(self, state, on, choice, exercises) -> Session:
        session = super().__call__(state, on, choice, exercises)
        if len(session.offers) > 1:
            self.days.append(((on - START).days, json.dumps(state)))
        return session

    def after(self, session: Session) -> Session:
        before, day = self._begun, self._day
        again = super().after(session)
        anew = today(day.state, session.on, day.choice, day.catalogue)
        assert (again, again.digest) == (anew, anew.digest)
        self.kept += isinstance(self._begun, Training) and self._begun is before
        return again


@cache
def life(seed: int, *regions: Region) -> Beside:
    person, rounds = keen(seed, *regions), Beside()
    trained = Trained(person, "whole_body", catalogue(), rounds)
    for day in range(DAYS):
        trained.morning(day)
        if day % 7 in WEEKDAYS:
            trained.train(day)
        person.night()
    return rounds


def test_a_life_asked_again_after_its_answers_is_the_life_asked_anew():
    lives = [life(11, Region.KNEE_LEFT), life(12, Region.LOW_BACK, Region.SHOULDER_RIGHT)]

    assert all(one.kept >= 5 for one in lives), "too few days with an offer: the test says little"


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_whatever_is_answered(data):
    days = life(11, Region.KNEE_LEFT).days
    assert len(days) >= 5
    number, row = data.draw(st.sampled_from(days))
    state: State = json.loads(row)
    on, rounds = START + timedelta(days=number), Rounds()
    session = rounds(state, on, Choice(), catalogue())
    tell(state, session, [data.draw(st.sampled_from((Answer.ACCEPT, Answer.KEEP, Answer.LIGHTER))) for _ in session.offers])

    again, anew = rounds.after(session), today(state, on)

    assert (again, again.digest) == (anew, anew.digest)
    assert {offer.id for offer in again.offers}.isdisjoint(offer.id for offer in session.offers)


def tell(state: State, session: Session, answers: list[Answer]) -> None:
    """Fold the record of a session and an answer to each of its offers."""
    at = f"{session.on}T18:30:00+00:00"
    step(state, make("proposed", record(session), at=at, author="site", id=session.decision))
    for offer, answer in zip(session.offers, answers, strict=True):
        grams = offer.lighter if answer is Answer.LIGHTER else None
        step(state, make("answered", answered.Body(Question.OFFER, answer, offer.id, grams=grams), at=at, author="person", id=offer.id))


def test_a_yes_to_another_exercise_decides_the_whole_day_anew():
    moved = [one for one in life(11, Region.KNEE_LEFT).days + life(12, Region.LOW_BACK, Region.SHOULDER_RIGHT).days
             if any(offer.offered in ELSEWHERE for offer in today(json.loads(one[1]), START + timedelta(days=one[0])).offers)]
    assert moved, "no day with an offer of another exercise: the test says nothing"
    number, row = moved[0]
    state: State = json.loads(row)
    on, rounds = START + timedelta(days=number), Rounds()
    session = rounds(state, on, Choice(), catalogue())
    tell(state, session, [Answer.ACCEPT for _ in session.offers])

    assert rounds.after(session) == today(state, on)


def test_nothing_can_be_asked_again_before_it_was_asked():
    with pytest.raises(RuntimeError, match="call it with a state first"):
        Rounds().after(today(json.loads(life(11, Region.KNEE_LEFT).days[0][1]), START))

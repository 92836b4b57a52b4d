"""Somebody whose doses the real engine decides, as lean as it can be lived: no journal is kept, `today` is asked on training days only."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from halfkilo.cohort.diary import LeanDiary
from halfkilo.cohort.live import Decide, Life
from halfkilo.cohort.story import Story
from halfkilo.cohort.watch import Listener, Watch
from halfkilo.dose import Session, Status
from halfkilo.dose.rounds import Rounds
from halfkilo.dose.session import Basis
from halfkilo.exercises import Catalogue, Mechanism
from halfkilo.journal import Entry
from halfkilo.journal.fields import Away
from halfkilo.journal.state import fresh
from halfkilo.people.protocol import Person

START = date(2026, 1, 5)
"""A Monday; nothing in it matters but the weekday."""

STORY = Story(name="c", activities=())


class _Heard(LeanDiary):
    listener: Listener | None = None

    def add(self, kind: str, body: object, *, author: str = "person", id: str | None = None) -> Entry:
        if self.listener is not None:
            self.listener.heard(kind, body)
        return super().add(kind, body, author=author, id=id)


UNREAD = Basis(fresh())
"""Stands for what a decision was made from: where nothing is kept, nobody reads its hash, which costs as much as the decision."""


class _Brief(Life):
    brief = True

    def _propose(self, session: Session) -> None:
        super()._propose(replace(session, basis=UNREAD))

    def _after(self, session: Session, on: date, away: Away) -> Session:
        return self.decide.after(session) if isinstance(self.decide, Rounds) else super()._after(session, on, away)


class Trained:
    """One person with the engine: `morning` and `train` in the order of the days."""

    def __init__(self, person: Person, programme: str, exercises: Catalogue, decide: Decide) -> None:
        diary = _Heard(STORY.name, STORY.zone)
        self.watch, self.rules = Watch(), Counter[str]()
        self.exercises = exercises
        self.life = _Brief(person, STORY, programme, START, exercises, diary, decide)
        self.listener = diary.listener = Listener(self.watch, diary.state, exercises)
        self.life.begin()

    def morning(self, day: int) -> None:
        """The morning of day `day`."""
        self.listener.day = day
        self.life.morning(day, START + timedelta(days=day))

    def train(self, day: int) -> bool:
        """A training day; whether there was a session."""
        session = self.life.train(START + timedelta(days=day), Away.NO)
        if session.status is not Status.READY or not session.items:
            return False
        self._count(session)
        return True

    def _count(self, session: Session) -> None:
        for item in session.items:
            if self.exercises[item.exercise].facts.mechanism not in (Mechanism.MOBILITY, Mechanism.CALM):
                self.rules[item.rule] += 1

"""One person lives a scenario in one arm: no rules, the rules without the mitigation, or all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

from halfkilo.cohort.live import Life
from halfkilo.cohort.loop import WEEKDAYS, programme_for
from halfkilo.cohort.scenario import doors as door
from halfkilo.cohort.scenario.cast import Cast
from halfkilo.cohort.scenario.diary import HeardDiary, JumpingDiary
from halfkilo.cohort.scenario.file import Home, Scenario
from halfkilo.cohort.scenario.happening import Event, What
from halfkilo.cohort.scenario.harm import Harm
from halfkilo.cohort.scenario.mitigations import doors, policy
from halfkilo.cohort.scenario.plain import Plain
from halfkilo.cohort.scenario.subject import Subject, closed_by
from halfkilo.cohort.session import train
from halfkilo.cohort.story import Story
from halfkilo.dose import Offer, Session, Status, today
from halfkilo.exercises import catalogue
from halfkilo.journal.fields import Answer, Away, Different, Mode, Moment, Offered, Question
from halfkilo.journal.kinds import answered, checked_in, equipped, plan_chosen, screened, set_done
from halfkilo.screening import ITEMS, Reply

START = date(2026, 1, 5)
"""A Monday; nothing in it matters but the weekday."""


class Arm(StrEnum):
    """Under which rules a scenario is lived."""

    NONE = "none"
    OFF = "off"
    FULL = "full"


@dataclass
class Seen:
    """What one day can tell whoever looks on. session: what was decided, where a decision was asked for."""

    day: int
    began: tuple[Event, ...]
    written: list[tuple[str, Any]]
    session: Session | None
    subject: Subject


class Trainee(Protocol):
    """Whoever decides the doses of a day."""

    def morning(self, day: int) -> None:
        """The morning of day `day`."""

    def train(self, day: int) -> bool:
        """A training day; whether there was a session."""


def lived(scenario: Scenario, one: Cast, arm: Arm) -> Harm:
    """The harm to one person in one arm."""
    subject = None
    for seen in days(scenario, one, arm):
        subject = seen.subject
    return subject.harm if subject is not None else Harm()


def days(scenario: Scenario, one: Cast, arm: Arm) -> Iterator[Seen]:
    """Day by day, each seen in the evening, before the night. The same scenario, person and arm give the same days."""
    home = scenario.told.home
    subject = Subject(one, scenario.events, closed_by(home.screen, home.cannot))
    programme = home.programme or programme_for(subject)
    trainee: Trainee = (Plain(subject, programme, pins=home.pins, minutes=home.minutes) if arm is Arm.NONE
                        else Guided(scenario, subject, programme, arm))
    for day in range(scenario.days):
        subject.wake(day)
        seen = Seen(day, tuple(event for event in scenario.events if event.first == day), [], None, subject)
        if isinstance(trainee, Guided):
            trainee.seen = seen
        trainee.morning(day)
        if day % 7 in WEEKDAYS and subject.comes():
            trainee.train(day)
        yield seen
        subject.night()


class Guided(Life):
    """With the engine: the journal is written as the site does, slips and all."""

    brief = True

    def __init__(self, scenario: Scenario, subject: Subject, programme: str, arm: Arm) -> None:
        left_out = scenario.told.mitigation if arm is Arm.OFF else ()
        jumps = any(event.what is What.CLOCK for event in scenario.events)
        story = story_of(scenario.told.home)
        diary = (JumpingDiary if jumps else HeardDiary)(scenario.name, story.zone)
        super().__init__(subject, story, programme, START, catalogue(), diary, partial(today, policy=policy(left_out)))
        self.subject, self.home, self.open = subject, scenario.told.home, doors(left_out)
        self.told_loads: dict[str, int] = {}
        self.waiting: list[tuple[int, Offer]] = []
        self.seen: Seen | None = None
        diary.heard = self._heard
        self.begin()
        if self.home.screen:
            replies = {item.id: Reply.YES if item.id in self.home.screen else Reply.NO for item in ITEMS}
            self.diary.add("screened", screened.Body(replies, "112"))

    # --- the day ----------------------------------------------------------------------------------------------------
    def date_of(self, day: int) -> date:
        """The date as the tablet's clock has it."""
        wrong = self.subject.now(What.CLOCK)
        return self.start + timedelta(days=day + (wrong.by if wrong else 0))

    def morning(self, day: int, on: date | None = None) -> None:
        """What is chosen anew today, then the morning."""
        at = on or self.date_of(day)
        for event in self.seen.began if self.seen else ():
            self._chosen(event, at)
        super().morning(day, at)

    def _chosen(self, event: Event, on: date) -> None:
        self.diary.at(on, 6, 45)
        if event.what is What.PROGRAMME:
            self.programme = event.told.to or self.programme
            self.diary.add("plan_chosen", plan_chosen.Body(self.programme, self.story.days_a_week, self.story.minutes, self.story.weekdays))
        elif event.what is What.EQUIPMENT:
            self.diary.add("equipped", equipped.Body(None, event.told.dumbbells, event.told.dumbbells))

    def train(self, on: date | int, away: Away = Away.NO) -> Any:
        """A training day: the check-in, answers that come late, the decision, and what is lifted of it."""
        day = on if isinstance(on, int) else (on - self.start).days
        at = self.date_of(day)
        self.diary.at(at, 18, 10)
        self._check_in(at)
        for offer in [offer for due, offer in self.waiting if due <= day]:
            self._answer(offer, True)
        self.waiting = [one for one in self.waiting if one[0] > day]
        session = door.through(self.open, self._decide(at, away), self.told_loads)
        if self.seen is not None:
            self.seen.session = session
        if session.status is not Status.READY or not session.items:
            return False
        self.subject.spared = session.mode in (Mode.RESCUE, Mode.GENTLE)
        train(self.diary, self.subject, session, self.exercises)
        return True

    def _check_in(self, on: date) -> None:
        if self.subject.now(What.NO_CHECK_IN) is not None:
            return
        sign = self.subject.now(What.STOP_SIGN)
        self.diary.add("checked_in", checked_in.Body(Moment.BEFORE, on, pain=self.subject.pain(), different=self._different(),
                                                     sign=sign.told.sign if sign else None))

    def _different(self) -> Different:
        if self.subject.now(What.ILLNESS) is not None:
            return Different.ILL
        new = self.subject.now(What.PAINKILLER)
        return Different.NEW_PAINKILLER if new is not None else Different.NO

    # --- slips ------------------------------------------------------------------------------------------------------
    def _heard(self, kind: str, body: Any) -> Any:
        if isinstance(body, set_done.Body) and body.finder is None:
            slip = self.subject.now(What.TYPED_HEAVIER)
            if slip is not None and body.grams > 0:
                body = replace(body, grams=body.grams * slip.percent // 100 // 500 * 500, typed=True)
            self.told_loads[door.key(body)] = body.grams
        if self.seen is not None:
            self.seen.written.append((kind, body))
        return body

    def _answer_offers(self, session: Session) -> int:
        late, accepted = self.subject.now(What.LATE_YES), 0
        for offer in session.offers:
            yes = offer.offered is Offered.WAY_BACK or self.subject.accepts()
            if yes and late is not None:
                self.waiting.append((self.subject.day + late.by, offer))
                continue
            self._answer(offer, yes)
            accepted += yes
        return accepted

    def _answer(self, offer: Offer, yes: bool) -> None:
        self.diary.add("answered", answered.Body(Question.OFFER, Answer.ACCEPT if yes else Answer.KEEP, offer.id))
        if not yes:
            return
        if offer.offered in (Offered.LOAD, Offered.WAY_BACK):
            self.subject.ledger.agreed(offer.exercise, offer.tool, offer.side, offer.grams)
        if "late" in self.open:
            door.taken(self.diary.state, offer, self.date_of(self.subject.day))


def story_of(home: Home) -> Story:
    """What the person has and plans."""
    gym = equipped.Gym("simulated") if home.gym else None
    return Story(name="s", activities=(), minutes=home.minutes, tools=equipped.Body(gym, home.dumbbells, home.dumbbells),
                 cannot=home.cannot, pins=home.pins)

"""A simulated person lives with the real engine, day by day, exactly as the site would write it down.

Nothing here decides a load: every number comes from `dose.today`, every answer from the person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import cast

from halfkilo.cohort.diary import Diary
from halfkilo.cohort.session import train
from halfkilo.cohort.story import Story
from halfkilo.dose import Choice, Session, Status, record, today
from halfkilo.dose.session import Asked
from halfkilo.exercises import Catalogue, catalogue
from halfkilo.journal import Entry
from halfkilo.journal.corridor import next_day, open_flare
from halfkilo.journal.fields import Answer, Away, Different, Moment, Offered, Question, Soreness
from halfkilo.journal.kinds import (
    adverse_event,
    answered,
    checked_in,
    equipped,
    flare_opened,
    limit_set,
    measured,
    morning,
    plan_chosen,
    profiled,
    rehearsed,
    screened,
)
from halfkilo.journal.state import State
from halfkilo.people import VirtualPerson
from halfkilo.people.protocol import Person
from halfkilo.screening import ITEMS, Reply
from halfkilo.units import Region

Decide = Callable[[State, date, Choice, Catalogue], Session]

MOST_ROUNDS = 3
"""How often the offers page is shown in a day: an accepted swap may bring an offer of its own."""


def live(person: VirtualPerson, programme: str, days: int, start: date, story: Story | None = None,
         exercises: Catalogue | None = None) -> list[Entry]:
    """The entries of `days` days from `start`, oldest first. The same person, story and start give the same bytes."""
    life = Life(person, story or Story(), programme, start, exercises or catalogue())
    life.begin()
    for day in range(days):
        life.one_day(day)
    return life.diary.entries


class Life:
    """One person's days with the engine, written down in `diary`. decide: who decides the session of a day."""

    brief = False
    """Whether a day on which every offer was kept waiting is not decided again: the same session would come out."""

    def __init__(self, person: Person, story: Story, programme: str, start: date, exercises: Catalogue,
                 diary: Diary | None = None, decide: Decide = today) -> None:
        self.person, self.story, self.programme, self.start = person, story, programme, start
        self.exercises, self.decide = exercises, decide
        self.diary = diary or Diary(f"{story.name} {person.seed}", story.zone)
        self.told: set[Region] = set()

    # --- the first day ----------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Screen, profile, tools, plan, the rehearsed stop."""
        self.diary.at(self.start, 6, 30)
        add, story = self.diary.add, self.story
        add("screened", screened.Body({item.id: Reply.NO for item in ITEMS}, "112"))
        add("profiled", self._profile())
        add("equipped", equipped.Body(story.tools.gym, story.tools.dumbbells, story.tools.pairs, story.tools.bands))
        add("plan_chosen", plan_chosen.Body(self.programme, story.days_a_week, story.minutes, story.weekdays))
        for slug in story.pins:
            add("limit_set", limit_set.Body(limit_set.What.PIN, exercise=slug))
        add("rehearsed", rehearsed.Body(self.start, ("let_go", "lowered", "key", "screen")))

    def _profile(self) -> profiled.Body:
        usual = self.story.start_usual or tuple(self.person.pain().values())
        places = tuple(profiled.Place(region, level, min(10, level + 3), 30, True)
                       for region, level in zip(self.person.tissues, usual, strict=True))
        return profiled.Body(places, self.start.year - self.person.parameters.age, self.story.activities, 0, self.story.frail,
                             self.story.cannot)

    # --- every day --------------------------------------------------------------------------------------------------
    def one_day(self, day: int) -> None:
        """Morning, perhaps a session, questions of the week, night."""
        on = self.start + timedelta(days=day)
        if day in self.story.flares:
            cast(VirtualPerson, self.person).flare(next(iter(self.person.tissues)), self.story.flares[day])
        self.morning(day, on)
        if not any(day in span for span in self.story.breaks):
            self._perhaps_train(day, on)
        if day % 7 == 6 and not self.person.left:
            self._weekly(on)
        self.person.night()

    def morning(self, day: int, on: date) -> None:
        """The person is asked, and writes down what is answered."""
        told = self.person.morning(day)
        if not self.person.replies():
            return
        self.diary.at(on, 7, 5 + day % 20)
        self.diary.add("morning", morning.Body(on, told, self._sore(on)))
        self._say_flares(on)

    def _sore(self, on: date) -> Soreness | None:
        today = on.isoformat()
        since = next_day(today, -2)
        trained = any(since <= session["on"] < today for session in self.diary.state["sessions"])
        return self.person.soreness() if trained else None

    def _say_flares(self, on: date) -> None:
        """The person's own word, once a flare, when it feels like one."""
        felt = {region for region in self.person.tissues if self.person.flares(region)}
        known = {region for region in felt if open_flare(self.diary.state["regions"][region.value])}
        regions = tuple(region for region in self.person.tissues if self.story.tells_flares and region in felt - known - self.told)
        self.told = felt & (self.told | known | set(regions))
        if regions:
            self.diary.add("flare_opened", flare_opened.Body(on, regions))

    # --- a training day ---------------------------------------------------------------------------------------------
    def _perhaps_train(self, day: int, on: date) -> None:
        away = Away.TRAVEL if any(day in span for span in self.story.travel) else Away.NO
        if self._today(on, away).status is not Status.READY or not self.person.comes():
            return
        self.train(on, away)

    def train(self, on: date, away: Away) -> Session:
        """The check-in, the decision with its answers, and the session where there is one."""
        self.diary.at(on, 18, 10)
        self._check_in(on)
        session = self._decide(on, away)
        if session.status is Status.READY and session.items:
            train(self.diary, self.person, session, self.exercises)
        return session

    def _check_in(self, on: date) -> None:
        self.diary.add("checked_in", checked_in.Body(Moment.BEFORE, on, pain=self.person.pain(), different=Different.NO))

    def _today(self, on: date, away: Away) -> Session:
        return self.decide(self.diary.state, on, Choice(away=away), self.exercises)

    def _decide(self, on: date, away: Away) -> Session:
        """Today, with its questions and offers answered until nothing is left to answer."""
        session = self._today(on, away)
        if self._recall(on, session.questions) | self._answer_flares(session.questions):
            session = self._today(on, away)
        self._propose(session)
        for _ in range(MOST_ROUNDS):
            if not session.offers:
                break
            if not self._answer_offers(session) and self.brief:
                break
            session = self._after(session, on, away)
            self._propose(session)
        return session

    def _after(self, session: Session, on: date, away: Away) -> Session:
        """The day once more, after the offers of `session` were answered."""
        return self._today(on, away)

    def _propose(self, session: Session) -> None:
        self.diary.add("proposed", record(session), author="site", id=session.decision)

    def _recall(self, on: date, questions: tuple[Asked, ...]) -> bool:
        """A missed morning of yesterday that a session waits for, as the check-in asks for it; remembered through today's pain."""
        asked = {Region(one.about) for one in questions if one.id == "recall"}
        if not asked or not self.person.replies():
            return False
        told = {region: pain for region, pain in self.person.pain().items() if region in asked}
        self.diary.add("morning", morning.Body(on - timedelta(days=1), told))
        return True

    def _answer_flares(self, questions: tuple[Asked, ...]) -> bool:
        asked = [Region(one.about) for one in questions if one.id == "flare"]
        for region in asked:
            answer = Answer.YES if self.person.flares(region) else Answer.NO
            self.diary.add("answered", answered.Body(Question.FLARE, answer, region=region))
        return bool(asked)

    def _answer_offers(self, session: Session) -> int:
        """How many got a yes."""
        accepted = 0
        for offer in session.offers:
            # A way back leads to what was lifted before: people rarely refuse it.
            yes = offer.offered is Offered.WAY_BACK or self.person.accepts()
            accepted += yes
            self.diary.add("answered", answered.Body(Question.OFFER, Answer.ACCEPT if yes else Answer.KEEP, offer.id))
        return accepted

    # --- once a week ------------------------------------------------------------------------------------------------
    def _weekly(self, on: date) -> None:
        self.diary.at(on, 19, 30)
        for asked in self._today(on, Away.NO).questions:
            if asked.id == "weekly":
                self._measure(on, asked.about)

    def _measure(self, on: date, about: str) -> None:
        if about == "adverse":
            self.diary.add("adverse_event", adverse_event.Body(on, adverse_event.Severity.NONE))
            return
        self.diary.add("measured", measured.Body(on, about, dict(self._values(about))))

    def _values(self, about: str) -> Mapping[str, int]:
        if about == "psfs":
            return {activity.id: self.person.activity(activity.now) for activity in self.story.activities}
        name = about.removeprefix("own_")
        return {name: self.person.mood()}

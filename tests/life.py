"""A life told in few words: builds journals for tests, one entry after another, on a test clock.

`Life` starts screened, profiled, equipped, planned, and unlocked when asked, so that a test says only what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from halfkilo.dose import Choice, Item, Session, record, today
from halfkilo.exercises import Catalogue, Exercise, catalogue
from halfkilo.exercises.facts import Facts
from halfkilo.exercises.loads import Demand
from halfkilo.journal import Entry, make
from halfkilo.journal.entry import uuid7
from halfkilo.journal.fields import Answer, Different, Finder, Moment, Question, Soreness, Why
from halfkilo.journal.fold import fold
from halfkilo.journal.kinds import (
    answered,
    checked_in,
    equipped,
    flare_opened,
    limit_set,
    morning,
    plan_chosen,
    profiled,
    proposed,
    rehearsed,
    screened,
    session_closed,
    session_opened,
    set_done,
    stopped,
)
from halfkilo.journal.state import State
from halfkilo.screening import ITEMS, Reply
from halfkilo.strict import read
from halfkilo.units import Joint, Region, Side, Tool

LIFT = "vector_lift"
"""An exercise of the tests: loads the low back, any load of the gym, range 8-12, with an easier neighbour."""

_FACTS = {
    "family": "hinge",
    "mechanism": "strength",
    "count": "reps",
    "range": [8, 12],
    "sides": "both",
    "tempo": [2, 0, 2, 1],
    "positions": ["stand"],
    "camera": "side",
    "muscles": {"main": ["hamstrings"]},
}
_EASY = {**_FACTS, "variant": [{"with_": "body", "start": "body"}], "harder": LIFT}
_LIFT = {
    **_FACTS,
    "easier": "vector_easy",
    "variant": [
        {"with_": "cable", "start": "finder", "pulley": "low", "pieces": 1, "first": 1000, "ceiling": 100_000},
        {"with_": "dumbbell", "start": "finder", "pieces": 1, "first": 1000, "ceiling": 100_000},
    ],
}
_SIDES = {**_FACTS, "sides": "each", "easier": None, "variant": _LIFT["variant"], "family": "knee_extension"}

_CARRIED = Demand({Joint.LOW_BACK: 50, Joint.KNEE: 10})

CATALOGUE = Catalogue(
    {
        **catalogue(),
        LIFT: Exercise(LIFT, read(Facts, _LIFT), _CARRIED),
        "vector_easy": Exercise("vector_easy", read(Facts, _EASY), _CARRIED),
        "vector_side": Exercise("vector_side", read(Facts, _SIDES), Demand({Joint.KNEE: 60}, {})),
    }
)

ZONE = timezone(timedelta(hours=5, minutes=30))
DAY0 = date(2026, 3, 2)  # a Monday
BACK, LEFT, RIGHT = Region.LOW_BACK, Region.KNEE_LEFT, Region.KNEE_RIGHT


class Life:
    """One person's journal under construction. `day` counts from DAY0; `at` moves on by a minute with every entry."""

    def __init__(
        self,
        regions: Mapping[Region, int] | None = None,
        *,
        birth_year: int = 1976,
        unlocked: bool = False,
        programme: str = "low_back",
        yes: tuple[str, ...] = (),
        dumbbells: tuple[int, ...] = (),
        gym: bool = True,
        frail: bool = False,
    ) -> None:
        self.entries: list[Entry] = []
        self.regions = dict(regions or {BACK: 3})
        self.clock = datetime(DAY0.year, DAY0.month, DAY0.day, 6, 0, tzinfo=ZONE) - timedelta(days=40)
        self.session: str | None = None
        self.count = 0
        self.add("screened", screened.Body({item.id: Reply.YES if item.id in yes else Reply.NO for item in ITEMS}, "112"))
        places = tuple(profiled.Place(region, usual, min(10, usual + 2), 24, True) for region, usual in self.regions.items())
        self.add("profiled", profiled.Body(places, birth_year, (profiled.Activity("stairs", "the stairs", 4),), frail=frail))
        self.add("equipped", equipped.Body(equipped.Gym("simulated") if gym else None, dumbbells))
        self.add("plan_chosen", plan_chosen.Body(programme, 3, 20))
        if unlocked:
            self.unlock()

    def unlock(self) -> None:
        """Two weeks of mornings at the usual, six sessions, the rehearsed stop: all well before DAY0."""
        self.add("rehearsed", rehearsed.Body(self.clock.date(), ("let_go", "key")))
        for day in range(-15, -1):
            self.morning(day, dict(self.regions))
        for number in range(6):
            self.open(-20 + number)
            self.sets("ankle_circles", 0, 6, tool=Tool.BODY, side=Side.LEFT, effort=None)
            self.close()

    def id(self) -> str:
        """A fresh, deterministic id."""
        self.count += 1
        return uuid7(int(self.clock.timestamp() * 1000), self.count.to_bytes(10, "big"))

    def add(self, kind: str, body: Any, *, author: str = "person", id: str | None = None) -> Entry:
        """Append one entry at the clock."""
        self.clock += timedelta(minutes=1)
        entry = make(kind, body, at=self.clock.isoformat(), author=author, id=id or self.id())
        self.entries.append(entry)
        return entry

    def go(self, day: int, hour: int = 9) -> date:
        """Set the clock to a day."""
        on = DAY0 + timedelta(days=day)
        moment = datetime(on.year, on.month, on.day, hour, tzinfo=ZONE)
        self.clock = max(self.clock, moment) if moment.date() == self.clock.date() else moment
        return on

    def morning(self, day: int, pain: Mapping[Region, int] | int, soreness: Soreness | None = None) -> None:
        """The morning of `day`."""
        on = self.go(day, 7)
        told = dict.fromkeys(self.regions, pain) if isinstance(pain, int) else dict(pain)
        self.add("morning", morning.Body(on, told, soreness))

    def mornings(self, first: int, pains: list[int]) -> None:
        """Mornings one after another."""
        for offset, pain in enumerate(pains):
            self.morning(first + offset, pain)

    def check_in(self, day: int, pre: Mapping[Region, int] | int, different: Different = Different.NO) -> None:
        """Before a session."""
        on = self.go(day)
        told = dict.fromkeys(self.regions, pre) if isinstance(pre, int) else dict(pre)
        self.add("checked_in", checked_in.Body(Moment.BEFORE, on, pain=told, different=different))

    def open(self, day: int) -> str:
        """Open a session."""
        on = self.go(day)
        self.session = self.id()
        self.add("session_opened", session_opened.Body(self.session, on, planned=1))
        return self.session

    def sets(
        self,
        exercise: str,
        grams: int,
        target: int,
        *,
        done: int | None = None,
        sets: int = 1,
        tool: Tool = Tool.CABLE,
        side: Side = Side.BOTH,
        effort: int | None = 5,
        peak: int | None = None,
        form_lost: bool = False,
        stop: Why | None = None,
    ) -> None:
        """The sets of one exercise and how it felt."""
        assert self.session is not None
        for number in range(1, sets + 1):
            amount = target if done is None else done
            self.add("set_done", set_done.Body(self.session, exercise, tool, side, number, grams, amount, target, sets, form_lost))
        on = self.clock.date()
        if stop is not None:
            self.add("stopped", stopped.Body(on, stop, "let_go", self.session, exercise, tool, side, peak))
        if effort is not None or peak is not None:
            self.add(
                "checked_in",
                checked_in.Body(Moment.EXERCISE, on, self.session, exercise=exercise, tool=tool, side=side, effort=effort, peak=peak),
            )

    def find(self, exercise: str, steps: Mapping[int, Finder], tool: Tool = Tool.CABLE, side: Side = Side.BOTH) -> None:
        """Finder steps."""
        assert self.session is not None
        for number, (grams, how) in enumerate(steps.items(), start=1):
            self.add("set_done", set_done.Body(self.session, exercise, tool, side, number, grams, 3, 3, 1, finder=how))

    def close(self, cool: int | None = None) -> None:
        """Cool-down and the end of the session."""
        assert self.session is not None
        if cool is not None:
            pain = dict.fromkeys(self.regions, cool)
            self.add("checked_in", checked_in.Body(Moment.COOL_DOWN, self.clock.date(), self.session, pain=pain))
        self.add("session_closed", session_closed.Body(self.session, 1))
        self.session = None

    def outing(
        self,
        day: int,
        exercise: str,
        grams: int,
        target: int,
        *,
        pre: int = 3,
        peak: int | None = 3,
        effort: int | None = 5,
        cool: int | None = None,
        morning: int | None = 3,
        **more: Any,
    ) -> None:
        """A whole session with one exercise, and the next morning."""
        self.check_in(day, pre)
        self.open(day)
        self.sets(exercise, grams, target, peak=peak, effort=effort, **more)
        self.close(cool)
        if morning is not None:
            self.morning(day + 1, morning)

    def flare(self, day: int, *regions: Region) -> None:
        """The person's word."""
        self.add("flare_opened", flare_opened.Body(self.go(day), regions or tuple(self.regions)))

    def limit(self, what: limit_set.What, value: int | None = None, *, author: str = "person", **more: Any) -> None:
        """A limit."""
        self.add("limit_set", limit_set.Body(what, value, **more), author=author)

    def pin(self, *exercises: str) -> None:
        """Pin exercises, so that they are in today's session."""
        for exercise in exercises:
            self.limit(limit_set.What.PIN, exercise=exercise)

    @property
    def state(self) -> State:
        """The fold of everything so far."""
        return fold(self.entries)

    def today(self, day: int, **choice: Any) -> Session:
        """Today's session."""
        return today(self.state, DAY0 + timedelta(days=day), Choice(minutes=choice.pop("minutes", 30), **choice), CATALOGUE)

    def decide(self, day: int, **choice: Any) -> Session:
        """Today's session, recorded as the site does."""
        session = self.today(day, **choice)
        self.go(day)
        body = record(session)
        assert isinstance(body, proposed.Body)
        self.add("proposed", body, author="site", id=session.decision)
        return session

    def answer(self, ref: str, answer: Answer, *, author: str = "person", grams: int | None = None) -> None:
        """Answer an offer."""
        self.add("answered", answered.Body(Question.OFFER, answer, ref, grams=grams), author=author)

    def say_flare(self, day: int, region: Region, answer: Answer) -> None:
        """Answer "is this a flare for you?"."""
        self.go(day, 8)
        self.add("answered", answered.Body(Question.FLARE, answer, region=region))


def begun(path: Path) -> Path:
    """A journal up to the first check-in, written to a file; returns it."""
    life = Life(unlocked=True)
    life.morning(0, 3)
    life.check_in(0, 3)
    path.write_text("".join(entry.line + "\n" for entry in life.entries))
    return path


def item(session: Session, exercise: str, side: Side = Side.BOTH) -> Item:
    """The item of an exercise."""
    return next(one for one in session.items if one.exercise == exercise and one.side is side)


def offer(session: Session, exercise: str, side: Side = Side.BOTH) -> Any:
    """The offer for an exercise, or None."""
    return next((one for one in session.offers if one.exercise == exercise and one.side is side), None)

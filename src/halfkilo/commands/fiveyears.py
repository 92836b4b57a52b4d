"""A made-up person who trained for five years: 750 sessions, eleven thousand sets. Made for measuring, the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from halfkilo.exercises import catalogue
from halfkilo.exercises.facts import Sides
from halfkilo.journal.entry import PERSON, Entry, uuid7
from halfkilo.journal.fields import Moment
from halfkilo.journal.kinds import (
    checked_in,
    equipped,
    make,
    morning,
    plan_chosen,
    profiled,
    rehearsed,
    screened,
    session_closed,
    session_opened,
    set_done,
)
from halfkilo.screening import ITEMS, Reply
from halfkilo.units import Region, Side, Tool

FIRST = date(2021, 11, 22)
SESSIONS = 750
EXERCISES = 5
SETS = 3
BACK = Region.LOW_BACK


class FiveYears:
    """Writes the entries; `clock` goes on by a minute with each."""

    def __init__(self) -> None:
        self.clock = datetime(FIRST.year, FIRST.month, FIRST.day, 6, tzinfo=UTC)
        self.numbers = count(1)
        self.lifts = [slug for slug, one in catalogue().items() if one.variant(Tool.CABLE) and one.facts.sides is not Sides.EACH][:8]

    def entries(self) -> Iterator[Entry]:
        """Everything, in order: a beginning, a morning a day, a session every second or third day."""
        yield from self._beginning()
        for day in range(SESSIONS * 7 // 3 + 1):
            self._go(day, 7)
            yield self._entry("morning", morning.Body(self.clock.date(), {BACK: 3 + (day * 7919 % 5 == 0)}))
            if day * 3 % 7 < 3:
                yield from self._session(day)

    def a_set(self, session: str, number: int) -> Entry:
        """One more set."""
        return self._entry("set_done", set_done.Body(session, self.lifts[0], Tool.CABLE, Side.BOTH, number, 9000, 10, 10, SETS))

    def _beginning(self) -> Iterator[Entry]:
        yield self._entry("screened", screened.Body({item.id: Reply.NO for item in ITEMS}, "112"))
        place, activity = profiled.Place(BACK, 3, 6, 36, True), profiled.Activity("stairs", "the stairs", 4)
        yield self._entry("profiled", profiled.Body((place,), 1961, (activity,)))
        yield self._entry("equipped", equipped.Body(equipped.Gym("simulated")))
        yield self._entry("rehearsed", rehearsed.Body(FIRST, ("let_go", "screen")))
        yield self._entry("plan_chosen", plan_chosen.Body("low_back", 3, 20))

    def _session(self, day: int) -> Iterator[Entry]:
        self._go(day, 18)
        on, session = self.clock.date(), self._id()
        yield self._entry("checked_in", checked_in.Body(Moment.BEFORE, on, pain={BACK: 3}))
        yield self._entry("session_opened", session_opened.Body(session, on, planned=EXERCISES))
        for place in range(EXERCISES):
            slug = self.lifts[(day + place) % len(self.lifts)]
            grams = 3000 + day // 100 * 500
            for number in range(1, SETS + 1):
                yield self._entry("set_done", set_done.Body(session, slug, Tool.CABLE, Side.BOTH, number, grams, 10, 10, SETS))
            yield self._entry("checked_in", checked_in.Body(Moment.EXERCISE, on, session, exercise=slug, tool=Tool.CABLE, effort=5, peak=3))
        yield self._entry("session_closed", session_closed.Body(session, EXERCISES))

    def _go(self, day: int, hour: int) -> None:
        on = FIRST + timedelta(days=day)
        self.clock = max(self.clock, datetime(on.year, on.month, on.day, hour, tzinfo=UTC))

    def _id(self) -> str:
        return uuid7(int(self.clock.timestamp() * 1000), next(self.numbers).to_bytes(10, "big"))

    def _entry(self, kind: str, body: object) -> Entry:
        self.clock += timedelta(minutes=1)
        return make(kind, body, at=self.clock.isoformat(), author=PERSON, id=self._id())

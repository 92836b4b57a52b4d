"""Five years of one person for measuring: three sessions a week, five exercises of three sets, every morning answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from halfkilo.exercises import With, catalogue
from halfkilo.journal import Entry, make, new_id
from halfkilo.journal.fields import Moment
from halfkilo.journal.kinds import (
    checked_in,
    equipped,
    measured,
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

SESSIONS, EXERCISES, SETS = 750, 5, 3
REGIONS = (Region.LOW_BACK, Region.KNEE_RIGHT)
ROTATION = 20
"""So many different exercises in turn."""


class Years:
    """Entries one after another on a clock of their own, ending yesterday."""

    def __init__(self, today: date) -> None:
        self.start = today - timedelta(days=SESSIONS * 7 // 3 + 1)
        self.clock = datetime(self.start.year, self.start.month, self.start.day, 6, tzinfo=UTC) - timedelta(days=1)
        self.lifts = [slug for slug, one in catalogue().items() if one.variant(With.CABLE) and Side.BOTH in one.doses][:ROTATION]

    def entries(self) -> Iterator[Entry]:
        """Everything, oldest first."""
        yield from self._beginning()
        for number in range(SESSIONS):
            for day in range(number * 7 // 3, (number + 1) * 7 // 3):
                yield from self._morning(self.start + timedelta(days=day))
            yield from self._session(self.start + timedelta(days=number * 7 // 3), number)

    def _add(self, kind: str, body: object) -> Entry:
        self.clock += timedelta(seconds=40)
        at = self.clock.isoformat(timespec="milliseconds")
        return make(kind, body, at=at, author="person", id=new_id(int(self.clock.timestamp() * 1000)))

    def _go(self, on: date, hour: int) -> None:
        self.clock = max(self.clock, datetime(on.year, on.month, on.day, hour, tzinfo=UTC))

    def _beginning(self) -> Iterator[Entry]:
        yield self._add("screened", screened.Body({item.id: Reply.NO for item in ITEMS}, "112"))
        places = tuple(profiled.Place(region, 4, 6, 40, True) for region in REGIONS)
        activities = (profiled.Activity("stairs", "Stairs", 4), profiled.Activity("garden", "Garden", 3))
        yield self._add("profiled", profiled.Body(places, 1962, activities))
        yield self._add("equipped", equipped.Body(equipped.Gym("simulated"), (1000, 2000, 3000)))
        yield self._add("rehearsed", rehearsed.Body(self.start, ("let_go", "key")))
        yield self._add("plan_chosen", plan_chosen.Body("low_back", 3, 20))

    def _morning(self, on: date) -> Iterator[Entry]:
        self._go(on, 7)
        yield self._add("morning", morning.Body(on, {REGIONS[0]: 3 + on.toordinal() % 2, REGIONS[1]: 2}))
        if on.weekday() == 6:
            yield self._add("measured", measured.Body(on, "psfs", {"stairs": 5}))

    def _session(self, on: date, number: int) -> Iterator[Entry]:
        self._go(on, 9)
        identity = new_id(int(self.clock.timestamp() * 1000))
        yield self._add("checked_in", checked_in.Body(Moment.BEFORE, on, pain={REGIONS[0]: 3, REGIONS[1]: 2}))
        yield self._add("session_opened", session_opened.Body(identity, on, planned=EXERCISES))
        for place in range(EXERCISES):
            yield from self._exercise(identity, on, self.lifts[(number * EXERCISES + place) % len(self.lifts)], 3000 + number // 100 * 500)
        yield self._add("checked_in", checked_in.Body(Moment.COOL_DOWN, on, identity, pain={REGIONS[0]: 3, REGIONS[1]: 2}))
        yield self._add("session_closed", session_closed.Body(identity, EXERCISES))

    def _exercise(self, session: str, on: date, slug: str, grams: int) -> Iterator[Entry]:
        for number in range(1, SETS + 1):
            yield self._add("set_done", set_done.Body(session, slug, Tool.CABLE, Side.BOTH, number, grams, 10, 10, SETS))
        yield self._add("checked_in", checked_in.Body(Moment.EXERCISE, on, session, exercise=slug, tool=Tool.CABLE, effort=5, peak=2))

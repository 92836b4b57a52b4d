"""Diaries of a scenario: what is written down can be heard, changed on the way by a slip, and come out of order from a wrong clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from typing import Any

from halfkilo.cohort.diary import Diary, LeanDiary
from halfkilo.journal import Entry
from halfkilo.journal.fold import fold
from halfkilo.journal.state import State

Heard = Callable[[str, Any], Any]
"""Is told every kind and body before it is written, and gives back the body that is written."""


def _as_it_is(kind: str, body: Any) -> Any:
    return body


class HeardDiary(LeanDiary):
    """No journal is kept; whoever hears may change what is written."""

    heard: Heard = staticmethod(_as_it_is)

    def add(self, kind: str, body: Any, *, author: str = "person", id: str | None = None) -> Entry:
        """Fold what was heard."""
        return super().add(kind, self.heard(kind, body), author=author, id=id)


class JumpingDiary(Diary):
    """A journal whose clock may go back: as in a store, what comes out of order is folded anew in the order of instants."""

    heard: Heard = staticmethod(_as_it_is)

    def __init__(self, name: str, zone: tzinfo) -> None:
        self._dirty, self._newest = False, (0, "")
        super().__init__(name, zone)

    @property
    def state(self) -> State:
        """The state of everything so far."""
        if self._dirty:
            self._state, self._dirty = fold(self.entries), False
        return self._state

    @state.setter
    def state(self, value: State) -> None:
        self._state = value

    def at(self, on: date, hour: int, minute: int = 0) -> None:
        """Set the clock, also back to another day."""
        moment = datetime.combine(on, time(hour, minute), self.zone)
        self.clock = moment if moment.date() != self.clock.date() else max(self.clock, moment)

    def add(self, kind: str, body: Any, *, author: str = "person", id: str | None = None) -> Entry:
        """Append what was heard."""
        entry = super().add(kind, self.heard(kind, body), author=author, id=id)
        self._dirty = self._dirty or entry.order < self._newest
        self._newest = max(self._newest, entry.order)
        return entry

"""A journal under construction: entries in order of time, ids derived from time and number, the state folded as they come."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from halfkilo.dose.once import once
from halfkilo.journal import Entry, make
from halfkilo.journal.entry import derived_id
from halfkilo.journal.fold import step, step_read
from halfkilo.journal.state import State, fresh
from halfkilo.units import instant_of

BETWEEN = timedelta(seconds=7)
"""From one entry to the next."""


class Diary:
    """One person's entries. `name` keeps the ids of two people apart; the same life gives the same bytes."""

    def __init__(self, name: str, zone: tzinfo) -> None:
        self.name, self.zone = name, zone
        self.entries: list[Entry] = []
        self.state: State = fresh()
        self.clock = datetime(2000, 1, 1, tzinfo=zone)

    def at(self, on: date, hour: int, minute: int = 0) -> None:
        """Set the clock; it never goes back."""
        self.clock = max(self.clock, datetime.combine(on, time(hour, minute), self.zone))

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.clock += timedelta(seconds=seconds)

    def id(self, *parts: object) -> str:
        """An id that the same life makes again."""
        return derived_id(int(self.clock.timestamp() * 1000), self.name, len(self.entries), *parts)

    def add(self, kind: str, body: Any, *, author: str = "person", id: str | None = None) -> Entry:
        """Append an entry a few seconds later and fold it."""
        self.clock += BETWEEN
        entry = make(kind, body, at=self.clock.isoformat(), author=author, id=id or self.id(kind))
        self.entries.append(entry)
        step(self.state, entry)
        return entry


class _Lived(Entry):
    """An entry that is folded as it happens and then forgotten: its time is known and need not be read from a text, nor written as one
    where nobody asks for it."""

    def __init__(self, id: str, local: datetime, author: str, kind: str) -> None:
        self.__dict__.update(id=id, local=local, instant=instant_of(local), author=author, kind=kind, version=1, body={}, imported=False)

    @once
    def at(self) -> str:
        """Local time as text."""
        return self.local.isoformat()


class LeanDiary(Diary):
    """The same state without a journal: bodies are folded as they are, and nothing is kept or turned into JSON."""

    def __init__(self, name: str, zone: tzinfo) -> None:
        super().__init__(name, zone)
        self.count = 0

    def id(self, *parts: object) -> str:
        """A number in order; nobody else reads it."""
        self.count += 1
        return f"{self.name}-{self.count:06}"

    def add(self, kind: str, body: Any, *, author: str = "person", id: str | None = None) -> Entry:
        """Fold an entry a few seconds later."""
        self.clock += BETWEEN
        entry = _Lived(id or self.id(), self.clock, author, kind)
        step_read(self.state, entry, body)
        return entry

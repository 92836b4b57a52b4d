"""The Store protocol, and what every store answers about an entry it was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from halfkilo.journal.entry import Entry
from halfkilo.journal.state import State


class Fate(StrEnum):
    """What became of one entry of a batch."""

    KEPT = "kept"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """One entry's fate; `problem` says what is wrong and what to do."""

    id: str
    fate: Fate
    problem: str = ""


class Store(Protocol):
    """Where a person's journal lives. Appending is all or nothing per entry and never doubles one."""

    def append(self, person: str, entries: Sequence[Entry]) -> list[Result]:
        """Keep entries durably before returning. The same id with the same bytes is KNOWN, with other bytes REFUSED."""

    def state(self, person: str) -> State:
        """The folded state, current as of every acknowledged entry."""

    def entries(self, person: str) -> Iterator[Entry]:
        """All entries in fold order."""

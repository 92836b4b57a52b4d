"""What any file of another program becomes before anything is kept: entries, open questions, problems by place, what was passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from halfkilo.exchange.history import History
from halfkilo.exchange.layout import layouts
from halfkilo.exchange.questions import Question
from halfkilo.journal.entry import Entry


@dataclass(frozen=True)
class Note:
    """place: `line 7`, `entry 3, Observation.valueQuantity.code`. kept: it is in an entry all the same, as written."""

    place: str
    problem: str
    kept: bool = False


@dataclass(frozen=True)
class Brought:
    """name: the format for people. passed: things that are no part of a journal here, by their name, with how many there were."""

    name: str
    entries: tuple[Entry, ...]
    problems: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()
    passed: Mapping[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> bool:
        """Whether a question must be answered before anything is taken in."""
        return any(question.needed for question in self.questions)


def of_history(found: History) -> Brought:
    """A log with sets, as everything else that is brought."""
    notes = tuple(Note(f"line {one.line}", one.problem, one.kept) for one in found.problems)
    name = next((one.name for one in layouts() if one.source == found.source), found.source)
    return Brought(name, found.entries, notes, found.questions)


@dataclass(frozen=True)
class Sorted:
    """fresh: to be appended. known: stand here already. other: stand here with other content; what stands is kept."""

    fresh: tuple[Entry, ...]
    known: int
    other: tuple[Entry, ...]


def against(entries: Iterable[Entry], known: Mapping[str, str]) -> Sorted:
    """Sort entries by what a journal knows already (`lines.digests`); twice the same in one file counts once."""
    fresh: dict[str, Entry] = {}
    twins, other = 0, []
    for entry in entries:
        digest = known.get(entry.id) or (fresh[entry.id].digest if entry.id in fresh else None)
        if digest is None:
            fresh[entry.id] = entry
        elif digest == entry.digest:
            twins += 1
        else:
            other.append(entry)
    return Sorted(tuple(fresh.values()), twins, tuple(other))

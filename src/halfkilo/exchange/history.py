"""What a log of another program becomes: `history` entries, questions that must be answered first, and problems by line.

Pure: bytes and settings in, a `History` out. As long as a needed question is open there are no entries at all. Ids are derived
from what the file says, so the same file a second time adds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.layout import Layout
from halfkilo.exchange.moments import moment
from halfkilo.exchange.questions import Asker, Choices, Question
from halfkilo.exchange.sets import read_set
from halfkilo.exchange.table import Broken, Row, Rows
from halfkilo.journal.entry import LONGEST_LINE, PERSON, Entry, derived_id
from halfkilo.journal.kinds import history, make
from halfkilo.strict import Malformed, plain, read

SETS_PER_ENTRY = 50


@dataclass(frozen=True)
class Settings:
    """What the caller knows. person: makes ids differ between people. zone: whose local time the file is in (it never says).

    today: sets after this day are refused. answers: by question key (see `questions`). mapping: file name of an exercise -> slug.
    """

    person: str
    zone: tzinfo
    today: date
    answers: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    """One line that is not (fully) understood. kept: it is in the history all the same, as written."""

    line: int
    problem: str
    kept: bool


@dataclass(frozen=True)
class History:
    """What a file becomes. unmapped: names of exercises nobody has said anything about yet."""

    source: str
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    exercises: tuple[str, ...]
    sets: int

    @property
    def waiting(self) -> bool:
        """Whether a question must be answered before anything is taken in."""
        return any(question.needed for question in self.questions)


@dataclass
class _Group:
    """Rows of one exercise at one time, in the order of the file."""

    at: datetime
    workout: str
    exercise: str
    rows: list[tuple[Row, history.HistorySet]]


def read_history(table: Rows, layout: Layout, settings: Settings) -> History:
    """The history in a table whose layout is known."""
    rows = [_mended(row, layout, settings) for row in table.rows()]
    good = [row for row in rows if isinstance(row, Row)]
    problems = [Problem(row.line, row.problem, False) for row in rows if isinstance(row, Broken)]
    if table.latin:
        problems.append(Problem(1, "the file is not UTF-8; it was read as Latin-1, so look at letters with accents", True))
    choices, questions = Asker(layout, table.columns, settings.answers, settings.mapping).ask(good)
    groups = _grouped(good, layout, choices, settings, problems)
    waiting = any(question.needed for question in questions)
    entries = [] if waiting else [entry for group in groups.values() for entry in _entries(group, layout, choices, settings, problems)]
    names = tuple(dict.fromkeys(group.exercise for group in groups.values()))
    return History(layout.source, tuple(entries), questions, tuple(sorted(problems, key=lambda one: one.line)), names,
                   sum(len(group.rows) for group in groups.values()))


def _mended(row: Row | Broken, layout: Layout, settings: Settings) -> Row | Broken:
    return layout.mended(row, settings.zone) if layout.mended is not None and isinstance(row, Row) else row


def _grouped(rows: list[Row], layout: Layout, choices: Choices, settings: Settings, problems: list[Problem]) -> dict[Any, _Group]:
    groups: dict[Any, _Group] = {}
    for row in rows:
        try:
            at, name = _placed(row, layout, choices, settings)
        except NotUnderstood as problem:
            if not choices.waits_for_order(row, layout):
                problems.append(Problem(row.line, str(problem), False))
            continue
        what, doubts = read_set(row, layout, choices)
        problems.extend(Problem(row.line, doubt, True) for doubt in doubts)
        workout = layout.workout_of(row)
        groups.setdefault((at, workout, name), _Group(at, workout, name, [])).rows.append((row, what))
    return groups


def _placed(row: Row, layout: Layout, choices: Choices, settings: Settings) -> tuple[datetime, str]:
    name = layout.exercise_of(row)
    if not name:
        raise NotUnderstood("names no exercise")
    at = moment(layout.when_of(row), choices.order)
    if at.date() > settings.today:
        raise NotUnderstood(f"{at.date()} lies in the future")
    if at.year < 1970:
        raise NotUnderstood(f"{at.date()} is too long ago to be a training day")
    return at, name


def _entries(group: _Group, layout: Layout, choices: Choices, settings: Settings, problems: list[Problem]) -> list[Entry]:
    found = []
    for number, start in enumerate(range(0, len(group.rows), SETS_PER_ENTRY)):
        rows = group.rows[start:start + SETS_PER_ENTRY]
        try:
            found.append(_entry(group, rows, number, layout, choices, settings))
        except Malformed as problem:
            problems.extend(Problem(row.line, f"can't be kept: {problem}", False) for row, _ in rows)
    return found


def _entry(group: _Group, rows: list[tuple[Row, history.HistorySet]], number: int, layout: Layout, choices: Choices,
           settings: Settings) -> Entry:
    body = history.Body(group.at.date(), layout.source, group.exercise, tuple(what for _, what in rows),
                        settings.mapping.get(group.exercise) or None, choices.side(group.exercise), group.workout)
    read(history.Body, plain(body), "body")
    instant = int(group.at.replace(tzinfo=UTC).timestamp() * 1000)
    name = derived_id(instant, "history", settings.person, layout.source, group.at.isoformat(), group.workout, group.exercise, number)
    entry = make("history", body, at=group.at.replace(tzinfo=settings.zone).isoformat(timespec="seconds"), author=PERSON, id=name)
    if len(entry.line.encode()) > LONGEST_LINE:
        raise Malformed("entry", "the notes of this exercise on this day are too long")
    return entry

"""A clinic's programme in figures: engagement points (NICE), outcomes of everybody who started, unwanted events with denominators.

Pure functions on one small row per person. Counts from 1 to 4 are hidden, and with them whatever would give them away. Outcomes are before
and after without a comparison group: a change, never an effect of the programme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from halfkilo.insight import intervals

SMALL = 5
"""Counts from 1 to one below it are hidden (usual in health statistics; D)."""
POINTS = (("30_days", 30), ("6_months", 182), ("12_months", 365))
WINDOW = 21
"""A follow-up counts within so many days of its point, before or after. D."""
EVENTS = ("self_care", "clinician", "hospital")
PER_SESSIONS = 1000
YEAR = 365.25


@dataclass(frozen=True)
class Row:
    """One person. Days are day numbers. started: day of the first session. last: last day with a session or a morning answer.
    left: reason for stopping, where one was given. scores: by measure, (day, score) in the measure's own unit, rising.
    events: by severity. sessions: number of them."""

    enrolled: int
    started: int | None = None
    last: int | None = None
    left: str = ""
    scores: Mapping[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    events: Mapping[str, int] = field(default_factory=dict)
    sessions: int = 0


@dataclass(frozen=True)
class Cell:
    """A count of so many, with the share and its interval; None where it is hidden. of: those for whom the time has come."""

    name: str
    count: int | None
    of: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Outcome:
    """Change of a measure from the start to a point, among all who started and whose time has come.

    starters: how many that is; told: how many of them have both numbers; change, low, high: their mean change with 95 %, None where
    hidden; all_told: the same with everybody who is missing counted as unchanged.
    """

    measure: str
    point: str
    starters: int | None
    told: int | None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    all_told: float | None = None


@dataclass(frozen=True)
class Rate:
    """Unwanted events of one severity per 1,000 sessions and per person and year, with 95 %; None where hidden."""

    severity: str
    events: int | None
    sessions: int
    years: float
    per_sessions: tuple[float, float, float] | None = None
    per_year: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Evaluation:
    """Everything of one programme at one site. people: hidden below `SMALL`, and then everything else is, too."""

    people: int | None
    engagement: tuple[Cell, ...] = ()
    reasons: tuple[Cell, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    events: tuple[Rate, ...] = ()


def evaluate(rows: Sequence[Row], today: int) -> Evaluation:
    """The figures as of `today` (day number)."""
    if len(rows) < SMALL:
        return Evaluation(None)
    return Evaluation(len(rows), engagement(rows, today), reasons(rows), outcomes(rows, today), events(rows, today))


def engagement(rows: Sequence[Row], today: int) -> tuple[Cell, ...]:
    """Enrolled, started, and still there at each point, of those for whom it has come."""
    begun = sum(row.started is not None for row in rows)
    cells = [Cell("enrolled", hidden(len(rows)), hidden(len(rows))), cell("started", begun, len(rows))]
    before = (-1, -1)
    for name, days in POINTS:
        due = [row for row in rows if row.started is not None and today - row.started >= days]
        there = sum(row.last is not None and row.started is not None and row.last - row.started >= days for row in due)
        told = cell(name, there, len(due))
        if before[1] == len(due) and hidden(before[0] - there) is None:  # of the same people: how many left in between must not be told
            told = Cell(name, None, len(due))
        cells.append(told)
        before = (there, len(due)) if told.count is not None else before
    return tuple(cells)


def reasons(rows: Sequence[Row]) -> tuple[Cell, ...]:
    """Reasons for stopping among those who started and stopped. A partition: where one count is hidden, a second is, too."""
    given = [row.left for row in rows if row.left and row.started is not None]
    counts = {reason: given.count(reason) for reason in sorted(set(given))}
    shown = secondary(counts)
    return tuple(cell(reason, count, len(given)) if reason in shown else Cell(reason, None, None) for reason, count in counts.items())


def outcomes(rows: Sequence[Row], today: int) -> tuple[Outcome, ...]:
    """Every measure at every point."""
    names = sorted({name for row in rows for name in row.scores})
    return tuple(_outcome(name, point, days, rows, today) for name in names for point, days in POINTS)


def events(rows: Sequence[Row], today: int) -> tuple[Rate, ...]:
    """Events among those who started, by severity. No event is said as none: that nothing was told is not hidden."""
    begun = [row for row in rows if row.started is not None]
    sessions = sum(row.sessions for row in begun)
    years = sum(_days(row, today) for row in begun) / YEAR
    counts = {severity: sum(row.events.get(severity, 0) for row in begun) for severity in EVENTS}
    return tuple(_rate(severity, count, sessions, years) for severity, count in counts.items())


def cell(name: str, count: int, of: int) -> Cell:
    """A count with its share; hidden where it, or what is left of the whole, is small."""
    if of == 0:
        return Cell(name, 0, 0)
    if hidden(count) is None or hidden(of - count) is None or hidden(of) is None:
        return Cell(name, None, hidden(of))
    low, high = intervals.share(count, of)
    return Cell(name, count, of, count / of, low, high)


def hidden(count: int) -> int | None:
    """The count, or None from 1 to 4."""
    return None if 0 < count < SMALL else count


def secondary(counts: Mapping[str, int]) -> frozenset[str]:
    """Which counts of a partition may be shown: a single hidden one could be worked out from the total, so the next smallest goes with it,
    and further ones until at least `SMALL` people stand behind what is hidden."""
    rising = sorted(counts, key=lambda name: (counts[name], name))
    gone = [name for name in rising if hidden(counts[name]) is None]
    for name in (one for one in rising if one not in gone):
        if not gone or (len(gone) > 1 and sum(counts[one] for one in gone) >= SMALL):
            break
        gone.append(name)
    return frozenset(counts) - frozenset(gone)


def _outcome(name: str, point: str, days: int, rows: Sequence[Row], today: int) -> Outcome:
    due = [row for row in rows if row.started is not None and today - row.started >= days]
    changes = [change for row in due if (change := _change(row, name, days)) is not None]
    starters, told = hidden(len(due)), hidden(len(changes))
    if starters is None or told is None or len(changes) < SMALL or hidden(len(due) - len(changes)) is None:
        return Outcome(name, point, starters, None if starters is None or told is None or 0 < len(due) - len(changes) < SMALL else told)
    mean, low, high = intervals.mean(changes)
    return Outcome(name, point, starters, told, mean, low, high, sum(changes) / len(due))


def _change(row: Row, name: str, days: int) -> float | None:
    """Score nearest to the point minus the last one before or on the first day of training (or within its first week)."""
    if row.started is None:
        return None
    told = row.scores.get(name, ())
    before = [score for day, score in told if day <= row.started] or [score for day, score in told if day <= row.started + 7][:1]
    at = row.started + days
    after = [(abs(day - at), score) for day, score in told if abs(day - at) <= WINDOW and day > row.started + 7]
    return min(after)[1] - before[-1] if before and after else None


def _days(row: Row, today: int) -> int:
    """Days from the first session to the last sign of the person, both included."""
    return 0 if row.started is None else min(today, today if row.last is None else row.last) - row.started + 1


def _rate(severity: str, count: int, sessions: int, years: float) -> Rate:
    if hidden(count) is None or sessions == 0 or years <= 0:
        return Rate(severity, hidden(count), sessions, years)
    by_sessions, by_year = intervals.rate(count, sessions / PER_SESSIONS), intervals.rate(count, years)
    return Rate(severity, count, sessions, years, (count / sessions * PER_SESSIONS, *by_sessions), (count / years, *by_year))

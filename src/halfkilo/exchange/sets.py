"""One row of a log as a set: what is understood as numbers, everything as written."""

from __future__ import annotations

from collections.abc import Callable

from halfkilo.exchange.amounts import NotUnderstood, Unit, grams, seconds, unit, whole
from halfkilo.exchange.layout import Layout
from halfkilo.exchange.questions import Choices
from halfkilo.exchange.table import Row
from halfkilo.journal.kinds.history import HistorySet

MOST_REPS = 10_000


def read_set(row: Row, layout: Layout, choices: Choices) -> tuple[HistorySet, list[str]]:
    """The set in a row, and what of it was not understood (kept as written all the same)."""
    doubts: list[str] = []
    if not layout.is_set(row):
        return HistorySet(cells=dict(row.cells)), doubts
    load = _try(lambda: _grams(row, layout, choices), doubts)
    reps = _try(lambda: whole(row.cells[layout.reps], MOST_REPS) if layout.reps in row.cells else None, doubts)
    time = _try(lambda: _seconds(row, layout), doubts)
    return HistorySet(load, reps or None, time or None, dict(row.cells)), doubts


def _try(work: Callable[[], int | None], doubts: list[str]) -> int | None:
    try:
        return work()
    except NotUnderstood as doubt:
        doubts.append(f"{doubt}; kept as written")
        return None


def _grams(row: Row, layout: Layout, choices: Choices) -> int | None:
    text, stated = layout.weight_of(row)
    if not text:
        return None
    named = row.cells.get(layout.unit, "")
    found: Unit | None = unit(named) if named else stated or choices.unit
    if found is None:  # only a zero weight, the same in every unit, comes here once the question is answered
        return 0 if grams(text, Unit.KILOGRAM) == 0 else None
    return grams(text, found)


def _seconds(row: Row, layout: Layout) -> int | None:
    return next((seconds(row.cells[column]) for column in layout.seconds if column in row.cells), None)

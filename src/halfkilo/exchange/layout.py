"""Where the columns of one program's log are. A format is a module in `logs/` with a `LAYOUT`; it is found by its header."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import cache

from halfkilo.exchange import logs
from halfkilo.exchange.amounts import Unit
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.table import Row, Table


@dataclass(frozen=True)
class Layout:
    """One format. Column names are in small letters; the first that a file has counts.

    marks: a file with all of these columns is of this format. weights: columns with the unit their name states (None: it states
    none). unit: column that names the unit of its row. seconds: columns with a duration. order: column that may hold one of
    `not_sets`, rows that are kept but are no sets (a rest timer's seconds are not a plank). mended: a row with what is meant beside what
    is written, for formats whose cells need it; the person's zone is given.
    """

    source: str
    name: str
    marks: frozenset[str]
    when: tuple[str, ...]
    exercise: str
    weights: Mapping[str, Unit | None]
    reps: str = "reps"
    seconds: tuple[str, ...] = ()
    workout: str = ""
    unit: str = ""
    order: str = ""
    not_sets: frozenset[str] = field(default_factory=frozenset)
    mended: Callable[[Row, tzinfo], Row] | None = None

    def fits(self, columns: frozenset[str]) -> bool:
        """Whether a header is of this format."""
        return self.marks <= columns and any(column in columns for column in self.when)

    def when_of(self, row: Row) -> str:
        """The cell that says when."""
        return next((row.cells[column] for column in self.when if column in row.cells), "")

    def exercise_of(self, row: Row) -> str:
        """The name of the exercise."""
        return row.cells.get(self.exercise, "").strip()[:300]

    def workout_of(self, row: Row) -> str:
        """The name of the workout, if the format has one."""
        return row.cells.get(self.workout, "").strip()[:300]

    def is_set(self, row: Row) -> bool:
        """Whether the row is a set at all."""
        return row.cells.get(self.order, "").strip().casefold() not in self.not_sets

    def weight_of(self, row: Row) -> tuple[str, Unit | None]:
        """The weight as written and the unit its column states."""
        return next(((row.cells[column], unit) for column, unit in self.weights.items() if column in row.cells), ("", None))


@cache
def layouts() -> tuple[Layout, ...]:
    """Every format there is a module for."""
    return tuple(importlib.import_module(f"{logs.__name__}.{info.name}").LAYOUT for info in pkgutil.iter_modules(logs.__path__))


def layout_of(table: Table) -> Layout:
    """The format of a table, by its header.

    Raises:
        FileRefused: no format fits; the message names those that are understood.
    """
    found = next((layout for layout in layouts() if layout.fits(table.columns)), None)
    if found is None:
        names = ", ".join(sorted(layout.name for layout in layouts()))
        raise FileRefused(Reason.UNKNOWN_FORMAT, f"The first line ({', '.join(table.header)[:120]}) is not a log that is understood. "
                          f"Understood are exports of {names}, and halfkilo's own JSON Lines.", table.header)
    return found

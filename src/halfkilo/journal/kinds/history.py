"""What another program's log says of one exercise on one day. History only: it never sets a dose and never unlocks anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from halfkilo.journal.fields import Line, Slug
from halfkilo.strict import Many, Range, Text

Cells = Annotated[dict[Annotated[str, Text(120)], Annotated[str, Text(8000)]], Many(60)]


@dataclass(frozen=True)
class HistorySet:
    """One row of the file. grams, reps, seconds: what was understood, None where nothing was. cells: the row as written,
    by column, without empty cells."""

    grams: Annotated[int, Range(0, 1_000_000)] | None = None
    reps: Annotated[int, Range(0, 10_000)] | None = None
    seconds: Annotated[int, Range(0, 86_400)] | None = None
    cells: Cells | None = None


@dataclass(frozen=True)
class Body:
    """source: the format's name. exercise: its name in the file; mapped: ours, if the person said so.

    per_side: whether grams are of one hand (True) or of both together (False); None: not known.
    """

    on: date
    source: Line
    exercise: Annotated[str, Text(300, empty=False)]
    sets: Annotated[tuple[HistorySet, ...], Many(100)]
    mapped: Slug | None = None
    per_side: bool | None = None
    workout: Annotated[str, Text(300)] = ""


EXAMPLE = Body(date(2026, 10, 6), "hevy", "Seated Row (Cable)", (HistorySet(20_000, 12, None, {"weight_kg": "20", "reps": "12"}),),
               "seated_row")

"""Hevy's CSV in kilograms: finder steps are warm-ups, the side stands in the exercise's notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from halfkilo.exchange.done import Done
from halfkilo.exchange.logs_out import rows
from halfkilo.journal.entry import Entry
from halfkilo.units import kilograms

ENDING = "csv"
COLUMNS = ("title", "start_time", "end_time", "description", "exercise_title", "superset_id", "exercise_notes", "set_index", "set_type",
           "weight_kg", "reps", "distance_km", "duration_seconds", "rpe")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def write(entries: Iterable[Entry], file: BinaryIO) -> int:
    """The log; returns how many rows."""
    return rows.write(entries, file, "hevy", COLUMNS, _rows)


def _rows(sets: Sequence[Done]) -> Iterator[rows.Cells]:
    ends: dict[str, datetime] = {}
    for one in sets:
        ends[one.session] = max(ends.get(one.session, one.at), one.at)
    for one, number in rows.numbered(sets):
        yield {"title": "halfkilo", "start_time": _time(one.began), "end_time": _time(ends[one.session]), "exercise_title": one.name,
               "exercise_notes": one.note, "set_index": str(number - 1), "set_type": "warmup" if one.warm_up else "normal",
               "weight_kg": kilograms(one.grams), "reps": str(one.reps or ""), "duration_seconds": str(one.seconds or "")}


def _time(moment: datetime) -> str:
    """As Hevy writes it in English, whatever language this machine speaks."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"

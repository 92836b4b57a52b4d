"""Strong's CSV with the unit in a column (about 2023 on): finder steps are warm-ups, the side stands in the notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from halfkilo.exchange.done import Done
from halfkilo.exchange.logs_out import rows
from halfkilo.journal.entry import Entry
from halfkilo.units import kilograms

ENDING = "csv"
COLUMNS = ("Date", "Workout Name", "Duration", "Exercise Name", "Set Order", "Weight", "Weight Unit", "Reps", "RPE", "Distance",
           "Distance Unit", "Seconds", "Notes", "Workout Notes")


def write(entries: Iterable[Entry], file: BinaryIO) -> int:
    """The log; returns how many rows."""
    return rows.write(entries, file, "strong", COLUMNS, _rows)


def _rows(sets: Sequence[Done]) -> Iterator[rows.Cells]:
    lengths = _lengths(sets)
    for one, number in rows.numbered(sets):
        yield {"date": f"{one.began:%Y-%m-%d %H:%M:%S}", "workout name": "halfkilo", "duration": lengths[one.session],
               "exercise name": one.name, "set order": "W" if one.warm_up else str(number), "weight": kilograms(one.grams),
               "weight unit": "kg", "reps": str(one.reps or 0), "seconds": str(one.seconds or 0), "notes": one.note}


def _lengths(sets: Sequence[Done]) -> dict[str, str]:
    """How long each session took, as `1h 5m`."""
    longest: dict[str, int] = {}
    for one in sets:
        longest[one.session] = max(longest.get(one.session, 0), round((one.at - one.began).total_seconds() / 60))
    return {session: _length(minutes) for session, minutes in longest.items()}


def _length(minutes: int) -> str:
    return f"{minutes // 60}h {minutes % 60}m" if minutes >= 60 else f"{max(1, minutes)}m"

"""FitNotes' CSV in kilograms: by day, in the order done; the side stands in the comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from halfkilo.exchange.done import Done
from halfkilo.exchange.logs_out import rows
from halfkilo.exercises.facts import Family
from halfkilo.journal.entry import Entry
from halfkilo.units import kilograms

ENDING = "csv"
COLUMNS = ("Date", "Exercise", "Category", "Weight (kgs)", "Reps", "Distance", "Distance Unit", "Time", "Comment")

_CATEGORIES = {
    "Legs": (Family.SQUAT, Family.STEP, Family.HINGE, Family.HIP_EXTENSION, Family.HIP_ABDUCTION, Family.HIP_ADDUCTION, Family.HIP_FLEXION,
             Family.HIP_ROTATION, Family.KNEE_EXTENSION, Family.KNEE_FLEXION, Family.CALF, Family.SHIN, Family.BALANCE),
    "Back": (Family.ROW, Family.PULL_DOWN, Family.TRUNK_BACK, Family.SHOULDER_BLADE), "Chest": (Family.PUSH, Family.PRESS_UP),
    "Shoulders": (Family.SHOULDER_RAISE, Family.SHOULDER_ROTATION), "Biceps": (Family.ELBOW_FLEXION,), "Triceps": (Family.ELBOW_EXTENSION,),
    "Abs": (Family.TRUNK_FRONT, Family.TRUNK_SIDE, Family.TRUNK_ROTATION), "Cardio": (Family.CARDIO,)}
CATEGORY = {family: name for name, families in _CATEGORIES.items() for family in families}


def write(entries: Iterable[Entry], file: BinaryIO) -> int:
    """The log; returns how many rows."""
    return rows.write(entries, file, "fitnotes", COLUMNS, _rows)


def _rows(sets: Sequence[Done]) -> Iterator[rows.Cells]:
    for one in sets:
        yield {"date": one.day.isoformat(), "exercise": one.name, "category": _category(one.family), "weight (kgs)": kilograms(one.grams),
               "reps": str(one.reps or ""), "time": _clock(one.seconds) if one.seconds else "", "comment": one.note}


def _category(family: Family | None) -> str:
    return CATEGORY.get(family, "Other") if family is not None else "Other"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"

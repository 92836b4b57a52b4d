"""wger's workout log as its interface gives it: `results` with repetitions, weight and their units by number, and the exercise's name.

Numbers of units are wger's (1 kilograms; 1 repetitions, 3 seconds). Its exercise numbers differ from site to site, so the name goes with
every row; nothing is guessed about them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from halfkilo.exchange.done import Done, sets_of
from halfkilo.journal.entry import Entry
from halfkilo.units import kilograms

ENDING = "json"
KILOGRAMS, REPETITIONS, SECONDS = 1, 1, 3


def write(entries: Iterable[Entry], file: BinaryIO) -> int:
    """The log; returns how many rows."""
    rows = [_row(number, one) for number, one in enumerate(sets_of(entries), start=1)]
    page = {"count": len(rows), "next": None, "previous": None, "results": rows}
    file.write(json.dumps(page, ensure_ascii=False, indent=1).encode() + b"\n")
    return len(rows)


def _row(number: int, one: Done) -> dict[str, Any]:
    amount = one.reps if one.seconds is None else one.seconds
    return {"id": number, "date": _time(one.at), "exercise": None, "exercise_name": one.name, "session": one.session,
            "repetitions": f"{amount}.00", "repetitions_unit": REPETITIONS if one.seconds is None else SECONDS,
            "weight": kilograms(one.grams), "weight_unit": KILOGRAMS, "rir": None, "rest": None, "notes": one.note}


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")

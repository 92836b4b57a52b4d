"""What one decision costs from the head row, and what the entries of one session cost to fold: processor time of one core."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median

import orjson

from bench.report import Row
from bench.years import Years

TODAY = date(2026, 11, 22)
DAYS = 7
"""Days of the week that is decided, so that training days and rest days both count."""
ROUNDS, SESSIONS = 40, 60


def rows() -> Iterator[Row]:
    """One person after five years: a usual week's decisions, one by somebody who was not here before, and the folding of a session."""
    from halfkilo.dose import Choice, today
    from halfkilo.dose.reach import reach_for
    from halfkilo.journal.fold import fold, step
    from halfkilo.web.collector import settle

    settle()  # as a worker of the site does
    entries = list(Years(TODAY).entries())
    ends = [place for place, entry in enumerate(entries) if entry.kind == "session_closed"]
    cut = ends[-SESSIONS - 1] + 1
    state = fold(entries[:cut])
    begun = time.process_time()
    for entry in entries[cut:]:
        step(state, entry)
    folded = (time.process_time() - begun) / SESSIONS * 1e3
    row = json.dumps(state)

    def decide(on: date) -> None:
        today(orjson.loads(row), on, Choice(minutes=20))  # as web.store.decode does

    days = [TODAY + timedelta(days=number) for number in range(DAYS)] * ROUNDS
    yield Row("one decision from the head row", median(_each(decide, days)), "ms", 1.0)

    def decide_anew(on: date) -> None:
        reach_for.cache_clear()
        decide(on)

    yield Row("one decision, nothing remembered of the person", median(_each(decide_anew, days)), "ms")
    yield Row("a session's entries, read and folded", folded, "ms")


def _each(do: Callable[[date], None], days: list[date]) -> Iterator[float]:
    for on in days:
        begun = time.process_time()
        do(on)
        yield (time.process_time() - begun) * 1e3

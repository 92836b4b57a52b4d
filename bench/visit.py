"""What the visit report of a year costs: the last year of the five-year person, as the site makes it and as the command does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from statistics import median

from bench.report import Row
from bench.years import Years

TIMES = 5
MOST = 1.0
"""Seconds of one core for a year's report."""


def rows() -> Iterator[Row]:
    """The first one with everything it loads, the usual one, and the one in a script with its own face."""
    from halfkilo.exchange import report
    from halfkilo.insight.record import lines
    from halfkilo.journal.fold import fold

    today = date(2026, 11, 22)
    entries = list(Years(today).entries())
    state = fold(entries)
    first, last = report.span(today, 52)
    year = [entry for entry in entries if entry.at[:10] >= first.isoformat() or entry.kind in report.ALWAYS]

    def seconds(language: str) -> float:
        before = time.process_time()
        report.made(list(lines(year)), state, report.Wish(first, last, today, language, "Bench", "May I lift more?"))
        return time.process_time() - before

    yield Row("visit report of a year, the first in a process", seconds("en"), "s", MOST)
    yield Row("visit report of a year", median(seconds("en") for _ in range(TIMES)), "s", MOST)
    yield Row("visit report of a year in Hindi, the first", seconds("hi"), "s", MOST)

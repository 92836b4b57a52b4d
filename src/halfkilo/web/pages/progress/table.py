"""The table under a chart: the newest answers one by one, what lies further back by months. What is missing stands there as missing."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date
from statistics import fmean
from typing import Any

from halfkilo.insight.says import rounded
from halfkilo.insight.trend import Series
from halfkilo.words import say
from halfkilo.words import tongue as language

DAYS_SHOWN = 56
"""Newest days that a long table shows one by one; before, it goes by months."""
MOST_ROWS = 120


def shown_day(day: int, tongue: str) -> str:
    """A day number as a day with its year."""
    on, form = date.fromordinal(day), language(tongue)
    return form.short_date_year.format(day=on.day, month=say(f"month.{on.month}", tongue), year=on.year)


def plain(value: float, tongue: str) -> str:
    """A number to a tenth, without a tenth that is none."""
    return rounded(value, tongue, up=None).removesuffix(f"{language(tongue).decimal}0")


def rows(points: Sequence[tuple[int, float]], apart: set[int], series: Series, today: date, tongue: str) -> list[dict[str, Any]]:
    """The table, newest first: each answer and each missing day, and for what lies further back one row a month."""
    if not points:
        return []
    if series.every > 1 and len(points) <= MOST_ROWS:
        return [_row(day, value, day in apart, tongue) for day, value in reversed(points)]
    known = dict(points)
    since = _since(points[0][0], today)
    step = range(today.toordinal(), since - 1, -1) if series.every == 1 else [day for day, _ in reversed(points) if day >= since]
    out = [_row(day, known.get(day), day in apart, tongue) for day in step if day in known or day < today.toordinal()]
    return out + _months([(day, value) for day, value in points if day < since], tongue)


def _since(first: int, today: date) -> int:
    if today.toordinal() - first < MOST_ROWS:
        return first
    return date.fromordinal(today.toordinal() - DAYS_SHOWN).replace(day=1).toordinal()


def _row(day: int, value: float | None, apart: bool, tongue: str) -> dict[str, Any]:
    return {"on": shown_day(day, tongue), "value": None if value is None else plain(value, tongue),
            "note": say("progress.in_flare", tongue) if apart else ""}


def _months(points: Sequence[tuple[int, float]], tongue: str) -> list[dict[str, Any]]:
    months: dict[tuple[int, int], list[float]] = {}
    for day, value in points:
        on = date.fromordinal(day)
        months.setdefault((on.year, on.month), []).append(value)
    if not months:
        return []
    out, (year, month) = [], max(months)
    while (year, month) >= min(months):
        out.append(_month(year, month, months.get((year, month), []), tongue))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return out


def _month(year: int, month: int, values: Sequence[float], tongue: str) -> dict[str, Any]:
    row = {"on": say("progress.month", tongue, month=say(f"month.{month}", tongue), year=year), "value": None, "note": ""}
    if not values:
        return row
    low, high = (plain(end, tongue) for end in (min(values), max(values)))
    note = say("progress.month_note", tongue, low=low, high=high, n=len(values), days=calendar.monthrange(year, month)[1])
    return {**row, "value": rounded(fmean(values), tongue, up=None), "note": note}

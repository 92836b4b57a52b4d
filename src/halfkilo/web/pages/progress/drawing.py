"""A series as a chart. A day without an answer is a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from halfkilo.insight.says import of_trend
from halfkilo.insight.trend import Band, Series, Trend
from halfkilo.web.pages.progress.courses import Course, fitted
from halfkilo.web.pages.progress.happened import Mark
from halfkilo.web.pages.progress.table import plain, rows, shown_day
from halfkilo.words import say

LONE = 3
"""Times the days between two planned answers after which what lies between two answers is a gap."""
LEAST_GAP = 7
"""Days of a daily series without any answer after which its level is not drawn across."""
FULL = 30
"""An axis whose whole range is at most so long is shown whole."""


def drawn(course: Course, marks: Sequence[Mark], first: int, today: date, tongue: str, look: str) -> dict[str, Any]:
    """Everything a page shows of one series: name, sentence, chart data, table. first: day number at which the chart begins."""
    known = fitted(course.series)
    points = sorted([*((day, value, 0) for day, value in course.series.points), *((day, value, 1) for day, value in course.apart)])
    unit = say(f"insight.unit.{course.series.unit}", tongue)
    return {
        "id": course.key, "block": f"data-{course.key}", "name": course.name, "unit": unit, "unread": course.unread,
        "sentence": sentence(known, course.name, tongue) if course.series.points or course.apart else "",
        "compared": compared(known, tongue),
        "flares_apart": bool(course.apart),
        "data": _data(course, known, points, marks, first, today, unit, look, tongue) if points else None,
        "rows": rows([(day, value) for day, value, _ in points], {day for day, _ in course.apart}, course.series, today, tongue),
        "matters": say("progress.matters", tongue, n=plain(course.series.matters, tongue), unit=unit),
    }


def sentence(known: Trend, name: str, tongue: str) -> str:
    """What can be said of a series, under its name."""
    said = of_trend(known, name, tongue).removeprefix(f"{name}: ")
    return said[:1].upper() + said[1:]


def compared(known: Trend, tongue: str) -> str:
    """Which stretches were compared."""
    points = known.series.points
    if known.change.more or len(points) < 2:
        return ""
    return say("progress.compared", tongue, first=shown_day(points[0][0], tongue), last=shown_day(points[-1][0], tongue))


def _data(course: Course, known: Trend, points: Sequence[tuple[int, float, int]], marks: Sequence[Mark], first: int, today: date,
          unit: str, look: str, tongue: str) -> dict[str, Any]:
    """`TrendData` of front/charts/data.ts; days are counted from `start`."""
    series, start = course.series, min(first, points[0][0])
    change = known.change
    bracket = None if change.more else {"from": round(change.before, 2), "to": round(_aim(course, change.before), 2)}
    return {
        "name": course.name, "unit": unit, "look": look, "start": date.fromordinal(start).isoformat(),
        "end": today.toordinal() - start, "every": series.every,
        "days": [day - start for day, _, _ in points], "values": [round(value, 2) for _, value, _ in points],
        "apart": [place for place, point in enumerate(points) if point[2]],
        "band": [[band.day - start, round(band.low, 2), round(band.level, 2), round(band.high, 2)] if band else None
                 for band in _broken(known.bands, series)],
        "range": _range(course, known), "bracket": bracket,
        "marks": [{**mark.data, "from": _offset(mark.on, start), "to": None if mark.until is None else _offset(mark.until, start)}
                  for mark in marks if (mark.until or mark.on) >= date.fromordinal(start).isoformat() or mark.open],
    }


def _aim(course: Course, before: float) -> float:
    """Where the level would have to move from its start for a change that matters, within what can be answered."""
    series = course.series
    aim = before + (series.matters if series.higher_better else -series.matters)
    return max(course.least if course.least is not None else 0.0, min(aim, course.most if course.most is not None else aim))


def _offset(day: str, start: int) -> int:
    return date.fromisoformat(day).toordinal() - start


def _broken(bands: Iterable[Band], series: Series) -> list[Band | None]:
    """The level along the way; None between two places where nothing was answered for long."""
    answered = [day for day, _ in series.points]
    reach = max(LEAST_GAP, LONE * series.every)
    gaps = [(before, after) for before, after in pairwise(answered) if after - before > 2 * reach]
    out: list[Band | None] = []
    for band in bands:
        lone = any(before + reach < band.day < after - reach for before, after in gaps)
        if not lone:
            out.append(band)
        elif out and out[-1] is not None:
            out.append(None)
    return out


def _range(course: Course, known: Trend) -> list[float]:
    """Lowest and highest value of the axis: that of the answers where it is short, else what was answered, with some room."""
    if course.least is not None and course.most is not None and course.most - course.least <= FULL:
        return [course.least, course.most]
    values = [value for _, value in course.series.points] + [end for band in known.bands for end in (band.low, band.high)]
    low, high = min(values), max(values)
    room = max(0.15 * (high - low), course.series.matters)
    return [max(course.least if course.least is not None else 0.0, low - room), min(high + room, course.most or high + room)]

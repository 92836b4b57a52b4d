"""Verdicts as sentences, all of them from `words/<language>/insight.toml`. Nothing is said here that does not stand there."""

from __future__ import annotations

import math
from typing import Any

from halfkilo.insight.nof1 import Answer, Goes, Missing
from halfkilo.insight.says_week import of_milestone, of_week
from halfkilo.insight.trend import Told, Trend
from halfkilo.words import say, tongue

__all__ = ["FACTOR_UNITS", "of_day", "of_milestone", "of_trend", "of_week", "rounded"]

FACTOR_UNITS = {"load": "kilograms_moved", "sets": "sets", "sleep": "hours", "stress": "points", "steps": "steps"}


def of_trend(told: Trend, name: str, language: str) -> str:
    """A series in one sentence. name: what it is called, such as "Usual pain, low back"."""
    change, series = told.change, told.series
    facts: dict[str, Any] = {"name": name, "unit": say(f"insight.unit.{series.unit}", language)}
    if change.told is Told.CANT_TELL:
        if change.more:
            return say("insight.told.few", language, name=name, more=change.more)
        return say("insight.told.cant_tell", language, name=name)
    if change.told is Told.SAME:
        return say("insight.told.same", language, matters=rounded(series.matters, language, up=True), **facts)
    low, high = (change.low, change.high) if change.told is Told.BETTER else (-change.high, -change.low)
    return say(f"insight.told.{change.told.value}", language, low=rounded(low, language, up=False), high=rounded(high, language, up=True),
               size=say(f"insight.size.{change.size.value}", language), **facts)


def of_day(answer: Answer, language: str) -> list[str]:
    """What the next morning goes with, and what would help to tell."""
    facts: dict[str, Any] = {"factor": answer.factor}
    if answer.goes is Goes.CANT_TELL:
        need = f"insight.need.{answer.missing.value}" if answer.missing is not Missing.WEEKS or answer.more else "insight.need.other"
        return [say("insight.goes.cant_tell", language, **facts), say(need, language, **({"more": answer.more} if _counts(answer) else {}))]
    low, high = (answer.low, answer.high) if answer.goes is not Goes.LOWER else (-answer.high, -answer.low)
    found = [say(f"insight.goes.{answer.goes.value}", language, **facts, **({} if answer.goes is Goes.LITTLE else
             {"low": rounded(low, language, up=False), "high": rounded(high, language, up=True)}))]
    unit = say(f"insight.unit.{FACTOR_UNITS.get(answer.factor, 'points')}", language)
    high_day, low_day = (rounded(max(0.0, day), language, up=None) for day in (answer.high_day, answer.low_day))
    return [*found, say("insight.goes.days", language, high=high_day, low=low_day, unit=unit), say("insight.goes.note", language)]


def rounded(value: float, language: str, *, up: bool | None) -> str:
    """To a tenth, from 100 on to a whole number; up: to the larger, False: to the smaller, None: to the nearest. An interval is never
    told narrower than it is."""
    step = 1.0 if abs(value) >= 100 else 0.1
    steps = value / step
    found = step * (round(steps) if up is None else math.ceil(steps - 1e-9) if up else math.floor(steps + 1e-9))
    text = f"{found:.0f}" if step == 1.0 or found == 0.0 else f"{found:.1f}"
    return text.replace(".", tongue(language).decimal)


def _counts(answer: Answer) -> bool:
    return answer.missing is Missing.PAIRS or (answer.missing is Missing.WEEKS and answer.more > 0)

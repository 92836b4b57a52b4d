"""The appendix: everything that the first page shortens, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from halfkilo.exchange.report.gather import Gathered
from halfkilo.exchange.report.page import flare, sentence_of, stopped, why
from halfkilo.exchange.report.say import Voice
from halfkilo.exchange.report.training import Load, Week

MOST_ROWS = 120
"""Rows of a table; the newest are shown and the rest is counted."""
WEEKLY_REGIONS = 3

Rows = list[list[str]]


def appendix(found: Gathered, voice: Voice) -> list[dict[str, Any]]:
    """The tables in order. wide: columns that share the rest of the line. numbers: columns that stand to the right."""
    tables = [_weeks(found, voice), _loads(found, voice), _stops(found, voice), _flares(found, voice), _events(found, voice),
              _medicines(found, voice), _measured(found, voice), _did(found, voice)]
    return [one for one in tables if one]


def _table(voice: Voice, name: str, heads: Sequence[str], rows: Rows, wide: Sequence[int], numbers: Sequence[int] = ()) -> dict[str, Any]:
    note = voice("list.more", shown=MOST_ROWS, all=len(rows)) if len(rows) > MOST_ROWS else ""
    return {"title": voice(f"list.{name}"), "note": note, "heads": list(heads), "rows": rows[-MOST_ROWS:], "wide": list(wide),
            "numbers": list(numbers), "text": ""}


def _said(voice: Voice, name: str, text: str) -> dict[str, Any]:
    return {"title": voice(f"list.{name}"), "note": "", "heads": [], "rows": [], "wide": [], "numbers": [], "text": text}


def _weeks(found: Gathered, voice: Voice) -> dict[str, Any]:
    regions = list(found.pains)[:WEEKLY_REGIONS]
    heads = [voice("head.week"), voice("head.sessions"), voice("head.exercises"), voice("head.stops"), voice("head.mornings"),
             *(voice("head.usual", region=region) for region in regions)]
    rows = [_week(one, regions, voice) for one in found.weeks]
    return _table(voice, "weeks", heads, rows, (0,), range(1, len(heads)))


def _week(one: Week, regions: Sequence[str], voice: Voice) -> list[str]:
    usual = [voice.number(one.usual[region]) if region in one.usual else "–" for region in regions]
    return [voice.full_day(one.first), str(one.sessions), str(one.exercises), str(one.stops), str(one.mornings), *usual]


def _loads(found: Gathered, voice: Voice) -> dict[str, Any]:
    heads = [voice(f"head.{name}") for name in ("exercise", "days", "first", "last", "span", "latest")]
    rows = [_load(one, voice) for one in found.loads]
    return _table(voice, "loads", heads, rows, (0,), (1,)) if rows else _said(voice, "loads", voice("loads_none"))


def _load(one: Load, voice: Voice) -> list[str]:
    name = voice("say.with", name=voice.done(one.exercise, one.tool, one.side), tool=one.tool)
    if not one.most:
        first, last = (voice.amount(one.exercise, done) for done in (one.first_done, one.last_done))
        return [name, str(one.days), first, last, voice("say.body"), voice.day(one.last_on)]
    return [name, str(one.days), f"{voice.load(one.first)} × {one.first_done}", f"{voice.load(one.last)} × {one.last_done}",
            f"{voice.load(one.least)} – {voice.load(one.most)}", voice.day(one.last_on)]


def _stops(found: Gathered, voice: Voice) -> dict[str, Any]:
    heads = [voice(f"head.{name}") for name in ("on", "why", "exercise", "pain")]
    rows = [[voice.full_day(one.on), stopped(one, voice), voice.exercise(one.exercise) if one.exercise else "–",
             "–" if one.pain is None else str(one.pain)] for one in found.happened.stops]
    return _table(voice, "stops", heads, rows, (1,), (3,)) if rows else _said(voice, "stops", voice("say.nothing"))


def _flares(found: Gathered, voice: Voice) -> dict[str, Any]:
    rows = [flare(one, voice) for one in found.happened.flares]
    return _said(voice, "flares", "\n".join(rows) or voice("say.nothing"))


def _events(found: Gathered, voice: Voice) -> dict[str, Any]:
    what = found.happened
    if not what.asked:
        return _said(voice, "events", voice("say.events_unasked"))
    if not what.events:
        return _said(voice, "events", voice("say.events_none", n=what.asked))
    heads = [voice("head.on"), voice("list.events"), voice("head.what")]
    rows = [[voice.full_day(one.on), voice(f"event.{one.severity}"), voice.clean(one.text) or "–"] for one in what.events]
    return _table(voice, "events", heads, rows, (2,))


def _medicines(found: Gathered, voice: Voice) -> dict[str, Any]:
    what = found.happened
    lines = [voice.clean(line) for line in what.medicines.splitlines()] if what.medicines else [voice("say.medicines_none")]
    if what.painkillers:
        lines.append(voice("say.painkiller", days=", ".join(voice.day(on) for on in what.painkillers)))
    return _said(voice, "medicines", "\n".join(lines))


def _measured(found: Gathered, voice: Voice) -> dict[str, Any]:
    heads = [voice(f"head.{name}") for name in ("measure", "answers", "first", "last", "trend")]
    series = [*(curve.found for curve in found.functions.values()), *found.measured]
    rows = []
    for one in series:
        name = voice.measure(one.series.name, found.activities)
        unit, points = voice.word(f"insight.unit.{one.series.unit}"), one.series.points
        rows.append([name, str(len(points)), f"{voice.number(points[0][1])} {unit}", f"{voice.number(points[-1][1])} {unit}",
                     sentence_of(one, name, voice)])
    return _table(voice, "measures", heads, rows, (0, 4), (1,)) if rows else _said(voice, "measures", voice("unasked"))


def _did(found: Gathered, voice: Voice) -> dict[str, Any]:
    heads = [voice("head.times"), voice("head.what"), voice("head.why"), voice("head.latest")]
    rows = [[str(one.times), voice(f"way.{one.way.value}"), why(one.reason, voice), voice.day(one.last)] for one in found.did]
    return _table(voice, "did", heads, rows, (2,), (0,)) if rows else _said(voice, "did", voice("did_none"))



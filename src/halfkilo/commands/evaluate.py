"""`halfkilo evaluate`: the programme of this machine's site in figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from halfkilo.commands.records import site, tables
from halfkilo.commands.told import say, told
from halfkilo.insight.evaluation import SMALL, Evaluation
from halfkilo.words import say as sentence

if TYPE_CHECKING:
    from halfkilo.web.programme import Table


class Shape(StrEnum):
    """How the figures are written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


COLUMNS = ("part", "name", "point", "count", "of", "value", "low", "high")


@told
def show(data: Path | None, shape: Shape) -> None:
    """Print the newest table that may be shown."""
    site(data)
    tables()
    from halfkilo.web import clock, programme

    found = programme.table(datetime.now(clock.zone_of(clock.site_zone())).date())
    if shape is Shape.JSON:
        say(json.dumps({"made": found.made.isoformat() if found.made else None, "hidden_below": SMALL, **asdict(found.figures)}, indent=1))
    elif shape is Shape.CSV:
        say(_csv(found.figures).rstrip("\n"))
    else:
        for line in _text(found):
            say(line)


def rows(figures: Evaluation) -> Iterator[dict[str, Any]]:
    """Everything as rows of `COLUMNS`; an empty cell is hidden, or there is no such number."""
    for part, cells in (("engagement", figures.engagement), ("reason", figures.reasons)):
        for cell in cells:
            yield {"part": part, "name": cell.name, "count": cell.count, "of": cell.of, "value": cell.share, "low": cell.low,
                   "high": cell.high}
    for one in figures.outcomes:
        yield {"part": "outcome", "name": one.measure, "point": one.point, "count": one.told, "of": one.starters, "value": one.change,
               "low": one.low, "high": one.high}
    for rate in figures.events:
        for part, three in (("events_per_1000_sessions", rate.per_sessions), ("events_per_year", rate.per_year)):
            value, low, high = three or (None, None, None)
            yield {"part": part, "name": rate.severity, "count": rate.events, "of": rate.sessions, "value": value, "low": low, "high": high}


def _csv(figures: Evaluation) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: _rounded(value) for key, value in row.items()} for row in rows(figures))
    return out.getvalue()


def _text(found: Table) -> Iterator[str]:
    if found.figures.people is None:
        yield sentence("evaluation.few", small=SMALL)
        return
    yield sentence("evaluation.people", people=found.figures.people)
    yield f"As of {found.made}."
    for row in rows(found.figures):
        if row["of"] == 0 or (row["part"] == "outcome" and row["count"] == 0):
            continue
        count = "hidden" if row["count"] is None else row["count"]
        value = "" if row["value"] is None else f"  {_rounded(row['value'])} ({_rounded(row['low'])} to {_rounded(row['high'])})"
        of = "" if row["of"] is None else f" of {row['of']}"
        yield f"{row['part']:26} {row['name']:20} {row.get('point', ''):10} {count}{of}{value}"
    yield sentence("insight.clinic.note")


def _rounded(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value

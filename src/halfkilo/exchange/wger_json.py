"""wger's workout log as JSON: a page of its interface, or the list alone. Its rows become the rows of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.history import History, Settings, read_history
from halfkilo.exchange.logs.wger import LAYOUT
from halfkilo.exchange.table import LARGEST, Broken, Row


@dataclass(frozen=True)
class JsonRows:
    """Objects as rows; nested ones are left out, but for an exercise that carries its name."""

    found: tuple[Any, ...]
    latin: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """Every column of any row."""
        return frozenset(column for row in self.rows() if isinstance(row, Row) for column in row.cells)

    def rows(self) -> Iterator[Row | Broken]:
        """Row after row; the line is the number of the object."""
        for number, one in enumerate(self.found, start=1):
            yield Row(number, _cells(one)) if isinstance(one, dict) else Broken(number, "is not an object")


def read_log(data: bytes, settings: Settings) -> History:
    """The history in a JSON log.

    Raises:
        FileRefused: too large, cut off, only the first page of several, or no log of wger.
    """
    if len(data) > LARGEST:
        most = f"at most {LARGEST // 1_048_576} MiB are read"
        raise FileRefused(Reason.TOO_LARGE, f"The file is {len(data) // 1_000_000} MB; {most}.", len(data))
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise FileRefused(Reason.NOT_TEXT, f"The file is not whole JSON ({str(problem)[:80]}). Export it again.") from None
    rows = raw.get("results") if isinstance(raw, dict) else raw
    if not isinstance(rows, list) or not any(isinstance(one, dict) and "repetitions" in one for one in rows):
        raise FileRefused(Reason.UNKNOWN_FORMAT, "The file is JSON, but no workout log of wger (a list of results with repetitions).")
    if isinstance(raw, dict) and isinstance(raw.get("next"), str):
        raise FileRefused(Reason.UNKNOWN_FORMAT, "This is one page of several. Ask wger for all at once (?limit=999999) and try again.")
    return read_history(JsonRows(tuple(rows)), LAYOUT, settings)


def _cells(one: dict[str, Any]) -> dict[str, str]:
    cells = {str(name)[:120].casefold(): _text(value) for name, value in one.items() if not isinstance(value, dict | list)}
    exercise = one.get("exercise")
    if isinstance(exercise, dict):
        cells["exercise"] = _text(exercise.get("name") or exercise.get("id"))
    return {name: text for name, text in cells.items() if text.strip()}


def _text(value: object) -> str:
    return "" if value is None else str(value)

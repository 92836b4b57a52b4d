"""Rows of a log: our own sets by a format's columns, and history of the same format as it was written. Cells are never formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from halfkilo.exchange.cells import quoted
from halfkilo.exchange.done import Done, sets_of
from halfkilo.exchange.layout import layouts
from halfkilo.exchange.table import Row
from halfkilo.journal.entry import Entry
from halfkilo.journal.told import as_they_stand

Cells = dict[str, str]


def write(entries: Iterable[Entry], file: BinaryIO, source: str, columns: Sequence[str], ours: Callable[[Sequence[Done]], Iterator[Cells]],
          newline: str = "\n") -> int:
    """A CSV of all rows by time; returns how many. columns: as the format spells them. ours: rows of our own sets."""
    everything = list(entries)
    rows = [*_kept(everything, source, columns), *_dated(everything, ours)]
    rows.sort(key=lambda pair: pair[0])
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    out = csv.writer(text, lineterminator=newline)
    out.writerow(columns)
    for _, cells in rows:
        out.writerow([quoted(cells.get(column.casefold(), "")) for column in columns])
    text.detach()
    return len(rows)


def _dated(entries: Sequence[Entry], ours: Callable[[Sequence[Done]], Iterator[Cells]]) -> list[tuple[float, Cells]]:
    sets = sets_of(entries)
    return list(zip((one.began.timestamp() for one in sets), ours(sets), strict=True))


def _kept(entries: Sequence[Entry], source: str, columns: Sequence[str]) -> Iterator[tuple[float, Cells]]:
    """History of this very format whose rows have no column that would be lost, and name their exercise and time."""
    there = {column.casefold() for column in columns}
    layout = next(one for one in layouts() if one.source == source)
    for entry in as_they_stand(entries):
        if entry.kind == "history" and entry.body.get("source") == source:
            for one in entry.body.get("sets", []):
                cells = one.get("cells") or {}
                row = Row(0, cells)
                if set(cells) <= there and layout.exercise_of(row) and layout.when_of(row):
                    yield entry.instant / 1000, cells


def numbered(sets: Sequence[Done]) -> Iterator[tuple[Done, int]]:
    """Each set with its place among the sets of its exercise in its session, from 1."""
    counts: dict[tuple[str, str], int] = {}
    for one in sets:
        key = (one.session, one.name)
        counts[key] = counts.get(key, 0) + 1
        yield one, counts[key]

"""Parquet parts of a session: from raw lines into columns and back. The only place that knows the columnar library, and it is imported
when it is used: a site that records nothing does not need it."""

from __future__ import annotations

import heapq
import json
import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from halfkilo.gym.errors import GymError
from halfkilo.gym.recording import raw
from halfkilo.gym.recording.columns import COLUMNS, HEAD, NAMES, VERSION, Row, heard_of
from halfkilo.gym.recording.raw import Line

GROUP = 4_096
"""Rows that are turned into columns at once; short, so that other threads of the process get their turn."""


class NoColumns(GymError):
    """The columnar library is not installed. The message says how to get it."""


def name_of(number: int) -> str:
    """The part that raw file `number` becomes."""
    return f"part-{number:06d}.parquet"


def make(source: Path, part: Path) -> tuple[int, int]:
    """Turn a raw file into a part: under another name first, so that whoever reads sees all of it or nothing.

    Returns:
        (rows, lines that could not be read).

    Raises:
        OSError: the disk refuses; there is no part then.
        NoColumns: the library is missing.
    """
    pq = library("pyarrow.parquet")
    draft = part.with_name(f".{part.name}.tmp")
    rows = lost = 0
    with pq.ParquetWriter(draft, _schema(), compression="zstd", write_statistics=["n", "at_us"]) as writer:
        for lines in _groups(raw.read(source)):
            whole = [line for line in lines if line is not None]
            rows, lost = rows + len(whole), lost + len(lines) - len(whole)
            writer.write_batch(_batch(whole))
    _sync(draft)
    draft.replace(part)
    _sync(part.parent)
    return rows, lost


def rows(folder: Path) -> Iterator[Row]:
    """Every row of a session in the order it was heard. Parts overlap only where a disk was slow; no more are open than overlap."""
    pq = library("pyarrow.parquet")
    closed = sorted((first, path) for path in sorted(folder.glob("part-*.parquet")) if (first := _first(pq.ParquetFile(path))) is not None)
    heads: list[tuple[int, int, Row, Iterator[Row]]] = []
    at = 0
    while heads or at < len(closed):
        while at < len(closed) and (not heads or closed[at][0] <= heads[0][0]):
            _push(heads, at, _of_part(closed[at][1]))
            at += 1
        _, which, row, rest = heapq.heappop(heads)
        yield row
        _push(heads, which, rest)


def count(part: Path) -> int:
    """Rows of a part."""
    pq = library("pyarrow.parquet")
    return int(pq.ParquetFile(part).metadata.num_rows)


def library(name: str) -> Any:
    """A module of the columnar library, which has no types of its own.

    Raises:
        NoColumns: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        raise NoColumns("recording needs pyarrow. Install it with: pip install 'halfkilo[gym]'") from error


def _push(heads: list[tuple[int, int, Row, Iterator[Row]]], which: int, rest: Iterator[Row]) -> None:
    row = next(rest, None)
    if row is not None:
        heapq.heappush(heads, (row.n, which, row, rest))


def _of_part(path: Path) -> Iterator[Row]:
    pq = library("pyarrow.parquet")
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(GROUP):
            for cells in batch.to_pylist():
                yield Row(cells["n"], cells["at_us"], cells["source"], heard_of(cells["quantity"], cells))


def _first(file: Any) -> int | None:
    """Number of a part's first row; None for a part without rows."""
    with file:
        if not file.metadata.num_rows:
            return None
        return int(file.metadata.row_group(0).column(0).statistics.min)


def _groups(lines: Iterable[Line | None]) -> Iterator[list[Line | None]]:
    rest = iter(lines)
    while group := list(islice(rest, GROUP)):
        yield group


def _schema() -> Any:
    """The columns with their units and meaning, which travel in each part."""
    pa = library("pyarrow")
    kinds = {"int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(), "text": pa.string(), "ints": pa.list_(pa.int64())}
    table = [pa.field(one.name, kinds[one.kind], one not in HEAD, {"unit": one.unit, "about": one.about}) for one in COLUMNS]
    return pa.schema(table, {"halfkilo.session": json.dumps({"version": VERSION})})


def _batch(lines: list[Line]) -> Any:
    pa = library("pyarrow")
    table = _schema()
    cells: dict[str, list[Any]] = {name: [None] * len(lines) for name in table.names}
    for at, (n, at_us, source, quantity, told) in enumerate(lines):
        cells["n"][at], cells["at_us"][at], cells["source"][at], cells["quantity"][at] = n, at_us, source, quantity
        for name, value in zip(NAMES[quantity], told, strict=True):
            cells[name][at] = value
    arrays = [pa.nulls(len(lines), field.type) if _empty(cells[field.name]) else pa.array(cells[field.name], field.type) for field in table]
    return pa.RecordBatch.from_arrays(arrays, schema=table)


def _empty(column: list[Any]) -> bool:
    return all(value is None for value in column)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

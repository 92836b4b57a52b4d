"""Everything as Parquet in one zip: a file per kind of entry with typed columns, and `dictionary.csv` that says what each holds.

Whole numbers are int64, days date32, moments text with their offset (as written) and `instant` in UTC; nested values are JSON text. The
exact record is the JSON Lines export. The library for it is imported only when a file is written.
"""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, BinaryIO

from halfkilo.exchange import dictionary
from halfkilo.exchange.dictionary import OTHER
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.tables_out import file_of
from halfkilo.journal.entry import Entry, dump
from halfkilo.journal.kinds import kinds
from halfkilo.strict import schema

ROWS = 20_000
"""Rows held in memory before they are written."""

_DATE = (1980, 1, 1, 0, 0, 0)


def write(entries: Iterable[Entry], file: BinaryIO) -> dict[str, int]:
    """Write the zip; returns how many rows each file holds.

    Raises:
        FileRefused: the library is not installed.
    """
    arrow, parquet = _library()
    parts: dict[str, _Part] = {}
    for entry in entries:
        name = file_of(entry)
        part = parts.setdefault(name, _Part(name, arrow, parquet))
        part.add(_row(entry, name))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(f"{name}.parquet", _DATE), part.done())
        archive.writestr(zipfile.ZipInfo("dictionary.csv", _DATE), dictionary.tables("parquet", instant=True))
    return {name: part.count for name, part in sorted(parts.items())}


def _library() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError as missing:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "Parquet needs one more part: install halfkilo[gym].", str(missing)) from missing


class _Part:
    """One file as it grows."""

    def __init__(self, name: str, arrow: Any, parquet: Any) -> None:
        self.arrow, self.count, self.rows = arrow, 0, list[dict[str, Any]]()
        types = {"int": arrow.int64(), "date": arrow.date32(), "bool": arrow.bool_(), "text": arrow.string(),
                 "instant": arrow.timestamp("ms", tz="UTC")}
        self.schema = arrow.schema([(column, types[kind]) for column, kind in columns_of(name).items()])
        self.buffer = io.BytesIO()
        self.writer = parquet.ParquetWriter(self.buffer, self.schema, compression="zstd")

    def add(self, row: dict[str, Any]) -> None:
        """One row."""
        self.count += 1
        self.rows.append(row)
        if len(self.rows) >= ROWS:
            self._flush()

    def done(self) -> bytes:
        """The whole file."""
        self._flush()
        self.writer.close()
        return self.buffer.getvalue()

    def _flush(self) -> None:
        if self.rows:
            self.writer.write_table(self.arrow.Table.from_pylist(self.rows, schema=self.schema))
            self.rows = []


@cache
def columns_of(name: str) -> Mapping[str, str]:
    """The columns of a file and what each holds: int, date, bool, text (also JSON), instant."""
    fixed = {"id": "text", "at": "text", "instant": "instant", "author": "text", "version": "int"}
    if name == OTHER:
        return {**fixed, "kind": "text", "body": "text"}
    kind = kinds()[name]
    described = schema(kind.body)["properties"]
    return fixed | {field.name: _type(described[field.name]) for field in fields(kind.body)}


def _type(what: Mapping[str, Any]) -> str:
    options = [option for option in what.get("anyOf", [what]) if option.get("type") != "null"]
    found = options[0] if len(options) == 1 else {}
    if found.get("format") == "date":
        return "date"
    return {"integer": "int", "boolean": "bool"}.get(str(found.get("type")), "text")


def _row(entry: Entry, name: str) -> dict[str, Any]:
    instant = datetime.fromtimestamp(entry.instant / 1000, UTC)
    row: dict[str, Any] = {"id": entry.id, "at": entry.at, "instant": instant, "author": entry.author, "version": entry.version}
    if name == OTHER:
        return row | {"kind": entry.kind, "body": dump(entry.body).decode()}
    types = columns_of(name)
    return row | {column: _cell(entry.body.get(column), types[column]) for column in types if column not in row}


def _cell(value: Any, kind: str) -> Any:
    if value is None or kind in ("int", "bool"):
        return value
    if kind == "date":
        return date.fromisoformat(value)
    return value if isinstance(value, str) else dump(value).decode()


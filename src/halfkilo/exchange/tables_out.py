"""Everything as CSV in one zip: a file per kind of entry, and `dictionary.csv` that says what each column holds.

UTF-8 with a byte order mark, so that spreadsheets show letters with accents; cells that look like formulas are quoted.
Nested values are JSON. The exact record is the JSON Lines export; this one is for looking and counting.
"""

from __future__ import annotations

import csv
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import fields
from typing import IO, Any, BinaryIO

from halfkilo.exchange import dictionary
from halfkilo.exchange.cells import quoted
from halfkilo.exchange.dictionary import FIXED, OTHER
from halfkilo.journal.entry import Entry, dump
from halfkilo.journal.kinds import Kind, kinds

_KEPT_IN_MEMORY = 1 << 20


def write(entries: Iterable[Entry], file: BinaryIO) -> dict[str, int]:
    """Write the zip; returns how many rows each file holds."""
    counts: dict[str, int] = {}
    with ExitStack() as stack, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        parts: dict[str, IO[str]] = {}
        for entry in entries:
            name = file_of(entry)
            if name not in parts:
                parts[name] = _begin(stack, name)
            csv.writer(parts[name]).writerow([quoted(cell) for cell in _row(entry, name)])
            counts[name] = counts.get(name, 0) + 1
        for name in sorted(parts):
            _pour(parts[name], archive, f"{name}.csv")
        archive.writestr(_member("dictionary.csv"), dictionary.tables("csv"))
    return dict(sorted(counts.items()))


def columns_of(kind: Kind) -> list[str]:
    """The columns of a kind's file."""
    return [*FIXED, *(field.name for field in fields(kind.body))]


def file_of(entry: Entry) -> str:
    """Entries of a kind or version that is not known, and older shapes with other fields, go to `other`."""
    kind = kinds().get(entry.kind)
    if kind is None or entry.version != kind.version or not set(entry.body) <= {field.name for field in fields(kind.body)}:
        return OTHER
    return entry.kind


def _begin(stack: ExitStack, name: str) -> IO[str]:
    raw = stack.enter_context(tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY, "w+", encoding="utf-8", newline=""))  # noqa: SIM115
    raw.write("\ufeff")
    csv.writer(raw).writerow([*FIXED, "kind", "body"] if name == OTHER else columns_of(kinds()[name]))
    return raw


def _row(entry: Entry, name: str) -> Iterator[str]:
    yield from (entry.id, entry.at, entry.author, str(entry.version))
    if name == OTHER:
        yield from (entry.kind, dump(entry.body).decode())
        return
    for field in fields(kinds()[name].body):
        yield _cell(entry.body.get(field.name))


def _cell(value: Any) -> str:
    """Nothing for what is missing; text as it is; everything else as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else dump(value).decode()


def _member(name: str) -> zipfile.ZipInfo:
    """A member with a fixed date, so that the same journal gives the same zip."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _pour(part: IO[str], archive: zipfile.ZipFile, name: str) -> None:
    part.seek(0)
    with archive.open(_member(name), "w") as out:
        while piece := part.read(1 << 16):
            out.write(piece.encode())

"""CSV as it really comes: any usual separator and encoding, line breaks in quotes, ragged and torn lines. Streams its rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from halfkilo.exchange.errors import FileRefused, Reason

LARGEST = 64 * 1024 * 1024
"""Bytes of a log file; ten years of training are about three million."""

_SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Row:
    """One row by column name. line: the number of its first line in the file."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Broken:
    """A row that could not be read. torn: it is the last one, so the file was probably cut off.
    short: it ended too early."""

    line: int
    problem: str
    torn: bool = False
    short: bool = False


class Rows(Protocol):
    """What a log is read from: a table, or rows from elsewhere."""

    @property
    def latin(self) -> bool:
        """Whether it was not UTF-8."""

    @property
    def columns(self) -> frozenset[str]:
        """The column names, in small letters."""

    def rows(self) -> Iterator[Row | Broken]:
        """Every row."""


@dataclass(frozen=True)
class Table:
    """A file read as far as its header. latin: it was not UTF-8, so letters with accents may have come out
    differently. above: blank lines before the header."""

    text: str
    separator: str
    header: tuple[str, ...]
    latin: bool
    above: int = 0

    @property
    def columns(self) -> frozenset[str]:
        """The column names, in small letters."""
        return frozenset(self.header)

    def rows(self) -> Iterator[Row | Broken]:
        """Every row after the header; blank lines are passed over."""
        held: Row | Broken | None = None
        for found in self._read():
            if held is not None:
                yield held
            held = found
        if held is not None:
            yield Broken(held.line, _TORN, True) if isinstance(held, Broken) and held.short else held

    def _read(self) -> Iterator[Row | Broken]:
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator, strict=True)
        next(reader)
        while True:
            found = _next(reader, self.header, self.above + reader.line_num + 1)
            if found is None:
                return
            if isinstance(found, Broken) or found.cells:
                yield found


_TORN = "the last line is cut off; export the file again if the last sets are missing"


def _next(reader: Iterator[list[str]], header: tuple[str, ...], line: int) -> Row | Broken | None:
    try:
        cells = next(reader)
    except StopIteration:
        return None
    except csv.Error as error:
        return Broken(line, f"is not CSV: {error}", short="end of data" in str(error))
    if len(cells) < len(header) and any(cell.strip() for cell in cells):
        return Broken(line, f"has {len(cells)} cells where the header has {len(header)}", short=True)
    if any(cell.strip() for cell in cells[len(header):]):
        return Broken(line, f"has {len(cells)} cells where the header has {len(header)}")
    return Row(line, {name: cell for name, cell in zip(header, cells, strict=False) if cell.strip()})


def read(data: bytes) -> Table:
    """The table in a file's bytes.

    Raises:
        FileRefused: too large, empty, or not text at all; the message says what to do.
    """
    if len(data) > LARGEST:
        raise FileRefused(Reason.TOO_LARGE, f"The file is {len(data) // 1_000_000} MB; at most {LARGEST // 1_048_576} MiB are read. "
                          "Export a shorter time, or split it by year.", len(data))
    text, latin = _decoded(data)
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    if not first:
        raise FileRefused(Reason.EMPTY, "The file is empty. Export it again.")
    separator = max(_SEPARATORS, key=first.count)
    start = text.index(first.rstrip("\r\n"))
    rest = text[start:]
    return Table(rest, separator, _header(rest, separator), latin, text.count("\n", 0, start))


def _decoded(data: bytes) -> tuple[str, bool]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), False
        except UnicodeDecodeError as error:
            raise FileRefused(Reason.NOT_TEXT, "The file begins like UTF-16 text and then is not. Export it again as CSV.") from error
    if b"\0" in data or data[:2] == b"PK":
        raise FileRefused(Reason.NOT_TEXT, "The file is not text. If it is a spreadsheet, save it as CSV and try again.")
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace") if _windows(data) else data.decode("latin-1"), True


def _windows(data: bytes) -> bool:
    """Whether bytes are used that Latin-1 has no letters for and Windows-1252 has (curly quotes, dashes)."""
    return any(0x80 <= byte <= 0x9F for byte in data)


def _header(text: str, separator: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise FileRefused(Reason.NOT_TEXT, f"The first line is not a CSV header: {error}. Export the file again.") from error
    names: list[str] = []
    for index, cell in enumerate(cells):
        name = " ".join(cell.split()).casefold()
        names.append(name if name and name not in names else f"{name or 'column'} {index + 1}")
    return tuple(names)

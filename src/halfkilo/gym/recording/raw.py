"""Rows on their way into columns: a file of JSON lines that only ever grows, so that a killed process leaves whole lines and at most
one half line behind it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from halfkilo.gym.recording.columns import COLUMNS, NAMES, Heard, quantity_of, values

Line = tuple[int, int, str, str, list[Any]]
"""n, at_us, source, quantity, values in the order of `columns.NAMES`."""


_LARGEST = 2**63 - 1
_KIND = {column.name: column.kind for column in COLUMNS}
_KINDS = {quantity: tuple(_KIND[name] for name in names) for quantity, names in NAMES.items()}


def encode(n: int, at_us: int, source: str, heard: Heard) -> bytes:
    """One row as a line."""
    return json.dumps([n, at_us, source, quantity_of(heard), values(heard)], separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Line | None:
    """What `encode` wrote; None for anything else, and for values that no column can hold: one odd row must not keep the others out."""
    try:
        n, at_us, source, quantity, told = json.loads(line)
        kinds = ("int", "int", "text", *_KINDS[quantity])
        whole = len(told) + 3 == len(kinds) and all(map(_fits, kinds, (n, at_us, source, *told)))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return (n, at_us, source, quantity, told) if whole else None


def _fits(kind: str, value: object) -> bool:
    match kind:
        case "int":
            return value is None or (type(value) is int and -_LARGEST <= value <= _LARGEST)
        case "bool":
            return value is None or type(value) is bool
        case "float":
            return value is None or type(value) in (int, float)
        case "text":
            return isinstance(value, str) and (value.isascii() or not any(0xD800 <= ord(one) <= 0xDFFF for one in value))
        case _:
            return value is None or (isinstance(value, list) and all(_fits("int", one) for one in value))


class Raw:
    """One file that grows. It is made with its first line, never in a folder that is gone.

    Raises:
        OSError: from every method, when the disk refuses; what was there before stays whole.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._size = 0
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)

    def append(self, lines: list[bytes]) -> None:
        """Add whole lines, or nothing: what a full disk cut off is taken back."""
        data = b"".join(lines)
        try:
            _write_all(self._handle, data)
        except OSError:
            os.ftruncate(self._handle, self._size)
            raise
        self._size += len(data)
        self.rows += len(lines)

    def sync(self) -> None:
        """Have the disk keep it, power cut or not."""
        os.fsync(self._handle)

    def close(self) -> None:
        """Done with it."""
        os.close(self._handle)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view):]


def read(path: Path) -> Iterator[Line | None]:
    """Its rows in order; None for a line that cannot be read, such as a last one that was cut off."""
    with path.open("rb") as file:
        for line in file:
            yield decode(line) if line.endswith(b"\n") else None

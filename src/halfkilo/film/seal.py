"""A mark at the end of a kept file from which it is seen that all of it is there: a file that was cut short or changed has none.

The mark is a piece that the file's own format skips, so that players and joiners never see it, and it comes and goes with the file.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

LONG = 32
"""Bytes of the sum at the end of the mark."""

HEADS = {".mp4": (8 + LONG).to_bytes(4, "big") + b"free", ".webm": b"\xec\x01" + LONG.to_bytes(7, "big"),
         ".wav": b"seal" + LONG.to_bytes(4, "little")}
"""What begins a piece to be skipped: an ISO `free` box, a Matroska `Void` element, a RIFF chunk nobody knows."""


def seal(path: Path) -> None:
    """Put the mark to the end of a file that is finished."""
    mark = HEADS[path.suffix] + _sum(path.read_bytes())
    with path.open("ab") as file:
        file.write(mark)


def sealed(path: Path) -> bool:
    """Whether a file is there, and all of it, as it was when it was finished."""
    return content(path) is not None


def content(path: Path) -> bytes | None:
    """What was written before the mark; None where the file is not there, or not as it was when it was finished."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    head = HEADS[path.suffix]
    end = len(found) - len(head) - LONG
    return found[:end] if end >= 0 and found[end:] == head + _sum(found[:end]) else None


def _sum(content: bytes) -> bytes:
    return blake2b(content, digest_size=LONG).digest()

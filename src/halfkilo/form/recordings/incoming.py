"""What somebody sends to be kept: JSON Lines or CSV of landmarks (docs/form.md), plain or gzip, inside strict bounds.

Of whatever comes in only times and the sixteen joints are kept: a field that this room does not know never reaches the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from halfkilo.form.errors import FormError, Unreadable
from halfkilo.form.joints import AT, JOINTS, OWN, Array
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.reading import read

MOST_BYTES = 24 * 1024 * 1024
"""Unpacked. Ten minutes of 33 points at 30 frames a second are about 20 MB of JSON Lines."""

MOST_SECONDS = 600
MOST_FRAMES = 18_000
LEAST_FRAMES = 10
FARTHEST = 50_000.0
"""No point of a body is farther from the camera than 50 m, or 50 000 mm."""

METRES_TO = 10.0
"""A trunk longer than this is told in millimetres."""

_GZIP = b"\x1f\x8b"


class NotTaken(FormError):
    """A recording that is not kept. `reason` is a key for people's words (`form_page.not.*`); the message is for whoever wrote the file."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Incoming:
    """seen: metres, from 0 s on. packed: our own file, gzip. digest: of what is in it."""

    seen: Landmarks
    packed: bytes
    digest: str


def incoming(raw: bytes, ending: str = ".jsonl", layout: str | None = None) -> Incoming:
    """Read, bound, bring to sixteen joints in metres.

    Raises:
        NotTaken: it is no recording, too long, too large, or nobody is in it.
    """
    plain = unpacked(raw)
    try:
        with tempfile.TemporaryDirectory(prefix="halfkilo-form-") as folder:
            path = Path(folder) / f"recording{ending}"
            path.write_bytes(plain)
            seen = read(path, layout)
    except Unreadable as problem:
        raise NotTaken("unread", f"{problem.place}: {problem.why}" if problem.place else problem.why) from problem
    except (FormError, UnicodeDecodeError, OverflowError, RecursionError, csv_error()) as problem:
        raise NotTaken("unread", f"It can't be read: {str(problem)[:120]}") from problem
    return _made(_bounded(seen))


def csv_error() -> type[Exception]:
    """What the csv module raises for lines of a megabyte and more."""
    import csv

    return csv.Error


def unpacked(raw: bytes) -> bytes:
    """Gzip or not, never more than `MOST_BYTES`: a small file that would become a large one is not unpacked to the end."""
    if raw[:2] != _GZIP:
        if len(raw) > MOST_BYTES:
            raise NotTaken("large", f"It has more than {MOST_BYTES // 1_048_576} MiB.")
        return raw
    unpacker = zlib.decompressobj(31)
    try:
        plain = unpacker.decompress(raw, MOST_BYTES + 1)
    except zlib.error as problem:
        raise NotTaken("unread", "It begins like gzip and is none.") from problem
    if len(plain) > MOST_BYTES:
        raise NotTaken("large", f"Unpacked it has more than {MOST_BYTES // 1_048_576} MiB.")
    if not unpacker.eof or unpacker.unused_data:
        raise NotTaken("unread", "It is half of a gzip file, or more than one.")
    return plain


def _bounded(seen: Landmarks) -> Landmarks:
    if not LEAST_FRAMES <= len(seen) <= MOST_FRAMES:
        reason = "short" if len(seen) < LEAST_FRAMES else "long"
        raise NotTaken(reason, f"It has {len(seen)} frames; {LEAST_FRAMES} to {MOST_FRAMES} are kept.")
    if seen.times[-1] - seen.times[0] > MOST_SECONDS:
        raise NotTaken("long", f"It is longer than {MOST_SECONDS} s.")
    there = np.isfinite(seen.places)
    if not there[:, [AT["left_hip"], AT["right_hip"]]].any():
        raise NotTaken("nobody", "Nobody's hips are seen in any frame.")
    if np.abs(seen.places[there]).max() > FARTHEST:
        raise NotTaken("unread", f"A point is farther than {FARTHEST:.0f} away.")
    return seen


def _made(seen: Landmarks) -> Incoming:
    times = np.round(seen.times - seen.times[0], 3)
    if (np.diff(times) <= 0).any():
        raise NotTaken("unread", "Two frames lie less than a millisecond apart.")
    places = np.round(_metres(seen.places), 3)
    lines = [json.dumps({"layout": OWN.name}, separators=(",", ":"))]
    lines += [_line(time, frame) for time, frame in zip(times.tolist(), places, strict=True)]
    text = ("\n".join(lines) + "\n").encode()
    return Incoming(Landmarks(times, places), gzip.compress(text, mtime=0), hashlib.sha256(text).hexdigest())


def _line(time: float, frame: Array) -> str:
    points = [[None, None, None] if point[0] != point[0] else point for point in frame.tolist()]
    return json.dumps({"time": time, "points": points}, separators=(",", ":"))


def _metres(places: Array) -> Array:
    trunk = places[:, AT["neck"]] - (places[:, AT["left_hip"]] + places[:, AT["right_hip"]]) / 2
    long = np.linalg.norm(trunk, axis=-1)
    known = long[np.isfinite(long)]
    metres: Array = places / 1000 if known.size and float(np.median(known)) > METRES_TO else places
    return metres


def opened(packed: bytes) -> Landmarks:
    """Our own file read back.

    Raises:
        NotTaken: it is none.
    """
    rows = [json.loads(line) for line in unpacked(packed).splitlines()[1:]]
    try:
        places = np.array([row["points"] for row in rows], dtype=float).reshape(len(rows), len(JOINTS), 3)
        return Landmarks(np.array([row["time"] for row in rows], dtype=float), places)
    except (KeyError, TypeError, ValueError) as problem:
        raise NotTaken("unread", f"A kept recording that does not fit: {problem}") from problem

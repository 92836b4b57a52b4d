"""How much of finished parts is kept: at most so many gigabytes; what was not used for the longest time goes first.

Whoever makes a film holds a lock on the folder together with all others who do; parts are taken away only by somebody who has it
alone, so never one that a film in the making counts on.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from math import isfinite
from pathlib import Path

from halfkilo.film.cache import Cache
from halfkilo.film.errors import FilmError, Reason
from halfkilo.film.seal import HEADS

SETTING, USUAL = "HALFKILO_FILM_CACHE_GB", 2.0
"""The environment variable, and what holds without it."""

LOCK = ".in-use"
GIGABYTE = 10**9


def most(source: Mapping[str, str] = os.environ) -> int:
    """Bytes of parts that are kept.

    Raises:
        FilmError: the setting is no number of gigabytes.
    """
    said = source.get(SETTING, "").strip()
    try:
        found = float(said) if said else USUAL
    except ValueError:
        found = -1.0
    if not isfinite(found) or found < 0:
        raise FilmError(Reason.SETTING, said, f"{SETTING} is {said!r}; give a number of gigabytes, such as 2 or 0.5.")
    return round(found * GIGABYTE)


def used(path: Path) -> None:
    """Note that a part was used just now; when it was made stays as it is."""
    with suppress(FileNotFoundError):  # somebody else may have made room meanwhile
        os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))


@contextmanager
def kept(cache: Cache, limit: int) -> Iterator[None]:
    """While a film is made nobody takes parts away; afterwards no more than `limit` bytes stay."""
    cache.shared.mkdir(parents=True, exist_ok=True)
    handle = os.open(cache.shared / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        if _alone(handle):
            prune(cache, limit)
        os.close(handle)


def _alone(handle: int) -> bool:
    """Whether the lock is ours alone now; else whoever ends last looks after the limit."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def prune(cache: Cache, limit: int) -> None:
    """Take parts away, the one not used for the longest time first, until `limit` bytes are left at most."""
    parts = {path: path.lstat() for folder in {cache.shared, cache.own} for path in folder.glob("*") if _part(path)}
    over = sum(found.st_size for found in parts.values()) - limit
    for path, found in sorted(parts.items(), key=lambda one: one[1].st_atime_ns):
        if over <= 0:
            return
        path.unlink(missing_ok=True)
        over -= found.st_size


def _part(path: Path) -> bool:
    """Whether it is a part of ours: its name is a key, its ending that of a kept file."""
    return path.suffix in HEADS and len(path.stem) == 32 and not path.name.startswith(".")

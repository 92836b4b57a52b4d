"""What was drawn once is kept by its content: the key is a hash of everything that went into it. Files come whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any

from halfkilo import body
from halfkilo.film.errors import NoRoom
from halfkilo.film.look import TONES

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says when a disk, a quota or a file is full."""

NOT_DRAWING = frozenset({"__init__", "cache", "captions", "errors", "exercise", "gl", "limit", "seal", "session", "sheet", "splice",
                         "studio", "voice"})
"""Modules of this room that do not decide what a frame looks like. A new one counts as if it did, until it stands here."""

PACKAGES = ("av", "mujoco", "pillow")


@dataclass(frozen=True)
class Cache:
    """Two folders: what is the same for everybody, and what tells of one person (deleted with the person)."""

    shared: Path
    own: Path

    def path(self, key: str, suffix: str, personal: bool = False) -> Path:
        """Where something of this key is kept."""
        return (self.own if personal else self.shared) / f"{key}{suffix}"


def home() -> Path:
    """The usual folder of the command: in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base else Path.home() / ".cache") / "halfkilo" / "films"


def key(facts: Mapping[str, Any]) -> str:
    """The name of what these facts make, together with what draws it."""
    text = json.dumps([renderer(), facts], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def renderer() -> str:
    """The version of what draws: the source of the modules that do, the figure's colours, and the packages they use."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in PACKAGES]).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in NOT_DRAWING:
            digest.update(path.read_bytes())
    digest.update((Path(body.__file__).parent / "figure" / "tones.json").read_bytes())
    digest.update(repr(TONES).encode())
    return digest.hexdigest()[:16]


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write that takes its name only when it is complete and on the disk; else nothing of it stays.

    Raises:
        NoRoom: the disk is full.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path.parent)
    draft = path.with_name(f".{path.stem}.{os.getpid()}.part{path.suffix}")
    try:
        with _full_is_said(path):
            yield draft
            _to_disk(draft)
            draft.replace(path)
            _to_disk(path.parent)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _full_is_said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in FULL:
            raise NoRoom(str(path)) from problem
        raise


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path) -> None:
    """Take away what killed processes left unfinished in a folder."""
    for draft in folder.glob(".*.part*"):
        owner = draft.name.split(".")[-3]
        if owner.isdigit() and not _alive(int(owner)):
            draft.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM end the work the way Ctrl+C does, so that unfinished files are taken away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

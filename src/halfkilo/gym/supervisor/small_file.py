"""A small JSON file of the supervisor's own: written whole and through to the disk, read strictly, put aside when it can't be read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TypeVar

from halfkilo import strict
from halfkilo.strict import Malformed

File = TypeVar("File")


class Unreadable(Exception):
    """There is a file, but not one that can be used. It was renamed: `aside`."""

    def __init__(self, aside: Path, problem: Exception) -> None:
        super().__init__(str(problem))
        self.aside = aside


def save(path: Path, value: object) -> None:
    """Replace the file. value: a dataclass.

    Raises:
        OSError: the disk did not take it; the old file stands.
    """
    text = json.dumps(strict.plain(value))
    draft = path.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def load(path: Path, kind: type[File]) -> File | None:
    """What the file says; None where there is none.

    Raises:
        Unreadable: it can't be used, and was put aside.
    """
    if not path.exists():
        return None
    try:
        found: File = strict.read(kind, json.loads(path.read_text("utf-8")))
    except (Malformed, ValueError) as problem:
        aside = path.with_suffix(".unreadable")
        path.replace(aside)
        raise Unreadable(aside, problem) from problem
    return found


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

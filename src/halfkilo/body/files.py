"""Files that the body room makes come whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from halfkilo.body.errors import BodyError


class Unwritable(BodyError):
    """A file that could not be stored; what stood there before is as it was. `path` is kept."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} was not written ({why}); make room, or let this account write there, and run it again")
        self.path = path


def store(path: Path, content: str | bytes) -> int:
    """Write a file under another name, then give it its own; returns its bytes.

    Raises:
        Unwritable: the folder is not there or not ours, the disk is full.
    """
    raw = content.encode() if isinstance(content, str) else content
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(raw)
        draft.replace(path)
    except OSError as problem:
        raise Unwritable(path, problem.strerror or str(problem)) from problem
    finally:
        _away(draft)
    return len(raw)


def _away(draft: Path) -> None:
    try:
        draft.unlink(missing_ok=True)
    except OSError:  # where nothing can be written nothing can be taken away; then there is nothing, either
        return

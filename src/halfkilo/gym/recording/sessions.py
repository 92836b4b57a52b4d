"""Session files as a whole: what there is, what a killed process left, what is read back, and letting go of all of it.

A person's sessions lie in one folder (`root`), a folder each. On the site that is `recordings` in the person's own folder, which erasure
removes with everything in it; whoever still records there then keeps nothing more.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from halfkilo.gym.driver import Reading
from halfkilo.gym.recording import about as about_file
from halfkilo.gym.recording import parts
from halfkilo.gym.recording.about import About, Ended, NoRecording
from halfkilo.gym.recording.columns import Row
from halfkilo.gym.recording.recorder import RAW, hold, settle


@dataclass(frozen=True)
class SessionFile:
    """One session as files. size: bytes."""

    about: About
    folder: Path
    files: tuple[Path, ...]
    size: int


class Recording:
    """A session read back.

    Raises:
        NoRecording: the folder is none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.about = folder, about_file.read(folder)

    def rows(self, source: str | None = None) -> Iterator[Row]:
        """Everything in the order it was heard, or what one device said."""
        return (row for row in parts.rows(self.folder) if source is None or row.source == source)

    def readings(self, source: str | None = None) -> Iterator[Reading]:
        """What a machine said, exactly as it was recorded."""
        return (row.heard for row in self.rows(source) if isinstance(row.heard, Reading))


def manifest(root: Path) -> tuple[SessionFile, ...]:
    """Every session below `root` with its files, oldest first. Folders that are no recording are left out."""
    found = []
    for folder in sorted(path.parent for path in root.glob(f"*/{about_file.FILE}")):
        with suppress(NoRecording):
            files = tuple(sorted(path for path in folder.rglob("*") if path.is_file()))
            found.append(SessionFile(about_file.read(folder), folder, files, sum(path.stat().st_size for path in files)))
    return tuple(sorted(found, key=lambda one: one.about.began))


def recover(root: Path) -> int:
    """Finish what killed processes, and those that make no parts, left below `root`. Sessions that are being recorded are left alone.

    Returns:
        How many sessions were finished.
    """
    return sum(recover_one(one.folder) for one in manifest(root))


def erase(root: Path) -> int:
    """Delete every session below `root`; how many those were. A recorder that is still at work notices, and keeps nothing more.

    Raises:
        OSError: something could not be deleted.
    """
    found = manifest(root)
    for one in found:
        gone = one.folder.with_name(f".erased-{one.folder.name}-{os.getpid()}")
        one.folder.rename(gone)  # first: nothing can be added below a name that is no more
        shutil.rmtree(gone)
    return len(found)


def recover_one(folder: Path) -> bool:
    """The same for one session; False when there is nothing to do, or somebody records there now.

    Raises:
        NoRecording: the folder is none.
    """
    about = about_file.read(folder)
    if about.ended not in (Ended.NOT_YET, Ended.WRITTEN):
        return False
    try:
        held = hold(folder)
    except BlockingIOError:
        return False
    try:
        for draft in folder.glob(".*.tmp"):
            draft.unlink()
        lost = sum(settle(folder, path) for path in sorted((folder / RAW).glob("*.jsonl")))
        rows = sum(parts.count(path) for path in folder.glob("part-*.parquet"))
        how = Ended.CLOSED if about.ended is Ended.WRITTEN else Ended.RECOVERED
        about_file.write(folder, about.end(how, rows, about.lost + lost))
    finally:
        os.close(held)
    return True

"""Putting a backup back: everything is verified before anything is touched, and nobody who was erased comes back.

A file `restoring` marks a restore that has not come to its end; whoever starts the site afterwards finishes it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from halfkilo.exchange import backup
from halfkilo.exchange.backup import FILES, TOMBSTONES, Database, Manifest
from halfkilo.exchange.errors import BackupRefused, Reason

MARK = "restoring"
PEOPLE = "people"


def restore(path: Path, database: Database, data: Path, *, replace: bool, prepare: Callable[[], None],
            finish: Callable[[], int]) -> tuple[Manifest, int]:
    """Put the backup at `path` back into `database` and `data`.

    Args:
        replace: whether what stands here may be replaced.
        prepare: makes the tables when the database needs them first (PostgreSQL).
        finish: brings the tables up to date and erases again whoever was erased; returns how many that were.

    Returns:
        The manifest and how many people were erased again.

    Raises:
        BackupRefused: with nothing changed.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=data, prefix="copy-") as staged:
        folder = Path(staged)
        manifest = backup.unpack(path, folder)
        _refuse_unfit(manifest, database, replace)
        (data / MARK).touch(mode=0o600)
        merge_tombstones(folder / FILES / TOMBSTONES, data / TOMBSTONES)
        if database.name == "postgresql":
            prepare()
        database.load(folder)
        _put_files(folder / FILES, data)
    return manifest, finish_restore(data, finish)


def finish_restore(data: Path, finish: Callable[[], int]) -> int:
    """The end of a restore, also of one that was cut off."""
    erased = finish()
    (data / MARK).unlink(missing_ok=True)
    return erased


def merge_tombstones(saved: Path, here: Path) -> None:
    """Keep every tombstone of both: one that was set after the backup must outlive it."""
    lines = [line for path in (here, saved) if path.exists() for line in path.read_text("ascii").splitlines() if line.strip()]
    if not lines:
        return
    draft = here.with_suffix(".new")
    with draft.open("w", encoding="ascii") as file:
        file.write("\n".join(dict.fromkeys(lines)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(here)


def _refuse_unfit(manifest: Manifest, database: Database, replace: bool) -> None:
    if manifest.database != database.name:
        raise BackupRefused(Reason.OTHER_VERSION, f"The backup is of a {manifest.database} database and this site uses {database.name}. "
                            "Take people over one by one with `halfkilo export` and `halfkilo import`.", manifest.database)
    if not replace and database.occupied():
        raise BackupRefused(Reason.IN_THE_WAY, "Somebody's record stands here already. Make a backup of it first (`halfkilo backup`); "
                            "then run this again with --replace.")


def _put_files(source: Path, data: Path) -> None:
    """The files of the backup instead of those here: people's folders are exactly those of the backup afterwards."""
    shutil.rmtree(data / PEOPLE, ignore_errors=True)
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if not path.is_file() or inside.as_posix() == TOMBSTONES:
            continue
        place = data / inside
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.replace(place)

"""`halfkilo backup`, `restore`, `reset-password`: looking after the site of this machine."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from halfkilo.commands.records import site, tables
from halfkilo.commands.told import Trouble, say, told
from halfkilo.exchange import backup as backups
from halfkilo.exchange.backup import Database
from halfkilo.exchange.errors import ExchangeError

LOCK = "serve.lock"
"""Held while the site runs from a data folder, shared; a restore needs it alone."""


@told
def backup(target: Path, data: Path | None) -> None:
    """Copy everything, while the site runs or not, into one zip in the folder `target`."""
    from halfkilo import __version__

    database, folder = place(data)
    try:
        made = backups.write(database, folder, target.absolute(), datetime.now().astimezone(), __version__)
        manifest = backups.inspect(made)
    except ExchangeError as problem:
        raise Trouble(str(problem)) from problem
    size = made.stat().st_size / 1_000_000
    say(f"{made} ({size:.1f} MB, {len(manifest.members)} files, every one read back and compared).")
    say("It holds everything about everybody here. Keep it where only you can reach it.")


@told
def restore(path: Path, data: Path | None, *, replace: bool) -> None:
    """Put a backup back; the site must be stopped."""
    from halfkilo.exchange import restore as restoring

    database, folder = place(data)
    with alone(folder):
        try:
            manifest, erased = restoring.restore(path, database, folder, replace=replace, prepare=lambda: _ready(data),
                                                 finish=lambda: _finish(data))
        except ExchangeError as problem:
            raise Trouble(str(problem)) from problem
    say(f"Restored what was here on {manifest.made[:16].replace('T', ' at ')}.")
    if erased:
        say(f"{erased} {'person' if erased == 1 else 'people'} had been deleted since; they stay deleted.")


@told
def reset_password(name: str, password: str, data: Path | None) -> None:
    """Give somebody a new password; their sessions and PINs end."""
    _ready(data)
    from halfkilo.web import accounts

    try:
        accounts.reset_password(name, password)
    except accounts.AccountError as problem:
        raise Trouble(str(problem)) from problem
    say(f"{name} has a new password. Everybody who was signed in as {name} has to sign in again.")


def place(data: Path | None) -> tuple[Database, Path]:
    """The database and the data folder that the site uses, without starting it.

    Raises:
        Trouble: a setting can't be used.
    """
    from halfkilo.exchange.databases import Postgres, Sqlite
    from halfkilo.web import env

    given = dict(os.environ) | ({"HALFKILO_DATA": str(data.absolute())} if data is not None else {})
    try:
        read = env.read(given)
    except env.Unusable as problem:
        raise Trouble(f"{problem}. Set it right, then run this again.") from problem
    if "sqlite3" in read.database["ENGINE"]:
        return Sqlite(Path(read.database["NAME"])), read.data
    return Postgres(given["HALFKILO_DATABASE_URL"]), read.data


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only one at work in a data folder.

    Raises:
        Trouble: the site runs from it.
    """
    with _lock_file(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble("halfkilo is running here. Stop it first (Ctrl+C where it runs), then run this again.") from error
        yield


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """Say that the site runs from a data folder.

    Raises:
        Trouble: a backup is being put back there at this moment.
    """
    with _lock_file(folder) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble("A backup is being put back here. Wait until that is done, then start again.") from error
        yield


@contextmanager
def _lock_file(folder: Path) -> Iterator[int]:
    """The lock's handle, not passed on to child processes."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield handle
    finally:
        os.close(handle)


def _ready(data: Path | None) -> None:
    site(data)
    tables()


def _finish(data: Path | None) -> int:
    _ready(data)
    from django.db import connections

    from halfkilo.web import erasure

    erased = erasure.reapply()
    connections.close_all()
    return erased

"""`halfkilo doctor`: looks at what halfkilo stands on and says what to do about what is not in order."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from halfkilo.commands.keep import place
from halfkilo.commands.told import Trouble, say, told
from halfkilo.exchange.databases import Postgres, Sqlite
from halfkilo.exchange.restore import MARK

LEAST_FREE = 500_000_000
"""Bytes of free disk below which we warn; below a tenth of it a new session should not begin (H23)."""

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before this stands on its factory date: this program is younger (H25)."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. advice: what to do, when it is not in order. needed: halfkilo does not work without it."""

    what: str
    good: bool
    advice: str = ""
    needed: bool = True


@told
def doctor(data: Path | None, port: int) -> None:
    """Look at everything and end with 1 when something needed is not in order."""
    findings = list(examine(data, port))
    for finding in findings:
        say(f"{'ok ' if finding.good else 'LOOK' if finding.needed else 'note'}  {finding.what}")
        if not finding.good:
            say(f"      {finding.advice}")
    open_ones = [finding for finding in findings if finding.needed and not finding.good]
    if open_ones:
        raise Trouble(f"{len(open_ones)} of {len(findings)} things need you; see above.")
    say("Everything halfkilo needs is in order.")


def examine(data: Path | None, port: int) -> Iterator[Finding]:
    """All findings, the ground first."""
    yield python(sys.version_info[:2])
    database, folder = place(data)
    yield from folder_is_private(folder)
    yield disk(shutil.disk_usage(_existing(folder)).free)
    yield clock(datetime.now(UTC))
    yield numbers(os.environ.get("HALFKILO_RULES", ""))
    yield Finding("no restore was cut off", not (folder / MARK).exists(), "Run `halfkilo restore FILE --replace` again.")
    if isinstance(database, Sqlite):
        yield from sqlite(database.path)
    elif isinstance(database, Postgres):
        yield postgres(database)
    if database_is_there(database):
        yield from folds(data)
    yield free_port(port)
    yield chromium()


def python(version: tuple[int, ...]) -> Finding:
    """Python is new enough."""
    return Finding(f"Python {version[0]}.{version[1]}", version >= (3, 11), "It must be 3.11 or newer. Install it, then: make run")


def folder_is_private(folder: Path) -> Iterator[Finding]:
    """The data folder can be written, and read by its owner only."""
    if not folder.exists():
        yield Finding(f"data folder {folder} will be made at the first start", True)
        return
    yield Finding(f"data folder {folder} can be written", os.access(folder, os.R_OK | os.W_OK | os.X_OK), f"Run: chown -R $USER {folder}")
    open_to = stat.S_IMODE(folder.stat().st_mode) & 0o077
    yield Finding("data folder is for you alone", not open_to, f"Others here can look inside. Run: chmod 700 {folder}", needed=False)


def disk(free: int) -> Finding:
    """There is room for what comes."""
    advice = "Make room: a record that can't be written can't be kept."
    return Finding(f"{free // 1_000_000} MB of disk are free", free >= LEAST_FREE, advice)


def numbers(file: str) -> Finding:
    """The site's own numbers of the dose, if a file names some, can be used."""
    if not file:
        return Finding("the numbers of the dose are ours", True)
    from halfkilo.commands.rules import in_force  # `serve` asks this room, too, and stays small

    try:
        return Finding(f"the numbers of the dose are {file}'s, version {in_force(Path(file)).version}", True)
    except Trouble as trouble:
        return Finding(f"the numbers of the dose in {file} can't be used", False, str(trouble))


def clock(now: datetime) -> Finding:
    """The clock is not on a factory date."""
    advice = "Set date and time of this machine: days decide what is asked of you."
    return Finding(f"the clock says {now:%Y-%m-%d %H:%M} UTC", now >= EARLIEST, advice)


def sqlite(path: Path) -> Iterator[Finding]:
    """The database file is sound."""
    if not path.exists():
        yield Finding("the database will be made at the first start", True)
        return
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as connection:
            said = str(connection.execute("PRAGMA quick_check").fetchone()[0])
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as problem:
        said, orphans = str(problem), None
    advice = "Stop halfkilo, keep a copy of the data folder, and put back the newest backup: halfkilo restore FILE --replace"
    yield Finding(f"the database is sound ({said})", said == "ok" and orphans is None, advice)


def postgres(database: Postgres) -> Finding:
    """The server answers."""
    import psycopg

    try:
        database.occupied()
    except psycopg.Error as problem:
        return Finding("the PostgreSQL server answers", False, f"{' '.join(str(problem).split())[:200]}. Look at HALFKILO_DATABASE_URL.")
    return Finding("the PostgreSQL server answers", True)


def database_is_there(database: object) -> bool:
    """Whether there is a sound database with somebody in it."""
    if isinstance(database, Postgres):
        return postgres(database).good and database.occupied()
    try:
        return isinstance(database, Sqlite) and database.occupied()
    except sqlite3.Error:
        return False


def folds(data: Path | None) -> Iterator[Finding]:
    """Every head is what its entries fold to: looked at for everybody, changed for nobody."""
    from halfkilo.commands.records import site

    site(data)
    from django.db import DatabaseError

    try:
        old, other = _compare()
    except DatabaseError:
        yield Finding("the tables will be brought up to date at the next start", True)
        return
    yield Finding(f"{old} records wait for a new fold" if old else "all records are folded as this version does", True)
    yield Finding("every record is what its entries say", other == 0,
                  f"{other} differ. Make a backup, then start halfkilo again; if it stays, put back the newest backup.")


def _compare() -> tuple[int, int]:
    """How many heads are of another version of the fold, and how many are not what their entries say."""
    from halfkilo.journal.fold import fold
    from halfkilo.journal.state import FOLD
    from halfkilo.web.models import Head
    from halfkilo.web.store import DatabaseStore, decode

    store, old, other = DatabaseStore(), 0, 0
    for person, version, state in Head.objects.values_list("person_id", "fold", "state").iterator():
        if version != FOLD:
            old += 1
        elif decode(state) != fold(store.entries(person)):
            other += 1
    return old, other


def free_port(port: int) -> Finding:
    """The usual port can be taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken = probe.connect_ex(("127.0.0.1", port)) == 0
    advice = "Something listens there, perhaps halfkilo itself; the next free port will be used."
    return Finding(f"port {port} is free", not taken, advice, needed=False)


def chromium(which: Callable[[str], str | None] = shutil.which) -> Finding:
    """A browser for films and tests; nobody needs it for training."""
    names = (os.environ.get("HALFKILO_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := which(name))), None)
    advice = "Only tests and films want one: apt-get install chromium"
    return Finding(f"Chromium: {found or 'none'}", found is not None, advice, needed=False)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())

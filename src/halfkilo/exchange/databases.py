"""The two databases as backups see them: SQLite by its own online copy, PostgreSQL by COPY within one snapshot.

No Django here: a backup must be possible when the site itself does not start.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from halfkilo.exchange.backup import PIECE, Sink
from halfkilo.exchange.errors import BackupRefused, Reason

SQLITE_MEMBER = "database.sqlite3"
TABLES = "tables.json"
PERSONS = "web_person"
"""Table that says whether anybody is here."""


class Sqlite:
    """One SQLite file with its write-ahead log."""

    name = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path

    def save(self, sink: Sink) -> None:
        """See `Database`. The copy is of one moment, whoever writes meanwhile, and is checked before it is handed on."""
        if not self.path.exists():
            raise BackupRefused(Reason.NOT_A_BACKUP, f"There is no database at {self.path}. Start halfkilo once, or name its data folder.")
        with tempfile.TemporaryDirectory(dir=self.path.parent, prefix="copy-") as folder:
            copy = Path(folder) / SQLITE_MEMBER
            with closing(sqlite3.connect(self.path, timeout=20)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
            refuse_corrupt(copy)
            sink(SQLITE_MEMBER, _pieces(copy))

    def own(self, path: Path) -> bool:
        """See `Database`."""
        return path.name in {self.path.name + tail for tail in ("", "-wal", "-shm", "-journal")} or path.parent.name.startswith("copy-")

    def occupied(self) -> bool:
        """See `Database`."""
        if not self.path.exists():
            return False
        with closing(sqlite3.connect(self.path)) as connection:
            found = connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?", (PERSONS,)).fetchone()
            return bool(found and connection.execute(f"SELECT 1 FROM {PERSONS} LIMIT 1").fetchone())

    def load(self, folder: Path) -> None:
        """See `Database`. The old file is replaced in one step, after its log was written into it."""
        copy = folder / SQLITE_MEMBER
        refuse_corrupt(copy)
        if self.path.exists():
            with closing(sqlite3.connect(self.path)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for tail in ("-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
        copy.replace(self.path)


class Postgres:
    """A PostgreSQL database by its address."""

    name = "postgresql"

    def __init__(self, address: str) -> None:
        self.address = address

    def save(self, sink: Sink) -> None:
        """See `Database`. All tables in one snapshot."""
        with self._connection() as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            tables = _tables(connection)
            sink(TABLES, iter([json.dumps(tables).encode()]))
            for table, columns in tables.items():
                sink(_member(table), _copied(connection, table, columns))

    def own(self, path: Path) -> bool:
        """See `Database`: nothing of it lies in the data folder."""
        return False

    def occupied(self) -> bool:
        """See `Database`."""
        with self._connection() as connection:
            return PERSONS in _tables(connection) and bool(connection.execute(f"SELECT 1 FROM {PERSONS} LIMIT 1").fetchone())

    def load(self, folder: Path) -> None:
        """See `Database`. Everything in one transaction; the tables must stand there already (migrate first)."""
        saved: dict[str, list[str]] = json.loads((folder / TABLES).read_bytes())
        with self._connection() as connection:
            here = _tables(connection)
            _refuse_other_shape(saved, here)
            connection.execute(f"TRUNCATE {', '.join(map(_quoted, here))} RESTART IDENTITY CASCADE")
            for table, columns in saved.items():
                _pour(connection, table, columns, folder / _member(table))
            _count_on(connection, here)

    def _connection(self) -> Any:
        import psycopg

        return psycopg.connect(self.address)


def refuse_corrupt(path: Path) -> None:
    """Check a SQLite file's pages.

    Raises:
        BackupRefused: they are not sound.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise BackupRefused(Reason.CHANGED, f"The database is not sound: {said}. Restore the newest backup that is.", said)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _tables(connection: Any) -> dict[str, list[str]]:
    """Columns in order, by table, of the schema in use."""
    rows = connection.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position").fetchall()
    found: dict[str, list[str]] = {}
    for table, column in rows:
        found.setdefault(table, []).append(column)
    return found


def _refuse_other_shape(saved: dict[str, list[str]], here: dict[str, list[str]]) -> None:
    other = [table for table in saved if set(saved[table]) != set(here.get(table, ()))]
    if other:
        raise BackupRefused(Reason.OTHER_VERSION, f"The backup is of another version of halfkilo (tables {', '.join(other[:5])} differ). "
                            "Restore it with the version that made it, then update.", other)


def _member(table: str) -> str:
    return f"tables/{table}.copy"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _copied(connection: Any, table: str, columns: list[str]) -> Iterator[bytes]:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) TO STDOUT") as copy:
        for piece in copy:
            yield bytes(piece)


def _pour(connection: Any, table: str, columns: list[str], path: Path) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(table)} ({', '.join(map(_quoted, columns))}) FROM STDIN") as copy:
        for piece in _pieces(path):
            copy.write(piece)


def _count_on(connection: Any, tables: dict[str, list[str]]) -> None:
    """Let every counting column go on after the highest number that came back."""
    for table, columns in tables.items():
        for column in columns:
            counter = connection.execute("SELECT pg_get_serial_sequence(%s, %s)", (_quoted(table), column)).fetchone()[0]
            if counter:
                highest = f"(SELECT max({_quoted(column)}) FROM {_quoted(table)})"
                connection.execute(f"SELECT setval(%s, COALESCE({highest}, 0) + 1, false)", (counter,))

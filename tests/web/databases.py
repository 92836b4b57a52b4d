"""Databases for tests of several processes: SQLite in a folder, and a real PostgreSQL from a wheel (or the one that
`HALFKILO_TEST_POSTGRES` names), with a database of its own per test."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Writer:
    """One process that writes; `lines` are read as they come."""

    def __init__(self, place: Place, person: str, count: int, *shared: str) -> None:
        pipe = place.data / f"writer-{secrets.token_hex(6)}"
        os.mkfifo(pipe)
        self._place, self.pid = place, int(place.ask(f"write {pipe} {person} {count} {' '.join(shared)}"))
        self.lines = pipe.open()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> int:
        """Its exit code, once it has ended."""
        self.lines.close()
        return int(self._place.ask(f"ended {self.pid}"))


@dataclass
class Place:
    """A data folder and a database for processes of tests, and one process that makes people and looks at what is kept."""

    data: Path
    url: str

    def __post_init__(self) -> None:
        env = {**os.environ, "HALFKILO_DATA": str(self.data), "HALFKILO_DATABASE_URL": self.url,
               "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
        self._host = subprocess.Popen([sys.executable, "-m", "tests.web.writer"], env=env, cwd=ROOT, stdin=subprocess.PIPE,
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self._host.stdout is not None
        assert self._host.stdout.readline() == "ready\n", self._host.communicate()[1]

    def ask(self, line: str) -> str:
        """One command to the host process; its answer."""
        assert self._host.stdin is not None and self._host.stdout is not None
        self._host.stdin.write(line + "\n")
        self._host.stdin.flush()
        return self._host.stdout.readline().strip()

    def close(self) -> None:
        """End the host process."""
        self._host.communicate()


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL, without a database name, the same for all who ask; skips with the reason when there is none."""
    if given := os.environ.get("HALFKILO_TEST_POSTGRES"):
        yield given
        return
    if not _USERS:
        _STARTED.append(_start())
    _USERS.append(1)
    try:
        yield f"postgresql://postgres@/?host={_STARTED[0].pgdata}"
    finally:
        _USERS.pop()
        if not _USERS:
            server = _STARTED.pop()
            server.cleanup()
            shutil.rmtree(server.pgdata.parent, ignore_errors=True)


_STARTED: list[Any] = []
_USERS: list[int] = []
"""The server of this process, and how many fixtures use it; it goes with the last."""


def _start() -> Any:
    try:
        import pgserver
    except ImportError as error:
        pytest.skip(f"no PostgreSQL: {error}; set HALFKILO_TEST_POSTGRES to the address of one")
    folder = Path(tempfile.mkdtemp(prefix="halfkilo-pg-"))  # not below pytest's folder: the server runs as a user of its own
    folder.chmod(0o755)
    return pgserver.get_server(folder / "data", cleanup_mode="delete")


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A new database on the server, dropped afterwards; its address."""
    import psycopg

    name = f"halfkilo_{secrets.token_hex(6)}"
    admin = server.replace("/?", "/postgres?", 1)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield server.replace("/?", f"/{name}?", 1)
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

"""Databases for tests of several processes: SQLite in a folder, and a real PostgreSQL from a wheel (or the one that
`HALFKILO_TEST_POSTGRES` names), with a database of its own per test."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Place:
    """A data folder and a database for processes of tests, and one process that makes people and looks at what is kept."""

    data: Path
    url: str

    def __post_init__(self) -> None:
        self._host = self.start("host")
        assert self._host.stdout is not None
        assert self._host.stdout.readline() == "ready\n", self._host.communicate()[1]

    @property
    def env(self) -> dict[str, str]:
        """The environment of a process that works here."""
        return {**os.environ, "HALFKILO_DATA": str(self.data), "HALFKILO_DATABASE_URL": self.url,
                "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A writer process; its output is read line by line."""
        return subprocess.Popen([sys.executable, "-m", "tests.web.writer", *arguments], env=self.env, cwd=ROOT, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

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
    """The address of a PostgreSQL, without a database name; skips with the reason when there is none."""
    given = os.environ.get("HALFKILO_TEST_POSTGRES")
    if given:
        yield given
        return
    try:
        import pgserver
    except ImportError as error:
        pytest.skip(f"no PostgreSQL: {error}; set HALFKILO_TEST_POSTGRES to the address of one")
    folder = Path(tempfile.mkdtemp(prefix="halfkilo-pg-"))  # not below pytest's folder: the server runs as a user of its own
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield f"postgresql://postgres@/?host={folder / 'data'}"
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


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

"""Backups: whole, checked, consistent while somebody writes, back again on both databases, and nobody erased returns."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from halfkilo.exchange import backup
from halfkilo.exchange.databases import Sqlite
from halfkilo.exchange.errors import BackupRefused, Reason
from halfkilo.exchange.restore import MARK, merge_tombstones, restore
from tests.web.conftest import postgres  # noqa: F401  the same server
from tests.web.databases import fresh_database

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CANARY = "canary-7f3a-only-here"

LIVE = """
import sys, json
from halfkilo.commands.records import site, tables
site(); tables()
from halfkilo.journal import make, new_id
from halfkilo.journal.kinds.note import Body
from halfkilo.web import accounts, erasure
from halfkilo.web.models import Person, EntryRow
from halfkilo.web.store import DatabaseStore
from django.contrib.auth.models import User
from django.db import connections
for line in sys.stdin:
    what, *rest = line.split()
    if what == "begin":
        for name in rest:
            person = accounts.make_person(name, "half-a-kilo-more", "UTC")
            at = "2026-11-22T07:30:00+00:00"
            DatabaseStore().append(person.pk, [make("note", Body("remark", f"of {name}"), at=at, author="person", id=new_id())])
            folder = erasure.folder(person.pk); folder.mkdir(parents=True); (folder / "film.bin").write_bytes(name.encode())
    elif what == "erase":
        erasure.erase(Person.objects.get(account__username=rest[0]))
    elif what == "more":
        accounts.make_person(rest[0], "half-a-kilo-more", "UTC")
    people = {p.account.username: [e.line for e in DatabaseStore().entries(p.pk)] for p in Person.objects.select_related("account")}
    files = sorted(path.read_text() for path in (erasure.folder("x").parent).rglob("*.bin")) if erasure.folder("x").parent.exists() else []
    connections.close_all()
    print(json.dumps({"people": people, "files": files}), flush=True)
"""
"""Does what it is told, line by line, with a connection of its own for each line; tells who is there and what files."""


@dataclass(frozen=True)
class House:
    """Surroundings of a site, and a process that lives in it."""

    around: dict[str, str]
    process: subprocess.Popen[str]

    def live(self, *what: str) -> dict:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(" ".join(what) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "halfkilo.cli", *words], env=self.around, capture_output=True, text=True, check=False)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.xdist_group("postgres"), pytest.mark.campaign])])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A fresh site on either database."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("HALFKILO_", "DJANGO_"))}
    around = plain | {"HALFKILO_DATA": str(tmp_path / "data")}
    asked = request.param == "postgresql"
    with fresh_database(request.getfixturevalue("postgres")) if asked else nullcontext("") as address:
        around |= {"HALFKILO_DATABASE_URL": address} if asked else {}
        told = subprocess.Popen([sys.executable, "-c", LIVE], env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        with told as process:
            yield House(around, process)


def only_zip(folder: Path) -> Path:
    (found,) = folder.glob("*.zip")
    return found


@pytest.mark.hazard("H24")
def test_everything_comes_back_and_who_was_erased_since_does_not(house: House, tmp_path: Path) -> None:
    before = house.live("begin", "asha", "ben")
    made = house.command("backup", str(tmp_path / "backups"))
    assert made.returncode == 0, made.stderr
    house.live("erase", "ben")
    house.live("more", "mallory")
    refused = house.command("restore", str(only_zip(tmp_path / "backups")))
    assert refused.returncode == 1 and "--replace" in refused.stderr and "Traceback" not in refused.stderr
    assert set(house.live("look")["people"]) == {"asha", "mallory"}
    done = house.command("restore", str(only_zip(tmp_path / "backups")), "--replace")
    assert done.returncode == 0, done.stderr
    assert "stay deleted" in done.stdout
    after = house.live("look")
    assert after == {"people": {"asha": before["people"]["asha"]}, "files": ["asha"]}
    assert not (Path(house.around["HALFKILO_DATA"]) / MARK).exists()
    assert house.command("doctor").returncode == 0
    assert set(house.live("more", "ben")["people"]) == {"asha", "ben"}  # numbers of new rows go on after the old ones


def small(tmp_path: Path) -> tuple[Sqlite, Path]:
    data = tmp_path / "data"
    data.mkdir()
    path = data / "halfkilo.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE web_person (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER)")
        connection.execute("INSERT INTO web_person (a, b) VALUES (0, 0)")
        connection.commit()
    (data / "secret.key").write_text("secret")
    (data / "people").mkdir()
    (data / "people" / "film.bin").write_bytes(b"\0" * 3_000_000)
    (data / "link").symlink_to("/etc/hostname")
    return Sqlite(path), data


def test_a_backup_holds_files_without_links_locks_and_itself_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    database, data = small(tmp_path)
    (data / "prepare.lock").touch()
    first = backup.write(database, data, data / "backups", NOW, "0.1.0")
    second = backup.write(database, data, data / "backups", NOW, "0.1.0")
    assert first != second and first.stat().st_mode & 0o077 == 0
    names = {member.name for member in backup.inspect(second).members}
    assert names == {"database.sqlite3", "files/secret.key", "files/people/film.bin"}
    assert not list((data / "backups").glob("*.part"))


@pytest.mark.hazard("H24")
def test_a_copy_taken_while_somebody_writes_is_of_one_moment(tmp_path: Path) -> None:
    database, data = small(tmp_path)
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(database.path, timeout=20)) as connection:
            while not stop.is_set():
                connection.execute("UPDATE web_person SET a = a + 1")
                connection.execute("UPDATE web_person SET b = b + 1")
                connection.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup.write(database, data, tmp_path / "out", NOW, "0.1.0") for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    for number, path in enumerate(made):
        backup.unpack(path, tmp_path / f"look{number}")
        with closing(sqlite3.connect(tmp_path / f"look{number}" / "database.sqlite3")) as connection:
            a, b = connection.execute("SELECT a, b FROM web_person").fetchone()
        assert a == b


def remade(source: Path, target: Path, change: dict[str, bytes | None]) -> Path:
    """The same zip with members changed or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


@pytest.mark.hazard("H24")
@pytest.mark.parametrize("hurt", ["flipped", "missing", "cut", "not a zip", "no manifest", "outside", "longer", "newer"])
def test_a_backup_that_is_not_as_it_was_written_changes_nothing(hurt: str, tmp_path: Path) -> None:
    database, data = small(tmp_path)
    whole = backup.write(database, data, tmp_path / "out", NOW, "0.1.0")
    with zipfile.ZipFile(whole) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    target = tmp_path / "hurt.zip"
    if hurt == "cut":
        target.write_bytes(whole.read_bytes()[:-100])
    elif hurt == "not a zip":
        target.write_text("hello")
    else:
        outside = manifest | {"members": [{"name": "../evil", "size": 1, "sha256": "x"}]}
        changes: dict[str, dict[str, bytes | None]] = {
            "flipped": {"files/secret.key": b"SECRET"}, "missing": {"files/secret.key": None}, "no manifest": {"manifest.json": None},
            "outside": {"manifest.json": json.dumps(outside).encode()}, "longer": {"files/secret.key": b"secret and more" * 1000},
            "newer": {"manifest.json": json.dumps(manifest | {"format": 2}).encode()}}
        remade(whole, target, changes[hurt])
    before = sorted((path, path.read_bytes()) for path in data.rglob("*") if path.is_file())
    with pytest.raises(BackupRefused) as refused:
        restore(target, database, data, replace=True, prepare=lambda: None, finish=lambda: 0)
    assert refused.value.reason in {Reason.CHANGED, Reason.NOT_A_BACKUP, Reason.OTHER_VERSION}
    assert sorted((path, path.read_bytes()) for path in data.rglob("*") if path.is_file()) == before
    assert not (tmp_path / "evil").exists()


@pytest.mark.hazard("H24")
def test_bytes_changed_anywhere_in_a_backup_end_in_a_sentence_or_change_nothing_that_is_kept(tmp_path: Path) -> None:
    database, data = small(tmp_path)
    path = backup.write(database, data, tmp_path / "out", NOW, "0.1.0")
    whole, chance = path.read_bytes(), random.Random(3)
    refused = 0
    for number in range(24):
        hurt = bytearray(whole)
        hurt[chance.randrange(len(whole))] ^= 1 + chance.randrange(255)
        path.write_bytes(bytes(hurt))
        try:
            backup.unpack(path, tmp_path / f"u{number}")
        except BackupRefused:
            refused += 1
            continue
        assert (tmp_path / f"u{number}" / "files" / "secret.key").read_text() == "secret"
    assert refused > 12


def test_a_backup_of_one_database_is_not_put_into_the_other(tmp_path: Path) -> None:
    class Other(Sqlite):
        name = "postgresql"

    database, data = small(tmp_path)
    whole = backup.write(database, data, tmp_path / "out", NOW, "0.1.0")
    with pytest.raises(BackupRefused, match="halfkilo export"):
        restore(whole, Other(database.path), data, replace=True, prepare=lambda: None, finish=lambda: 0)


def test_a_restore_that_is_cut_off_leaves_its_mark(tmp_path: Path) -> None:
    database, data = small(tmp_path)
    whole = backup.write(database, data, tmp_path / "out", NOW, "0.1.0")

    def cut() -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(whole, database, data, replace=True, prepare=lambda: None, finish=cut)
    assert (data / MARK).exists()
    restore(whole, database, data, replace=True, prepare=lambda: None, finish=lambda: 0)
    assert not (data / MARK).exists() and (data / "secret.key").read_text() == "secret"


def test_a_restore_brings_back_the_old_rows_and_drops_newer_files(tmp_path: Path) -> None:
    database, data = small(tmp_path)
    whole = backup.write(database, data, tmp_path / "out", NOW, "0.1.0")
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("UPDATE web_person SET a = 9")
        connection.commit()
    (data / "people" / "later.bin").write_text(CANARY)
    restore(whole, database, data, replace=True, prepare=lambda: None, finish=lambda: 0)
    with closing(sqlite3.connect(database.path)) as connection:
        assert connection.execute("SELECT a FROM web_person").fetchone() == (0,)
    assert not any(CANARY.encode() in path.read_bytes() for path in data.rglob("*") if path.is_file())


def test_tombstones_of_both_sides_stay(tmp_path: Path) -> None:
    saved, here = tmp_path / "saved", tmp_path / "here"
    saved.write_text('{"a":1}\n{"b":1}\n')
    here.write_text('{"b":1}\n{"c":1}\n')
    merge_tombstones(saved, here)
    assert sorted(here.read_text().split()) == ['{"a":1}', '{"b":1}', '{"c":1}']
    merge_tombstones(tmp_path / "none", tmp_path / "none either")
    assert not (tmp_path / "none either").exists()


def test_a_database_with_hurt_pages_is_not_backed_up_silently(tmp_path: Path) -> None:
    database, data = small(tmp_path)
    with closing(sqlite3.connect(database.path)) as connection:
        connection.executemany("INSERT INTO web_person (a, b) VALUES (?, ?)", [(n, n) for n in range(5000)])
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = bytearray(database.path.read_bytes())
    raw[8192:12288] = b"\xff" * 4096
    database.path.write_bytes(raw)
    with pytest.raises((BackupRefused, sqlite3.DatabaseError)):
        backup.write(database, data, tmp_path / "out", NOW, "0.1.0")
    assert not list((tmp_path / "out").glob("*"))

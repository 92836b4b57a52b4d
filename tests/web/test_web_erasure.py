"""Deleting really deletes: rows, files, sessions, and the bytes in the database's own pages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection

from halfkilo.journal.kinds import note
from halfkilo.journal.store import Fate
from halfkilo.web import accounts, erasure
from halfkilo.web.models import Checkpoint, DevicePin, EntryRow, Grant, Head, Person, Tombstone
from tests.conftest import PASSWORD, Cast
from tests.web.clients import send, signed_in
from tests.web.life import STORE, entry, months

CANARY = "the-cat-is-called-Bilbo"
NAME = "Wilhelmina Canary"


@pytest.fixture
def wilhelmina(whole_cast: Cast) -> Person:
    """Somebody with a long record, a PIN, a session, a share and files."""
    person = accounts.make_person(NAME, PASSWORD)
    STORE.append(person.pk, [entry("note", note.Body("bad_day_plan", CANARY)), *months(40, {"seated_row": 10_000})])
    from halfkilo.web import access

    access.share(person, whole_cast.rao, "clinician")
    send(signed_in(person), "/api/pin", {"pin": "2758"}, "PUT")
    folder = erasure.folder(person.pk)
    folder.mkdir(parents=True)
    (folder / "landmarks.jsonl").write_text(CANARY)
    return person


def found_anywhere(*needles: str) -> list[str]:
    """Files below the data folder, and the database's own, that hold one of the texts in their raw bytes."""
    files = {path: path.read_bytes() for path in Path(settings.DATA).rglob("*") if path.is_file()}
    if connection.vendor == "sqlite":
        database = Path(str(connection.settings_dict["NAME"]))
        files |= {path: path.read_bytes() for path in database.parent.glob(database.name + "*")}
    else:
        files |= {Path(table): pages_of(table) for table in connection.introspection.table_names()}
    return [f"{path.name}: {needle}" for path, data in files.items() for needle in needles if needle.encode() in data]


def pages_of(table: str) -> bytes:
    """The raw pages of a table of PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
        found = cursor.fetchone()
    return bytes(found[0])


@pytest.mark.hazard("H34")
def test_nothing_of_an_erased_person_is_left_anywhere(whole_cast: Cast, wilhelmina: Person) -> None:
    key, some_id = str(wilhelmina.pk), str(EntryRow.objects.filter(person=wilhelmina).values_list("id", flat=True).last())
    needles = (CANARY, NAME, NAME.casefold(), key, wilhelmina.pk.hex, some_id, some_id.replace("-", ""))
    assert {found.partition(": ")[2] for found in found_anywhere(*needles)} >= {CANARY, NAME}, "the search itself finds nothing"
    others = {person.pk: list(STORE.entries(person.pk)) for person in (whole_cast.asha, whole_cast.ben)}
    erasure.erase(wilhelmina)
    assert found_anywhere(*needles) == []
    for model in (EntryRow, Head, Checkpoint):
        assert not model.objects.filter(person_id=key).exists()
    assert not Grant.objects.filter(person_id=key).exists() and not DevicePin.objects.exists()
    assert not User.objects.filter(username=NAME.casefold()).exists() and not Session.objects.exists()
    assert {person: list(STORE.entries(person)) for person in others} == others


@pytest.mark.hazard("H34")
def test_a_late_entry_for_an_erased_person_is_refused(wilhelmina: Person) -> None:
    key = wilhelmina.pk
    erasure.erase(wilhelmina)
    result = STORE.append(key, [entry("note", note.Body("remark", "late"))])[0]
    assert result.fate is Fate.REFUSED and "deleted" in result.problem
    assert erasure.erased(key) and not EntryRow.objects.filter(person_id=key).exists()


@pytest.mark.hazard("H34")
def test_a_restored_copy_is_erased_again(whole_cast: Cast, wilhelmina: Person) -> None:
    """A backup from before knows the person and no tombstone; the file beside the database does."""
    key = wilhelmina.pk
    erasure.erase(wilhelmina)
    Tombstone.objects.all().delete()
    again = User.objects.create_user("restored")
    Person.objects.create(pk=key, account=again, name=NAME)
    assert erasure.reapply() == 1
    assert not Person.objects.filter(pk=key).exists() and not User.objects.filter(username="restored").exists()
    assert Tombstone.objects.exists() and Person.objects.filter(pk=whole_cast.asha.pk).exists()


def test_a_tombstone_says_nothing_about_anybody(wilhelmina: Person) -> None:
    key = str(wilhelmina.pk)
    erasure.erase(wilhelmina)
    stone = Tombstone.objects.values().last()
    assert stone is not None and key not in str(stone) and set(stone) == {"id", "salt", "mark"}


@pytest.fixture(autouse=True)
def no_tombstones_left() -> object:
    """Each test begins without tombstones and people's files."""
    yield
    (Path(settings.DATA) / erasure.FILE).unlink(missing_ok=True)
    shutil.rmtree(Path(settings.DATA) / erasure.FILES, ignore_errors=True)

"""Deleting a person really deletes: rows, sessions, files, and what the database's pages still remember of them.

What stays is a tombstone without content: a salted hash that recognises the person's id. It stands in the database and in
a file beside it, so that a restore of an older backup deletes the person again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from halfkilo.web.models import Person, Tombstone

FILE = "tombstones.jsonl"
FILES = "people"
"""Folder in the data folder; below it one folder per person, for films, landmarks, session files and copies."""


def folder(person: str | UUID) -> Path:
    """Where everything that is kept of a person as a file belongs."""
    return Path(settings.DATA) / FILES / str(person)


def erase(person: Person) -> None:
    """Delete everything about a person, for good. The tombstone is on disk before the first row goes."""
    from halfkilo.web import films, recordings  # both are kept below the folder that this module names

    key, account = str(person.pk), person.account
    _bury(key)
    with transaction.atomic():
        _end_sessions(account.pk)
        account.delete()
    films.stop_all(key)
    recordings.erase(key)
    shutil.rmtree(folder(key), ignore_errors=True)
    scrub()


def reapply() -> int:
    """After a restore: erase again whoever a tombstone knows. Returns how many."""
    stones = _stones()
    found = [person for person in Person.objects.select_related("account") if _known(stones, str(person.pk))]
    for person in found:
        erase(person)
    known = set(Tombstone.objects.values_list("mark", flat=True))
    missing = [Tombstone(salt=salt, mark=mark) for salt, mark in sorted(stones) if mark not in known]
    Tombstone.objects.bulk_create(missing, ignore_conflicts=True)
    return len(found)


def erased(person: str | UUID) -> bool:
    """Whether a person of this id was erased here."""
    return _known(_stones(), str(person))


def scrub() -> None:
    """Rewrite the database so that no page keeps deleted bytes; must run outside a transaction.

    PostgreSQL's write-ahead log keeps them until it is recycled, as its own documentation says.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in connection.introspection.django_table_names(only_existing=True):
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
            cursor.execute("CHECKPOINT")


def _bury(key: str) -> None:
    salt = secrets.token_hex(16)
    mark = _mark(salt, key)
    path = Path(settings.DATA) / FILE
    with path.open("a", encoding="ascii") as file:
        file.write(json.dumps({"salt": salt, "mark": mark}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    Tombstone.objects.create(salt=salt, mark=mark)


def _stones() -> set[tuple[str, str]]:
    return {(stone.salt, stone.mark) for stone in Tombstone.objects.all()} | set(_in_file())


def _known(stones: set[tuple[str, str]], key: str) -> bool:
    return any(_mark(salt, key) == mark for salt, mark in stones)


def _in_file() -> Iterator[tuple[str, str]]:
    path = Path(settings.DATA) / FILE
    for line in path.read_text("ascii").splitlines() if path.exists() else []:
        stone = json.loads(line)
        yield stone["salt"], stone["mark"]


def _mark(salt: str, key: str) -> str:
    return hashlib.sha256(f"{salt}\n{key}".encode()).hexdigest()


def _end_sessions(account: int) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(account):
            session.delete()

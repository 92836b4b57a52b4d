"""Where a command finds a record: in a journal file, or in this machine's site under a person's name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

from halfkilo.commands.told import Trouble
from halfkilo.journal.entry import Entry
from halfkilo.journal.store import Result, Store

PIECE = 500


@dataclass(frozen=True)
class Record:
    """One person's journal, wherever it is. key: what the store calls the person. zone: where they live."""

    store: Store
    key: str
    zone: tzinfo

    def entries(self) -> Iterator[Entry]:
        """All entries in fold order."""
        return self.store.entries(self.key)

    def append(self, entries: Sequence[Entry]) -> list[Result]:
        """Keep entries."""
        return self.store.append(self.key, entries)


def site(data: Path | None = None) -> None:
    """Make this machine's site usable from here, with its tables up to date.

    Raises:
        Trouble: a setting can't be used.
    """
    if data is not None:
        os.environ["HALFKILO_DATA"] = str(data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halfkilo.web.settings")
    import django

    from halfkilo.web.env import Unusable

    try:
        django.setup()
    except Unusable as problem:
        raise Trouble(f"{problem}. Set it right, then run this again.") from problem


def tables() -> None:
    """Bring the site's tables up to date."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def record(person: str | None, journal: Path | None, data: Path | None) -> Record:
    """The record that was asked for: exactly one of a name and a file.

    Raises:
        Trouble: neither or both were given, or nobody has this name.
    """
    if (person is None) == (journal is None):
        raise Trouble("Say whose record: --person NAME for the site on this machine, or --journal FILE.jsonl for a file.")
    return _in_file(journal) if journal is not None else _in_site(str(person), data)


def _in_file(path: Path) -> Record:
    from datetime import datetime

    from halfkilo.journal.jsonl import JsonLinesStore

    zone = datetime.now().astimezone().tzinfo
    assert zone is not None
    return Record(JsonLinesStore(path), "", zone)


def _in_site(name: str, data: Path | None) -> Record:
    site(data)
    tables()
    from halfkilo.web import clock
    from halfkilo.web.models import Person
    from halfkilo.web.store import DatabaseStore

    found = Person.objects.filter(account__username=name.strip().casefold()).first()
    if found is None:
        raise Trouble(f"Nobody here is called {name!r}. Here are: {_names()}.")
    return Record(DatabaseStore(), str(found.pk), clock.zone_of(found.zone or clock.site_zone()))


def _names() -> str:
    from halfkilo.web.models import Person

    return ", ".join(sorted(Person.objects.values_list("account__username", flat=True))) or "nobody yet"


@contextmanager
def whole(found: Record) -> Iterator[None]:
    """Everything appended inside is kept, or nothing of it. A file is appended to in one piece anyway."""
    from halfkilo.journal.jsonl import JsonLinesStore

    if isinstance(found.store, JsonLinesStore):
        yield
        return
    from django.db import transaction

    with transaction.atomic():
        yield


def pieces(found: Record, entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Entries in the pieces that the store takes at once."""
    from halfkilo.journal.jsonl import JsonLinesStore

    size = max(1, len(entries)) if isinstance(found.store, JsonLinesStore) else PIECE
    for start in range(0, len(entries), size):
        yield entries[start:start + size]


def plain_reason(problem: Any) -> str:
    """A problem in one line."""
    return " ".join(str(problem).split())

"""The journal of everybody in one database. One append is one transaction: lock the head, judge, keep entries, state and summary.

Several workers may append at once: SQLite lets one writer in at a time (`BEGIN IMMEDIATE`), PostgreSQL locks the person's
head row. Nothing is cached in the process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError, transaction

from halfkilo.journal import Entry
from halfkilo.journal.entry import dump
from halfkilo.journal.state import FOLD, MostBytes, State, fresh
from halfkilo.journal.store import Fate, Result
from halfkilo.web import clock, refold
from halfkilo.web.judge import Batch, Row, targets
from halfkilo.web.models import Checkpoint, EntryRow, Head, Person
from halfkilo.web.summary import summary_of

GONE = "journal: was deleted at the person's wish; nothing can be added to it"
TOO_MUCH = "entry: the journal's state would grow beyond 64 kB; shorten the texts in it and send it again"
ATTEMPTS = 3


class Reason(StrEnum):
    """Why the store could not do something."""

    NO_JOURNAL = "no_journal"
    STATE_TOO_LARGE = "state_too_large"


class StoreError(Exception):
    """Root of what the store refuses. `value` is what it was asked about."""

    def __init__(self, reason: Reason, message: str, value: object = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.value = value


class DatabaseStore:
    """The `Store` of the site; holds nothing itself."""

    def append(self, person: str | UUID, entries: Sequence[Entry]) -> list[Result]:
        """Keep entries durably before returning; a result per entry, in their order."""
        wanted = _uuid(person)
        for _ in range(ATTEMPTS - 1):
            try:
                with transaction.atomic():
                    return _append(wanted, entries)
            except IntegrityError:
                continue  # another person's writer took one of the ids in this very moment: look again
        with transaction.atomic():
            return _append(wanted, entries)

    def state(self, person: str | UUID) -> State:
        """The folded state, current as of every acknowledged entry.

        Raises:
            StoreError: there is no such journal.
        """
        head = Head.objects.filter(pk=_uuid(person)).values_list("fold", "state").first()
        if head is None:
            raise StoreError(Reason.NO_JOURNAL, "there is no such journal", person)
        return rebuild(person) if head[0] != FOLD else decode(head[1])

    def entries(self, person: str | UUID) -> Iterator[Entry]:
        """All entries in fold order."""
        return refold.in_order(EntryRow.objects.filter(person_id=_uuid(person)))

    def since(self, person: str | UUID, after: int, most: int) -> list[tuple[int, Entry]]:
        """At most `most` entries received after number `after`, each with its number, in the order of receipt."""
        rows = EntryRow.objects.filter(person_id=_uuid(person), seq__gt=after).order_by("seq")
        return [(seq, refold.entry_of(*rest)) for seq, *rest in rows.values_list("seq", *refold.COLUMNS)[:most]]

    def latest(self, person: str | UUID) -> int:
        """Instant of the newest entry, milliseconds; 0 when there is none."""
        rows = EntryRow.objects.filter(person_id=_uuid(person)).order_by("-instant", "-id")
        return rows.values_list("instant", flat=True).first() or 0

    def seq(self, person: str | UUID) -> int:
        """How many entries the journal holds."""
        return Head.objects.filter(pk=_uuid(person)).values_list("seq", flat=True).first() or 0


def begin(person: Person) -> None:
    """Open an empty journal for a new person."""
    state = fresh()
    Head.objects.create(person=person, seq=0, fold=FOLD, state=encode(state), summary=_text(summary_of(state)))


def rebuild(person: str | UUID) -> State:
    """Fold the whole journal again from its entries, and keep the result.

    Raises:
        StoreError: there is no such journal, or its state would be too large.
    """
    wanted = _uuid(person)
    with transaction.atomic():
        if _lock(wanted) is None:
            raise StoreError(Reason.NO_JOURNAL, "there is no such journal", person)
        Checkpoint.objects.filter(person_id=wanted).delete()
        folded = refold.again(wanted)
        _keep(wanted, folded)
        return folded.state


def encode(state: State) -> str:
    """A state as the head keeps it.

    Raises:
        StoreError: it is larger than 64 kB.
    """
    text = dump(state)
    if len(text) > MostBytes:
        raise StoreError(Reason.STATE_TOO_LARGE, TOO_MUCH, len(text))
    return text.decode()


def decode(text: str) -> State:
    """The reverse of `encode`, by the quickest reader there is: a quarter of a decision was reading its head."""
    state: State = orjson.loads(text)
    return state


def _append(person: UUID, entries: Sequence[Entry]) -> list[Result]:
    head = _lock(person)
    if head is None:
        return [Result(entry.id, Fate.REFUSED, GONE) for entry in entries]
    batch = Batch(person, clock.instant(), _rows(entries))
    results = batch.judge(entries)
    if not batch.fresh:
        return results
    try:
        _write(person, head, list(batch.fresh.values()), batch.now)
    except StoreError as problem:
        # Raised before anything was written, so the transaction has nothing to take back.
        return [_refused(result, str(problem)) for result in results]
    return results


def _write(person: UUID, head: Head, new: list[Entry], now: int) -> None:
    start = decode(head.state) if head.fold == FOLD else refold.again(person).state
    folded = refold.advance(person, start, new)
    encode(folded.state)
    rows = [_row(person, head.seq + place, entry, now) for place, entry in enumerate(new, start=1)]
    EntryRow.objects.bulk_create(rows)
    _keep(person, folded)


def _lock(person: UUID) -> Head | None:
    """The head, held until the transaction ends. On SQLite the transaction itself is the lock."""
    return Head.objects.select_for_update().filter(pk=person).first()


def _keep(person: UUID, folded: refold.Folded) -> None:
    state = folded.state
    Checkpoint.objects.bulk_create(folded.passed, ignore_conflicts=True)
    Head.objects.filter(pk=person).update(seq=state["seq"], fold=FOLD, state=encode(state), summary=_text(summary_of(state)))


def _rows(entries: Iterable[Entry]) -> dict[str, Row]:
    """Whatever stands in the database under the ids of a batch and of what it corrects, whoever's it is."""
    batch = list(entries)
    wanted = {entry.id for entry in batch} | targets(batch)
    rows = EntryRow.objects.filter(id__in=[id for id in wanted if _is_uuid(id)])
    found = rows.values_list("id", "person_id", "digest", *refold.COLUMNS)
    return {str(id): Row(person, digest, refold.entry_of(*rest)) for id, person, digest, *rest in found}


def _row(person: UUID, seq: int, entry: Entry, now: int) -> EntryRow:
    return EntryRow(id=UUID(entry.id), person_id=person, seq=seq, instant=entry.instant, kind=entry.kind, subject=subject_of(entry),
                    canonical=entry.canonical, digest=entry.digest, author=entry.author, imported=entry.imported, received=now)


def subject_of(entry: Entry) -> str:
    """What an entry is about: the exercise, or `=` and its kind."""
    exercise = entry.body.get("exercise")
    return exercise if isinstance(exercise, str) and 0 < len(exercise) <= 60 else f"={entry.kind}"


def _refused(result: Result, problem: str) -> Result:
    return Result(result.id, Fate.REFUSED, problem) if result.fate is Fate.KEPT else result


def _text(value: Any) -> str:
    return dump(value).decode()


def _uuid(person: str | UUID) -> UUID:
    return person if isinstance(person, UUID) else UUID(person)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

"""Bringing the folded state up to date after new entries: forwards when they are the newest, else again from a checkpoint.

Every `EVERY` entries the state is kept as a checkpoint, so an entry that comes late refolds a short stretch only.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from halfkilo.journal import Entry, fold
from halfkilo.journal.entry import dump
from halfkilo.journal.fold import Corrections, correction_of, corrections_in
from halfkilo.journal.state import FOLD, State, fresh
from halfkilo.web.models import Checkpoint, EntryRow

EVERY = 100
NEAR = 1000
"""Checkpoints lie `EVERY` entries apart among the last `NEAR`, and `NEAR` apart before: what comes late is rarely older."""

COLUMNS = ("canonical", "author", "imported")

Order = tuple[int, str]


@dataclass(frozen=True)
class Folded:
    """The state after all entries, and checkpoints that were passed on the way (not yet saved)."""

    state: State
    passed: list[Checkpoint]


def entry_of(canonical: bytes | memoryview, author: str, imported: bool) -> Entry:
    """An entry from its stored bytes; they were checked when they came in."""
    raw = json.loads(str(canonical, "utf-8"))
    return Entry(raw["id"], raw["at"], author, raw["kind"], raw["version"], raw["body"], imported)


def in_order(rows: QuerySet[EntryRow]) -> Iterator[Entry]:
    """Rows as entries, in fold order."""
    for found in rows.order_by("instant", "id").values_list(*COLUMNS).iterator(chunk_size=1000):
        yield entry_of(*found)


def advance(person: UUID, state: State, new: Iterable[Entry]) -> Folded:
    """The state with `new` entries in it, which are not in the database yet. Runs inside the transaction that locks the head."""
    ordered = sorted(new, key=lambda entry: entry.order)
    earliest = _earliest(person, ordered)
    if earliest is None or earliest > tuple(state["last"]):
        return walk(person, state, ordered, corrections_in(ordered))
    return again(person, earliest, ordered)


def again(person: UUID, earliest: Order = (-(2**62), ""), new: Iterable[Entry] = ()) -> Folded:
    """Fold again everything from `earliest` on, with `new` among it; checkpoints that no longer hold are dropped."""
    marks = Checkpoint.objects.filter(person_id=person)
    rows = EntryRow.objects.filter(person_id=person)
    marks.filter(_from(earliest, "instant", "entry") | ~Q(fold=FOLD)).delete()
    mark = marks.order_by("-count").first()
    total = rows.count()
    known = corrections_in([*in_order(rows.filter(subject="=corrected")), *new])
    if mark is None:
        return walk(person, fresh(), _merge(in_order(rows), new), known, total)
    later = rows.filter(_after((mark.instant, str(mark.entry))))
    return walk(person, inflate(mark.state), _merge(in_order(later), new), known, total)


def walk(person: UUID, state: State, ordered: Iterable[Entry], known: Corrections, total: int = 0) -> Folded:
    """Fold `ordered` into `state`, in place, noting checkpoints on the way. total: how many entries there will be."""
    passed = []
    for entry in ordered:
        fold.step(state, entry, known)
        if state["seq"] % (EVERY if total - state["seq"] <= NEAR else NEAR) == 0:
            passed.append(Checkpoint(person_id=person, count=state["seq"], instant=entry.instant, entry=UUID(entry.id),
                                     fold=FOLD, state=deflate(state)))
    return Folded(state, passed)


def deflate(state: State) -> bytes:
    """A state as it is kept in a checkpoint."""
    return zlib.compress(dump(state), 3)


def inflate(data: bytes | memoryview) -> State:
    """The reverse of `deflate`."""
    state: Any = json.loads(zlib.decompress(bytes(data)))
    return state  # type: ignore[no-any-return]


def _earliest(person: UUID, ordered: list[Entry]) -> Order | None:
    """Where the journal changes first: at the earliest new entry, or at the earliest kept one that a correction speaks of."""
    if not ordered:
        return None
    wanted = [fix.entry for fix in map(correction_of, ordered) if fix is not None]
    rows = EntryRow.objects.filter(person_id=person, id__in=wanted).values_list("instant", "id") if wanted else ()
    return min([ordered[0].order, *((instant, str(id)) for instant, id in rows)])


def _merge(old: Iterator[Entry], new: Iterable[Entry]) -> Iterable[Entry]:
    more = list(new)
    return sorted([*old, *more], key=lambda entry: entry.order) if more else old


def _from(order: Order, instant: str, entry: str) -> Q:
    return Q(**{f"{instant}__gt": order[0]}) | Q(**{instant: order[0], f"{entry}__gte": order[1] or str(UUID(int=0))})


def _after(order: Order) -> Q:
    return Q(instant__gt=order[0]) | Q(instant=order[0], id__gt=order[1])

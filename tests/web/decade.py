"""Ten made-up years of one person, written straight into the table and folded once: a morning for most days, three sessions a week, three
measures. Three weeks without any answer, a long break, fourteen flares. Made up for drawing; it says nothing about real people."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from halfkilo.journal import new_id
from halfkilo.journal.entry import Entry
from halfkilo.journal.kinds import flare_opened, make, measured, morning, session_closed, session_opened, set_done
from halfkilo.units import Region, Side, Tool
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.store import _row, rebuild
from tests.web.life import beginning

DAYS = 3650
SILENT = range(1000, 1021)
"""Days without any morning."""
AWAY = range(2000, 2060)
"""Days without a session."""
FLARES = tuple(range(120, 3600, 260))
LIFTS = ("seated_row", "hip_hinge", "chair_stand")


def decade(person: Person, today: date, *, exercises: int = 1, sets: int = 1) -> None:
    """Write them; the last day is the one before `today`."""
    entries = list(_entries(today, exercises, sets))
    EntryRow.objects.bulk_create([_row(person.pk, seq, entry, entry.instant) for seq, entry in enumerate(entries, 1)], batch_size=2000)
    rebuild(person.pk)


def _entries(today: date, exercises: int, sets: int) -> Iterator[Entry]:
    start = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=DAYS)
    yield from beginning("low_back", at=start - timedelta(hours=3))
    chance = random.Random(10)
    for day in range(DAYS):
        at = start + timedelta(days=day, hours=7)
        yield from _day(day, at, chance)
        if day % 7 in (0, 2, 4) and day not in AWAY:
            yield from _session(day, at + timedelta(hours=2), exercises, sets)


def _day(day: int, at: datetime, chance: random.Random) -> Iterator[Entry]:
    near = [day - flare for flare in FLARES if 0 <= day - flare < 5]
    usual = 5.0 - 2.0 * day / DAYS + (3.0 if near else 0.0)
    if day not in SILENT and chance.random() < 0.95:
        pain = max(0, min(10, round(usual + chance.gauss(0.0, 0.9))))
        yield _made("morning", morning.Body(at.date(), {Region.LOW_BACK: pain}), at)
    if near == [0]:
        yield _made("flare_opened", flare_opened.Body(at.date(), (Region.LOW_BACK,)), at + timedelta(minutes=1))
    if day % 7 == 6:
        taken = {"psfs": {"stairs": min(10, 4 + day // 900)}, "own_mood": {"mood": 3 + day % 3}}
        for slug, values in taken.items():
            yield _made("measured", measured.Body(at.date(), slug, values), at + timedelta(minutes=2))
    if day % 28 == 27:
        yield _made("measured", measured.Body(at.date(), "chair_stand_30", {"stands": 9 + day // 700}), at + timedelta(minutes=3))


def _session(day: int, at: datetime, exercises: int, sets: int) -> Iterator[Entry]:
    session = new_id(int(at.timestamp() * 1000))
    yield _made("session_opened", session_opened.Body(session, at.date(), planned=exercises), at)
    for place in range(exercises):
        slug = LIFTS[(day + place) % len(LIFTS)] if day > 700 else LIFTS[0]
        for number in range(1, sets + 1):
            body = set_done.Body(session, slug, Tool.CABLE, Side.BOTH, number, 5000 + day // 300 * 500, 10, 10, sets)
            yield _made("set_done", body, at + timedelta(minutes=2 + 4 * place + number))
    yield _made("session_closed", session_closed.Body(session, exercises), at + timedelta(hours=1))


def _made(kind: str, body: object, at: datetime) -> Entry:
    return make(kind, body, at=at.isoformat(timespec="milliseconds"), author="person", id=new_id(int(at.timestamp() * 1000)))


def spoil(person: Person, kind: str, bytes_: bytes) -> UUID:
    """An entry of a kind whose bytes no longer hold what they did: its id."""
    row = EntryRow.objects.filter(person=person, kind=kind).order_by("-instant").first()
    assert row is not None
    EntryRow.objects.filter(pk=row.pk).update(canonical=bytes_)
    return row.pk


__all__ = ["AWAY", "DAYS", "FLARES", "SILENT", "decade", "spoil"]

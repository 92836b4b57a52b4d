"""A rosy record of somebody else, brought in as any format, changes no load, no amount and no offer of today."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from halfkilo.dose import Session
from halfkilo.exchange import ins, outs
from halfkilo.exchange.brought import against
from halfkilo.exchange.history import Settings
from halfkilo.exchange.lines import digests
from halfkilo.journal.entry import Entry, uuid7
from tests.life import DAY0, LIFT, ZONE, Life


def trained() -> Life:
    life = Life(unlocked=True)
    life.pin(LIFT)
    for day in (0, 2, 4):
        life.outing(day, LIFT, 8_000, 10, pre=4, peak=5, effort=7, morning=4)
    return life


def rosy() -> list[Entry]:
    """Much heavier, without any pain, every second day, after a finder and without a health screen."""
    life = Life(unlocked=True)
    for day in range(-12, 6, 2):
        life.outing(day, LIFT, 60_000, 12, pre=0, peak=0, effort=1, cool=0, morning=0)
    return [replace(one, id=uuid7(one.instant, b"other" + number.to_bytes(5, "big"))) for number, one in enumerate(life.entries)]


def told(session: Session) -> list[object]:
    return [session.status, [(one.exercise, one.side, one.grams, one.target, one.sets) for one in session.items],
            [(one.offered, one.exercise, one.grams) for one in session.offers]]


@pytest.mark.hazard("H05")
@pytest.mark.parametrize("form", [one for one in outs.Format if one not in (outs.Format.JSONL, outs.Format.CSV, outs.Format.PARQUET)])
def test_today_is_the_same_after_a_rosy_file(form: outs.Format) -> None:
    life = trained()
    before = told(life.today(6))
    file = io.BytesIO()
    outs.write(form, rosy(), file)
    file.seek(0)
    here = Settings("asha", ZONE, DAY0 + timedelta(days=6), {"per_side": "each"})
    found = ins.bring(file, ins.kind_of(file), here, life.entries)
    fresh = against(found.entries, digests(life.entries)).fresh
    assert len(fresh) > 2 and all(one.imported for one in fresh)
    life.entries.extend(fresh)
    assert told(life.today(6)) == before

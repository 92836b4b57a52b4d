"""The five-year person that speed is measured on: as large as promised, and a journal like any other."""

from __future__ import annotations

from datetime import timedelta

from halfkilo.commands.bench import Measure, cpu_ms
from halfkilo.commands.fiveyears import EXERCISES, SESSIONS, SETS, FiveYears
from halfkilo.dose import Choice, Status, today
from halfkilo.journal.fold import check, fold


def test_the_person_has_750_sessions_and_eleven_thousand_sets_and_would_train_tomorrow() -> None:
    life = FiveYears()
    entries = list(life.entries())
    kinds = [entry.kind for entry in entries]
    assert abs(kinds.count("session_opened") - SESSIONS) <= 2
    assert kinds.count("set_done") == kinds.count("session_opened") * EXERCISES * SETS >= 11_000
    assert len({entry.id for entry in entries}) == len(entries)
    assert entries == sorted(entries, key=lambda entry: entry.order)
    for entry in entries[:200]:
        check(entry)
    session = today(fold(entries), entries[-1].local.date() + timedelta(days=1), Choice(minutes=20))
    assert session.status is Status.READY and session.items


def test_the_same_every_time() -> None:
    first, second = FiveYears().entries(), FiveYears().entries()
    assert all(next(first) == next(second) for _ in range(500))


def test_a_promise_holds_or_not() -> None:
    assert Measure("x", 10, 10).holds and not Measure("x", 10.1, 10).holds
    assert cpu_ms(lambda: sum(range(20_000)), 3) > 0

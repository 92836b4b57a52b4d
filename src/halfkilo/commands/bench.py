"""`halfkilo bench`: measures what is promised about speed, on a five-year person in a site of its own, and names the machine.

Times are CPU time of this process, the middle of several runs; a promise that does not hold ends the command with 1.
"""

from __future__ import annotations

import json
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from halfkilo.commands.fiveyears import FiveYears
from halfkilo.commands.records import site, tables
from halfkilo.commands.told import Trouble, say, told
from halfkilo.dose import Choice, today
from halfkilo.journal.entry import Entry, dump
from halfkilo.journal.fold import fold

RUNS = 15


@dataclass(frozen=True)
class Measure:
    """One promise. found and most: in `unit`."""

    what: str
    found: float
    most: float
    unit: str = "ms"

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.found <= self.most


@told
def bench() -> None:
    """Measure everything."""
    say(f"{_machine()}; Python {platform.python_version()}; {platform.system()} {platform.release()}")
    life = FiveYears()
    entries = list(life.entries())
    sets = sum(entry.kind == "set_done" for entry in entries)
    say(f"A person of five years: {len(entries)} entries, {sets} sets.")
    measures = []
    for measure in (*_pure(entries), *_site(life, entries)):
        say(f"{'ok  ' if measure.holds else 'LOOK'} {measure.what}: {measure.found:.1f} {measure.unit} (at most {measure.most:g})")
        measures.append(measure)
    late = [measure for measure in measures if not measure.holds]
    if late:
        raise Trouble(f"{len(late)} of {len(measures)} promises do not hold on this machine now.")


def _pure(entries: list[Entry]) -> Iterator[Measure]:
    yield Measure("full rebuild of the state", cpu_ms(lambda: fold(entries), 3), 1000)
    state = fold(entries)
    head, day = dump(state), entries[-1].local.date() + timedelta(days=1)
    yield Measure("size of the state", len(head) / 1024, 64, "kB")
    yield Measure("today from the head row", cpu_ms(lambda: today(json.loads(head), day, Choice(minutes=20))), 10)


def _site(life: FiveYears, entries: list[Entry]) -> Iterator[Measure]:
    with tempfile.TemporaryDirectory(prefix="halfkilo-bench-") as folder:
        site(Path(folder))
        tables()
        yield from _site_measures(life, entries)
        from django.db import connections

        connections.close_all()


def _site_measures(life: FiveYears, entries: list[Entry]) -> Iterator[Measure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from halfkilo.dose import Choice as Wanted
    from halfkilo.web import accounts, history, service
    from halfkilo.web.store import DatabaseStore

    person = accounts.make_person("Bench", None, "UTC")
    accounts.keep_all(person, entries)
    store, last = DatabaseStore(), entries[-1]
    sets = (life.a_set(str(last.body["session"]), 1 + number % SETS_A_TIME) for number in range(10_000))
    yield Measure("log a set with its consequences", cpu_ms(lambda: store.append(person.pk, [next(sets)])), 10)
    day = life.clock.date() + timedelta(days=1)

    def look() -> object:
        return service.open_day(person, Wanted(minutes=20), day)

    def set_then_look() -> None:
        store.append(person.pk, [next(sets)])
        began.append(time.process_time())
        look()
        took.append((time.process_time() - began.pop()) * 1000)

    began, took = list[float](), list[float]()
    for _ in range(RUNS):
        set_then_look()
    yield Measure("today right after logging a set", statistics.median(took), 20)
    store.append(person.pk, [next(sets)])
    with CaptureQueriesContext(connection) as asked:
        look()
    yield Measure("statements for today right after a set", len(asked), 12, "statements")
    since = last.instant - 365 * 86_400_000
    yield Measure("a year of one exercise", cpu_ms(lambda: history.history(person, life.lifts[0], since)), 8)


SETS_A_TIME = 20


def cpu_ms(work: Callable[[], object], runs: int = RUNS) -> float:
    """CPU time of one run, milliseconds: the middle of `runs`, after one that is not counted."""
    work()
    found = []
    for _ in range(runs):
        began = time.process_time()
        work()
        found.append((time.process_time() - began) * 1000)
    return statistics.median(found)


def _machine() -> str:
    """The processor by name, as far as the system says."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.processor() or sys.platform

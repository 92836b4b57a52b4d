"""What the site does for the five-year person, measured in this very process on a database of its own."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import caseload, progress
from bench.report import Row
from bench.years import Years

if TYPE_CHECKING:
    from django.test import Client

    from halfkilo.web.models import Person


def set_up(data: Path) -> None:
    """Django on a fresh folder, with the release's own settings."""
    for name in [name for name in os.environ if name.startswith("HALFKILO_")]:
        del os.environ[name]
    os.environ |= {"HALFKILO_DATA": str(data), "HALFKILO_TIME_ZONE": "UTC"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "halfkilo.web.settings")
    import django

    django.setup()
    from halfkilo.web import collector, prepare

    prepare.prepare()
    collector.settle()


def rows(data: Path) -> Iterator[Row]:
    """All of it."""
    set_up(data)
    person, client = _five_years()
    yield from _from_the_head(person)
    yield from _after_a_set(person, client)
    yield from _looking_back(person, client)
    yield from caseload.rows(person)
    yield from progress.rows()


def _five_years() -> tuple[Person, Client]:
    from django.test import Client

    from halfkilo.web import accounts, clock

    person = accounts.make_person("Bench", "half-a-kilo-more", "UTC")
    accounts.keep_all(person, Years(clock.local("UTC").date()).entries())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person.account, backend=accounts.BACKEND)
    return person, client


def cpu_ms(work: Callable[[], object], times: int = 30) -> float:
    """Median processor time of this process, milliseconds; the first run is not counted."""
    work()
    spent = []
    for _ in range(times):
        before = time.process_time()
        work()
        spent.append((time.process_time() - before) * 1000)
    return median(spent)


def _from_the_head(person: Person) -> Iterator[Row]:
    from halfkilo.web import service
    from halfkilo.web.store import rebuild

    yield Row("today from the head row, five years", cpu_ms(lambda: service.today_of(person, service.STORE.state(person.pk))), "ms", 10)
    yield Row("full rebuild of five years", cpu_ms(lambda: rebuild(person.pk), 3) / 1000, "s", 1)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements run inside."""
    from django.db import connection

    seen: list[str] = []

    def count(execute: Callable[..., object], sql: str, params: object, many: bool, context: dict[str, Any]) -> object:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


class Training:
    """A session under way, one set after another over the API."""

    def __init__(self, person: Person, client: Client) -> None:
        from halfkilo.journal import new_id
        from halfkilo.web import clock, service

        self.client, self.clock, self.new_id = client, clock, new_id
        self.session, self.number = new_id(), 0
        today = service.today_of(person, service.STORE.state(person.pk))
        self.item = next(item for item in today.items if item.grams)
        on = clock.local("UTC").date().isoformat()
        self._send("session_opened", {"session": self.session, "on": on, "planned": len(today.items)})

    def log_a_set(self) -> None:
        """The next set of the first loaded exercise."""
        self.number = self.number % 20 + 1
        item = self.item
        self._send("set_done", {"session": self.session, "exercise": item.exercise, "tool": item.tool.value, "side": item.side.value,
                                "number": self.number, "grams": item.grams, "done": item.target, "target": item.target, "sets": item.sets})

    def look(self) -> bytes:
        """Today, as the player asks for it."""
        answer = self.client.get("/api/today")
        assert answer.status_code == 200, answer.content
        return bytes(answer.content)

    def _send(self, kind: str, body: dict[str, Any]) -> None:
        entry = {"id": self.new_id(), "kind": kind, "at": self.clock.stamp(self.clock.local("UTC")), "version": 1, "body": body}
        answer = self.client.post("/api/entries", json.dumps({"entries": [entry]}), content_type="application/json")
        assert answer.status_code == 200 and answer.json()["results"][0]["status"] == "stored", answer.content


def _after_a_set(person: Person, client: Client) -> Iterator[Row]:
    training = Training(person, client)
    yield Row("log a set with its consequences", cpu_ms(training.log_a_set), "ms", 10)
    spent = []
    for _ in range(30):
        training.log_a_set()
        before = time.process_time()
        with statements() as seen:
            content = training.look()
        spent.append((time.process_time() - before) * 1000)
    yield Row("today right after logging a set: statements", len(seen), "SQL", 12)
    yield Row("today right after logging a set: size", len(content) / 1000, "kB", 15)
    yield Row("today right after logging a set: server", median(spent), "ms", 20)


def _looking_back(person: Person, client: Client) -> Iterator[Row]:
    from halfkilo.web import clock
    from halfkilo.web.history import history
    from halfkilo.web.pages import library

    slug = Years(clock.local("UTC").date()).lifts[0]
    since = int((clock.now() - timedelta(days=365)).timestamp() * 1000)
    yield Row("a year of one exercise", cpu_ms(lambda: history(person, slug, since)), "ms", 8)

    def whole_list() -> None:
        library._groups.cache_clear()
        assert client.get("/exercises/").status_code == 200

    yield Row("the whole list of exercises", cpu_ms(whole_list), "ms", 30)

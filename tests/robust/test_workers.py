"""Three site workers at once: whoever wrote reads it back from any of them, nothing is doubled, numbers have no gaps."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from halfkilo.journal import Entry
from halfkilo.journal.entry import dump, parse
from halfkilo.journal.kinds import note
from halfkilo.web import clock
from tests.robust.household import Site
from tests.robust.player import Browser
from tests.web.life import a_morning, beginning, entry, wire

TABS = 4


class Tab:
    """One of several tabs of one person. What was answered for must be there in the very next look, whichever worker answers."""

    def __init__(self, browser: Browser, shared: list[Entry], seed: int) -> None:
        self.browser, self._chance, self._shared = browser.twin(), random.Random(seed), list(shared)
        self._chance.shuffle(self._shared)
        self.stored: dict[str, bytes] = {}
        self._known: set[str] = set()
        self._seq = 0

    def ask(self, times: int) -> None:
        """Mixed requests."""
        deeds: list[Callable[[], None]] = [self._write, self._write_shared, self._read, self._look, self._count]
        for _ in range(times):
            self._chance.choice(deeds)()

    def _write(self) -> None:
        self._send([entry("note", note.Body("remark", "own")), a_morning(clock.now().date(), self._chance.randrange(11), clock.now())])

    def _write_shared(self) -> None:
        if self._shared:
            self._send([self._shared.pop()])

    def _send(self, entries: list[Entry]) -> None:
        results = self.browser.good("POST", "/api/entries", {"entries": [wire(one) for one in entries]})["results"]
        for one, result in zip(entries, results, strict=True):
            assert result["id"] == one.id and result["status"] in {"stored", "same"}, result
            self._known.add(one.id)
            if result["status"] == "stored":
                self.stored[one.id] = one.canonical

    def _read(self) -> None:
        missing = self._known - {parse(line).id for line in self.browser.record()}
        assert not missing, f"acknowledged and not there: {missing}"

    def _look(self) -> None:
        assert self.browser.good("GET", "/api/today")["status"] in {"ready", "rest_day"}

    def _count(self) -> None:
        seq = self.browser.good("GET", "/api/me")["seq"]
        assert seq >= max(self._seq, len(self._known)), "a stale read"
        self._seq = seq


def mixed(data: Path, database: str, times: int) -> None:
    """So many requests by four tabs on three workers."""
    site = Site(data, database=database, workers=3)
    try:
        browser = Browser(site.port)
        browser.sign_up("Asha")
        first = beginning("low_back")
        browser.good("POST", "/api/entries", {"entries": [wire(one) for one in first]})
        shared = [entry("note", note.Body("remark", f"shared {number}")) for number in range(times // 10)]
        tabs = [Tab(browser, shared, number) for number in range(TABS)]
        with ThreadPoolExecutor(TABS) as pool:
            list(pool.map(lambda tab: tab.ask(times // TABS), tabs))
        expect(browser, first, tabs)
    finally:
        site.close()


def expect(browser: Browser, first: list[Entry], tabs: list[Tab]) -> None:
    """Everything once: each entry was stored for exactly one tab, and the numbers run on without a gap."""
    stored = [id for tab in tabs for id in tab.stored]
    assert len(stored) == len(set(stored)), "one entry was stored twice"
    wanted = {one.id: one.canonical for one in first} | {id: line for tab in tabs for id, line in tab.stored.items()}
    lines = [parse(line) for line in browser.record()]
    assert {one.id: one.canonical for one in lines if one.author == "person"} == wanted
    assert len({one.id for one in lines}) == len(lines) == browser.good("GET", "/api/me")["seq"]
    for after in range(len(lines)):  # a page after number n that begins with the entry at place n + 1: no number is left out
        if after % 17 == 0:
            status, text = browser.call("GET", f"/api/entries?after={after}&most=1")
            assert status == 200 and parse(text.strip()).canonical == lines[after].canonical == dump(wire(lines[after]))


@pytest.mark.hazard("H24")
def test_two_hundred_mixed_requests_on_three_workers(tmp_path: Path, database: str) -> None:
    mixed(tmp_path, database, 200)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
def test_ten_thousand_mixed_requests_on_three_workers(tmp_path: Path, database: str) -> None:
    mixed(tmp_path, database, 10_000)

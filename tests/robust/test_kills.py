"""kill -9 of any process at any moment of a session: no acknowledged entry is lost, none is doubled, and the load is gone."""

from __future__ import annotations

import json
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from halfkilo.gym.bounds import LEASE_MS, RELEASE_MS, RENEW_MS
from halfkilo.journal import Entry, new_id
from halfkilo.journal.entry import dump, parse
from halfkilo.journal.kinds import note, session_opened, set_done
from halfkilo.units import Side, Tool
from halfkilo.web import clock
from tests.gym.stage import Screen
from tests.robust.household import Household, Site, children, gone, until
from tests.robust.player import Browser, Queue, Troubles
from tests.web.life import beginning, entry

PERIOD_MS = 1
AFTER = {"supervisor": LEASE_MS, "worker": RENEW_MS, "main": RENEW_MS}
"""Milliseconds until the machine is told, or stops being told, once the victim is really dead; then comes the release."""
CAUSES = {"supervisor": "restarted_under_load", "machine": "link_lost_under_load"}
VICTIMS = ["worker", "main", "supervisor", "machine"]


class Evening:
    """One person's session in a household whose processes keep being killed."""

    def __init__(self, home: Household, chance: random.Random) -> None:
        self.home, self.chance, self.session = home, chance, new_id()
        self.browser = Browser(home.site.port)
        self.browser.sign_up("Asha")
        self.queue = Queue(self.browser, chance)
        self.queue.add(*beginning("low_back"), entry("session_opened", session_opened.Body(self.session, clock.now().date(), planned=1)))
        self.queue.drain()
        items = [item for part in self.browser.good("GET", "/api/today")["parts"] for item in part["items"]]
        self.item = next(item for item in items if item["tool"] == "cable")
        self.hazards = self.sets = self.most = 0
        self.screen()

    def some_sets(self) -> list[Entry]:
        """What a person leaves behind while training: sets, and now and then a note."""
        self.sets += 1
        one = set_done.Body(self.session, self.item["exercise"], Tool.CABLE, Side(self.item["side"]), self.sets % 20 + 1, 1000, 5, 5)
        return [entry("set_done", one)] + [entry("note", note.Body("remark", "x" * 500)) for _ in range(self.chance.randrange(3))]

    def screen(self) -> dict[str, Any] | None:
        """The player's page is opened (again): the hazard that it shows, cleared by the person."""
        for before in self.home.sockets:
            before.close()
        self.home.sockets.clear()
        self.page = Screen(self.home, until(self._ticket, "a ticket"), self.home.origin)  # type: ignore[arg-type]
        now = self.page.until(lambda one: one.now and one.now["known"] and one.now["site"] and one.now["writer"], "ready")
        if now["phase"] == "hazard":
            self._clear()
        found: dict[str, Any] | None = now["hazard"]
        return found

    def _ticket(self) -> str:
        """A ticket of the site, as the player gets it; empty while the site does not answer."""
        asked = {"session": self.session, "exercise": self.item["exercise"], "side": self.item["side"]}
        try:
            got = self.browser.good("POST", "/api/gym/ticket", asked)
        except Troubles:
            return ""
        self.most = got["most_grams"]
        return str(got["ticket"])

    def _clear(self) -> None:
        self.home.order(do="rest")
        self.page.wait(1.2)
        self.page.say("clear_hazard")
        self.page.phase("validated")

    def kill(self, who: str) -> None:
        """Under load and with entries on their way; then everything stands again and shows a hazard where one is due."""
        self.page.load(min(self.most, 2000))
        self.page.wait(self.chance.random() * 0.2)
        under_load = max(self.home.order(do="look")["held"]) > 0
        getattr(self, f"_kill_{who}")()
        if who == "machine":
            self.page.phase("hazard")
        else:
            self._expect_zero(who)
        self.home.restart(who)
        hazard = self.screen()
        if who in CAUSES and under_load:
            assert hazard is not None and hazard["cause"] == CAUSES[who]
        assert who in CAUSES or hazard is None
        self.hazards += hazard is not None

    def _expect_zero(self, who: str) -> None:
        """On the machine's own clock, counted from when the victim was certainly dead."""
        dead = self.home.order(do="look")["ms"]
        seen = self.home.until_zero()
        assert seen["zero_at"] <= dead + AFTER[who] + RELEASE_MS + PERIOD_MS, (who, dead, seen)

    def _kill_worker(self) -> None:
        victim = until(self.home.site.holder, "a worker that holds the connection")
        os.kill(victim, signal.SIGKILL)
        until(lambda: gone(victim), "the worker is gone")

    def _kill_main(self) -> None:
        for orphan in self.home.site.kill_main():
            until(lambda pid=orphan: gone(pid), "the workers leave by themselves")

    def _kill_supervisor(self) -> None:
        self.home.supervisor.kill()

    def _kill_machine(self) -> None:
        self.home.machine.kill()

    def compare(self) -> None:
        """The journal is exactly what was acknowledged, and what the gym and the site wrote themselves, each once."""
        self.queue.drain()
        until(lambda: self._authors()["gym"] >= 2 * self.hazards, "the hazards reached the journal")
        lines = [parse(line) for line in self.browser.record()]
        assert Counter(one.kind for one in lines if one.author == "gym") == Counter(hazard_raised=self.hazards, hazard_cleared=self.hazards)
        assert len({one.id for one in lines}) == len(lines) == self.browser.good("GET", "/api/me")["seq"]
        kept = {one.id: one.canonical for one in lines if one.author == "person"}
        assert kept == {id: dump(one) for id, one in self.queue.acknowledged.items()}
        assert not self.queue.refused

    def _authors(self) -> Counter[str]:
        return Counter(parse(line).author for line in self.browser.record())


@contextmanager
def evening(data: Path, database: str, workers: int, seed: int) -> Iterator[Evening]:
    """A household with one person who trains."""
    home = Household(data, database=database, workers=workers)
    try:
        yield Evening(home, random.Random(seed))
    finally:
        home.close()


def live_through(one: Evening, victims: list[str]) -> None:
    """Kill them one after another while sets come in, then compare."""
    thread = one.queue.keep_going(one.some_sets)
    try:
        for who in victims:
            one.kill(who)
    finally:
        one.queue.end()
        thread.join()
    one.compare()
    assert len(one.queue.acknowledged) > len(victims) and one.queue.lost_answers


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H07")
@pytest.mark.hazard("H24")
def test_a_session_in_which_processes_are_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with evening(tmp_path, "", 1, 1) as one:
        live_through(one, ["supervisor", "main"])


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("seed", range(3))
def test_a_long_session_in_which_any_process_is_killed_at_any_moment(tmp_path: Path, database: str, workers: int, seed: int) -> None:
    chance = random.Random(seed)
    victims = VICTIMS + chance.choices(VICTIMS, k=12)
    chance.shuffle(victims)
    with evening(tmp_path, database, workers, seed) as one:
        live_through(one, victims)


@pytest.mark.hazard("H24")
def test_a_launcher_that_is_killed_leaves_nothing_that_is_in_the_way_of_the_next_start(tmp_path: Path) -> None:
    site = Site(tmp_path, gym=True)
    try:
        family = children(site.process.pid)
        assert len(family) == 3
        site.kill_main()
        until(lambda: all(map(gone, family)), "machine, supervisor and worker leave by themselves")
        kept = tmp_path / "gym" / "hazards.json"
        assert not kept.exists() or not [unit for unit in json.loads(kept.read_text())["units"].values() if unit["hazard"]]
        site.process = site.launch()
        site.wait()
        assert len(until(lambda: len(children(site.process.pid)) == 3 and children(site.process.pid), "all three stand again")) == 3
    finally:
        site.close()

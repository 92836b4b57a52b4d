"""Real processes, killed at random instants of an ordinary set; what must hold afterwards, on the machine's own clock.

`python -m tests.gym.kills --times 1000 --write` writes docs/gym-kills.md; `--what supervisor` kills only that. Each scene (machine,
supervisor, site, screen) stays while it is well, so that a kill costs little more than the set it ends.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from halfkilo import strict
from halfkilo.gym.bench import quantile
from halfkilo.gym.bounds import LEASE_MS, RELEASE_MS
from halfkilo.gym.supervisor.hazards import _File as HazardsOnDisk
from halfkilo.gym.supervisor.outbox import Outbox
from halfkilo.gym.ticket import Role, read_key, sign
from halfkilo.units import Side
from tests.gym.actors import ORIGIN, Actor, look_on, simulate, stand_in_for_site, supervise
from tests.gym.browser import Browser, origin

CONTROL_MS = 1
LET_GO = LEASE_MS + RELEASE_MS + CONTROL_MS
FROZEN_S = 5.0
WHATS = ("supervisor", "site", "screen", "machine", "frozen", "browser")
SHARES = (40, 20, 20, 14, 4, 2)
"""Of a hundred kills. A freeze lasts five seconds and a browser takes as long to come up, so these are fewer."""
MOMENTS = ("arming", "ramp", "steady", "releasing")
PATIENCE_S = 60.0
MACHINE_GONE = ("link_lost_under_load", "no_readings_under_load")
"""A busy computer may notice first that it hears nothing."""


@dataclass(frozen=True)
class Result:
    """moment: what the machine did when it happened; held: grams; zero_ms: last renewal to no load on its clock, -1 with nothing on;
    hazard: whether one stood afterwards."""

    what: str
    moment: str
    held: int
    zero_ms: int
    hazard: bool


class Scene:
    """One home. Every method waits for what it asks for, and says so when it does not come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = read_key(folder / "gym.key")
        self.machine = Actor(simulate, str(folder), 0, 0)
        self._machine_ports = self.machine.ports()
        self.supervisor = self._supervise(0)
        self._port = self.supervisor.ports()["port"]
        self.url = f"http://127.0.0.1:{self._port}"
        self.site = Actor(stand_in_for_site, self.url, str(folder))
        self.screen: Actor | Browser = Actor(look_on, self.url)
        self.now: dict[str, Any] = {}
        self.refused: list[str] = []

    @property
    def _address(self) -> str:
        return f"127.0.0.1:{self._machine_ports['machine']}"

    def _supervise(self, port: int) -> Actor:
        return Actor(supervise, self._address, str(self.folder), port, [ORIGIN, origin()])

    def close(self) -> None:
        """End everything that was started here."""
        for actor in (self.screen, self.site, self.supervisor, self.machine):
            with suppress(ProcessLookupError):
                actor.send(signal.SIGCONT)
            actor.end()

    # --- ending and beginning again -------------------------------------------------------------------------------------

    def kill(self, what: str) -> None:
        """kill -9."""
        of = {"supervisor": self.supervisor, "site": self.site, "machine": self.machine}
        of.get(what, self.screen).end()

    def begin_again(self, what: str) -> None:
        """What was killed is started as it was, on the same folder and ports."""
        folder = str(self.folder)
        if what == "supervisor":
            self.supervisor = self._supervise(self._port)
            self.supervisor.ports()
        elif what == "machine":
            self.machine = Actor(simulate, folder, self._machine_ports["machine"], self._machine_ports["person"])
            self.machine.ports()
        elif what == "site":
            self.site = Actor(stand_in_for_site, self.url, folder)
        else:
            self.screen = Actor(look_on, self.url)
        if what != "site":
            self.now = {}

    # --- asking and hearing ---------------------------------------------------------------------------------------------

    def order(self, **order: Any) -> dict[str, Any]:
        """SIMULATION: one order to the person at the handles; the machine's own word comes back."""
        with socket.create_connection(("127.0.0.1", self._machine_ports["person"]), 10) as sock:
            sock.sendall(json.dumps(order).encode() + b"\n")
            seen: dict[str, Any] = json.loads(sock.makefile().readline())
            seen.pop("releases_ns", None)
            return seen

    def look(self) -> dict[str, Any]:
        """The machine's own word."""
        return self.order(do="look")

    def say(self, kind: str, **more: Any) -> None:
        """Something the person at the screen does."""
        self.screen.wire.send({"is": kind} | more)

    def show_ticket(self) -> None:
        """A ticket of ten minutes for twenty kilograms."""
        until = time.time_ns() // 1_000_000 + 590_000
        self.say("hello", ticket=sign(self.key, "asha", "s1", Role.TRAIN, "row", Side.BOTH, 20_000, until))

    def hear(self, wait_s: float = 0.0) -> None:
        """Everything the screen was told since, after waiting at most so long for something."""
        while self.screen.wire.poll(wait_s):
            message, wait_s = self.screen.wire.recv(), 0.0
            if message["is"] in {"now", "nobody_answers"}:
                self.now = message
            elif message["is"] == "refused":
                self.refused.append(message["reason"])

    def phase(self) -> str:
        """Where the screen last saw the machine."""
        return str(self.now.get("phase", ""))

    def until(self, true: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Hear on until something is true."""
        end = time.monotonic() + patience_s
        while not true():
            self.hear(0.02)
            assert time.monotonic() < end, f"never {what}: {self.now}, {self.look() if self.machine.alive else 'machine gone'}"

    # --- an ordinary set ------------------------------------------------------------------------------------------------

    def come_to_rest(self) -> None:
        """Handles down, hazards cleared by the person, a ticket shown, everybody there."""
        self.say("button", held=False)
        self.order(do="rest", ms=200)
        self.show_ticket()
        end = time.monotonic() + PATIENCE_S
        while not self._at_rest():
            assert time.monotonic() < end, f"it does not come to rest: {self.now}, {self.look()}"
            if self.phase() == "hazard":
                self.say("clear_hazard")
            elif self.phase() in {"armed", "loaded"}:
                self.say("release")
            elif self.now.get("writer") is False:
                self.show_ticket()
            self.hear(0.1)
        self.refused.clear()

    def _at_rest(self) -> bool:
        ready = self.phase() in {"validated", "released"} and self.now.get("writer") and self.now.get("site")
        return bool(ready and self.now["test"] and self.now["test"]["passed"])

    def bring(self, moment: str, rng: random.Random) -> None:
        """Up to `moment` of a set, and a random while into it. Where a busy computer lets a lease lapse on the way it is tried again."""
        grams = rng.randrange(2, 12) * 500
        for _ in range(4):
            self.come_to_rest()
            self.order(do="pull", low=150, high=400, tempo_ms=[300, 30, 500, 30])
            self.say("button", held=True)
            if moment == "arming":
                break
            if self._loads(grams, wait=moment != "ramp"):
                break
        if moment == "releasing":
            self.say("release")
        time.sleep(rng.random() * {"arming": 0.9, "ramp": grams / 5_000, "steady": 0.3, "releasing": 0.15}[moment])

    def _loads(self, grams: int, *, wait: bool) -> bool:
        patience = time.monotonic() + 6
        self._hear_until(lambda: self.phase() == "armed", patience)
        self.say("button", held=False)
        if self.phase() != "armed":
            return False
        self.order(do="pull", low=150, high=400, tempo_ms=[500, 100, 700, 100], reps=500)
        self.say("hold", left=grams, right=grams)
        self._hear_until(lambda: self.phase() == "loaded", time.monotonic() + 2)
        if wait:
            self._hear_until(lambda: self.phase() != "loaded" or self.now["held"] == [grams, grams], time.monotonic() + 6)
        return self.phase() == "loaded"

    def _hear_until(self, true: Callable[[], bool], end: float) -> None:
        while not true() and time.monotonic() < end:
            self.hear(0.02)

    # --- what is on the disk --------------------------------------------------------------------------------------------

    def on_disk(self) -> dict[str, Any]:
        """The one machine's part of the hazard file, read as a new supervisor would."""
        file = self.folder / "state" / "hazards.json"
        units = strict.read(HazardsOnDisk, json.loads(file.read_text("utf-8"))).units if file.exists() else {}
        found: dict[str, Any] = strict.plain(units["simulated"]) if "simulated" in units else {}
        return {name: value for name, value in found.items() if value is not None}

    def check_outbox(self) -> None:
        """No gap, no doubled id, no hazard cleared that was not raised, and as many raised as were cleared or stand."""
        with tempfile.TemporaryDirectory() as copy:
            file = Path(copy) / "outbox.jsonl"
            if (self.folder / "state" / "outbox.jsonl").exists():
                shutil.copy(self.folder / "state" / "outbox.jsonl", file)
            items = Outbox(file).after(0)
        assert [item.n for item in items] == list(range(items[0].n, items[0].n + len(items))) if items else True, "a gap in the outbox"
        assert len({item.id for item in items}) == len(items), "one entry twice in the outbox"

    def check_journal(self) -> None:
        """Everything the supervisor kept reached the site."""
        box = self.folder / "state" / "outbox.jsonl"
        wanted = {item.id for item in Outbox(box).after(0)} if box.exists() else set()
        journal = self.folder / "journal"
        self.until(lambda: wanted <= set(journal.read_text().split() if journal.exists() else ()), "all of the outbox in the journal")


# --- one kill -------------------------------------------------------------------------------------------------------------


def one(scene: Scene, what: str, rng: random.Random) -> Result:
    """One kill and everything after it, up to a scene at rest."""
    if what == "browser":
        scene.screen.end()
        scene.screen, scene.now = Browser(scene.url), {}
    scene.bring(rng.choice(MOMENTS), rng)
    scene.hear()
    if what == "frozen":
        return _freeze(scene)
    before = scene.look()
    scene.kill(what)
    if what == "machine":
        return _machine_gone(scene, before)
    after = scene.look()
    if what == "supervisor":
        _remembered(scene, after)
    seen = _until_free(scene)
    remembered = scene.on_disk() if what == "supervisor" else {}
    scene.begin_again(what)
    _nothing_comes_back(scene)
    if remembered:
        _hazard_stands(scene, remembered.get("hazard", {}).get("cause", "restarted_under_load"))  # the first one stays
    _shown_is_kept(scene)
    return Result(what, _moment(before), _held(before), _zero_ms(before, seen), "hazard" in scene.on_disk())


def _freeze(scene: Scene) -> Result:
    """Five seconds without a supervisor that is still there, then it goes on as if nothing had been."""
    before = scene.look()
    scene.supervisor.send(signal.SIGSTOP)
    try:
        began, after = time.monotonic(), scene.look()
        _remembered(scene, after)
        seen = _until_free(scene)
        while time.monotonic() - began < FROZEN_S:
            assert _held(scene.look()) == 0, "a load came back while its supervisor was frozen"
            time.sleep(0.05)
    finally:
        scene.supervisor.send(signal.SIGCONT)
    _nothing_comes_back(scene)
    _shown_is_kept(scene)
    return Result("frozen", _moment(before), _held(before), _zero_ms(before, seen), "hazard" in scene.on_disk())


def _machine_gone(scene: Scene, before: dict[str, Any]) -> Result:
    """Its load went with it. Whether it did is not known until somebody looked: under load that is a hazard."""
    scene.until(lambda: scene.phase() in {"disconnected", "hazard"}, "noticed that the machine is gone")
    hazard = scene.phase() == "hazard"
    assert hazard or _held(before) == 0 or before["state"] == "releasing", f"{before} on the machine that died, and no hazard"
    assert hazard == ("hazard" in scene.on_disk())
    scene.begin_again("machine")
    scene.until(lambda: bool(scene.now.get("known")), "heard from the machine again")
    _nothing_comes_back(scene)
    if hazard:
        _hazard_stands(scene, *MACHINE_GONE)
    return Result("machine", _moment(before), _held(before), -1, hazard)


def _remembered(scene: Scene, after: dict[str, Any]) -> None:
    """H07: the disk knows of whatever is on at the moment there is no supervisor any more."""
    assert not _held(after) or scene.on_disk(), f"{after} and nothing on the disk"


def _until_free(scene: Scene) -> dict[str, Any]:
    end = time.monotonic() + PATIENCE_S
    while _held(seen := scene.look()):
        assert time.monotonic() < end, f"still loaded: {seen}"
        time.sleep(0.01)
    return seen


def _zero_ms(before: dict[str, Any], seen: dict[str, Any]) -> int:
    """From the last renewal to no load."""
    if not _held(before):
        return -1
    taken = int(seen["zero_at"]) - int(seen["renewed_at"])
    assert 0 <= taken <= LET_GO, f"{taken} ms from the last renewal to no load: {before}, then {seen}"
    return taken


def _nothing_comes_back(scene: Scene) -> None:
    """Everything runs and is heard again, the screen shows its ticket and says that somebody is there: no load until a person asks."""
    renewed = scene.look()["renewed_at"]
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        seen = scene.look()
        assert _held(seen) == 0 and seen["renewed_at"] == renewed, f"a load by itself: {seen}"
        scene.hear(0.03)


def _hazard_stands(scene: Scene, *causes: str) -> None:
    """Kept, shown, for one of these causes, and in the way of every load."""
    scene.show_ticket()
    scene.until(lambda: scene.phase() == "hazard" and bool(scene.now.get("known") and scene.now.get("writer") and scene.now.get("site")),
                f"a hazard on the screen, {causes}")
    shown, kept = scene.now["hazard"], scene.on_disk()["hazard"]
    assert shown == kept and kept["cause"] in causes, (causes, shown, kept)
    scene.refused.clear()
    scene.say("arm")
    scene.say("hold", left=500, right=500)
    scene.until(lambda: len(scene.refused) >= 2, "refused twice")
    assert set(scene.refused) == {"hazard"}, scene.refused
    assert _held(scene.look()) == 0


def _shown_is_kept(scene: Scene) -> None:
    """What the supervisor says of itself is what stands on the disk."""
    with urlopen(scene.url + "/healthz", timeout=10) as answer:
        hazard = "hazard" in json.load(answer)["units"].values()
    assert hazard == ("hazard" in scene.on_disk()), f"shown: {hazard}, on the disk: {scene.on_disk()}"


def _held(seen: dict[str, Any]) -> int:
    """Grams on the heavier cable, rounded up."""
    return math.ceil(max(seen["held"]))


def _moment(seen: dict[str, Any]) -> str:
    """In the words of the page: idle, arming, armed, loaded, releasing."""
    return str(seen["state"])


# --- many -----------------------------------------------------------------------------------------------------------------


@contextmanager
def scene_in(folder: Path) -> Iterator[Scene]:
    """A scene, and its end."""
    scene = Scene(folder)
    try:
        yield scene
    finally:
        scene.close()


def play(number: int, whats: list[str], told: Callable[[Result], None]) -> None:
    """One scene and its kills, in order; at the end everything the supervisor kept is with the site, and nobody complained."""
    rng = random.Random(number)
    with tempfile.TemporaryDirectory() as folder, scene_in(Path(folder)) as scene:
        for at, what in enumerate(whats):
            try:
                told(one(scene, what, rng))
                scene.check_outbox()
            except AssertionError as error:
                raise AssertionError(f"scene {number}, kill {at}, {what}: {error}\n{_complaints(scene)}") from error
        scene.come_to_rest()
        scene.check_journal()
        assert "Traceback" not in _complaints(scene), _complaints(scene)


def _complaints(scene: Scene) -> str:
    file = scene.folder / "complaints"
    return file.read_text()[-8_000:] if file.exists() else ""


def campaign(times: int, whats: tuple[str, ...] = WHATS, scenes: int = 0, seed: int = 1) -> list[Result]:
    """So many kills, shared out among scenes that run side by side."""
    shares = [share for what, share in zip(WHATS, SHARES, strict=True) if what in whats]
    plan = random.Random(seed).choices([what for what in WHATS if what in whats], shares, k=times)
    scenes = min(times, scenes or 3 * (os.cpu_count() or 1))
    results: list[Result] = []
    lock = threading.Lock()

    def told(result: Result) -> None:
        with lock:
            results.append(result)

    with ThreadPoolExecutor(scenes) as pool:
        for done in [pool.submit(play, seed * 1_000 + number, plan[number::scenes], told) for number in range(scenes)]:
            done.result()
    return results


HEAD = """# Real processes, really killed

Written by `python -m tests.gym.kills --write`; `make campaign` runs it. Simulated gym, supervisor, the site's link and a screen are
processes of their own; one of them gets `kill -9` at a random instant of an ordinary set, or the supervisor is stopped for five seconds and
goes on. Checked each time: from the last renewal to no load at most {most} ms (lease, ramp, one control period) on the machine's own clock;
whatever is on is on the disk; a hazard where it must be, kept, shown and in the way of every load; nothing resumed by itself while
everything is there again; hazard file and outbox readable, no gap, no entry twice; at the end all of it with the site; no trace of an
error in what the processes complain about.

{times} kills, 0 breaches. Measured on {system}, Python {python}.

| killed | times | arming | loaded | letting go | at rest | hazard afterwards | renewal to no load, ms: p50 | p99 | most |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""

TAIL = """
A machine that dies takes its load with it; there is no clock left to read. Everything else that ends is followed by the machine itself:
it hears its connection end, or its lease runs out. "At rest" are instants at which a busy computer had let a lease lapse, or the release
was already done."""
NAMES = {"screen": "screen (WebSocket)", "browser": "screen (Chromium)", "frozen": "supervisor stopped for 5 s"}


def table(results: list[Result]) -> str:
    """The page."""
    lines = [HEAD.format(most=LET_GO, times=f"{len(results):,}", system=platform.system(), python=platform.python_version())]
    for what in WHATS:
        of = [one for one in results if one.what == what]
        if of:
            lines.append(_row(what, of))
    return "\n".join([*lines, *TAIL.split("\n")]) + "\n"


def _row(what: str, of: list[Result]) -> str:
    moments = Counter(one.moment for one in of)
    zeros = [float(one.zero_ms) for one in of if one.zero_ms >= 0]
    figures = [f"{quantile(zeros, 0.5):.0f}", f"{quantile(zeros, 0.99):.0f}", f"{max(zeros):.0f}"] if zeros else ["-"] * 3
    counts = [len(of), moments["arming"] + moments["armed"], moments["loaded"], moments["releasing"],
              len(of) - sum(moments[name] for name in ("arming", "armed", "loaded", "releasing")), sum(one.hazard for one in of)]
    return f"| {NAMES.get(what, what)} | " + " | ".join([*map(str, counts), *figures]) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.gym.kills")
    parser.add_argument("--times", type=int, default=1_000)
    parser.add_argument("--what", choices=WHATS, default=None)
    parser.add_argument("--scenes", type=int, default=0, help="side by side; 0: three for each core")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    began = time.monotonic()
    results = campaign(arguments.times, (arguments.what,) if arguments.what else WHATS, arguments.scenes, arguments.seed)
    page = table(results)
    if arguments.write:
        (Path(__file__).parents[2] / "docs" / "gym-kills.md").write_text(page, "utf-8")
    print(page)
    print(f"{(time.monotonic() - began) / len(results):.2f} s each", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

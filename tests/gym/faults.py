"""One fault at one random instant of an ordinary set, on the machine's own clock: what breaks, when, and what must hold afterwards.

`python -m tests.gym.faults --cases 10000 --write` runs the campaign and writes docs/gym-faults.md; a case is its number, so any of them
can be run again alone: `python -m tests.gym.faults --only 4711`.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path

from halfkilo.gym.bounds import LEASE_MS, PRESENCE_MS, RELEASE_MS, RENEW_MS, SILENT_MS, SITE_LEASE_MS
from halfkilo.gym.devices.link.codec import Hold, encode
from halfkilo.gym.devices.simulated.orders import Deed
from halfkilo.gym.devices.simulated.sensors import Fault
from halfkilo.gym.driver import CableReading, Capabilities, Info, Reading
from halfkilo.gym.errors import Refused
from halfkilo.gym.supervisor.ear import Ear
from halfkilo.gym.supervisor.outbox import Kind, Outbox
from halfkilo.gym.supervisor.terms import Phase
from tests.gym.rig import SCREEN, WALL, Link, Rig

CONTROL_MS = 1
"""One control period of the machine."""
LET_GO = LEASE_MS + RELEASE_MS + CONTROL_MS
AFTER_MS = 2_500
FROZEN_MS = 5_000


class Stormy(Link):
    """A link whose frames are lost, late, doubled, swapped, cut or changed, each with a chance of its own, both ways."""

    def __init__(self, rig: Rig, rng: random.Random) -> None:
        super().__init__(rig)
        self.rng = rng
        self.chance: dict[str, float] = {}
        self.frozen = False

    def _send(self, command) -> None:
        if self.up and not self.frozen:
            self._through(self.to_machine, encode(command))

    def back(self, line: str) -> None:
        if self.up:
            self._through(self.to_host, line)

    def _through(self, way: list[tuple[int, str]], line: str) -> None:
        hit = {name for name, chance in self.chance.items() if self.rng.random() < chance}
        if "drop" in hit:
            return
        if "truncate" in hit:
            line = line[: self.rng.randrange(len(line))]
        if "corrupt" in hit:
            at = self.rng.randrange(max(1, len(line)))
            line = line[:at] + chr(self.rng.randrange(1, 0x250)) + line[at + 1:]
        late = self.rng.randrange(1, 400) if "delay" in hit else 0
        for _ in range(2 if "duplicate" in hit else 1):
            way.append((self._rig.ms + 2 + late, line))
        if "reorder" in hit and len(way) > 1:
            way[-1], way[-2] = way[-2], way[-1]
        if "delay" not in self.chance:
            return
        way.sort(key=lambda one: one[0])


class Bench(Rig):
    """The rig with a stormy link, a supervisor that can freeze and a wall clock that can jump."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.rng = rng
        self.jump_ms = 0
        super().__init__(folder)

    def _make_link(self) -> Link:
        return Stormy(self, self.rng)

    def wall(self) -> int:
        return WALL + self.ms + self.jump_ms

    def _live(self) -> None:
        if not self.link.frozen:
            super()._live()

    def _deliver(self) -> None:
        if not self.link.frozen:
            super()._deliver()
            return
        while self.link.to_machine and self.link.to_machine[0][0] <= self.ms:
            self._command(self.link.to_machine.pop(0)[1])


STORMS = ("drop", "delay", "duplicate", "reorder", "truncate", "corrupt")
SENSORS = ("stuck_force", "spiking_force", "drifting_force", "flat_force", "stuck_position")
ENDS = ("supervisor_killed", "site_killed", "browser_killed", "device_killed", "machine_rebooted", "battery_empty", "supervisor_frozen",
        "page_hidden", "link_cut", "wrong_device")
OTHERS = ("clock_forward", "clock_back", "two_screens", "two_controllers")
KINDS = (*STORMS, *SENSORS, *ENDS, *OTHERS)
FORCE = {"stuck_force": Fault.STUCK, "spiking_force": Fault.SPIKE, "drifting_force": Fault.DRIFT, "flat_force": Fault.FLAT}


@dataclass(frozen=True)
class Result:
    """kind of fault; loaded: whether a load was on; hazard: whether one stands afterwards; zero_ms: from the fault to no load, or -1."""

    case: int
    kind: str
    loaded: bool
    hazard: bool
    zero_ms: int


def run(case: int) -> Result:
    """One case. Raises AssertionError with the case's number where anything that must hold does not."""
    rng = random.Random(case)
    kind = KINDS[case % len(KINDS)]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), rng)
        try:
            return _lived(bench, case, kind, rng)
        except AssertionError as error:
            raise AssertionError(f"case {case}, {kind}, at {bench.ms} ms: {error}") from error


def _lived(bench: Bench, case: int, kind: str, rng: random.Random) -> Result:
    grams = rng.randrange(1, 41) * 500
    bench.ready_to_load(most=20_000)
    bench.load(grams, grams)
    bench.order(Deed.PULL, low=150, high=500, reps=100)
    bench.advance(rng.randrange(0, 5_000))
    before = max(bench.held)
    _break(bench, kind, rng)
    zero = _until_free(bench, kind)
    _check(bench, kind, before)
    hazard = bench.unit.hazard is not None
    _nothing_resumes(bench, kind)
    _records_agree(bench)
    return Result(case, kind, before > 0, hazard, zero)


def _break(bench: Bench, kind: str, rng: random.Random) -> None:
    link = bench.link
    if kind in STORMS:
        link.chance = {kind: rng.choice((0.05, 0.3, 0.9, 1.0))}
    elif kind in FORCE:
        bench.order(Deed.SENSOR, force=FORCE[kind])
    elif kind == "stuck_position":
        bench.order(Deed.SENSOR, position=Fault.STUCK)
    elif kind == "supervisor_killed":
        bench.crash_supervisor()
    elif kind == "site_killed":
        bench.site_on = False
        if rng.random() < 0.5:
            bench.house.site_gone("site")
    elif kind == "browser_killed":
        bench.screen_on = False
        bench.house.leave(SCREEN)
    elif kind in {"device_killed", "machine_rebooted", "battery_empty"}:
        bench.reboot_machine()
    elif kind == "link_cut":
        bench.cut()
    elif kind == "wrong_device":
        bench.cut()
        _another_answers(bench)
    elif kind == "supervisor_frozen":
        link.frozen = True
    elif kind == "page_hidden":
        bench.screen_on = False
    elif kind.startswith("clock"):
        bench.jump_ms = rng.choice((3_600_000, 86_400_000 * 400)) * (1 if kind == "clock_forward" else -1)
    elif kind == "two_screens":
        _second_screen(bench, rng)
    elif kind == "two_controllers":
        _second_controller(bench, rng)


def _another_answers(bench: Bench) -> None:
    """A machine of the same make and name answers where ours was: nothing it says counts, not even that nothing pulls (H32)."""
    ear = Ear(bench.unit, bench.house, lambda unit, reading: None, pinned="ours")
    can = Capabilities("simulated gym", 2, 500, 500, 100_000, 250)
    ear.link_up(Info(can, "the neighbours", "b"))
    free = CableReading(0, 0, 300, 0, 0)
    ear.reading(Reading(1, "idle", "", False, 0, free, free))
    assert ear.wrong and bench.unit.info is None and not bench.unit.fresh
    assert not bench.unit.proven_free


def _second_screen(bench: Bench, rng: random.Random) -> None:
    """Another phone with a right ticket wants the same machine."""
    for deed in (lambda: bench.house.admit("other", bench.ticket(person="ben", most=20_000)), lambda: bench.house.arm("other"),
                 lambda: bench.load(20_000, 20_000, "other"), lambda: bench.house.clear("other")):
        if rng.random() < 0.8:
            bench.house.present("other")
            try:
                deed()
            except Refused:
                continue
    assert bench.house.seat == SCREEN, "H06: a second screen took the seat of one that is present"


def _second_controller(bench: Bench, rng: random.Random) -> None:
    """Another program connects to the machine itself and sends loads; the machine knows one writer."""
    guest = bench.desk.enter()
    for sequence in range(1, rng.randrange(2, 12)):
        bench.desk.hear(guest, encode(Hold(sequence, 20_000, 20_000, 250)))
    assert max(bench.held) <= bench.ceiling


def _until_free(bench: Bench, kind: str) -> int:
    """Milliseconds until nothing is held; -1 where the fault need not end the load and did not."""
    frozen = FROZEN_MS if kind == "supervisor_frozen" else 0
    zero = 0 if max(bench.held) == 0 else -1
    for passed in range(1, max(AFTER_MS, frozen) + 1):
        bench.advance(1)
        if max(bench.held) == 0:
            zero = passed if zero < 0 else zero
        elif zero >= 0:
            assert kind in OTHERS or kind in STORMS, f"a load came back by itself {passed} ms after {kind}"
            zero = -1
    if kind in ENDS:
        assert 0 <= zero <= _most(kind), f"{zero} ms until nothing was held, at most {_most(kind)}"
    return zero


def _most(kind: str) -> int:
    """The longest a load may last after this fault: what notices it, then the way down."""
    notice = {"site_killed": SITE_LEASE_MS, "page_hidden": PRESENCE_MS, "browser_killed": 0, "supervisor_frozen": 0}.get(kind, 0)
    return notice + 2 * RENEW_MS + LET_GO


def _check(bench: Bench, kind: str, before: float) -> None:
    on_disk = bench.on_disk()
    if kind in {"supervisor_killed", "machine_rebooted", "device_killed", "battery_empty", "link_cut", "wrong_device"}:
        assert bench.unit.shown is Phase.HAZARD, f"no hazard after {kind} under load ({before} g)"
        assert "hazard" in on_disk, "the hazard is not on the disk"
    if bench.unit.hazard is not None:
        assert "hazard" in on_disk, "shown and not kept"
        try:
            bench.load(500, 500)
        except Refused:
            pass
        else:
            raise AssertionError("a load was taken while a hazard stands")
    if kind in FORCE and before >= 2_000:
        slow = kind in {"flat_force", "stuck_force", "drifting_force"}
        assert max(bench.held) == 0 or slow, f"{kind} under {before} g and the load stays"


def _nothing_resumes(bench: Bench, kind: str) -> None:
    """Everything works again; nobody presses anything; nothing is loaded that was not on without a break."""
    was_free = max(bench.held) == 0
    link = bench.link
    link.chance, link.frozen = {}, False
    bench.site_on = bench.screen_on = True
    if not link.up:
        bench.connect()
    bench.order(Deed.SENSOR)
    for _ in range(1_500):
        bench.advance(1)
        assert not was_free or max(bench.held) == 0, f"a load came by itself after {kind}"
    bench.house.release("stop")
    bench.advance(SILENT_MS + RELEASE_MS + 300)
    assert bench.held == [0, 0], "a stop did not let go"


def _records_agree(bench: Bench) -> None:
    """The outbox as a new process would read it: no gap, no doubled id, each raised hazard once, no set told twice."""
    box = Outbox(bench.folder / "outbox.jsonl")
    items = box.after(0)
    assert [item.n for item in items] == list(range(1, len(items) + 1))
    assert len({item.id for item in items}) == len(items)
    kinds = Counter(item.kind for item in items)
    assert kinds[Kind.SET_COUNTED] <= 1, "one set, told twice"
    assert kinds[Kind.HAZARD_RAISED] <= 1 + kinds[Kind.HAZARD_CLEARED]
    json.loads((bench.folder / "hazards.json").read_text())


HEAD = """# Faults of the gym, tried at random instants

Written by `python -m tests.gym.faults --write`; `make campaign` runs it. Every case is an ordinary set on the simulated gym, its
supervisor, site and screen, with one fault at a random instant, on the machine's own clock. Checked in every millisecond: never above
what was asked, no faster up than the ramp, nothing on without a renewal for longer than lease, ramp and one control period ({most} ms),
whatever is on is on the disk. Checked afterwards: hazards kept and shown, nothing resumed by itself, a stop lets go, outbox without
gap or double.

{cases} cases, 0 breaches. Measured on {system}, Python {python}.

| fault | cases | under load | hazard afterwards | longest until no load, ms |
|---|---:|---:|---:|---:|"""


def table(results: list[Result]) -> str:
    """The page: counts by kind of fault, and the longest way to no load."""
    lines = [HEAD.format(most=LET_GO, cases=f"{len(results):,}", system=platform.system(), python=platform.python_version())]
    for kind in KINDS:
        of = [one for one in results if one.kind == kind]
        ended = [one.zero_ms for one in of if one.zero_ms >= 0 and one.loaded]
        lines.append(f"| {kind.replace('_', ' ')} | {len(of)} | {sum(one.loaded for one in of)} | {sum(one.hazard for one in of)} | "
                     f"{max(ended) if ended else 'goes on'} |")
    lines += ["", "Where a fault need not end a set (a frame lost now and then, a second screen that is refused), the set goes on.",
              "The site is noticed as gone at once when its connection ends, after two seconds when it only falls silent."]
    return "\n".join(lines) + "\n"


def campaign(cases: int, first: int = 0) -> list[Result]:
    """Cases `first` and on, on every core."""
    with ProcessPoolExecutor(cpu_count()) as pool:
        return list(pool.map(run, range(first, first + cases), chunksize=20))


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.gym.faults")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--only", type=int, default=None)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    if arguments.only is not None:
        print(run(arguments.only))
        return 0
    page = table(campaign(arguments.cases))
    if arguments.write:
        (Path(__file__).parents[2] / "docs" / "gym-faults.md").write_text(page, "utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())

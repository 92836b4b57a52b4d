"""A whole gym in one process with a clock of its own: machine, link that can lose and garble, supervisor, one screen.

Every millisecond the rig checks what must hold whatever happens (see `Rig._watch`).
"""

from __future__ import annotations

import json
from pathlib import Path

from halfkilo.gym.bounds import RAMP_UP, RELEASE_MS, RENEW_MS
from halfkilo.gym.devices.link.codec import Answered, Hold, Identity, State, Telemetry, Tested, Unread, decode_report, encode
from halfkilo.gym.devices.link.codec import Arm as ArmCommand
from halfkilo.gym.devices.link.codec import Hello as HelloCommand
from halfkilo.gym.devices.link.codec import Release as ReleaseCommand
from halfkilo.gym.devices.link.codec import SelfTest as SelfTestCommand
from halfkilo.gym.devices.link.desk import Desk
from halfkilo.gym.devices.link.driver import info_of, reading_of, tested_of
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order
from halfkilo.gym.driver import Answer
from halfkilo.gym.supervisor.ear import Ear
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.terms import Phase
from halfkilo.gym.ticket import Role, sign
from halfkilo.units import Side

KEY = bytes(range(32))
WALL = 1_800_000_000_000
SCREEN = "screen"
ON_THE_WAY_MS = 2


class Link:
    """A driver whose bytes take `ON_THE_WAY_MS` and can be lost or garbled."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig
        self.up = False
        self.lose = 0
        self.lose_back = 0
        self.garble = 0
        self.to_machine: list[tuple[int, str]] = []
        self.to_host: list[tuple[int, str]] = []
        self.holds: list[tuple[int, int, int]] = []

    def arm(self, sequence, lease_ms):
        self._send(ArmCommand(sequence, lease_ms))

    def hold(self, sequence, left, right, lease_ms):
        self.holds.append((self._rig.ms, left, right))
        self._send(Hold(sequence, left, right, lease_ms))

    def release(self, sequence):
        self._send(ReleaseCommand(sequence))

    def self_test(self, sequence):
        self._send(SelfTestCommand(sequence))

    async def run(self):
        raise AssertionError("nobody runs this link: the rig moves time itself")

    def _send(self, command) -> None:
        if not self.up:
            return
        if self.lose:
            self.lose -= 1
            return
        line = encode(command)
        if self.garble:
            self.garble -= 1
            line = line[: len(line) // 2] + "\xff" + line[len(line) // 2:]
        self.to_machine.append((self._rig.ms + ON_THE_WAY_MS, line))

    def back(self, line: str) -> None:
        if self.lose_back:
            self.lose_back -= 1
        elif self.up:
            self.to_host.append((self._rig.ms + ON_THE_WAY_MS, line))


class Rig:
    """`advance` moves everything; `ready_to_load`, `load` and the rest take the ordinary path."""

    name = "simulated"

    def __init__(self, folder: Path, *, session_most: int = 60_000) -> None:
        self.ms = 0
        self.folder = folder
        self.session_most = session_most
        self._plug_in()
        self.link = self._make_link()
        self.site_on = self.screen_on = True
        self.ceiling = 0
        self._held = [0.0, 0.0]
        self._state = State.IDLE
        self._last_hold = -10_000
        self._released_since: int | None = None
        self.start_supervisor()
        self.connect()

    # --- processes ----------------------------------------------------------------------------------------------------

    def start_supervisor(self) -> None:
        """A new supervisor process on the same folder."""
        self.house = House(KEY, self.folder, self.session_most, self._clock, self._clock, self.wall)
        self.take_in(self.house)

    def take_in(self, house: House, serves: Side = Side.BOTH) -> None:
        """The house looks after this machine from now on."""
        self.unit = house.add(self.name, serves)
        self.ear = Ear(self.unit, house, lambda unit, reading: None)
        self.unit.door.driver = self.link
        self.link.holds.clear()

    def _make_link(self) -> Link:
        return Link(self)

    def wall(self) -> int:
        """The clock on the wall, milliseconds since 1970."""
        return WALL + self.ms

    def crash_supervisor(self) -> None:
        """kill -9: its connection ends, the machine notices, a new one starts."""
        self.cut(heard=False)
        self.start_supervisor()

    def reboot_machine(self) -> None:
        """Power lost: no load, another boot."""
        self.cut()
        self._plug_in()
        self._held, self._state = [0.0, 0.0], State.IDLE

    def _plug_in(self) -> None:
        self.gym = Gym(person=True)
        self.desk = Desk(self.gym)
        self.guest = None

    def cut(self, *, heard: bool = True) -> None:
        """The connection ends; a supervisor that was killed does not hear of it."""
        if not self.link.up:
            return
        self.link.up = False
        self.link.to_machine.clear()
        self.link.to_host.clear()
        if heard:
            self.ear.link_down()
        self.desk.leave(self.guest)
        self.guest = None

    def connect(self) -> None:
        """Connect again and say hello."""
        if self.link.up:
            return
        self.link.up = True
        self.guest = self.desk.enter()
        self.desk.hear(self.guest, encode(HelloCommand(1, "rig", 100, 1)))
        self._hear(self.guest.unsaid.pop(0))

    # --- time ---------------------------------------------------------------------------------------------------------

    def _clock(self) -> int:
        return self.ms

    def advance(self, ms: int) -> None:
        """Let time pass for everybody."""
        for _ in range(ms):
            self.ms += 1
            self._deliver()
            self.gym._step()
            self._watch()
            self._report()
            self._live()

    def _deliver(self) -> None:
        while self.link.to_machine and self.link.to_machine[0][0] <= self.ms:
            self._command(self.link.to_machine.pop(0)[1])
        while self.link.to_host and self.link.to_host[0][0] <= self.ms:
            self._hear(self.link.to_host.pop(0)[1])

    def _command(self, line: str) -> None:
        before = self.gym.firmware.renewed_at
        self.desk.hear(self.guest, line)
        if self.gym.firmware.renewed_at != before:
            self._last_hold = self.ms
        if self.guest is not None and self.guest.over is not None:
            self.cut()

    def _hear(self, line: str) -> None:
        report = decode_report(line)
        if isinstance(report, Identity):
            self.ear.link_up(info_of(report))
        elif isinstance(report, Answered):
            self.ear.answer(Answer(report.seq, report.taken, report.why.value))
        elif isinstance(report, Telemetry):
            for sample in report.samples:
                self.ear.reading(reading_of(sample))
        elif isinstance(report, Tested):
            self.ear.tested(tested_of(report))
        elif isinstance(report, Unread):
            self.ear.garbled(report)

    def _report(self) -> None:
        self.desk.tell()
        if self.guest is None:
            return
        said, self.guest.unsaid = self.guest.unsaid, []
        for line in said:
            self.link.back(line)

    def _live(self) -> None:
        if self.ms % RENEW_MS:
            return
        if self.site_on:
            self.house.site_here("site")
        if self.screen_on:
            self.house.present(SCREEN)
        self.house.tick()

    # --- what must hold every millisecond -----------------------------------------------------------------------------

    def _watch(self) -> None:
        firmware = self.gym.firmware
        for index, side in enumerate(firmware.sides):
            rise = side.ramp.held - self._held[index]
            assert rise <= RAMP_UP / 1000 + 1e-6, f"H04: rose {rise} g in a millisecond"
            assert side.ramp.held <= self.ceiling, f"S5: {side.ramp.held} g above the ceiling {self.ceiling} g"
            self._held[index] = side.ramp.held
        if firmware.state is State.LOADED and self._state is not State.LOADED:
            assert self._state is State.ARMED, f"H03: loaded from {self._state}"
        self._state = firmware.state
        held = max(self._held)
        if self.ms - self._last_hold > 250 + RELEASE_MS + 1:
            assert held == 0, f"H01: {held} g, {self.ms - self._last_hold} ms after the last renewal"
        if held > 0:
            self._watch_record(held)

    def _watch_record(self, held: float) -> None:
        """H07, H08: whatever is on is on the disk, and never believed to be less than it is."""
        hazards = self.house.hazards
        known = hazards.intention(self.name) or hazards.hazard(self.name)
        assert known is not None, f"H07: {held} g on and nothing remembered"
        assert max(known.left, known.right) >= held - 500, f"H07: {held} g on, remembered {known}"
        assert self.unit.believed >= held - RAMP_UP * 0.4, f"H08: {held} g on, believed {self.unit.believed}"

    def on_disk(self) -> dict:
        """The hazard file as a new process would find it."""
        return json.loads((self.folder / "hazards.json").read_text())["units"].get(self.name, {})

    # --- the ordinary path --------------------------------------------------------------------------------------------

    def ticket(self, person="asha", most=20_000, exercise="row", side=Side.BOTH, session="s1", role=Role.TRAIN, life=60_000):
        return sign(KEY, person, session, role, exercise, side, most, self.wall() + life)

    def sit(self, **what) -> None:
        """The screen shows a ticket."""
        self.ceiling = max(self.ceiling, what.get("most", 20_000))
        self.house.admit(SCREEN, self.ticket(**what))

    def order(self, do: Deed, **what) -> None:
        """SIMULATION: tell the person at the handles."""
        self.gym.puller.obey(Order(do, **what))

    def press(self, ms: int) -> None:
        """Hold the arming button for a while."""
        for _ in range(ms // 100):
            self.house.arm(SCREEN)
            self.advance(100)

    def ready_to_load(self, **what) -> None:
        """Connected, ticket shown, range shown, armed, handles off their stop."""
        self.advance(200)
        self.sit(**what)
        self.order(Deed.REST)
        while self.unit.zeroing.owed and self.link.up:  # the self-test of a new session, handles down
            self.advance(100)
        self.order(Deed.PULL, low=150, high=500, tempo_ms=(700, 100, 900, 100))
        self.press(2_500)
        assert self.unit.phase is Phase.ARMED, (self.unit.phase, self.unit.why, self.gym.firmware.state, self.gym.firmware.why)

    def load(self, left: int, right: int, player: str = SCREEN) -> None:
        """Both halves of a wish, with the disk in between."""
        wishes = self.house.wish(player, left, right)
        self.house.hazards.save()
        self.house.grant(player, wishes)

    def loaded(self, grams: int = 10_000, **what) -> None:
        """Up to a steady load, pulling."""
        self.ready_to_load(**what)
        self.load(grams, grams)
        self.order(Deed.PULL, low=150, high=500, reps=100)
        self.advance(400 + grams * 1000 // RAMP_UP)
        assert self.held == [grams, grams]

    @property
    def held(self) -> list[float]:
        """What the motors really hold, grams."""
        return [side.ramp.held for side in self.gym.firmware.sides]

"""A VOLTRA twin and the driver's core, a millisecond at a time, with a wire that takes its time; what must always hold is looked at."""

from __future__ import annotations

from halfkilo.gym.devices.voltra.codec import LEAST_LB, Handshake, Hello, Join, Param, Write, decode, encode, grams, pounds
from halfkilo.gym.devices.voltra.core import LOAD, Core
from halfkilo.gym.devices.voltra.emulated import Voltra
from halfkilo.gym.devices.voltra.frames import Frames
from halfkilo.gym.driver import Garbled
from halfkilo.units import Side

TOKEN = bytes(range(16))
WRITE_MS, SPACING_MS = 25, 50
SETTLES_MS = 2_000
"""A lighter load is on its way; two lost answers and letting go fit into this time."""
ALWAYS = 10**9


class Ears:
    """A listener that writes down everything."""

    def __init__(self):
        self.readings, self.answers, self.problems, self.infos = [], [], [], []
        self.downs = 0

    def link_up(self, info):
        self.infos.append(info)

    def link_down(self):
        self.downs += 1

    def reading(self, reading):
        self.readings.append(reading)

    def answer(self, answer):
        self.answers.append(answer)

    def garbled(self, garbled):
        self.problems.append(garbled.problem)

    @property
    def last(self):
        return self.readings[-1]

    def answered(self, sequence):
        return [answer for answer in self.answers if answer.sequence == sequence]


class Rig:
    """`asked`: what was asked for and until when it may still be on, (pounds, ms); the newest has no end while nothing replaces it."""

    def __init__(self, seed=1, side=Side.LEFT, mtu=23, allowed=True):
        self.ms = 0
        self.twin, self.ears = Voltra(seed, mtu), Ears()
        self.core = Core(side, allowed, self.ears)
        self.side = side
        self.sequence = 0
        self.sent = []
        self.asked = []
        self._adrift, self._adrift_until = 0, 0
        self.released = True
        self._frames = Frames()
        self._on_its_way = None
        self._free_at = 0
        self.up = False
        self.connect()

    # --- the wire -----------------------------------------------------------------------------------------------------

    def connect(self):
        self.up = True
        self._frames, self._on_its_way, self._free_at = Frames(), None, self.ms
        self.twin.connected(self._heard, self.cut)
        for command in (Hello("halfkilo"), Join(), Handshake(TOKEN)):
            self._write(command)
        self.core.link_up(self.ms)

    def cut(self):
        if self.up:
            self.up = False
            self._on_its_way = None
            self.twin.disconnected()
            self.core.link_down()

    def _write(self, command):
        for characteristic in self.twin.services()[0].characteristics:
            if characteristic.written is not None and characteristic.notify:
                characteristic.written(encode(command, 1))

    def _heard(self, _, data):
        for frame in self._frames.feed(data):
            self.core.hear(frame if isinstance(frame, Garbled) else decode(frame), self.ms)

    def advance(self, ms):
        for _ in range(ms):
            self.ms += 1
            self._deliver()
            self._choose()
            self.twin.step(1)
            self._watch()

    def _deliver(self):
        if self._on_its_way is not None and self._on_its_way[0] <= self.ms:
            command, self._on_its_way = self._on_its_way[1], None
            self._free_at = self.ms + SPACING_MS
            self._write(command)

    def _choose(self):
        if not self.up or self._on_its_way is not None or self.ms < self._free_at:
            return
        command = self.core.next(self.ms)
        if command is not None:
            self._may_leave(command)
            self.sent.append((self.ms, command))
            self._on_its_way = (self.ms + WRITE_MS, command)

    # --- what must always hold ----------------------------------------------------------------------------------------

    def _may_leave(self, command):
        if isinstance(command, Write):
            assert command.param != Param.BASE or command.value <= self.most_lb, (command, self.asked)
            assert not (self.released and (command == LOAD or command.param == Param.BASE)), f"{command} after letting go"

    def _watch(self):
        wanted, most = self.twin.wanted_g, self.most_lb
        if not self.up or "UNLOAD" in self.twin.faults.ignores:  # out of anybody's hands
            self._adrift = wanted
            self._adrift_until = self.ms + SETTLES_MS
        allowed = max(grams(most) if most else 0, self._adrift if self.ms <= self._adrift_until else 0)
        assert wanted <= allowed, f"{wanted} g on at {self.ms}, asked for {self.asked}"

    @property
    def most_lb(self):
        """The heaviest that may be on now."""
        return max((lb for lb, until in self.asked if until >= self.ms), default=0)

    def ask(self, lb):
        """From now on this is what may be on."""
        self.asked = [(old, min(until, self.ms + SETTLES_MS)) for old, until in self.asked if until >= self.ms] + [(lb, ALWAYS)]

    # --- the ordinary path --------------------------------------------------------------------------------------------

    def next(self):
        self.sequence += 1
        return self.sequence

    def arm(self):
        number = self.next()
        self.core.arm(number, 0, self.ms)
        return number

    def hold(self, load, other=0):
        number = self.next()
        lb = pounds(load) if type(load) is int and load > 0 else 0
        cables = (load, other) if self.side is Side.LEFT else (other, load)
        before = len(self.ears.answers)
        self.core.hold(number, *cables, self.ms)
        if self.ears.answers[before].taken:
            self.ask(lb if lb >= LEAST_LB else 0)
            self.released = False
        return number

    def release(self):
        number = self.next()
        self.core.release(number, self.ms)
        self.released = True
        self.ask(0)
        return number

    def keep(self, load, ms, arm=False):
        """Renew every 100 ms, as the supervisor does."""
        for _ in range(ms // 100):
            self.hold(load) if not arm else self.arm()
            self.advance(100)

    def armed(self):
        self.advance(700)
        self.twin.person.pull(0.1, 0.5, 20, 700, 800)
        self.keep(0, 2_500, arm=True)
        assert self.ears.last.armed, self.ears.last
        return self

    def loaded(self, load=5_000):
        self.armed()
        self.keep(load, 1_500)
        assert self.twin.pulling
        return self

    @property
    def mine(self):
        last = self.ears.last
        return last.left if self.side is Side.LEFT else last.right

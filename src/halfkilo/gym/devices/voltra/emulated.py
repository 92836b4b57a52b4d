"""The twin of a VOLTRA I: one motor, one cable, a person at the handle. Where nobody knows what the real one does, this one does the worst.

It keeps pulling when the link is lost. What else can go wrong is switched on in `faults`. It understands what any program could say to
it, also what our own driver never says, so that a test can show that it never does.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from halfkilo.gym.bodies.haul import G, Hauler, newtons
from halfkilo.gym.devices.voltra.codec import (
    LEAST_LB,
    LOADED,
    PUSH,
    SERIAL,
    TELEMETRY,
    UNIT_MOST_LB,
    UNLOADED,
    WEIGHT_TRAINING,
    Command,
    Handshake,
    Hello,
    Param,
    Read,
    Write,
    decode_command,
    grams,
    params_payload,
)
from halfkilo.gym.devices.voltra.frames import Frame, Frames, pack
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service
from halfkilo.gym.reps import RepCounter

SERVICE = "e4dada34-0867-8783-9f70-2ca29216c7e4"
COMMANDS, REPORTS = "a010891d-f50f-44f0-901f-9a2421a9e050", "55ca1e52-7354-25de-6afc-b7df1e8816ac"
SECOND, UNUSED = "ca94658c-0525-5046-e78b-5391b65f47ad", "19de84ed-0a69-482c-a8a6-c75cb5bb4389"
HELLO_BY_MS = 5_050
TELEMETRY_MS = 91
ANSWERS_MS = 15
UP_G_PER_S, DOWN_G_PER_S = 12_000.0, 60_000.0
"""Our own guess: nothing is published about its ramps."""
REP_LOW_MM, REP_HIGH_MM = 120, 420


@dataclass
class Faults:
    """What goes wrong. ignores: names of parameters whose writes change nothing and are not told back, `UNLOAD` and `LOAD` apart.
    lose, spoil: how many of the next notifications are lost, or arrive with a flipped bit. noise: bytes before each frame."""

    ignores: set[str] = field(default_factory=set)
    lose: int = 0
    spoil: int = 0
    noise: bytes = b""
    silent: bool = False
    stranger: bool = False
    """The token is not accepted: no command is taken."""
    frozen_sensors: bool = False


class Voltra:
    """lively: the person pulls again and again by themselves; else a test says what they do through `person`."""

    def __init__(self, seed: int, mtu: int = 23, *, lively: bool = False) -> None:
        chance = Random(seed)
        self.mtu, self.lively = mtu, lively
        self.faults = Faults()
        self.person = Hauler(seed)
        self.motor_g = 0.0
        """What the motor really pulls with, grams."""
        self.heard: list[Command | Garbled] = []
        """Everything any program ever said to it."""
        self._name = f"VTR-{chance.randrange(10**6):06d}"
        self._serial = f"MB{chance.randrange(10**8):08d}TWIN"
        self._params: dict[int, int] = {
            Param.BASE: 0, Param.CHAINS: 0, Param.ECCENTRIC: 0, Param.MODE: UNLOADED, Param.WORKOUT: 0, Param.ASSIST: 8,
            Param.OFFSET: 0, Param.ISOMETRIC_MOST: 400, Param.ISOMETRIC_SECONDS: 15, Param.STATE_1: 3, Param.STATE_2: 9,
            Param.STATE_3: 1, Param.STATE_4: 0,
        }
        self._ms, self._sequence = 0, chance.randrange(0x10000)
        self._reps, self._sets = RepCounter(REP_LOW_MM, REP_HIGH_MM), 0
        self._frozen: bytes | None = None
        self._say: Say | None = None
        self._drop: Callable[[], None] | None = None
        self._leave()

    # --- what a central sees ------------------------------------------------------------------------------------------

    def advertisement(self) -> Advertisement:
        """Its name and its own service."""
        return Advertisement(self._name, (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """One service; frames go in and out by the same characteristic, and out by two more."""
        return (Service(SERVICE, (
            Characteristic(COMMANDS, notify=True, written=self._written),
            Characteristic(REPORTS, notify=True), Characteristic(SECOND, notify=True),
            Characteristic(UNUSED, written=lambda _: None, without_response=True),
        )),)

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Waits for a hello, not for long."""
        self._leave()
        self._say, self._drop, self._since = say, drop, self._ms

    def disconnected(self) -> None:
        """The central went away; what pulls, pulls on (S1)."""
        self._leave()

    def _leave(self) -> None:
        self._say = self._drop = None
        self._since, self._greeted, self._trusted = 0, False, False
        self._frames = Frames()
        self._later: list[tuple[int, bytes]] = []

    # --- what is true -------------------------------------------------------------------------------------------------

    @property
    def pulling(self) -> bool:
        """Whether the motor was told to pull."""
        return self._params[Param.MODE] == LOADED

    @property
    def wanted_g(self) -> float:
        """What the motor was told to pull with now, grams: eccentric counts on the way back, chains more with every centimetre."""
        if not self.pulling:
            return 0.0
        back = self._params[Param.ECCENTRIC] if self.person.v < -0.05 else 0
        return float(grams(self._params[Param.BASE] + self._params[Param.CHAINS] + back))

    def turn(self, param: Param, value: int) -> None:
        """Somebody turns a knob at the unit itself; told like everything that changes."""
        self._params[param] = value
        self._tell(PUSH, params_payload({param: value}))

    # --- time ---------------------------------------------------------------------------------------------------------

    def step(self, ms: int) -> None:
        """Motor, cable, person and talk, a millisecond at a time."""
        for _ in range(ms):
            self._ms += 1
            self._pull()
            self._talk()

    def _pull(self) -> None:
        person, wanted = self.person, self.wanted_g
        rate = UP_G_PER_S if wanted > self.motor_g else DOWN_G_PER_S
        self.motor_g += min(max(wanted - self.motor_g, -rate / 1000), rate / 1000)
        if self.lively and not person.busy:
            person.pull(0.08, 0.5, 5)
        person.step(newtons(self.motor_g))
        if self.pulling:
            self._reps.see(round(person.x * 1000))

    def _talk(self) -> None:
        if self._drop is not None and not self._greeted and self._ms - self._since >= HELLO_BY_MS:
            self._drop()
            return
        while self._later and self._later[0][0] <= self._ms:
            self._send(self._later.pop(0)[1])
        if self.pulling and self._ms % TELEMETRY_MS == 0:
            self._tell(TELEMETRY, self._moment())

    def _send(self, data: bytes) -> None:
        """In pieces as the radio carries them."""
        data = self.faults.noise + data
        for at in range(0, len(data), self.mtu - 3):
            if self._say is not None and not self.faults.silent:
                self._say(REPORTS, data[at:at + self.mtu - 3])

    def _tell(self, command: int, payload: bytes, kind: int = 4) -> None:
        if self._say is None or not self._trusted:
            return
        self._sequence = (self._sequence + 1) & 0xFFFF
        if self.faults.lose:
            self.faults.lose -= 1
            return
        data = pack(Frame(command, payload, self._sequence, type=kind))
        if self.faults.spoil:
            self.faults.spoil -= 1
            data = data[:12] + bytes((data[12] ^ 0x40,)) + data[13:]
        self._later.append((self._ms + ANSWERS_MS, data))

    # --- what it is told ----------------------------------------------------------------------------------------------

    def _written(self, data: bytes) -> None:
        for frame in self._frames.feed(data):
            command = frame if isinstance(frame, Garbled) else decode_command(frame)
            self.heard.append(command)
            if isinstance(command, Hello):
                self._greeted = True
            elif isinstance(command, Handshake):
                self._trusted = self._greeted and not self.faults.stranger
            elif self._trusted:
                self._obey(command)

    def _obey(self, command: Command | Garbled) -> None:
        if isinstance(command, Read):
            self._tell(PUSH, params_payload({param: value for param in command.params if (value := self._now(param)) is not None}))
        elif isinstance(command, Write) and not self._ignored(command):
            self._params[command.param] = self._clamped(command)
            self._sets += command == Write(Param.MODE, LOADED)
            self._tell(PUSH, params_payload({command.param: self._params[command.param]}))

    def _ignored(self, write: Write) -> bool:
        """A load is refused, without a word, outside weight training or without a weight."""
        names = {Param(write.param).name} | ({"UNLOAD" if write.value == UNLOADED else "LOAD"} if write.param == Param.MODE else set())
        loads = write == Write(Param.MODE, LOADED)
        unready = self._params[Param.WORKOUT] != WEIGHT_TRAINING or self._params[Param.BASE] < LEAST_LB
        return bool(names & self.faults.ignores) or (loads and unready) or write.param not in self._params

    def _clamped(self, write: Write) -> int:
        base = self._params[Param.BASE]
        low, high = {
            Param.BASE: (LEAST_LB, UNIT_MOST_LB), Param.CHAINS: (0, min(base, UNIT_MOST_LB - base)), Param.ECCENTRIC: (-base, base),
        }.get(Param(write.param), (write.value, write.value))
        return min(max(write.value, low), high)

    def _now(self, param: int) -> int | None:
        """A value by its number; what it measures, it measures now."""
        if param == Param.POSITION:
            return round(self.person.x * 100)
        if param == Param.FORCE:
            return round(self.person.tension_n / G / 0.45359237)
        if param == Param.BATTERY:
            return max(0, 100 - self._ms // 600_000)
        return self._params.get(param)

    # --- what it tells ------------------------------------------------------------------------------------------------

    def serial(self) -> None:
        """Tell the serial number, as a reply."""
        self._tell(SERIAL, b"\x00" + self._serial.encode().ljust(33, b"\x00"), kind=8)

    def _moment(self) -> bytes:
        if self.faults.frozen_sensors and self._frozen is not None:
            return self._frozen
        person = self.person
        velocity, force = round(person.v * 1000), round(person.tension_n / G / 0.045359237)
        watts = round(abs(person.tension_n * person.v))
        phase = 1 if velocity > 50 else 3 if velocity < -50 else 2
        payload = bytearray(45)
        struct.pack_into(">BBBBH", payload, 0, 0x81, 0x2B, phase, self._sets & 0xFF, self._reps.count & 0xFFFF)
        place = min(max(round(person.x * 1000), 0), 4_000)
        struct.pack_into("<HHhH", payload, 11, min(force, 4_000), place, min(max(velocity, -32_768), 32_767), min(watts, 0xFFFF))
        struct.pack_into("<I", payload, 27, self._ms)
        self._frozen = bytes(payload)
        return self._frozen


def peripheral(seed: int) -> Voltra:
    """A unit with somebody who moves its handle again and again."""
    return Voltra(seed, lively=True)

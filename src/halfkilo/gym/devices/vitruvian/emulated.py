"""The twin of a Vitruvian: two cables, two hands. Where nobody knows what the real one does, this one does the worst.

A set that another program began goes on when the link is lost (S1). Which ways of letting go it takes no notice of is chosen in `faults`,
and so is dropping the link when two operations come without a moment in between (S8). It understands what any program could say to it,
also what ours never says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from halfkilo.gym.bodies.haul import G, Hauler, newtons
from halfkilo.gym.devices.vitruvian.codec import (
    Cable,
    Command,
    Diagnostics,
    LetGo,
    Monitor,
    Reps,
    Start,
    command,
    encode_diagnostics,
    encode_monitor,
    encode_reps,
)
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service
from halfkilo.gym.radio.link import uuid16

SERVICE, COMMANDS = "6e400001-b5a3-f393-e0a9-e50e24dcca9e", "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
MONITOR, REPS = "90e991a6-c548-44ed-969b-eb541014eae3", "8308f2a6-0875-4a94-a86f-5c5c5e1b068a"
DIAGNOSTICS, STATISTICS = "5fa538ec-d041-42f6-bbd6-c30d475387b7", "c7b73007-b245-4503-a1ed-9e4e97eb9802"
UNTOUCHABLE = ("383f7276-49af-4335-9072-f01b0f8acad6", "ef0e485a-8749-4314-b1be-01e57cd1712e", "a7d06ce0-2e84-485f-9c25-3d4ba6fe7319")
"""Updates and Wi-Fi: nobody here has any business with them."""
LETS_GO = frozenset({LetGo.RESET.data, LetGo.STOP.data, bytes.fromhex("5000")})
LIGHT_REPS, LIGHT_G = 3, 3_000
FULL_MS, DOWN_G_PER_MS = 300, 100.0
MOVES_M_S = 0.02
TOP_M, BOTTOM_M = 0.38, 0.14


@dataclass
class Faults:
    """ignores: ways of letting go that change nothing. strict: two operations within one step end the link. words: fault words it tells.
    unreadable: readings of a wrong length. silent: nothing is counted aloud."""

    ignores: set[bytes] = field(default_factory=set)
    strict: bool = False
    words: tuple[int, int, int, int] = (0, 0, 0, 0)
    unreadable: bool = False
    silent: bool = False


class Vitruvian:
    """old: repetitions in the older, shorter form. lively: the person pulls again and again by themselves."""

    def __init__(self, seed: int, mtu: int = 185, *, old: bool = False, lively: bool = False) -> None:
        chance = Random(seed)
        self.mtu, self.old, self.lively = mtu, old, lively
        self.faults = Faults()
        self.hands = (Hauler(seed), Hauler(seed + 1))
        self.heard: list[Command | Garbled] = []
        self.written: list[bytes] = []
        self.touched: list[str] = []
        """What nobody should touch, and somebody did."""
        self.set: Start | None = None
        self.motor_g = 0.0
        """What each motor really pulls with, grams."""
        self._name = f"Vee_{chance.randrange(10**6):06d}"
        self._ms = self._operations = 0
        self._up = self._down = 0
        self._out = False
        self._say: Say | None = None
        self._drop: Callable[[], None] | None = None

    # --- what a central sees ------------------------------------------------------------------------------------------

    def advertisement(self) -> Advertisement:
        """Its name; the long service number does not fit beside it on every model."""
        return Advertisement(self._name, (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """One service of its own, and who it is."""
        forbidden = tuple(Characteristic(uuid, read=self._toucher(uuid), written=self._touched(uuid)) for uuid in UNTOUCHABLE)
        return (
            Service(SERVICE, (
                Characteristic(COMMANDS, written=self._written), Characteristic(MONITOR, read=self._monitor),
                Characteristic(REPS, notify=True), Characteristic(DIAGNOSTICS, read=self._diagnostics),
                Characteristic(STATISTICS, notify=True, read=lambda: bytes(48)), *forbidden,
            )),
            Service(uuid16(0x180A), (Characteristic(uuid16(0x2A26), read=self._firmware),)),
        )

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Somebody looks."""
        self._say, self._drop = say, drop

    def disconnected(self) -> None:
        """Nobody looks; what pulls, pulls on (S1)."""
        self._say = self._drop = None

    # --- what it is told ----------------------------------------------------------------------------------------------

    def begin(self, start: Start) -> None:
        """Another program begins a set."""
        self.set, self._up, self._down, self._out = start, 0, 0, False

    def _written(self, data: bytes) -> None:
        self._operation()
        self.written.append(data)
        told = command(data)
        self.heard.append(told)
        if isinstance(told, Start):
            self.begin(told)
        elif data in LETS_GO - self.faults.ignores:
            self.set = None

    def _operation(self) -> None:
        self._operations += 1
        if self.faults.strict and self._operations > 1 and self._drop is not None:
            self._drop()

    def _toucher(self, uuid: str) -> Callable[[], bytes]:
        def read() -> bytes:
            self.touched.append(uuid)
            return b""

        return read

    def _touched(self, uuid: str) -> Callable[[bytes], None]:
        return lambda _: self.touched.append(uuid)

    # --- what it says -------------------------------------------------------------------------------------------------

    def _monitor(self) -> bytes:
        self._operation()
        told = encode_monitor(Monitor(self._ms // 10, _cable(self.hands[0]), _cable(self.hands[1]))) + bytes(8)
        return told[:15] if self.faults.unreadable else told

    def _diagnostics(self) -> bytes:
        self._operation()
        return encode_diagnostics(Diagnostics(self._ms // 1000, self.faults.words, (31, 32, 33, 40, 41, 25)))

    def _firmware(self) -> bytes:
        self._operation()
        return b"twin"

    def _tell_reps(self) -> None:
        if self._say is None or self.faults.silent:
            return
        light = min(self._down, LIGHT_REPS)
        total = self.set.reps if self.set and self.set.reps else 255
        told = Reps(self._up, self._down) if self.old else Reps(
            self._up, self._down, TOP_M * 1000, BOTTOM_M * 1000, light, LIGHT_REPS, self._down - light, total - LIGHT_REPS)
        self._say(REPS, encode_reps(told)[: self.mtu - 3])

    # --- time ---------------------------------------------------------------------------------------------------------

    def step(self, ms: int) -> None:
        """Motors, cables and hands, a millisecond at a time."""
        self._operations = 0
        for _ in range(ms):
            self._ms += 1
            self._pull()
            if self.lively and not self.hands[0].busy:
                for hand in self.hands:
                    hand.pull(0.08, 0.5, 5)
            for hand in self.hands:
                hand.step(newtons(self.motor_g))
            self._count()

    def _pull(self) -> None:
        """Up to the load in 300 ms once something moves; down at once."""
        wanted = self._wanted()
        if wanted < self.motor_g:
            self.motor_g = max(wanted, self.motor_g - DOWN_G_PER_MS)
        elif self.set is not None and max(abs(hand.v) for hand in self.hands) > MOVES_M_S:
            self.motor_g = min(wanted, self.motor_g + max(self.set.load_g, LIGHT_G) / FULL_MS)

    def _wanted(self) -> float:
        if self.set is None:
            return 0.0
        if self._down < LIGHT_REPS:
            return float(min(LIGHT_G, self.set.load_g))
        return float(max(0, min(self.set.load_g + self.set.change_g * (self._down - LIGHT_REPS), self.set.ceiling_g)))

    def _count(self) -> None:
        """`up` at the top, `down` at the bottom; after the last one nothing pulls any more."""
        if self.set is None:
            return
        x = self.hands[0].x
        if not self._out and x > TOP_M:
            self._out, self._up = True, self._up + 1
            self._tell_reps()
        elif self._out and x < BOTTOM_M:
            self._out, self._down = False, self._down + 1
            self._tell_reps()
            if self.set.reps is not None and self._down >= self.set.reps:
                self.set = None


def _cable(hand: Hauler) -> Cable:
    return Cable(_16(hand.x * 10_000), _16(hand.v * 10_000), min(110_000, round(hand.tension_n / G * 100) * 10))


def _16(value: float) -> int:
    """As far as sixteen bits go."""
    return min(max(round(value), -0x8000), 0x7FFF)


def peripheral(seed: int) -> Vitruvian:
    """A machine with somebody who moves its handles again and again, at no load."""
    return Vitruvian(seed, lively=True)

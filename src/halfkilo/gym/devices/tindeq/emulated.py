"""The twin of a Progressor: a strain gauge with noise, drift and a hook's weight, pulled by somebody who tires."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

from halfkilo.gym.bodies.pull import Puller
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.tindeq import codec
from halfkilo.gym.devices.tindeq.codec import CONTROL, DATA, SERVICE, LowBattery, Op, Pull, Pulls, Reply
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service

SAMPLE_US = 12_500
NOISE_G, HOOK_G, CREEP_G_PER_S = 12.0, 180.0, 0.15
MOST_G = 150_000
EMPTY_MV = 2_700
VOLTAGE_READ, CALIBRATION_READ = 0x6F, 0x72


class Progressor:
    """packed: readings in a notification (the maker packs several, open hardware sends one); never more than fit. mtu: as negotiated.

    `refused` keeps every order that no program of ours may ever give.
    """

    def __init__(self, seed: int, packed: int = 4, mtu: int = 247) -> None:
        self.mtu, self._packed = mtu, max(1, min(packed, (mtu - 5) // codec.ONE.size))
        self.puller = Puller(seed)
        self.refused: list[bytes] = []
        self.millivolts = 3010
        self.began_us = 0
        self._chance = Random(seed)
        self._serial = self._chance.randrange(1 << 40, 1 << 48)
        self._zero_g = 0.0
        self._ticks = Ticks(SAMPLE_US, self.puller.step, self._measure)
        self._streaming = False
        self._waiting: list[Pull] = []
        self._say: Say | None = None
        self._drop: Callable[[], None] | None = None

    def advertisement(self) -> Advertisement:
        """Name and service."""
        return Advertisement(f"Progressor_{self._serial % 10_000:04d}", (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """The gauge's own service."""
        control = Characteristic(CONTROL, written=self._ordered, without_response=True)
        return (Service(SERVICE, (Characteristic(DATA, notify=True), control)),)

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Quiet until it is asked."""
        self._say, self._drop = say, drop

    def disconnected(self) -> None:
        """Stops its stream."""
        self._say = self._drop = None
        self._streaming = False

    def step(self, ms: int) -> None:
        """Readings are due 80 times a second on the gauge's own clock."""
        self._ticks.step(ms)
        self._look_after_battery()

    def _measure(self) -> None:
        if not self._streaming:
            return
        self._waiting.append(Pull(round(self._raw_g() - self._zero_g), (self._ticks.us - self.began_us) % (1 << 32)))
        if len(self._waiting) >= self._packed:
            self._tell(Pulls(tuple(self._waiting)))
            self._waiting = []

    def _raw_g(self) -> float:
        raw = HOOK_G + CREEP_G_PER_S * self._ticks.us / 1e6 + self.puller.grams + self._chance.gauss(0.0, NOISE_G)
        return max(-MOST_G, min(MOST_G, raw))

    def _look_after_battery(self) -> None:
        if self.millivolts < EMPTY_MV and self._drop:
            self._tell(LowBattery())
            self._drop()

    def _ordered(self, data: bytes) -> None:
        order = data[0] if data else -1
        if order == Op.TARE:
            self._zero_g = self._raw_g() if self._streaming else self._zero_g
        elif order == Op.START:
            self._streaming, self._waiting, self.began_us = True, [], self._ticks.us
        elif order == Op.STOP:
            self._streaming, self._waiting = False, []
        elif order in _ANSWERS:
            self._tell(Reply(_ANSWERS[order](self)))
        else:
            self.refused.append(data)

    def _tell(self, said: codec.Said) -> None:
        if self._say:
            self._say(DATA, codec.encode(said))

    def identifier(self) -> bytes:
        """Lowest byte first, high zero bytes left out."""
        return self._serial.to_bytes(8, "little").rstrip(b"\0")


_ANSWERS: dict[int, Callable[[Progressor], bytes]] = {
    Op.VERSION: lambda twin: b"1.2.3.4",
    VOLTAGE_READ: lambda twin: twin.millivolts.to_bytes(4, "little"),
    Op.ID: lambda twin: twin.identifier(),
    CALIBRATION_READ: lambda twin: struct.pack("<3f", 0.0001, -1.5, 0.25),
}


def peripheral(seed: int) -> Progressor:
    """A gauge with somebody who pulls for five seconds, rests for twenty, and again."""
    return Progressor(seed)

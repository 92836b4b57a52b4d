"""The twin of a CTS500: somebody pulls; its frames are cut where the serial line happens to cut them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from halfkilo.gym.bodies.pull import Puller
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.cts500 import codec
from halfkilo.gym.devices.cts500.codec import COMMAND, DATA, SERVICE, TEMPERATURE, VOLTAGE, Answered, Order, Taken, Weight
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service

SAMPLE_US = 100_000
NOISE_G, HOOK_G = 10.0, 250.0
CUT = 0.3
"""Share of frames that arrive in two pieces."""


class Cts500:
    """`refused` keeps every order that no program of ours may ever give."""

    mtu = 23

    def __init__(self, seed: int) -> None:
        self.puller = Puller(seed)
        self.refused: list[bytes] = []
        self._chance = Random(seed)
        self._name = ("CTS500", "CTS-300")[seed % 2]
        self._zero_g, self._streaming = 0.0, False
        self._ticks = Ticks(SAMPLE_US, self.puller.step, self._measure)
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Name and service."""
        return Advertisement(self._name, (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """The serial line: out and in."""
        command = Characteristic(COMMAND, written=self._ordered, without_response=True)
        return (Service(SERVICE, (Characteristic(DATA, notify=True), command)),)

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Quiet until it is asked."""
        self._say = say

    def disconnected(self) -> None:
        """Stops its stream."""
        self._say, self._streaming = None, False

    def step(self, ms: int) -> None:
        """Ten weights a second."""
        self._ticks.step(ms)

    def _measure(self) -> None:
        if self._streaming:
            self._tell(Weight(max(0, round((self._raw_g() - self._zero_g) / 10) * 10)))

    def _raw_g(self) -> float:
        return HOOK_G + self.puller.grams + self._chance.gauss(0.0, NOISE_G)

    def _ordered(self, data: bytes) -> None:
        said = codec.decode(data)
        if isinstance(said, Garbled) or not isinstance(said, Taken):
            self.refused.append(data)
        elif said.order == VOLTAGE:
            self._tell(Answered(VOLTAGE, b"\x00\x01\x63"))
        elif said.order == TEMPERATURE:
            self._tell(Answered(TEMPERATURE, b"\x00\x00\x15"))
        else:
            self._take(said)

    def _take(self, said: Taken) -> None:
        if said.order == Order.TARE:
            self._zero_g = self._raw_g()
        elif said.order in (Order.START, Order.STOP):
            self._streaming = said.order == Order.START
        else:
            self.refused.append(codec.encode(said))
            return
        self._tell(said)

    def _tell(self, said: codec.Said) -> None:
        if not self._say:
            return
        frame = codec.encode(said)
        at = self._chance.randrange(1, len(frame)) if self._chance.random() < CUT else len(frame)
        for piece in (frame[:at], frame[at:]):
            if piece:
                self._say(DATA, piece)


def peripheral(seed: int) -> Cts500:
    """A gauge with somebody who pulls for five seconds, rests for twenty, and again."""
    return Cts500(seed)

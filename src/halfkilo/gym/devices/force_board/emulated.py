"""The twin of a Force Board: somebody pulls; whole pounds, several in a packet."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from halfkilo.gym.bodies.pull import Puller
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.force_board import codec
from halfkilo.gym.devices.force_board.codec import FORCE, MODE, TARE, TARE_NOW, Mode, Pounds
from halfkilo.gym.kilograms import POUND_G
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service
from halfkilo.gym.sensing import Charge

FORCE_SERVICE, MODE_SERVICE = "9a88d681-8df2-4afe-9e0d-c2bbbe773dd0", "467a8516-6e39-11eb-9439-0242ac130002"
"""Invented: which services hold the characteristics has not been written down, and no driver of ours asks."""
SAMPLE_US = 20_000
"""Invented as well: no rate has been written down."""
PACKED = 5
NOISE_G, STRAP_G = 60.0, 900.0


class ForceBoard:
    """`refused` keeps everything that no program of ours may ever write."""

    mtu = 23

    def __init__(self, seed: int) -> None:
        self.puller = Puller(seed)
        self.refused: list[bytes] = []
        self._chance = Random(seed)
        self._percent = 40 + seed % 60
        self._zero_g, self._streaming = 0.0, False
        self._waiting: list[int] = []
        self._ticks = Ticks(SAMPLE_US, self.puller.step, self._measure)
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Its name."""
        return Advertisement("Force Board")

    def services(self) -> tuple[Service, ...]:
        """Force and tare, mode, battery."""
        return (
            Service(FORCE_SERVICE, (Characteristic(FORCE, notify=True), Characteristic(TARE, written=self._tared))),
            Service(MODE_SERVICE, (Characteristic(MODE, written=self._set),)),
            Service(sig.BATTERY_SERVICE, (Characteristic(sig.BATTERY_LEVEL, read=lambda: sig.encode_battery(Charge(self._percent))),)),
        )

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Quiet until it is asked."""
        self._say = say

    def disconnected(self) -> None:
        """Stops its stream."""
        self._say, self._streaming, self._waiting = None, False, []

    def step(self, ms: int) -> None:
        """Fifty readings a second."""
        self._ticks.step(ms)

    def _measure(self) -> None:
        if not self._streaming or not self._say:
            return
        self._waiting.append(max(0, round((self._raw_g() - self._zero_g) / POUND_G)))
        if len(self._waiting) == PACKED:
            self._say(FORCE, codec.encode(Pounds(tuple(self._waiting))))
            self._waiting = []

    def _raw_g(self) -> float:
        return STRAP_G + self.puller.grams + self._chance.gauss(0.0, NOISE_G)

    def _tared(self, data: bytes) -> None:
        if data == TARE_NOW:
            self._zero_g = self._raw_g()
        else:
            self.refused.append(data)

    def _set(self, data: bytes) -> None:
        if data in (codec.mode(Mode.STREAM), codec.mode(Mode.IDLE)):
            self._streaming = data == codec.mode(Mode.STREAM)
        else:
            self.refused.append(data)


def peripheral(seed: int) -> ForceBoard:
    """A board with somebody who pulls for five seconds, rests for twenty, and again."""
    return ForceBoard(seed)

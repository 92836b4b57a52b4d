"""The twin of a Climbro board: somebody pulls; whole kilograms, packets that end anywhere."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from halfkilo.gym.bodies.pull import Puller
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.climbro import codec
from halfkilo.gym.devices.climbro.codec import DATA, SERVICE, Heard
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service

SAMPLE_US = 50_000
"""Invented: no rate has been written down."""
MOST_KG = 200
PERCENT = 80


class ClimbroTwin:
    """Says its battery first, then kilograms without end."""

    mtu = 23

    def __init__(self, seed: int) -> None:
        self.puller = Puller(seed)
        self._chance = Random(seed)
        self._waiting = b""
        self._ticks = Ticks(SAMPLE_US, self.puller.step, self._measure)
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Its name."""
        return Advertisement("Climbro_01")

    def services(self) -> tuple[Service, ...]:
        """One stream."""
        return (Service(SERVICE, (Characteristic(DATA, notify=True),)),)

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """The stream begins; what it is about is said again and again, in case the beginning was missed."""
        self._say, self._waiting = say, codec.encode(Heard(percents=(PERCENT,)))

    def disconnected(self) -> None:
        """Waits for the next."""
        self._say = None

    def step(self, ms: int) -> None:
        """Twenty readings a second, in packets of a few."""
        self._ticks.step(ms)

    def _measure(self) -> None:
        if not self._say:
            return
        grams = self.puller.grams + self._chance.gauss(0.0, 80.0)
        self._waiting += codec.encode(Heard((min(MOST_KG, max(0, round(grams / 1000))),)))
        count = self._chance.randint(1, 6)
        if len(self._waiting) >= count:
            self._say(DATA, self._waiting[:count])
            self._waiting = self._waiting[count:]


def peripheral(seed: int) -> ClimbroTwin:
    """A board with somebody who pulls for five seconds, rests for twenty, and again."""
    return ClimbroTwin(seed)

"""The twin of an Entralpi plate: somebody pulls, ten readings a second."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from halfkilo.gym.bodies.pull import Puller
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.entralpi import codec
from halfkilo.gym.devices.entralpi.codec import DATA, SERVICE, Weight
from halfkilo.gym.radio.emulated import Advertisement, Characteristic, Say, Service

SAMPLE_US = 100_000
"""Invented: no rate has been written down."""


class EntralpiTwin:
    """Says its weight without being asked."""

    mtu = 23

    def __init__(self, seed: int) -> None:
        self.puller = Puller(seed)
        self._chance = Random(seed)
        self._ticks = Ticks(SAMPLE_US, self.puller.step, self._measure)
        self._say: Say | None = None

    def advertisement(self) -> Advertisement:
        """Its name."""
        return Advertisement("ENTRALPI", (SERVICE,))

    def services(self) -> tuple[Service, ...]:
        """One number."""
        return (Service(SERVICE, (Characteristic(DATA, notify=True),)),)

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Readings come by themselves."""
        self._say = say

    def disconnected(self) -> None:
        """Waits for the next."""
        self._say = None

    def step(self, ms: int) -> None:
        """Measure when it is time."""
        self._ticks.step(ms)

    def _measure(self) -> None:
        if self._say:
            grams = max(0.0, self.puller.grams + self._chance.gauss(0.0, 25.0))
            self._say(DATA, codec.encode(Weight(min(0xFFFF, round(grams / 10)) * 10)))


def peripheral(seed: int) -> EntralpiTwin:
    """A plate with somebody who pulls for five seconds, rests for twenty, and again."""
    return EntralpiTwin(seed)

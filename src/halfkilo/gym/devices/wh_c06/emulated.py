"""The twin of a WH-C06: somebody pulls; the reading, in steps of 10 g, stands in the advertisement."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from halfkilo.gym.bodies.pull import Puller
from halfkilo.gym.bodies.ticks import Ticks
from halfkilo.gym.devices.wh_c06 import codec
from halfkilo.gym.devices.wh_c06.codec import COMPANY, Hanging, Unit
from halfkilo.gym.kilograms import POUND_G
from halfkilo.gym.radio.emulated import Advertisement, Say, Service

SAMPLE_US = 154_000
"""About 6.5 readings a second."""
STRAP_G, NOISE_G = 320.0, 8.0
STEADY_G = 100
NIBBLES = {Unit.KILOGRAMS: 1, Unit.POUNDS: 2}
"""Invented, apart from the one that was seen: nobody has written down which number means which unit."""


class HangingScaleTwin:
    """unit: what the display shows; may be changed while it runs, as with the scale's own button."""

    mtu = 23

    def __init__(self, seed: int, unit: Unit = Unit.KILOGRAMS) -> None:
        self.unit = unit
        self.puller = Puller(seed)
        self._chance = Random(seed)
        self._ticks = Ticks(SAMPLE_US, self.puller.step, self._measure)
        self._grams = self._before = STRAP_G

    def advertisement(self) -> Advertisement:
        """The weight as it was measured last."""
        scale = 10 if self.unit is Unit.KILOGRAMS else POUND_G / 100
        steady = abs(self._grams - self._before) < STEADY_G
        told = Hanging(min(0xFFFF, max(0, round(self._grams / scale))), int(steady), NIBBLES[self.unit])
        return Advertisement("IF_B7", maker={COMPANY: codec.encode(told)})

    def services(self) -> tuple[Service, ...]:
        """None: nobody connects."""
        return ()

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """Nobody is let in."""
        drop()

    def disconnected(self) -> None:
        """Nothing to do."""

    def step(self, ms: int) -> None:
        """Measure when it is time."""
        self._ticks.step(ms)

    def _measure(self) -> None:
        self._before, self._grams = self._grams, STRAP_G + self.puller.grams + self._chance.gauss(0.0, NOISE_G)


def peripheral(seed: int) -> HangingScaleTwin:
    """A scale with somebody who pulls for five seconds, rests for twenty, and again."""
    return HangingScaleTwin(seed)

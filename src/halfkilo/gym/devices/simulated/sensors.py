"""What the firmware sees: a noisy force cell, the motor's current, an encoder on the drum, a smoothed speed; faults a test can plant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from halfkilo.gym.devices.simulated.physics import Cable, grams_of

FORCE_NOISE_N = 1.2
CURRENT_NOISE_N = 0.5
ENCODER_PER_MM = 100
SPEED_LAG_S = 0.008
SPIKE_SHARE = 0.02
"""Of all looks, how many show a spike."""


class Fault(StrEnum):
    """How a sensor misbehaves, and by how much unless told otherwise (`SIZES`)."""

    TRUE = "true"
    STUCK = "stuck"
    FLAT = "flat"
    SPIKE = "spike"
    DRIFT = "drift"
    OFFSET = "offset"
    GAIN = "gain"
    SATURATED = "saturated"


SIZES = {Fault.SPIKE: 300_000, Fault.DRIFT: 20_000, Fault.OFFSET: 3_000, Fault.GAIN: 50, Fault.SATURATED: 6_000}
"""Grams of a spike, grams a second of a drift, grams of an offset, per cent of a gain, grams where it saturates."""


@dataclass
class Sensed:
    """One look at one cable: encoder counts of 0.01 mm, mm/s, grams of the force cell, grams that the motor's current would make."""

    counts: int = 0
    mm_s: float = 0.0
    force_g: int = 0
    motor_g: int = 0

    @property
    def mm(self) -> int:
        """Whole millimetres."""
        return self.counts // ENCODER_PER_MM


class Channel:
    """One sensor that can be made to misbehave; whole numbers in, whole numbers out."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._drifted = 0.0
        self._shown = 0
        self.fault = Fault.TRUE
        self.size = 0

    def plant(self, fault: Fault, size: int | None = None) -> None:
        """Misbehave from now on; a drift begins at nothing."""
        self.fault, self.size, self._drifted = fault, SIZES.get(fault, 0) if size is None else size, 0.0

    def show(self, true: int) -> int:
        """What the sensor says of `true`."""
        if self.fault is not Fault.STUCK:
            self._shown = true if self.fault is Fault.TRUE else self._misread(true)
        return self._shown

    def _misread(self, true: int) -> int:
        match self.fault:
            case Fault.FLAT:
                return 0
            case Fault.SPIKE:
                return true + (self.size if self._random.random() < SPIKE_SHARE else 0)
            case Fault.DRIFT:
                self._drifted += self.size / 1000
                return true + round(self._drifted)
            case Fault.OFFSET:
                return true + self.size
            case Fault.GAIN:
                return round(true * self.size / 100)
            case _:
                return min(true, self.size)


class Sensors:
    """The force cell, the motor's current and the encoder of one cable."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._last_counts = 0
        self._speed = 0.0
        self.force, self.current, self.position = Channel(random), Channel(random), Channel(random)

    def look(self, cable: Cable) -> Sensed:
        """Read everything after one millisecond of physics."""
        counts = self.position.show(round(cable.drum_x * 1000 * ENCODER_PER_MM))
        self._speed += ((counts - self._last_counts) / ENCODER_PER_MM / 0.001 - self._speed) * (0.001 / SPEED_LAG_S)
        self._last_counts = counts
        gauss = self._random.gauss
        force = self.force.show(grams_of(cable.tension + gauss(0.0, FORCE_NOISE_N)))
        return Sensed(counts, self._speed, force, self.current.show(grams_of(cable.motor + gauss(0.0, CURRENT_NOISE_N))))

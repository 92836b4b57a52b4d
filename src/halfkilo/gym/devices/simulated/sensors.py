"""What the firmware sees: noisy force, an encoder on the drum, a smoothed speed, and faults a test can plant."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from halfkilo.gym.devices.simulated.physics import TAKE_UP, Cable, grams_of

FORCE_NOISE_N = 1.2
ENCODER_PER_MM = 100
SPEED_LAG_S = 0.008


class Fault(StrEnum):
    """How a sensor misbehaves."""

    TRUE = "true"
    STUCK = "stuck"
    SPIKE = "spike"
    DRIFT = "drift"


@dataclass
class Sensed:
    """One look at one cable: encoder counts of 0.01 mm, mm/s, grams."""

    counts: int = 0
    mm_s: float = 0.0
    force_g: int = 0

    @property
    def mm(self) -> int:
        """Whole millimetres."""
        return self.counts // ENCODER_PER_MM


class Sensors:
    """The force cell and encoder of one cable."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._zero_g = 0
        self._last_counts = 0
        self._speed = 0.0
        self._drift_g = 0.0
        self.force_fault = Fault.TRUE
        self.position_fault = Fault.TRUE
        self.now = Sensed()

    def look(self, cable: Cable) -> Sensed:
        """Read both sensors after one millisecond of physics."""
        counts = self._position(cable)
        self._speed += ((counts - self._last_counts) / ENCODER_PER_MM / 0.001 - self._speed) * (0.001 / SPEED_LAG_S)
        self._last_counts = counts
        self.now = Sensed(counts, self._speed, self._force(cable))
        return self.now

    def zero(self) -> int:
        """Take what the force cell shows now as the take-up alone; how far off it was, grams."""
        off = self.now.force_g - grams_of(TAKE_UP)
        self._zero_g += off
        return off

    def _position(self, cable: Cable) -> int:
        return self._last_counts if self.position_fault is Fault.STUCK else round(cable.drum_x * 1000 * ENCODER_PER_MM)

    def _force(self, cable: Cable) -> int:
        if self.force_fault is Fault.STUCK:
            return self.now.force_g
        self._drift_g = self._drift_g + 20.0 if self.force_fault is Fault.DRIFT else 0.0
        spike = 300_000 if self.force_fault is Fault.SPIKE and self._random.random() < 0.02 else 0
        true = grams_of(cable.tension + self._random.gauss(0.0, FORCE_NOISE_N))
        return true - self._zero_g + round(self._drift_g) + spike

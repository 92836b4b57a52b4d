"""What the firmware watches on each cable: the reasons to let go under load."""

from __future__ import annotations

from halfkilo.gym.bounds import (
    BEYOND_MM,
    FLAT_MS,
    LET_GO_MM_S,
    MISMATCH_G,
    MISMATCH_MS,
    REST_MM,
    REST_MS,
)
from halfkilo.gym.devices.link.codec import Why
from halfkilo.gym.devices.simulated.physics import TAKE_UP, grams_of
from halfkilo.gym.devices.simulated.sensors import Sensed

FAULTS = frozenset({Why.FLAT_SENSOR, Why.SPIKING_SENSOR, Why.FORCE_MISMATCH, Why.MOTOR_MISMATCH, Why.SENSOR_OFF})
"""Why a machine stays in its fault state until a self-test passes."""

SPIKE_G = 20_000
"""H11. Force this much plus the load itself away from the motor's current is no hand: the hardest catch of a slack cable at 1 m/s makes
about 13 kg."""
SPIKES_MOST = 5.0
SPIKES_FORGOTTEN = 0.01
"""Single spikes are left out; more than five closer together than ten a second are a sensor that cannot be believed."""
MEAN_MS = 1_000
MEAN_G = 1_500
MEAN_SHARE = 0.1
"""H11. Over about a second a hand's accelerations cancel out and friction is 0.2 kg and 1.5 %: a mean force further than this from what
the motor's current makes is a wrong sensor (gain, slow drift, saturation)."""
MOTOR_G = 2_000
MOTOR_SHARE = 0.1
"""The current follows what the firmware asks within 2 ms: this far from it for `MISMATCH_MS`, the motor does not do what it is told."""


class Watch:
    """H10, H11, H19, H45: one loaded cable, looked at every millisecond."""

    def __init__(self, highest_mm: int) -> None:
        self._highest = highest_mm
        self._rest_ms = 0
        self._sensors = Plausible()

    def see(self, sensed: Sensed, held_g: float) -> Why:
        """A reason to let go, or nothing."""
        if sensed.mm_s < -LET_GO_MM_S:
            return Why.LET_GO
        if sensed.mm > self._highest + BEYOND_MM:
            return Why.BEYOND_RANGE
        self._rest_ms = self._rest_ms + 1 if sensed.mm < REST_MM else 0
        why = self._sensors.see(sensed, held_g)
        return Why.AT_REST if self._rest_ms >= REST_MS else why


class Plausible:
    """H10, H11: do force cell, motor current and encoder of one loaded cable live, and do they agree?"""

    def __init__(self) -> None:
        self._still_ms = self._quiet_ms = self._dead_ms = self._off_ms = self._motor_ms = 0
        self._spikes = self._mean = 0.0
        self._in_spike = False
        self._last = Sensed()

    def see(self, sensed: Sensed, held_g: float) -> Why:
        """Which sensor cannot be believed, or nothing."""
        off = sensed.force_g - sensed.motor_g
        self._count_flat(sensed)
        self._count_spikes(off, held_g)
        if max(self._still_ms, self._quiet_ms, self._dead_ms) >= FLAT_MS:
            return Why.FLAT_SENSOR
        if self._spikes >= SPIKES_MOST:
            return Why.SPIKING_SENSOR
        if self._motor_off(sensed, held_g):
            return Why.MOTOR_MISMATCH
        return Why.FORCE_MISMATCH if self._force_off(off, held_g) else Why.NOTHING

    def _count_flat(self, sensed: Sensed) -> None:
        last, self._last = self._last, sensed
        self._still_ms = self._still_ms + 1 if sensed.counts == last.counts else 0
        self._quiet_ms = self._quiet_ms + 1 if sensed.force_g == last.force_g else 0
        self._dead_ms = self._dead_ms + 1 if sensed.motor_g == last.motor_g else 0

    def _count_spikes(self, off: int, held_g: float) -> None:
        """Beginnings count, so that a lasting difference stays one for `_force_off`."""
        spike = abs(off) > SPIKE_G + held_g
        self._spikes = max(0.0, self._spikes - SPIKES_FORGOTTEN) + (1.0 if spike and not self._in_spike else 0.0)
        self._in_spike = spike

    def _motor_off(self, sensed: Sensed, held_g: float) -> bool:
        asked = max(held_g, grams_of(TAKE_UP))
        self._motor_ms = self._motor_ms + 1 if abs(sensed.motor_g - asked) > MOTOR_G + MOTOR_SHARE * held_g else 0
        return self._motor_ms >= MISMATCH_MS

    def _force_off(self, off: int, held_g: float) -> bool:
        """Quick and large, or slow and lasting; what is a spike tells nothing about the mean."""
        self._off_ms = self._off_ms + 1 if abs(off) > MISMATCH_G + 0.4 * held_g else 0
        if not self._in_spike or self._off_ms:
            self._mean += (max(-SPIKE_G, min(SPIKE_G, off)) - self._mean) / MEAN_MS
        return self._off_ms >= MISMATCH_MS or abs(self._mean) > MEAN_G + MEAN_SHARE * held_g

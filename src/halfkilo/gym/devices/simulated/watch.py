"""What the firmware watches on each cable: the range shown while arming, and the reasons to let go under load."""

from __future__ import annotations

from enum import StrEnum

from halfkilo.gym.bounds import (
    BEYOND_MM,
    FLAT_MS,
    LET_GO_MM_S,
    MISMATCH_G,
    MISMATCH_MS,
    REST_MM,
    REST_MS,
    SWEEP_MM,
)
from halfkilo.gym.devices.simulated.sensors import Sensed


class Why(StrEnum):
    """Why the machine last let go, or did not take a command. Empty: nothing to say."""

    NOTHING = ""
    ASKED = "asked"
    LEASE_OVER = "lease_over"
    LET_GO = "let_go"
    AT_REST = "at_rest"
    BEYOND_RANGE = "beyond_range"
    HOST_GONE = "host_gone"
    MALFORMED = "malformed"
    STALLED = "stalled"
    FLAT_SENSOR = "flat_sensor"
    FORCE_MISMATCH = "force_mismatch"
    OLD = "old"
    NOT_ARMED = "not_armed"
    NOT_SWEPT = "not_swept"
    AT_STOP = "at_stop"
    NOT_THE_HOST = "not_the_host"
    LOADED = "loaded"
    FAULT = "fault"
    SENSOR_OFF = "sensor_off"


FAULTS = frozenset({Why.FLAT_SENSOR, Why.FORCE_MISMATCH})


class Sweep:
    """H03: has this handle been out and back at zero load? Millimetres."""

    def __init__(self) -> None:
        self.low: int | None = None
        self.high = 0
        self.done = False

    def see(self, mm: int) -> None:
        """Take one position."""
        if self.low is None or (mm < self.low and not self.done):
            self.low, self.high = mm, max(self.high, mm)
        self.high = max(self.high, mm)
        wide = self.high - self.low >= SWEEP_MM
        self.done = self.done or (wide and mm <= self.low + (self.high - self.low) * 3 // 10)


class Watch:
    """H10, H19, H45: one loaded cable, looked at every millisecond."""

    def __init__(self, highest_mm: int) -> None:
        self._highest = highest_mm
        self._rest_ms = self._still_ms = self._quiet_ms = self._off_ms = 0
        self._last = Sensed()

    def see(self, sensed: Sensed, held_g: float) -> Why:
        """A reason to let go, or nothing."""
        if sensed.mm_s < -LET_GO_MM_S:
            return Why.LET_GO
        if sensed.mm > self._highest + BEYOND_MM:
            return Why.BEYOND_RANGE
        return self._lasting(sensed, held_g)

    def _lasting(self, sensed: Sensed, held_g: float) -> Why:
        """Reasons that must last a while before they count."""
        self._still_ms = self._still_ms + 1 if sensed.counts == self._last.counts else 0
        self._quiet_ms = self._quiet_ms + 1 if sensed.force_g == self._last.force_g else 0
        self._last = sensed
        self._rest_ms = self._rest_ms + 1 if sensed.mm < REST_MM else 0
        off = abs(sensed.force_g - held_g) > MISMATCH_G + 0.4 * held_g
        self._off_ms = self._off_ms + 1 if off else 0
        if self._rest_ms >= REST_MS:
            return Why.AT_REST
        if max(self._still_ms, self._quiet_ms) >= FLAT_MS:
            return Why.FLAT_SENSOR
        return Why.FORCE_MISMATCH if self._off_ms >= MISMATCH_MS else Why.NOTHING

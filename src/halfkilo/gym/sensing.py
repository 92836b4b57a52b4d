"""What measuring devices say, so that a strap, a gauge, a plate and their emulated twins are alike. Nothing here can load anything.

Times: `at_us` is the device's own clock, microseconds since its stream began, unwrapped; None where the device has no clock (then the
time of arrival counts). Masses and forces are whole grams (a force gauge shows kilograms-force: grams here), positions millimetres.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Radio


class Quantity(StrEnum):
    """What a device can measure."""

    HEART_RATE = "heart_rate"
    FORCE = "force"
    BALANCE = "balance"
    MASS = "mass"
    CARDIO = "cardio"


@dataclass(frozen=True)
class HeartRate:
    """bpm: beats a minute. contact: whether the strap feels skin, None where it cannot tell. rr_ms: beat-to-beat times, oldest first."""

    bpm: int
    contact: bool | None = None
    rr_ms: tuple[int, ...] = ()


@dataclass(frozen=True)
class Force:
    """One reading of a force gauge, grams; may be below zero before it was zeroed."""

    grams: int
    at_us: int | None = None
    stable: bool | None = None


@dataclass(frozen=True)
class Balance:
    """One reading of a force plate: centre of pressure (tenths of a millimetre, + right, + forward) and grams; corners front left,
    front right, back left, back right, None when they did not arrive."""

    right_um100: int
    forward_um100: int
    grams: int
    at_us: int | None = None
    corners: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Mass:
    """Body mass, grams."""

    grams: int


@dataclass(frozen=True)
class Cardio:
    """What a rower, treadmill, bike or cross trainer says; None where it did not. distance: metres. speed: mm/s. watts. bpm. elapsed_s."""

    distance_m: int | None = None
    speed_mm_s: int | None = None
    watts: int | None = None
    cadence: float | None = None
    bpm: int | None = None
    elapsed_s: int | None = None


@dataclass(frozen=True)
class Charge:
    """Battery, 0 to 100; `low` when only a warning is known."""

    percent: int | None
    low: bool = False


Sample = HeartRate | Force | Balance | Mass | Cardio | Charge


@dataclass(frozen=True)
class Identity:
    """Who answered. serial: pinned when pairing, never logged; empty where the device tells none (then its address is pinned)."""

    model: str
    serial: str = field(default="", repr=False)
    firmware: str = ""


class Hearer(Protocol):
    """Who is told what a measuring device says."""

    def up(self, identity: Identity) -> None:
        """It answered."""

    def down(self) -> None:
        """It cannot be heard any more."""

    def sample(self, sample: Sample) -> None:
        """It measured."""

    def garbled(self, garbled: Garbled) -> None:
        """Something unreadable arrived: counted, never raised."""


class Sensor(Protocol):
    """A measuring device. It is opened by `open_sensor(radio, address, hearer)` in its folder's `driver.py`."""

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled."""

    async def zero(self) -> bool:
        """Take what is on it now for nothing; False where it has no such thing (then `trials` subtracts)."""


OpenSensor = Callable[[Radio, str, Hearer], Sensor]

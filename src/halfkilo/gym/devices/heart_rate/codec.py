"""Heart Rate Measurement (0x2A37) of the Bluetooth SIG, with the shared battery and device information.

Flags, then the rate, then energy if announced, then beat-to-beat times to the end, oldest first. Contact may only be read where the strap
says that it can tell: 0x04 alone means "can tell, and feels no skin".
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import uuid16

SERVICE = uuid16(0x180D)
MEASUREMENT, LOCATION, CONTROL = uuid16(0x2A37), uuid16(0x2A38), uuid16(0x2A39)
RR_PER_S = 1024
RESET_ENERGY = b"\x01"


class Flag(IntFlag):
    """The first byte."""

    WIDE = 1
    TOUCHING = 2
    CAN_TELL_TOUCH = 4
    ENERGY = 8
    RR = 16


class Location(IntEnum):
    """Where it is worn (0x2A38)."""

    OTHER = 0
    CHEST = 1
    WRIST = 2
    FINGER = 3
    HAND = 4
    EAR = 5
    FOOT = 6


@dataclass(frozen=True)
class Measurement:
    """bpm: 0 to 65535 as told. contact: None where it cannot tell. energy_kj: since it was reset, None where not told.
    rr_1024: beat-to-beat times in 1/1024 s, oldest first."""

    bpm: int
    contact: bool | None = None
    energy_kj: int | None = None
    rr_1024: tuple[int, ...] = ()

    @property
    def rr_ms(self) -> tuple[int, ...]:
        """Beat-to-beat times, milliseconds."""
        return tuple(round(rr * 1000 / RR_PER_S) for rr in self.rr_1024)


def decode(data: bytes) -> Measurement | Garbled:
    """One notification; an odd byte at its end is left out."""
    if not data:
        return Garbled("an empty measurement")
    flags = Flag(data[0] & 0x1F)
    wide, told = Flag.WIDE in flags, Flag.ENERGY in flags
    energy_at = 3 if wide else 2
    rr_at = energy_at + (2 if told else 0)
    if len(data) < rr_at:
        return Garbled(f"a measurement of {len(data)} bytes is cut short")
    bpm = int.from_bytes(data[1:energy_at], "little")
    contact = Flag.TOUCHING in flags if Flag.CAN_TELL_TOUCH in flags else None
    energy = int.from_bytes(data[energy_at:rr_at], "little") if told else None
    return Measurement(bpm, contact, energy, _rr(data[rr_at:]) if Flag.RR in flags else ())


def _rr(data: bytes) -> tuple[int, ...]:
    return tuple(rr for (rr,) in struct.iter_unpack("<H", data[: len(data) // 2 * 2]))


def encode(measurement: Measurement) -> bytes:
    """The notification; the reverse of `decode`. The rate takes two bytes only where it must."""
    flags, wide = Flag(0), measurement.bpm > 255
    flags |= Flag.WIDE if wide else Flag(0)
    flags |= Flag.CAN_TELL_TOUCH if measurement.contact is not None else Flag(0)
    flags |= Flag.TOUCHING if measurement.contact else Flag(0)
    flags |= Flag.ENERGY if measurement.energy_kj is not None else Flag(0)
    flags |= Flag.RR if measurement.rr_1024 else Flag(0)
    return b"".join((
        bytes([flags]),
        measurement.bpm.to_bytes(2 if wide else 1, "little"),
        b"" if measurement.energy_kj is None else measurement.energy_kj.to_bytes(2, "little"),
        struct.pack(f"<{len(measurement.rr_1024)}H", *measurement.rr_1024),
    ))


def location(data: bytes) -> Location | Garbled:
    """Where it says it is worn."""
    if len(data) != 1 or data[0] not in list(Location):
        return Garbled(f"no place on the body has the number {data[:4].hex()}")
    return Location(data[0])


DECODE: dict[str, Callable[[bytes], object]] = {"measurement": decode, "location": location, "battery": sig.battery, "text": sig.text}
ENCODE: dict[str, Callable[[Any], bytes]] = {"measurement": encode, "battery": sig.encode_battery, "text": sig.encode_text}
"""By the names that vectors.json uses."""

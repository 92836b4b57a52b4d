"""What a Progressor and the gauges that speak like it say and understand; facts: two independent peripherals and three hosts agree.

Data: tag, length, payload; what follows the announced length is padding. Little-endian. What it measures: kilograms as a 32-bit float and
microseconds since the stream began (a counter that begins again every 71.6 minutes, see `gym.clock`).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.kilograms import grams

SERVICE = "7e4e1701-1ea6-40c9-9dcc-13d34ffead57"
DATA = "7e4e1702-1ea6-40c9-9dcc-13d34ffead57"
CONTROL = "7e4e1703-1ea6-40c9-9dcc-13d34ffead57"
ONE = struct.Struct("<fI")
LONGEST = 255
REPLY, PULLS, LOW_BATTERY = 0, 1, 4


class Op(IntEnum):
    """Everything that is ever asked of a gauge. Its other orders (calibrating, erasing, restarting, updating) have no name here."""

    TARE = 0x64
    START = 0x65
    STOP = 0x66
    VERSION = 0x6B
    ID = 0x70


@dataclass(frozen=True)
class Pull:
    """grams at `us`, the gauge's own microseconds (32 bits)."""

    grams: int
    us: int


@dataclass(frozen=True)
class Pulls:
    """Readings in their order; those that were not numbers are left out."""

    pulls: tuple[Pull, ...]


@dataclass(frozen=True)
class Reply:
    """The answer to the one question that is open; which one, it does not say."""

    payload: bytes


@dataclass(frozen=True)
class LowBattery:
    """It switches itself off next."""


@dataclass(frozen=True)
class Calibration:
    """The three numbers a gauge calculates with; read by nobody but a curious person, never written. One source only."""

    slope: float
    intercept: float
    trim: float


Said = Pulls | Reply | LowBattery


def command(op: Op) -> bytes:
    """The byte that asks for it."""
    return bytes([op])


def decode(data: bytes) -> Said | Garbled:
    """One notification."""
    if len(data) < 2 or data[1] > len(data) - 2:
        return Garbled(f"a message of {len(data)} bytes is cut short")
    tag, payload = data[0], data[2 : 2 + data[1]]
    if tag == PULLS:
        return _pulls(payload)
    if tag == REPLY:
        return Reply(payload)
    if tag == LOW_BATTERY and not payload:
        return LowBattery()
    return Garbled(f"no message has the tag {tag} and {len(payload)} bytes")


def _pulls(payload: bytes) -> Pulls | Garbled:
    if len(payload) % ONE.size:
        return Garbled(f"readings are {ONE.size} bytes each, got {len(payload)}")
    read = [(grams(kilograms), us) for kilograms, us in ONE.iter_unpack(payload)]
    return Pulls(tuple(Pull(pulled, us) for pulled, us in read if pulled is not None))


def encode(said: Said) -> bytes:
    """The notification; the reverse of `decode`."""
    if isinstance(said, Pulls):
        return _framed(PULLS, b"".join(ONE.pack(one.grams / 1000, one.us) for one in said.pulls))
    return _framed(REPLY, said.payload) if isinstance(said, Reply) else _framed(LOW_BATTERY, b"")


def _framed(tag: int, payload: bytes) -> bytes:
    return bytes([tag, len(payload)]) + payload


def version(payload: bytes) -> str | Garbled:
    """The answer to `Op.VERSION`."""
    text = payload.rstrip(b"\0").decode("ascii", "replace")
    return text if text.isascii() and text.isprintable() else Garbled("a version is plain text")


def identifier(payload: bytes) -> str | Garbled:
    """The answer to `Op.ID`: up to 8 bytes, lowest first, shown highest first."""
    if not 1 <= len(payload) <= 8:
        return Garbled(f"an id has 1 to 8 bytes, got {len(payload)}")
    return payload[::-1].hex().upper()


def millivolts(payload: bytes) -> int | Garbled:
    """What a gauge says when somebody asks for its voltage (0x6F); nobody here does, for nobody has published what is how full."""
    return int.from_bytes(payload, "little") if len(payload) == 4 else Garbled(f"a voltage has 4 bytes, got {len(payload)}")


def calibration(payload: bytes) -> Calibration | Garbled:
    """What a gauge says when somebody asks for its calibration (0x72); nobody here does."""
    return Calibration(*struct.unpack("<3f", payload)) if len(payload) == 12 else Garbled(f"calibration has 12 bytes, got {len(payload)}")


DECODE: dict[str, Callable[[bytes], object]] = {
    "data": decode, "version": version, "id": identifier, "millivolts": millivolts, "calibration": calibration,
}
ENCODE: dict[str, Callable[[Any], bytes]] = {"data": encode}
"""By the names that vectors.json uses."""

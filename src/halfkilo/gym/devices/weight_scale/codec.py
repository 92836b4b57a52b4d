"""Body mass by the Bluetooth SIG's Weight Scale service: one indication per weighing. Little-endian, flags first.

Bits: 0 pounds and inches instead of kilograms and metres; 1 time; 2 who; 3 body mass index and height. Other bits and what follows them
belong to later versions and are left unread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.kilograms import POUND_G
from halfkilo.gym.radio.link import uuid16

SERVICE = uuid16(0x181D)
MEASUREMENT = uuid16(0x2A9D)
FEATURE = uuid16(0x2A9E)

IMPERIAL, TIME, USER, BODY = 1, 2, 4, 8
MISSED = 0xFFFF
"""The scale could not measure (from memory of the public specification, not confirmed)."""
UNKNOWN_USER = 0xFF
TIME_BYTES, BODY_BYTES = 7, 4


@dataclass(frozen=True)
class Weighing:
    """raw: in 5 g or hundredths of a pound, None where the scale could not measure. user: 0 to 254, None where it does not know.

    height_raw: millimetres or tenths of an inch. timed: a time field was there (its year may be unknown, then `at` is None).
    """

    raw: int | None
    imperial: bool = False
    timed: bool = False
    at: datetime | None = None
    asked_user: bool = False
    user: int | None = None
    bmi_tenths: int | None = None
    height_raw: int | None = None

    @property
    def grams(self) -> int | None:
        """Body mass."""
        if self.raw is None:
            return None
        return round(self.raw * POUND_G / 100) if self.imperial else self.raw * 5


class _Short(Exception):
    pass


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise _Short
        self._at += count
        return taken

    def number(self, count: int) -> int:
        return int.from_bytes(self.take(count), "little")


def decode(data: bytes) -> Weighing | Garbled:
    """One indication."""
    read = _Bytes(data)
    try:
        flags, raw = read.number(1), read.number(2)
        time = read.take(TIME_BYTES) if flags & TIME else None
        user = read.number(1) if flags & USER else UNKNOWN_USER
        bmi, height = (read.number(2), read.number(2)) if flags & BODY else (None, None)
        at = _time(time) if time else None
    except _Short:
        return Garbled(f"a weighing of {len(data)} bytes is cut short")
    except ValueError:
        return Garbled("a weighing at a time that does not exist")
    return Weighing(
        raw if raw != MISSED else None, bool(flags & IMPERIAL), time is not None, at,
        bool(flags & USER), user if user != UNKNOWN_USER else None, bmi, height,
    )


def _time(data: bytes) -> datetime | None:
    """None where year, month or day are unknown (0). Raises: ValueError, for a day that does not exist."""
    year, month, day = int.from_bytes(data[:2], "little"), data[2], data[3]
    return datetime(year, month, day, *data[4:]) if year and month and day else None


def encode(weighing: Weighing) -> bytes:
    """The indication; the reverse of `decode`."""
    body = weighing.bmi_tenths is not None and weighing.height_raw is not None
    flags = IMPERIAL * weighing.imperial | TIME * weighing.timed | USER * weighing.asked_user | BODY * body
    data = bytes([flags]) + _u16(MISSED if weighing.raw is None else weighing.raw)
    if weighing.timed:
        at = weighing.at
        data += _u16(at.year) + bytes([at.month, at.day, at.hour, at.minute, at.second]) if at else bytes(TIME_BYTES)
    if weighing.asked_user:
        data += bytes([UNKNOWN_USER if weighing.user is None else weighing.user])
    if weighing.bmi_tenths is not None and weighing.height_raw is not None:
        data += _u16(weighing.bmi_tenths) + _u16(weighing.height_raw)
    return data


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")


DECODE: dict[str, Callable[[bytes], object]] = {"measurement": decode}
ENCODE: dict[str, Callable[[Any], bytes]] = {"measurement": encode}
"""By the names that vectors.json uses."""

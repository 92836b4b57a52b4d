"""The CTS500 (also sold as CTS-300): a serial line carried over Bluetooth. Frames begin with 0x05 and end with the sum of all before.

An order has six bytes and comes back as it was when it is taken. A weight has seven: four of them, big-endian, in hundredths of a
kilogram. An answer has seven as well, with 0x80 second. Frames may be cut anywhere; `Frames` finds them, and begins anew after a sum that
is not right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.kilograms import MOST_G
from halfkilo.gym.radio.link import uuid16

SERVICE, DATA, COMMAND = uuid16(0xFFE0), uuid16(0xFFE1), uuid16(0xFFE2)
START_BYTE, ANSWER = 0x05, 0x80
ORDER_BYTES, LONGEST = 6, 7
WEIGHT_KIND = 0x01
"""The second byte of the weight that was seen; others that are neither answer nor order are taken for weights too."""
VOLTAGE, TEMPERATURE = 0xC4, 0xC5
ECHOES = frozenset({0xA6, 0xA9, 0xAA, 0xAB, 0xC1, VOLTAGE, TEMPERATURE})
"""Orders that come back as they were."""


class Order(IntEnum):
    """Everything that is ever said to it. Its other orders (setting up, calibrating) have no name here."""

    TARE = 0xA6
    START = 0xAA
    STOP = 0xAB


@dataclass(frozen=True)
class Weight:
    """grams; it cannot say less than nothing."""

    grams: int
    kind: int = WEIGHT_KIND


@dataclass(frozen=True)
class Taken:
    """An order came back: it was taken."""

    order: int
    given: bytes = bytes(3)


@dataclass(frozen=True)
class Answered:
    """An answer about itself; see `volts_hundredths` and `celsius`."""

    order: int
    given: bytes

    @property
    def volts_hundredths(self) -> int | None:
        """The battery, where that was asked."""
        return int.from_bytes(self.given[1:], "big") if self.order == VOLTAGE else None

    @property
    def celsius(self) -> int | None:
        """The temperature, where that was asked."""
        last = self.given[-1]
        return (ANSWER - last if last >= ANSWER else last) if self.order == TEMPERATURE else None


Said = Weight | Taken | Answered


def order(word: Order) -> bytes:
    """The bytes that ask for it."""
    return encode(Taken(word))


def encode(said: Said) -> bytes:
    """The frame; the reverse of `decode`."""
    if isinstance(said, Weight):
        return _summed(bytes([START_BYTE, said.kind]) + (said.grams // 10).to_bytes(4, "big"))
    head = bytes([START_BYTE, said.order]) if isinstance(said, Taken) else bytes([START_BYTE, ANSWER, said.order])
    return _summed(head + said.given)


def _summed(body: bytes) -> bytes:
    return body + bytes([sum(body) & 0xFF])


def decode(frame: bytes) -> Said | Garbled:
    """One whole frame."""
    if len(frame) < 2 or frame[0] != START_BYTE or len(frame) != _length(frame[1]):
        return Garbled(f"{len(frame)} bytes are no frame")
    if frame[-1] != sum(frame[:-1]) & 0xFF:
        return Garbled("a sum that is not right")
    if frame[1] == ANSWER:
        return Answered(frame[2], frame[3:-1])
    if frame[1] in ECHOES:
        return Taken(frame[1], frame[2:-1])
    grams = int.from_bytes(frame[2:-1], "big") * 10
    return Weight(grams, frame[1]) if grams <= MOST_G else Garbled("more than a tonne")


def _length(second: int) -> int:
    return ORDER_BYTES if second in ECHOES else LONGEST


class Frames:
    """Finds frames in a stream. What lies between them is one problem, however long it is."""

    def __init__(self) -> None:
        self._rest = b""
        self._lost = False

    def feed(self, data: bytes) -> list[Said | Garbled]:
        """Everything that became whole."""
        self._rest += data
        found: list[Said | Garbled] = []
        while (said := self._next()) is not None:
            if isinstance(said, Garbled) and self._lost:
                continue
            self._lost = isinstance(said, Garbled)
            found.append(said)
        return found

    def _next(self) -> Said | Garbled | None:
        if len(self._rest) < 2:
            return None
        length = _length(self._rest[1]) if self._rest[0] == START_BYTE else 0
        if length > len(self._rest):
            return None
        said = decode(self._rest[:length]) if length else Garbled("bytes between two frames")
        right = length and self._rest[length - 1] == sum(self._rest[: length - 1]) & 0xFF
        self._rest = self._rest[length if right else 1 :]
        return said


DECODE: dict[str, Callable[[bytes], object]] = {"frame": decode}
ENCODE: dict[str, Callable[[Any], bytes]] = {"frame": encode}
"""By the names that vectors.json uses."""

"""What a WH-C06 hanging scale shouts into the air: its weight stands in its advertisements, nobody ever connects to it.

Maker's data under company 0x0100 (which belongs to another company, so length, name and a person's own choice of the address are asked
for as well): hundredths of the unit, big-endian, in bytes 10 and 11; byte 14: upper half says stable, lower half the unit. Which number
means which unit is not known, so the person says what the display shows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.kilograms import POUND_G

COMPANY = 0x0100
NAMES = frozenset({"IF_B7", "WH-C06"})
SHORTEST = 12
AT, FLAGS_AT = 10, 14


class Unit(StrEnum):
    """What the scale's display shows, as the person says."""

    KILOGRAMS = "kg"
    POUNDS = "lb"


@dataclass(frozen=True)
class Hanging:
    """hundredths: of whatever unit the display shows. stable, unit: as told, None where the message ends before them."""

    hundredths: int
    stable: int | None = None
    unit: int | None = None

    def grams(self, unit: Unit) -> int:
        """In grams, taking the person's word for the unit."""
        return self.hundredths * 10 if unit is Unit.KILOGRAMS else round(self.hundredths * POUND_G / 100)


def decode(data: bytes) -> Hanging | Garbled:
    """The maker's data of one advertisement."""
    if len(data) < SHORTEST:
        return Garbled(f"a hanging scale says at least {SHORTEST} bytes, got {len(data)}")
    hundredths = int.from_bytes(data[AT : AT + 2], "big")
    if len(data) <= FLAGS_AT:
        return Hanging(hundredths)
    return Hanging(hundredths, data[FLAGS_AT] >> 4, data[FLAGS_AT] & 0x0F)


def encode(hanging: Hanging) -> bytes:
    """The maker's data; the reverse of `decode`."""
    head = bytes(AT) + hanging.hundredths.to_bytes(2, "big")
    if hanging.stable is None or hanging.unit is None:
        return head
    return head + bytes([0, 0, hanging.stable << 4 | hanging.unit])


DECODE: dict[str, Callable[[bytes], object]] = {"maker": decode}
ENCODE: dict[str, Callable[[Any], bytes]] = {"maker": encode}
"""By the names that vectors.json uses."""

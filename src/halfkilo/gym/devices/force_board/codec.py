"""The PitchSix Force Board: packets of whole pounds. A count (big-endian), then three bytes for each reading.

Both sources calculate first byte * 32768 + second * 256 + third, which is odd (65536 would be usual); a first byte other than 0 is more
than fourteen tonnes either way, so it never matters here: such a packet is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.kilograms import MOST_G, POUND_G

FORCE = "9a88d682-8df2-4afe-9e0d-c2bbbe773dd0"
TARE = "9a88d683-8df2-4afe-9e0d-c2bbbe773dd0"
MODE = "467a8517-6e39-11eb-9439-0242ac130002"
TARE_NOW = b"\x01"
ONE = 3
HIGH = 32_768
MOST_LB = int(MOST_G / POUND_G)


class Mode(IntEnum):
    """Everything that is ever said to it, besides "tare"."""

    STREAM = 0x04
    IDLE = 0x07


@dataclass(frozen=True)
class Pounds:
    """Readings in their order, whole pounds."""

    pounds: tuple[int, ...]

    @property
    def grams(self) -> tuple[int, ...]:
        """The same in grams."""
        return tuple(round(pounds * POUND_G) for pounds in self.pounds)


def mode(wanted: Mode) -> bytes:
    """The byte that asks for it."""
    return bytes([wanted])


def decode(data: bytes) -> Pounds | Garbled:
    """One packet."""
    count = int.from_bytes(data[:2], "big")
    if len(data) < 2 or len(data) != 2 + ONE * count:
        return Garbled(f"a packet of {len(data)} bytes does not hold {count} readings")
    threes = [data[at : at + ONE] for at in range(2, len(data), ONE)]
    pounds = tuple(high * HIGH + middle * 256 + low for high, middle, low in threes)
    return Pounds(pounds) if all(one <= MOST_LB for one in pounds) else Garbled("more than a tonne")


def encode(said: Pounds) -> bytes:
    """The packet; the reverse of `decode`."""
    return len(said.pounds).to_bytes(2, "big") + b"".join(pounds.to_bytes(ONE, "big") for pounds in said.pounds)


DECODE: dict[str, Callable[[bytes], object]] = {"force": decode}
ENCODE: dict[str, Callable[[Any], bytes]] = {"force": encode}
"""By the names that vectors.json uses."""

"""Entralpi: one number in each notification, hundredths of a kilogram, big-endian. One source only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import uuid16

SERVICE, DATA = uuid16(0xFFF0), uuid16(0xFFF4)


@dataclass(frozen=True)
class Weight:
    """grams; it cannot say less than nothing."""

    grams: int


def decode(data: bytes) -> Weight | Garbled:
    """One notification."""
    if len(data) != 2:
        return Garbled(f"a weight has 2 bytes, got {len(data)}")
    return Weight(int.from_bytes(data, "big") * 10)


def encode(weight: Weight) -> bytes:
    """The notification; the reverse of `decode`."""
    return (weight.grams // 10).to_bytes(2, "big")


DECODE: dict[str, Callable[[bytes], object]] = {"weight": decode}
ENCODE: dict[str, Callable[[Any], bytes]] = {"weight": encode}
"""By the names that vectors.json uses."""

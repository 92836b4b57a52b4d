"""Climbro: one long stream of bytes. 0xF0: battery follows; 0xF5: force follows, whole kilograms; 0xF6 stands for 36. One source only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

SERVICE = "49535343-fe7d-4ae5-8fa9-9fafd205e455"
DATA = "49535343-1e4d-4bd9-ba61-23c647249616"
BATTERY, FORCE, THIRTY_SIX = 0xF0, 0xF5, 0xF6
EMPTY, FULL = 112, 230


@dataclass(frozen=True)
class Heard:
    """kilograms and percents in their order; odd: bytes that mean nothing."""

    kilograms: tuple[int, ...] = ()
    percents: tuple[int, ...] = ()
    odd: int = 0


class Stream:
    """Remembers from packet to packet what the next bytes are about."""

    def __init__(self) -> None:
        self._about: int | None = None

    def feed(self, data: bytes) -> Heard:
        """What these bytes say."""
        kilograms, percents, odd = list[int](), list[int](), 0
        for byte in data:
            if byte in (BATTERY, FORCE):
                self._about = byte
            elif self._about == FORCE and (byte == THIRTY_SIX or byte < BATTERY):
                kilograms.append(36 if byte == THIRTY_SIX else byte)
            elif self._about == BATTERY and EMPTY <= byte <= FULL:
                percents.append(round((byte - EMPTY) * 100 / (FULL - EMPTY)))
            else:
                odd += 1
        return Heard(tuple(kilograms), tuple(percents), odd)


def decode(data: bytes) -> Heard:
    """A stream that begins here."""
    return Stream().feed(data)


def encode(heard: Heard) -> bytes:
    """A stream that says it; the reverse of `decode` for what is not odd."""
    forces = bytes([FORCE, *(THIRTY_SIX if one == 36 else one for one in heard.kilograms)]) if heard.kilograms else b""
    charges = bytes([BATTERY, *(EMPTY + round(one * (FULL - EMPTY) / 100) for one in heard.percents)]) if heard.percents else b""
    return charges + forces


DECODE: dict[str, Callable[[bytes], object]] = {"stream": decode}
ENCODE: dict[str, Callable[[Any], bytes]] = {"stream": encode}
"""By the names that vectors.json uses."""

"""What a Ferra force plate says: 32-byte readings, of which at the shortest packets only the first 20 arrive, and lines of text in pieces.

Reading, little-endian: milliseconds (u32), then 32-bit floats: centre of pressure to the right and forward in centimetres, kilograms
in all, kilograms at the corners front left, front right, back left, back right. Below 15 kg the plate says 0, 0: nobody stands on it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.kilograms import grams

SERVICE = "7e400001-b5a3-f393-e0a9-e50e24dcca9e"
DATA = "7e400002-b5a3-f393-e0a9-e50e24dcca9e"
COMMAND = "7e400003-b5a3-f393-e0a9-e50e24dcca9e"
INFO = "7e400004-b5a3-f393-e0a9-e50e24dcca9e"
HEAD, CORNERS = struct.Struct("<Ifff"), struct.Struct("<ffff")
WHOLE = 32
FARTHEST_CM = 34.0
"""The plate's edge is 17 cm from its middle; a centre twice as far out is none."""
LONGEST_LINE = 4_096
PIECE = 20


class Order(StrEnum):
    """Everything that is ever said to a plate. Calibrating it has no name here."""

    START = "START"
    STOP = "STOP"
    ZERO = "ZERO"
    STATUS = "STATUS"


@dataclass(frozen=True)
class Frame:
    """ms: the plate's own clock (32 bits). right, forward: centre of pressure, tenths of a millimetre. corners: grams, None if cut off."""

    ms: int
    right_um100: int
    forward_um100: int
    grams: int
    corners: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class Status:
    """cells: how many of the corners answer; calibrated: how many of them know what a kilogram is."""

    cells: int
    connected: int
    calibrated: int

    @property
    def ready(self) -> bool:
        """Whether every corner measures."""
        return self.cells > 0 and self.connected == self.calibrated == self.cells


def order(word: Order) -> bytes:
    """The bytes that ask for it."""
    return word.value.encode("ascii")


def decode(data: bytes) -> Frame | Garbled:
    """One reading. Corners that are not numbers are None, as if they had not arrived."""
    if len(data) < HEAD.size:
        return Garbled(f"a reading has at least {HEAD.size} bytes, got {len(data)}")
    ms, right, forward, total = HEAD.unpack_from(data)
    mass = grams(total)
    if mass is None or not (abs(right) <= FARTHEST_CM and abs(forward) <= FARTHEST_CM):
        return Garbled("a reading that no plate can have")
    return Frame(ms, round(right * 100), round(forward * 100), mass, _corners(data))


def _corners(data: bytes) -> tuple[int, int, int, int] | None:
    if len(data) < WHOLE:
        return None
    front_left, front_right, back_left, back_right = (grams(value) for value in CORNERS.unpack_from(data, HEAD.size))
    if front_left is None or front_right is None or back_left is None or back_right is None:
        return None
    return front_left, front_right, back_left, back_right


def encode(frame: Frame) -> bytes:
    """The reading as the plate sends it: 32 bytes, or 16 without corners."""
    head = HEAD.pack(frame.ms, frame.right_um100 / 100, frame.forward_um100 / 100, frame.grams / 1000)
    return head + (CORNERS.pack(*(corner / 1000 for corner in frame.corners)) if frame.corners else b"")


class Lines:
    """Puts lines together again: pieces of text, and a piece that is only a newline ends the line."""

    def __init__(self) -> None:
        self._pieces = b""

    def feed(self, piece: bytes) -> str | Garbled | None:
        """A whole line, or None while it is not complete."""
        if piece == b"\n":
            line, self._pieces = self._pieces, b""
            return line.decode("utf-8", "replace")
        self._pieces += piece
        if len(self._pieces) > LONGEST_LINE:
            self._pieces = b""
            return Garbled(f"a line of more than {LONGEST_LINE} bytes")
        return None


def pieces(line: str) -> list[bytes]:
    """What the plate sends for a line."""
    data = line.encode("utf-8")
    return [data[at : at + PIECE] for at in range(0, len(data), PIECE)] + [b"\n"]


def status(line: str) -> Status | Garbled | None:
    """What a line says about the corners; None for a line about something else."""
    if not line.startswith("[STATUS]"):
        return None
    try:
        told = json.loads(line.removeprefix("[STATUS]"))
    except (ValueError, RecursionError):
        return Garbled("a status that is not JSON")
    cells = told.get("cells") if isinstance(told, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        return Garbled("a status without corners")
    return Status(len(cells), sum(cell.get("connected") is True for cell in cells), sum(cell.get("calibrated") is True for cell in cells))


def _status(data: bytes) -> Status | Garbled | None:
    return status(data.decode("utf-8", "replace"))


DECODE: dict[str, Callable[[bytes], object]] = {"data": decode, "status": _status}
ENCODE: dict[str, Callable[[Any], bytes]] = {"data": encode}
"""By the names that vectors.json uses."""

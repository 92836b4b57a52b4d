"""VOLTRA I, the inner layer: what is said to the unit and what it says. Loads are whole pounds here and nowhere else.

Only messages whose layout is known are made. Writing goes through `encode`, which knows no other values than a constant load of at
most `MOST_LB`, nothing added by chains or on the way back, load, unload, and the weight training mode: whatever a caller asks.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from halfkilo.gym.devices.voltra.frames import Frame, pack, unpack
from halfkilo.gym.driver import Garbled

LB_100UG = 45_359_237
"""One pound in units of 0.01 mg: whole numbers, so that no float can slip above what was asked."""
LEAST_LB = 5
MOST_G = 10_000
"""Our own ceiling (quality.toml says why)."""
MOST_LB = MOST_G * 100_000 // LB_100UG
UNIT_MOST_LB = 200
APP, UNIT, GREETER, DOORKEEPER = 0xAA, 0x10, 0x01, 0xD2
READ, PUSH, WRITE, SERIAL, HANDSHAKE, HELLO, TELEMETRY, ISOMETRIC, JOIN = 0x0F, 0x10, 0x11, 0x19, 0x27, 0x4F, 0xAA, 0xB4, 0xFF
HELLO_TAIL = bytes.fromhex("84ab1a5f292001")
NAME_BYTES, TOKEN_BYTES = 21, 16
UNLOADED, LOADED = 4, 5
NO_WORKOUT, WEIGHT_TRAINING = 0, 1


class Param(IntEnum):
    """What the unit keeps, by number."""

    BASE = 0x3E86
    CHAINS = 0x3E87
    ECCENTRIC = 0x3E88
    MODE = 0x3E89
    WORKOUT = 0x4FB0
    POSITION = 0x3E82
    FORCE = 0x3E83
    BATTERY = 0x4E2D
    BATTERY_OLD = 0x1B5D
    OFFSET = 0x506A
    ASSIST = 0x5106
    ISOMETRIC_MOST = 0x5431
    ISOMETRIC_SECONDS = 0x53D2
    STATE_1 = 0x5102
    STATE_2 = 0x5103
    STATE_3 = 0x4EE1
    STATE_4 = 0x5124


_LAYOUT = {
    Param.BASE: "H", Param.CHAINS: "H", Param.ECCENTRIC: "h", Param.MODE: "H", Param.WORKOUT: "B", Param.POSITION: "h",
    Param.FORCE: "h", Param.BATTERY: "B", Param.BATTERY_OLD: "B", Param.OFFSET: "H", Param.ASSIST: "B", Param.ISOMETRIC_MOST: "H",
    Param.ISOMETRIC_SECONDS: "H", Param.STATE_1: "B", Param.STATE_2: "B", Param.STATE_3: "B", Param.STATE_4: "B",
}
_POSSIBLE = {
    Param.BASE: (0, UNIT_MOST_LB), Param.CHAINS: (0, UNIT_MOST_LB), Param.ECCENTRIC: (-UNIT_MOST_LB, UNIT_MOST_LB),
    Param.BATTERY: (0, 100), Param.BATTERY_OLD: (0, 100), Param.FORCE: (-100, 450), Param.POSITION: (-200, 500),
}
"""Wider than anything a unit of this kind can do; beyond it, it is no reading."""
_ALLOWED = {
    Param.BASE: frozenset(range(LEAST_LB, MOST_LB + 1)), Param.CHAINS: frozenset({0}), Param.ECCENTRIC: frozenset({0}),
    Param.MODE: frozenset({UNLOADED, LOADED}), Param.WORKOUT: frozenset({NO_WORKOUT, WEIGHT_TRAINING}),
}
"""Everything that may ever be written, with its values."""


@dataclass(frozen=True)
class Hello:
    """Who we are, at most 21 bytes; without it the unit ends the link after five seconds."""

    name: str


@dataclass(frozen=True)
class Join:
    """Ask to be connected."""


@dataclass(frozen=True)
class Handshake:
    """token: 16 bytes of this installation's own."""

    token: bytes


@dataclass(frozen=True)
class Read:
    """Ask what the unit keeps under these numbers."""

    params: tuple[int, ...]


@dataclass(frozen=True)
class Write:
    """Change one thing the unit keeps."""

    param: int
    value: int


Command = Hello | Join | Handshake | Read | Write


@dataclass(frozen=True)
class Params:
    """What the unit says it keeps: number and value. whole: False when a number of unknown size ended the reading early."""

    entries: tuple[tuple[int, int], ...]
    whole: bool = True

    @property
    def values(self) -> dict[int, int]:
        """Values by number."""
        return dict(self.entries)


@dataclass(frozen=True)
class Telemetry:
    """A moment of a set. phase: 0 idle, 1 pull, 2 hold, 3 return. force_dlb: tenths of a pound. velocity: mm/s, + is out."""

    phase: int
    set_count: int
    reps: int
    force_dlb: int
    position_mm: int
    velocity_mm_s: int
    watts: int
    tick: int


@dataclass(frozen=True)
class Serial:
    """Personal data: pinned, never logged."""

    text: str


@dataclass(frozen=True)
class Isometric:
    """A force while nothing moves, pounds; decoded, not used."""

    force_lb: int
    variant: int
    rate_hz: int


@dataclass(frozen=True)
class Other:
    """A frame that is whole and of a kind not used here."""

    command: int


Report = Params | Telemetry | Serial | Isometric | Other


def pounds(grams: int) -> int:
    """Whole pounds that are never more than `grams`."""
    return grams * 100_000 // LB_100UG


def grams(pounds: int) -> int:
    """What so many pounds weigh, to the next whole gram above."""
    return -(-pounds * LB_100UG // 100_000)


def grams_of_tenths(tenths: int) -> int:
    """Tenths of a pound as whole grams."""
    return round(tenths * LB_100UG / 1_000_000)


def encode(command: Command, sequence: int) -> bytes:
    """The frame for one command.

    Raises:
        ValueError: a value that may never be written: nothing was made.
    """
    sequence &= 0xFFFF
    if isinstance(command, Write):
        return pack(Frame(WRITE, write_payload(command), sequence, sender=APP, receiver=UNIT))
    if isinstance(command, Read):
        return pack(Frame(READ, _list(command.params), sequence, sender=APP, receiver=UNIT))
    if isinstance(command, Hello):
        return pack(Frame(HELLO, _name(command.name) + HELLO_TAIL, sequence, sender=GREETER, receiver=UNIT))
    if isinstance(command, Join):
        return pack(Frame(JOIN, b"\x00\xaa", sequence, type=8, sender=APP, receiver=DOORKEEPER))
    if len(command.token) != TOKEN_BYTES:
        raise ValueError(f"a token has {TOKEN_BYTES} bytes, this one has {len(command.token)}")
    return pack(Frame(HANDSHAKE, b"\x81\x10" + command.token, sequence, sender=APP, receiver=UNIT))


def write_payload(command: Write) -> bytes:
    """The last look before the bytes (S5).

    Raises:
        ValueError: not one of the few values that may be written.
    """
    value = command.value
    if type(value) is not int or value not in _ALLOWED.get(Param(command.param), frozenset()):
        raise ValueError(f"{command.param:#06x} is never written with {value!r}")
    return params_payload({command.param: value})


def params_payload(values: dict[int, int]) -> bytes:
    """The list form, as both sides write it."""
    entries = [struct.pack("<H" + _LAYOUT[Param(param)], param, value) for param, value in values.items()]
    return len(entries).to_bytes(2, "little") + b"".join(entries)


def _list(params: tuple[int, ...]) -> bytes:
    return b"".join(number.to_bytes(2, "little") for number in (len(params), *params))


def _name(name: str) -> bytes:
    text = name.encode("ascii")
    if len(text) > NAME_BYTES:
        raise ValueError(f"a name has at most {NAME_BYTES} bytes")
    return text.ljust(NAME_BYTES, b"\x00")


def decode(frame: Frame) -> Report | Garbled:
    """What the unit said."""
    if frame.command == PUSH:
        return decode_params(frame.payload)
    if frame.command == TELEMETRY and frame.payload[:2] == b"\x81\x2b":
        return _telemetry(frame.payload)
    if frame.command == SERIAL and frame.payload:
        return Serial(frame.payload[1:].rstrip(b"\x00").decode("ascii", "replace"))
    if frame.command == ISOMETRIC and len(frame.payload) == 8:
        force, variant, _, rate = struct.unpack("<4H", frame.payload)
        return Isometric(force, variant, rate)
    return Other(frame.command)


def decode_params(payload: bytes) -> Params | Garbled:
    """A list of numbers and values; reading stops at a number of unknown size, what was read counts."""
    if len(payload) < 2:
        return Garbled("a list without a count")
    values: dict[int, int] = {}
    at = 2
    for _ in range(int.from_bytes(payload[:2], "little")):
        number = int.from_bytes(payload[at:at + 2], "little")
        layout = _LAYOUT.get(number)  # type: ignore[call-overload]
        if at + 2 <= len(payload) and layout is None:
            return _possible(values, whole=False)
        if layout is None or at + 2 + struct.calcsize(layout) > len(payload):
            return Garbled("a list that ends early")
        (values[number],) = struct.unpack_from("<" + layout, payload, at + 2)
        at += 2 + struct.calcsize(layout)
    return _possible(values, whole=True) if at == len(payload) else Garbled("a list with something after its end")


def _possible(values: dict[int, int], whole: bool) -> Params | Garbled:
    for param, (low, high) in _POSSIBLE.items():
        if param in values and not low <= values[param] <= high:
            return Garbled(f"{param.name} is {values[param]}")
    return Params(tuple(values.items()), whole)


def _telemetry(payload: bytes) -> Telemetry | Garbled:
    if len(payload) != 45:
        return Garbled(f"telemetry of {len(payload)} bytes")
    phase, set_count, reps = struct.unpack_from(">BBH", payload, 2)
    force, position, velocity, watts = struct.unpack_from("<HHhH", payload, 11)
    (tick,) = struct.unpack_from("<I", payload, 27)
    if phase > 3 or force > 4_000 or position > 4_000:
        return Garbled(f"telemetry that cannot be: phase {phase}, force {force}, position {position}")
    return Telemetry(phase, set_count, reps, force, position, velocity, watts, tick)


def decode_command(frame: Frame) -> Command | Garbled:
    """What a program said to the unit: for the emulated twin and for tests."""
    payload = frame.payload
    if frame.command == WRITE:
        found = decode_params(payload)
        if isinstance(found, Garbled) or len(found.values) != 1 or not found.whole:
            return Garbled("a write of something else than one known value")
        return Write(*next(iter(found.values.items())))
    if frame.command == READ and len(payload) >= 2 and len(payload) == 2 + 2 * int.from_bytes(payload[:2], "little"):
        return Read(tuple(number for (number,) in struct.iter_unpack("<H", payload[2:])))
    if frame.command == HELLO and len(payload) == NAME_BYTES + len(HELLO_TAIL) and payload.endswith(HELLO_TAIL):
        return Hello(payload[:NAME_BYTES].rstrip(b"\x00").decode("ascii", "replace"))
    if frame.command == JOIN and payload == b"\x00\xaa":
        return Join()
    if frame.command == HANDSHAKE and len(payload) == 2 + TOKEN_BYTES and payload[:2] == b"\x81\x10":
        return Handshake(payload[2:])
    return Garbled(f"no command {frame.command:#04x}")


def _of_frame(meaning: Callable[[Frame], object]) -> Callable[[bytes], object]:
    def decode_bytes(data: bytes) -> object:
        frame = unpack(data)
        return frame if isinstance(frame, Garbled) else meaning(frame)

    return decode_bytes


DECODE: dict[str, Callable[[bytes], object]] = {"frame": unpack, "report": _of_frame(decode), "command": _of_frame(decode_command)}
ENCODE: dict[str, Callable[[Any], bytes]] = {"frame": pack}
"""By the names that vectors.json uses."""

"""Vitruvian V-Form and Trainer+: what the machine says, and what other programs say to it. Read only: of what can be said, only the two
ways of letting go can be written from here, and nothing in this folder can make the frame that begins a set.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any

from halfkilo.gym.driver import Garbled

MOST_DAG = 11_000
"""More than 110 kg on a cable is no reading (0.01 kg)."""
FAR_DMM = 10_000
"""Farther than a metre is no place to believe (0.1 mm)."""
UNIT_FAULTS = {1: "no_comms", 2: "init", 4: "restart", 8: "rx", 16: "tx", 32: "update", 64: "over_temperature"}
MOTOR_FAULTS = {
    1: "over_current_hardware", 2: "over_current_software", 4: "over_voltage", 8: "under_voltage", 16: "power_module_temperature",
    32: "gate_driver", 64: "board_temperature", 128: "kill_switch", 256: "alignment", 512: "encoder", 1024: "hardware_mismatch",
    2048: "memory", 4096: "motor_temperature",
}
"""Names for people; nothing is decided by them."""


class LetGo(StrEnum):
    """The two ways of letting go that were seen at work. A third one is known only from the maker's own program and is never sent."""

    RESET = "0a000000"
    STOP = "05000000"

    @property
    def data(self) -> bytes:
        """What is written."""
        return bytes.fromhex(self.value)


@dataclass(frozen=True)
class Cable:
    """0.1 mm, 0.1 mm/s, and 0.01 kg as whole grams."""

    position_dmm: int
    velocity_dmm_s: int
    load_g: int


@dataclass(frozen=True)
class Monitor:
    """Both cables at one tick. status: bits whose meaning is hearsay; 0 when not told."""

    tick: int
    a: Cable
    b: Cable
    status: int = 0


@dataclass(frozen=True)
class Reps:
    """Counters since the set began. top and bottom in millimetres, and rom and set counts, only in the newer form."""

    up: int
    down: int
    top: float | None = None
    bottom: float | None = None
    rom_count: int | None = None
    rom_total: int | None = None
    set_count: int | None = None
    set_total: int | None = None


@dataclass(frozen=True)
class Diagnostics:
    """uptime: seconds. faults: unit, other, motor A, motor B. temperatures: degrees, six or eight."""

    uptime_s: int = 0
    faults: tuple[int, int, int, int] = (0, 0, 0, 0)
    temperatures: tuple[int, ...] = ()

    @property
    def named(self) -> str:
        """The faults in words, or nothing."""
        names = [_names(UNIT_FAULTS, self.faults[0]), ["other"] if self.faults[1] else [], *(
            [f"motor_{letter}_{name}" for name in _names(MOTOR_FAULTS, word)] for letter, word in zip("ab", self.faults[2:], strict=True))]
        return ",".join(name for some in names for name in some)


@dataclass(frozen=True)
class Phase:
    """One direction: kilograms, millimetres a second, watts; means and the most."""

    kg_mean: float
    kg_most: float
    speed_mean: float
    speed_most: float
    watts_mean: float
    watts_most: float


@dataclass(frozen=True)
class Statistics:
    """Out and back."""

    out: Phase
    back: Phase


@dataclass(frozen=True)
class Start:
    """Another program begins a set. reps: with the three light ones before; None without an end."""

    reps: int | None
    load_g: int
    ceiling_g: int
    change_g: int
    profile: bytes


@dataclass(frozen=True)
class Adaptive:
    """Another program begins a set whose load the machine chooses."""

    warm_up: int
    reps: int | None
    eccentric_percent: int


@dataclass(frozen=True)
class Lights:
    """Another program chooses colours. brightness: percent."""

    brightness: int
    colours: bytes


Command = Start | Adaptive | Lights | LetGo


def _names(words: dict[int, str], bits: int) -> list[str]:
    known = [name for bit, name in words.items() if bits & bit]
    return [*known, "unknown"] if bits & ~sum(words) else known


def monitor(data: bytes) -> Monitor | Garbled:
    """One reading."""
    if not 16 <= len(data) <= 28:
        return Garbled(f"a reading of {len(data)} bytes")
    tick, *cables = struct.unpack_from("<IhhHhhH", data)
    a, b = (Cable(position, velocity, load * 10) for position, velocity, load in (cables[:3], cables[3:]))
    if max(a.load_g, b.load_g) > MOST_DAG * 10:
        return Garbled(f"a load that cannot be: {a.load_g} g, {b.load_g} g")
    return Monitor(tick, a, b, int.from_bytes(data[16:18], "little") if len(data) >= 18 else 0)


def encode_monitor(now: Monitor) -> bytes:
    """What the twin gives to read."""
    cables = [value for one in (now.a, now.b) for value in (one.position_dmm, one.velocity_dmm_s, one.load_g // 10)]
    return struct.pack("<IhhHhhHH", now.tick, *cables, now.status)


def reps(data: bytes) -> Reps | Garbled:
    """The newer form of 24 bytes, or the older of at least six."""
    if len(data) == 24:
        up, down, top, bottom, *counts = struct.unpack("<IIff4H", data)
        return Reps(up, down, top, bottom, *counts) if isfinite(top) and isfinite(bottom) else Garbled("a range that is no number")
    if not 6 <= len(data) < 24:
        return Garbled(f"a repetition of {len(data)} bytes")
    return Reps(*struct.unpack_from("<HxxH", data))


def encode_reps(told: Reps) -> bytes:
    """What the twin notifies."""
    if told.top is None:
        return struct.pack("<HxxH", told.up & 0xFFFF, told.down & 0xFFFF)
    counts = (told.rom_count, told.rom_total, told.set_count, told.set_total)
    return struct.pack("<IIff4H", told.up, told.down, told.top, told.bottom, *counts)


def diagnostics(data: bytes) -> Diagnostics | Garbled:
    """Empty means that all is well; blocks after the temperatures are left out."""
    if not data:
        return Diagnostics()
    if not 18 <= len(data) <= 76:
        return Garbled(f"diagnostics of {len(data)} bytes")
    uptime, *faults = struct.unpack_from("<I4H", data)
    unit, other, a, b = faults
    return Diagnostics(uptime, (unit, other, a, b), tuple(data[12:20]))


def encode_diagnostics(told: Diagnostics) -> bytes:
    """What the twin gives to read."""
    return struct.pack("<I4H", told.uptime_s, *told.faults) + bytes(told.temperatures) if told.temperatures else b""


def statistics(data: bytes) -> Statistics | Garbled:
    """Twelve figures."""
    figures = struct.unpack("<12f", data) if len(data) == 48 else ()
    if not figures or not all(isfinite(figure) for figure in figures):
        return Garbled(f"statistics of {len(data)} bytes that are no twelve numbers")
    return Statistics(Phase(*figures[:6]), Phase(*figures[6:]))


def command(data: bytes) -> Command | Garbled:
    """What a program said to the machine: for the twin, and to show that ours never says it."""
    number = int.from_bytes(data[:4], "little") if len(data) >= 4 else -1
    if data.hex() in {one.value for one in LetGo}:
        return LetGo(data.hex())
    if number == 4 and len(data) == 96:
        return _start(data)
    if number == 0x4E and len(data) == 32:
        warm_up, count, _, eccentric = struct.unpack_from("<BBHH", data, 4)
        return Adaptive(warm_up, None if count == 0xFF else count, eccentric)
    if number == 0x11 and len(data) == 34:
        (brightness,) = struct.unpack_from("<f", data, 12)
        return Lights(round(brightness * 100), data[16:25]) if isfinite(brightness) else Garbled("a brightness that is no number")
    return Garbled(f"no command that is known: {len(data)} bytes")


def _start(data: bytes) -> Start | Garbled:
    ceiling, load, change = struct.unpack_from("<3f", data, 0x54)
    if not all(isfinite(figure) for figure in (ceiling, load, change)):
        return Garbled("a load that is no number")
    total = None if data[4] == 0xFF else data[4]
    return Start(total, round(load * 1000), round(ceiling * 1000), round(change * 1000), data[0x30:0x50])


DECODE: dict[str, Callable[[bytes], object]] = {
    "monitor": monitor, "reps": reps, "diagnostics": diagnostics, "statistics": statistics, "command": command,
}
ENCODE: dict[str, Callable[[Any], bytes]] = {"monitor": encode_monitor, "reps": encode_reps, "diagnostics": encode_diagnostics}
"""By the names that vectors.json uses."""

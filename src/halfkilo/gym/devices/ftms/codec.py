"""Records of rowers, treadmills, cross trainers and bikes: bytes to whole numbers in the record's own units and back. Little-endian.

A record may come in several notifications; `Merger` puts them together. The service's control point is never written: it has no code here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from halfkilo.gym.devices.ftms.layout import LAYOUTS, Machine
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import uuid16
from halfkilo.gym.sensing import Cardio

SERVICE = uuid16(0x1826)
FEATURE = uuid16(0x2ACC)
CONTROL_POINT = uuid16(0x2AD9)
MORE = 1
MOST_PARTS = 8
"""A record has at most a few parts; a machine that never ends one is not read on."""

MOST = {"watts": 3_000, "bpm": 240, "speed_mm_s": 20_000, "distance_m": 1_000_000, "elapsed_s": 86_400, "cadence": 300}
"""Above this a number means "not known" or nothing at all: no person does that."""


@dataclass(frozen=True)
class Part:
    """One notification. more: others follow. values: by field name, raw."""

    machine: Machine
    more: bool
    values: Mapping[str, int]


def decode(machine: Machine, data: bytes) -> Part | Garbled:
    """One notification. Fields must use it up, unless flags of a later version are set."""
    layout = LAYOUTS[machine]
    if len(data) < layout.flag_bytes:
        return Garbled("a record without flags")
    flags = int.from_bytes(data[: layout.flag_bytes], "little")
    at, values = layout.flag_bytes, dict[str, int]()
    for field in (field for bit, fields in enumerate(layout.bits) if _brings(flags, bit) for field in fields):
        values[field.name] = int.from_bytes(data[at : at + field.bytes], "little", signed=field.signed)
        at += field.bytes
    if at > len(data):
        return Garbled(f"a record of {len(data)} bytes needs {at}")
    if at < len(data) and not flags >> len(layout.bits):
        return Garbled(f"a record of {len(data)} bytes has {len(data) - at} that no flag explains")
    return Part(machine, bool(flags & MORE), values)


def _brings(flags: int, bit: int) -> bool:
    return bool(flags >> bit & 1) != (bit == 0)


def encode(part: Part) -> bytes:
    """The notification; the reverse of `decode`. Of a bit's fields all or none must be there; bit 0 brings its fields when not `more`."""
    layout = LAYOUTS[part.machine]
    flags = MORE if part.more else 0
    body = b""
    for bit, fields in enumerate(layout.bits):
        if fields and all(field.name in part.values for field in fields):
            flags |= (1 << bit) if bit else 0
            body += b"".join(part.values[field.name].to_bytes(field.bytes, "little", signed=field.signed) for field in fields)
    return flags.to_bytes(layout.flag_bytes, "little") + body


def split(machine: Machine, values: Mapping[str, int], room: int) -> list[bytes]:
    """A whole record in as many notifications of at most `room` bytes as it needs, the first fields in the last one."""
    layout = LAYOUTS[machine]
    parts: list[dict[str, int]] = [{}]
    width = layout.flag_bytes
    first = sum(field.bytes for field in layout.bits[0])
    for fields in layout.bits[1:]:
        if not fields or not all(field.name in values for field in fields):
            continue
        wide = sum(field.bytes for field in fields)
        if width + wide > room:
            parts.append({})
            width = layout.flag_bytes
        parts[-1] |= {field.name: values[field.name] for field in fields}
        width += wide
    if width + first > room:
        parts.append({})
    parts[-1] |= {field.name: values[field.name] for field in layout.bits[0]}
    return [encode(Part(machine, at < len(parts) - 1, part)) for at, part in enumerate(parts)]


class Merger:
    """Puts the parts of a record together."""

    def __init__(self) -> None:
        self._values: dict[str, int] = {}
        self._parts = 0

    def feed(self, part: Part) -> dict[str, int] | Garbled | None:
        """The whole record, or None while parts are missing. A field that comes a second time means that the end was lost."""
        twice = self._values.keys() & part.values.keys()
        self._values = dict(part.values) if twice else {**self._values, **part.values}
        self._parts = 1 if twice else self._parts + 1
        if self._parts > MOST_PARTS:
            self._forget()
            return Garbled(f"a record in more than {MOST_PARTS} parts")
        if part.more:
            return Garbled("the end of a record was lost") if twice else None
        whole = self._values
        self._forget()
        return whole

    def _forget(self) -> None:
        self._values, self._parts = {}, 0


def cardio(values: Mapping[str, int]) -> Cardio:
    """What a record says in the units everything else uses."""
    return Cardio(
        distance_m=_known("distance_m", values.get("distance_m")),
        speed_mm_s=_known("speed_mm_s", _speed(values)),
        watts=_known("watts", values.get("watts")),
        cadence=_known("cadence", _cadence(values)),
        bpm=_known("bpm", values.get("bpm") or None),
        elapsed_s=_known("elapsed_s", values.get("elapsed_s")),
    )


def _known(name: str, value: Any) -> Any:
    return value if value is not None and 0 <= value <= MOST[name] else None


def _speed(values: Mapping[str, int]) -> int | None:
    if "speed_10m_h" in values:
        return round(values["speed_10m_h"] * 100 / 36)
    pace = values.get("pace_s_500m")
    return round(500_000 / pace) if pace else None


def _cadence(values: Mapping[str, int]) -> float | None:
    for name, per in (("strokes_half_a_minute", 0.5), ("turns_half_a_minute", 0.5), ("steps_a_minute", 1.0)):
        if name in values:
            return values[name] * per
    return None


DECODE: dict[str, Callable[[bytes], object]] = {machine.value: partial(decode, machine) for machine in Machine}
ENCODE: dict[str, Callable[[Any], bytes]] = {machine.value: encode for machine in Machine}
"""By the names that vectors.json uses."""

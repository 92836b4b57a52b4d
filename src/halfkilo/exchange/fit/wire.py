"""FIT's bytes: the few messages that an activity of ours needs, written without a library (FIT protocol 2.0, little endian).

A message is a name and its fields; each distinct set of fields is defined once before its first use. Times are whole seconds since the end
of 1989 (`FIT_EPOCH`), durations thousandths of a second, loads sixteenths of a kilogram.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

FIT_EPOCH = 631_065_600
"""Seconds from 1970 to 1989-12-31, where FIT begins to count."""

PROTOCOL, PROFILE = 0x20, 21_195
LOCALS = 16
"""Definitions that can stand at once."""

Value = int | str


@dataclass(frozen=True)
class Field:
    """number: in its message. base: FIT's base type. code: of `struct`; nothing for text."""

    number: int
    base: int
    code: str


def _enum(number: int) -> Field:
    return Field(number, 0x00, "B")


def _u8(number: int) -> Field:
    return Field(number, 0x02, "B")


def _u16(number: int) -> Field:
    return Field(number, 0x84, "H")


def _u32(number: int) -> Field:
    return Field(number, 0x86, "I")


def _text(number: int) -> Field:
    return Field(number, 0x07, "")


_LAP = {"message_index": _u16(254), "timestamp": _u32(253), "event": _enum(0), "event_type": _enum(1), "start_time": _u32(2),
        "total_elapsed_time": _u32(7), "total_timer_time": _u32(8)}

MESSAGES: Mapping[str, tuple[int, Mapping[str, Field]]] = {
    "file_id": (0, {"type": _enum(0), "manufacturer": _u16(1), "product": _u16(2), "serial_number": Field(3, 0x8C, "I"),
                    "time_created": _u32(4)}),
    "session": (18, {**_LAP, "sport": _enum(5), "sub_sport": _enum(6), "first_lap_index": _u16(25), "num_laps": _u16(26),
                     "trigger": _enum(28)}),
    "lap": (19, {**_LAP, "sport": _enum(25), "sub_sport": _enum(39)}),
    "record": (20, {"timestamp": _u32(253)}),
    "event": (21, {"timestamp": _u32(253), "event": _enum(0), "event_type": _enum(1)}),
    "workout_step": (27, {"message_index": _u16(254), "wkt_step_name": _text(0), "notes": _text(8), "exercise_category": _u16(10)}),
    "activity": (34, {"timestamp": _u32(253), "total_timer_time": _u32(0), "num_sessions": _u16(1), "type": _enum(2), "event": _enum(3),
                      "event_type": _enum(4), "local_timestamp": _u32(5)}),
    "set": (225, {"timestamp": _u32(254), "duration": _u32(0), "repetitions": _u16(3), "weight": _u16(4), "set_type": _u8(5),
                  "start_time": _u32(6), "category": _u16(7), "message_index": _u16(10), "wkt_step_index": _u16(11)}),
}
"""Number and fields of each message (FIT profile 21)."""


def file_of(messages: Iterable[tuple[str, Mapping[str, Value]]]) -> bytes:
    """A whole FIT file."""
    body = b"".join(_records(messages))
    head = struct.pack("<BBHI4s", 14, PROTOCOL, PROFILE, len(body), b".FIT")
    whole = head + struct.pack("<H", crc(head)) + body
    return whole + struct.pack("<H", crc(whole))


def _records(messages: Iterable[tuple[str, Mapping[str, Value]]]) -> Iterable[bytes]:
    defined: dict[bytes, int] = {}
    for name, fields in messages:
        definition, data = _packed(name, fields)
        if definition not in defined:
            if len(defined) == LOCALS:
                defined.clear()
            defined[definition] = len(defined)
            yield bytes([0x40 | defined[definition]]) + definition
        yield bytes([defined[definition]]) + data


def _packed(name: str, fields: Mapping[str, Value]) -> tuple[bytes, bytes]:
    number, known = MESSAGES[name]
    definition, data = [struct.pack("<BBHB", 0, 0, number, len(fields))], []
    for field, value in fields.items():
        kind = known[field]
        raw = value.encode() + b"\0" if isinstance(value, str) else struct.pack(f"<{kind.code}", value)
        definition.append(bytes([kind.number, len(raw), kind.base]))
        data.append(raw)
    return b"".join(definition), b"".join(data)


def _table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
        table.append(value)
    return tuple(table)


_CRC = _table()


def crc(data: bytes) -> int:
    """FIT's check sum: CRC-16 with the polynomial 0x8005, reflected, from zero."""
    value = 0
    for byte in data:
        value = value >> 8 ^ _CRC[(value ^ byte) & 0xFF]
    return value

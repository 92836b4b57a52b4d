"""FIT's bytes read back: only the messages that tell of training, everything else passed over by its size. A day of a watch takes a
second. Both byte orders, arrays, developer fields, compressed times, files one after another; check sums are always looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from halfkilo.exchange.fit.wire import FIT_EPOCH, crc

Value = int | float | str | tuple[int, ...]

TIMESTAMP = 253
_TIMES = frozenset({"timestamp", "start_time", "time_created"})
_SCALES = {"duration": 1000, "weight": 16, "total_timer_time": 1000, "total_elapsed_time": 1000, "total_distance": 100}
_LISTS = frozenset({"category", "category_subtype"})
_TELLS: Mapping[int, tuple[str, Mapping[int, str]]] = {
    0: ("file_id", {0: "type", 3: "serial_number", 4: "time_created"}),
    18: ("session", {253: "timestamp", 2: "start_time", 5: "sport", 6: "sub_sport", 7: "total_elapsed_time", 8: "total_timer_time",
                     9: "total_distance", 11: "total_calories", 16: "avg_heart_rate", 17: "max_heart_rate"}),
    20: ("record", {3: "heart_rate"}),
    27: ("workout_step", {254: "message_index", 0: "workout_step_name", 8: "notes"}),
    34: ("activity", {253: "timestamp", 5: "local_timestamp"}),
    225: ("set", {254: "timestamp", 0: "duration", 3: "repetitions", 4: "weight", 5: "set_type", 6: "start_time", 7: "category",
                  8: "category_subtype", 10: "message_index", 11: "workout_step_index"}),
    264: ("exercise_title", {0: "exercise_category", 1: "exercise_name", 2: "workout_step_name"}),
}
_BASES = {0x00: ("B", 0xFF), 0x01: ("b", 0x7F), 0x02: ("B", 0xFF), 0x83: ("h", 0x7FFF), 0x84: ("H", 0xFFFF), 0x85: ("i", 0x7FFFFFFF),
          0x86: ("I", 0xFFFFFFFF), 0x0A: ("B", 0), 0x8B: ("H", 0), 0x8C: ("I", 0), 0x0D: ("B", 0xFF)}
"""Letter of `struct` and the value that means nothing, by FIT's base type; other types are never needed here."""

TEXT = 0x07


class Damaged(ValueError):
    """Bytes that are not FIT, or not whole."""


@dataclass(frozen=True)
class Message:
    """What one message tells; a field that is not there, or says nothing, is None. Times are milliseconds since 1970."""

    name: str
    values: Mapping[str, Value]

    def number(self, field: str) -> int | None:
        """A whole number."""
        value = self.values.get(field)
        return value if isinstance(value, int) else None

    def amount(self, field: str) -> float | None:
        """A scaled number."""
        value = self.values.get(field)
        return float(value) if isinstance(value, int | float) else None

    def text(self, field: str) -> str:
        """Text, empty where there is none."""
        value = self.values.get(field)
        return value if isinstance(value, str) else ""

    def first(self, field: str) -> int | None:
        """The first of several numbers."""
        value = self.values.get(field)
        return value[0] if isinstance(value, tuple) and value else None


@dataclass(frozen=True)
class _Definition:
    """number: of the message. order: of bytes. fields: number, size and base type of each. size: of the data, developer fields included."""

    number: int
    order: str
    fields: tuple[tuple[int, int, int], ...]
    size: int


def messages(data: bytes) -> Iterator[Message]:
    """The messages that tell of training, in order.

    Raises:
        Damaged: cut off, changed, or no FIT at all; found before anything of that part is given.
    """
    if not data:
        raise Damaged("it is empty")
    start = 0
    while start < len(data):
        first, end = _framed(data, start)
        yield from _part(data, first, end)
        start = end + 2


def _framed(data: bytes, start: int) -> tuple[int, int]:
    """Where the records of one part begin and end, with its check sums looked at."""
    size = data[start]
    if size not in (12, 14) or len(data) < start + size or data[start + 8:start + 12] != b".FIT":
        raise Damaged("its head is not that of a FIT file")
    (length,) = struct.unpack_from("<I", data, start + 4)
    end = start + size + length
    if len(data) < end + 2:
        raise Damaged("it is cut off")
    if int.from_bytes(data[end:end + 2], "little") != crc(data[start:end]):
        raise Damaged("its check sum does not fit")
    return start + size, end


def _part(data: bytes, place: int, end: int) -> Iterator[Message]:
    defined: dict[int, _Definition] = {}
    while place < end:
        head = data[place]
        place += 1
        if head & 0xC0 == 0x40:
            defined[head & 0x0F], place = _defined(data, place, end, bool(head & 0x20))
            continue
        definition = defined.get(head >> 5 & 0x03 if head & 0x80 else head & 0x0F)
        if definition is None or place + definition.size > end:
            raise Damaged("a record of it has no definition, or no end")
        if definition.number in _TELLS:
            yield _message(data, place, definition)
        place += definition.size


def _defined(data: bytes, place: int, end: int, developer: bool) -> tuple[_Definition, int]:
    if place + 5 > end:
        raise Damaged("a definition of it has no end")
    order = ">" if data[place + 1] == 1 else "<"
    (number,) = struct.unpack_from(f"{order}H", data, place + 2)
    count = data[place + 4]
    after = place + 5 + 3 * count
    fields = tuple((data[at], data[at + 1], data[at + 2]) for at in range(place + 5, min(after, end - 2), 3))
    size = sum(one[1] for one in fields)
    if developer and after < end:
        extra = data[after]
        size += sum(data[at + 1] for at in range(after + 1, min(after + 1 + 3 * extra, end - 1), 3))
        after += 1 + 3 * extra
    if after > end or len(fields) != count:
        raise Damaged("a definition of it has no end")
    return _Definition(number, order, fields, size), after


def _message(data: bytes, place: int, definition: _Definition) -> Message:
    name, wanted = _TELLS[definition.number]
    values: dict[str, Value] = {}
    for number, size, base in definition.fields:
        field = wanted.get(number)
        if field is not None and (value := _value(data[place:place + size], base, definition.order, field)) is not None:
            values[field] = value
        place += size
    return Message(name, values)


def _value(raw: bytes, base: int, order: str, field: str) -> Value | None:
    if base == TEXT:
        return raw.split(b"\0", 1)[0].decode("utf-8", "replace") or None
    letter, nothing = _BASES.get(base, ("", 0))
    width = struct.calcsize(letter) if letter else 0
    if not width or len(raw) < width:
        return None
    found = tuple(one for one in struct.unpack(f"{order}{len(raw) // width}{letter}", raw[:len(raw) // width * width]) if one != nothing)
    if field in _LISTS:
        return found or None
    if not found:
        return None
    number = int(found[0])
    if field in _TIMES:
        return (number + FIT_EPOCH) * 1000
    return number / _SCALES[field] if field in _SCALES else number

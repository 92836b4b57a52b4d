"""VOLTRA I, the outer layer: frames with two checksums, cut into pieces by the radio and put together again by their length."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.gym.driver import Garbled

START = 0x55
HEAD, TAIL = 11, 2
SHORTEST, LONGEST = HEAD + TAIL, 511
FLAGS = 0x0020


@dataclass(frozen=True)
class Frame:
    """One frame. type: 4 for writes and what the unit says by itself, 8 for replies. sequence, flags: 16 bits."""

    command: int
    payload: bytes
    sequence: int = 0
    type: int = 4
    sender: int = 0x10
    receiver: int = 0xAA
    flags: int = FLAGS


def _table(polynomial: int) -> tuple[int, ...]:
    def row(value: int) -> int:
        for _ in range(8):
            value = value >> 1 ^ polynomial if value & 1 else value >> 1
        return value

    return tuple(row(value) for value in range(256))


_CRC8, _CRC16 = _table(0x8C), _table(0x8408)


def crc8(data: bytes) -> int:
    """Of the first three bytes: reflected, polynomial 0x31, begins at 0x77."""
    register = 0x77
    for byte in data:
        register = _CRC8[register ^ byte]
    return register


def crc16(data: bytes) -> int:
    """Of everything before it: reflected, polynomial 0x1021, begins at 0x3692."""
    register = 0x3692
    for byte in data:
        register = register >> 8 ^ _CRC16[(register ^ byte) & 0xFF]
    return register


def pack(frame: Frame) -> bytes:
    """The bytes of one frame.

    Raises:
        ValueError: the payload is too long for a frame.
    """
    length = HEAD + len(frame.payload) + TAIL
    if length > LONGEST:
        raise ValueError(f"a frame has at most {LONGEST} bytes, this one would have {length}")
    head = bytes((START, length & 0xFF, frame.type & 0xFE | length >> 8))
    body = bytes((frame.sender, frame.receiver)) + frame.sequence.to_bytes(2, "little") + frame.flags.to_bytes(2, "little")
    whole = head + bytes((crc8(head),)) + body + bytes((frame.command,)) + frame.payload
    return whole + crc16(whole).to_bytes(2, "little")


def length_of(head: bytes) -> int | None:
    """How long the frame is that begins with these four bytes, or None when none does."""
    if head[0] != START or crc8(head[:3]) != head[3]:
        return None
    length = head[1] | (head[2] & 1) << 8
    return length if length >= SHORTEST else None


def unpack(data: bytes) -> Frame | Garbled:
    """Exactly one frame."""
    if len(data) < SHORTEST or length_of(data[:4]) != len(data):
        return Garbled(f"not a frame: {len(data)} bytes")
    if int.from_bytes(data[-2:], "little") != crc16(data[:-2]):
        return Garbled("a frame whose checksum does not fit")
    sequence, flags = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    return Frame(data[10], bytes(data[11:-2]), sequence, data[2] & 0xFE, data[4], data[5], flags)


class Frames:
    """Pieces in, frames out. What belongs to no frame is dropped up to the next 0x55 and told as one problem."""

    def __init__(self) -> None:
        self._kept = bytearray()

    @property
    def waiting(self) -> bool:
        """Whether a frame has begun and not ended."""
        return bool(self._kept)

    def feed(self, piece: bytes) -> list[Frame | Garbled]:
        """Every frame that is whole now."""
        self._kept += piece
        return self._cut()

    def give_up(self) -> list[Frame | Garbled]:
        """The rest of the frame that has begun will not come: what follows its first byte is looked at again."""
        dropped: list[Frame | Garbled] = [Garbled("a frame that never ended")] if self._kept else []
        del self._kept[:1]
        return dropped + self._cut()

    def _cut(self) -> list[Frame | Garbled]:
        found: list[Frame | Garbled] = []
        noise = 0
        while self._kept:
            length = length_of(bytes(self._kept[:4])) if len(self._kept) >= 4 else 0
            if self._kept[0] != START or length is None:
                noise += self._skip()
            elif len(self._kept) < max(length, 4):
                break
            else:
                noise += self._take(length, found)
        return [*found, Garbled(f"{noise} bytes that belong to no frame")] if noise else found

    def _take(self, length: int, found: list[Frame | Garbled]) -> int:
        frame = unpack(bytes(self._kept[:length]))
        found.append(frame)
        if isinstance(frame, Garbled):
            return self._skip()
        del self._kept[:length]
        return 0

    def _skip(self) -> int:
        """Up to the next byte that could begin a frame; how many bytes went."""
        next_start = self._kept.find(START, 1)
        gone = len(self._kept) if next_start < 0 else next_start
        del self._kept[:gone]
        return gone

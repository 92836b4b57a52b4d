"""Advertisements to and from the bytes of the air (Bluetooth Core, Supplement, Part A)."""

from __future__ import annotations

import struct
from uuid import UUID

from halfkilo.gym.radio.emulated import Advertisement
from halfkilo.gym.radio.link import Seen, uuid16

_FLAGS, _SHORT_UUIDS, _LONG_UUIDS, _NAME, _SHORT_DATA, _LONG_DATA, _MAKER = 0x01, 0x03, 0x07, 0x09, 0x16, 0x21, 0xFF
_SOME_SHORT_UUIDS, _SOME_LONG_UUIDS, _SHORT_NAME = 0x02, 0x06, 0x08
_GENERAL_DISCOVERABLE_NO_CLASSIC = b"\x06"
LONGEST = 62
"""Advertising data and scan response together, bytes: two packets of 31."""


class TooLong(ValueError):
    """More than a device can advertise."""


def pack(advertisement: Advertisement) -> bytes:
    """Raises: TooLong."""
    parts = [(_FLAGS, _GENERAL_DISCOVERABLE_NO_CLASSIC)]
    short = b"".join(_short(uuid) for uuid in advertisement.services if _is_short(uuid))
    long = b"".join(_long(uuid) for uuid in advertisement.services if not _is_short(uuid))
    parts += [(_SHORT_UUIDS, short)] if short else []
    parts += [(_LONG_UUIDS, long)] if long else []
    parts += [(_NAME, advertisement.name.encode())] if advertisement.name else []
    parts += [(_MAKER, struct.pack("<H", company) + data) for company, data in advertisement.maker.items()]
    for uuid, data in advertisement.service_data.items():
        parts.append((_SHORT_DATA, _short(uuid) + data) if _is_short(uuid) else (_LONG_DATA, _long(uuid) + data))
    packed = b"".join(bytes([len(data) + 1, kind]) + data for kind, data in parts)
    if len(packed) > LONGEST:
        raise TooLong(f"{advertisement.name}: {len(packed)} bytes of advertisement, a device has {LONGEST}")
    return packed


def unpack(address: str, packed: bytes, rssi: int) -> Seen:
    """What a scanner makes of it; what is cut short or unknown is left out."""
    name, services, maker, service_data = "", list[str](), dict[int, bytes](), dict[str, bytes]()
    for kind, data in _parts(packed):
        if kind in (_NAME, _SHORT_NAME):
            name = data.decode("utf-8", "replace")
        elif kind in (_SHORT_UUIDS, _SOME_SHORT_UUIDS):
            services += [uuid16(short) for (short,) in struct.iter_unpack("<H", data[: len(data) // 2 * 2])]
        elif kind in (_LONG_UUIDS, _SOME_LONG_UUIDS):
            services += [_read_long(data[at:at + 16]) for at in range(0, len(data) - 15, 16)]
        elif kind == _MAKER and len(data) >= 2:
            maker[struct.unpack_from("<H", data)[0]] = data[2:]
        elif kind == _SHORT_DATA and len(data) >= 2:
            service_data[uuid16(struct.unpack_from("<H", data)[0])] = data[2:]
        elif kind == _LONG_DATA and len(data) >= 16:
            service_data[_read_long(data[:16])] = data[16:]
    return Seen(address, name, tuple(services), maker, service_data, rssi)


def _parts(packed: bytes) -> list[tuple[int, bytes]]:
    parts, at = [], 0
    while at + 1 < len(packed) and packed[at]:
        end = at + 1 + packed[at]
        if end > len(packed):
            break
        parts.append((packed[at + 1], packed[at + 2:end]))
        at = end
    return parts


def _is_short(uuid: str) -> bool:
    return uuid == uuid16(int(uuid[:8], 16) & 0xFFFF)


def _short(uuid: str) -> bytes:
    return struct.pack("<H", int(uuid[4:8], 16))


def _long(uuid: str) -> bytes:
    return UUID(uuid).bytes[::-1]


def _read_long(data: bytes) -> str:
    return str(UUID(bytes=data[::-1]))

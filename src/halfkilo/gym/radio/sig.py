"""Two services of the Bluetooth SIG that many devices have: Battery (0x180F) and Device Information (0x180A)."""

from __future__ import annotations

from functools import partial

from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.emulated import Characteristic, Service
from halfkilo.gym.radio.link import Declined, Link, uuid16
from halfkilo.gym.sensing import Charge, Identity

BATTERY_SERVICE, INFORMATION_SERVICE = uuid16(0x180F), uuid16(0x180A)
BATTERY_LEVEL = uuid16(0x2A19)
MODEL, SERIAL, FIRMWARE, MAKER = uuid16(0x2A24), uuid16(0x2A25), uuid16(0x2A26), uuid16(0x2A29)
LOW_PERCENT = 15
"""From here on a battery is shown as low: a coin cell falls quickly at its end."""
LONGEST_TEXT = 64
"""No name is longer; more is somebody's mistake."""


def battery(data: bytes) -> Charge | Garbled:
    """What 0x2A19 says: one byte, 0 to 100."""
    if len(data) != 1 or data[0] > 100:
        return Garbled(f"a battery says one byte up to 100, got {data[:4].hex()}")
    return Charge(data[0], data[0] <= LOW_PERCENT)


def encode_battery(charge: Charge) -> bytes:
    """The reverse of `battery`."""
    return bytes([charge.percent or 0])


def text(data: bytes) -> str | Garbled:
    """What a characteristic of Device Information says: UTF-8; zeros at the end and spaces around it do not count."""
    try:
        said = data.rstrip(b"\0").decode("utf-8").strip()
    except UnicodeDecodeError:
        return Garbled("a name that is not UTF-8")
    if len(said) > LONGEST_TEXT or not said.isprintable():
        return Garbled("a name that cannot be shown")
    return said


def encode_text(said: str) -> bytes:
    """The reverse of `text`."""
    return said.encode()


async def identify(link: Link, model: str) -> Identity:
    """Who answered; `model` where it does not say. What it keeps to itself is empty. Raises: LinkLost."""
    maker, told = await _text(link, MAKER), await _text(link, MODEL)
    said = told if told.lower().startswith(maker.lower()) else f"{maker} {told}"
    return Identity(said.strip() or model, await _text(link, SERIAL), await _text(link, FIRMWARE))


async def charge(link: Link) -> Charge | Garbled | None:
    """Its battery; None where it does not tell. Raises: LinkLost."""
    if not link.has(BATTERY_LEVEL):
        return None
    try:
        return battery(await link.read(BATTERY_LEVEL))
    except Declined:
        return None


async def _text(link: Link, characteristic: str) -> str:
    if not link.has(characteristic):
        return ""
    try:
        said = text(await link.read(characteristic))
    except Declined:
        return ""
    return said if isinstance(said, str) else ""


def emulated_information(maker: str, model: str, serial: str, firmware: str) -> Service:
    """Device Information for an emulated device."""
    told = ((MAKER, maker), (MODEL, model), (SERIAL, serial), (FIRMWARE, firmware))
    return Service(INFORMATION_SERVICE, tuple(Characteristic(uuid, read=partial(encode_text, said)) for uuid, said in told))

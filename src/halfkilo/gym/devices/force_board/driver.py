"""A PitchSix Force Board. Three things are ever written: stream, idle, tare."""

from __future__ import annotations

from collections.abc import Iterator

from halfkilo.gym.devices.force_board import codec
from halfkilo.gym.devices.force_board.codec import FORCE, MODE, TARE, TARE_NOW, Mode
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import Link, Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying, watch_battery
from halfkilo.gym.sensing import Force, Hearer, Identity, Sample

SILENT_S = 5.0
SPACING_MS = 50


def sees(seen: Seen) -> bool:
    """Whether this could be such a board."""
    return seen.name == "Force Board"


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Staying:
    """The board at `address`. It has no clock: times of arrival count."""
    stay = Stay(radio, address, hearer, _begin, meanwhile=watch_battery, end=_end, spacing_ms=SPACING_MS, silent_s=SILENT_S)
    return Staying(stay, _tare)


async def _tare(link: Link) -> bool:
    """Take what hangs there now for nothing. Raises: LinkLost."""
    if link.has(TARE):
        await link.write(TARE, TARE_NOW)
    return link.has(TARE)


async def _begin(talk: Talk) -> Identity:
    talk.needs(FORCE, MODE)
    identity = await sig.identify(talk.link, "Force Board")
    await talk.listen(FORCE, _heard)
    await _set(talk.link, Mode.STREAM)
    return identity


async def _end(link: Link) -> None:
    await _set(link, Mode.IDLE)


async def _set(link: Link, mode: Mode) -> None:
    """Raises: LinkLost."""
    await link.write(MODE, codec.mode(mode))


def _heard(data: bytes) -> Iterator[Sample | Garbled]:
    said = codec.decode(data)
    if isinstance(said, Garbled):
        yield said
    else:
        yield from (Force(grams) for grams in said.grams)

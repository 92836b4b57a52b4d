"""A PitchSix Force Board. Three things are ever written: stream, idle, tare."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from halfkilo.gym.devices.force_board import codec
from halfkilo.gym.devices.force_board.codec import FORCE, MODE, TARE, TARE_NOW, Mode
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import Link, LinkLost, Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.sensing import Force, Hearer, Identity, Sample

SILENT_S = 5.0
SPACING_MS = 50
BATTERY_EVERY_S = 300.0


def sees(seen: Seen) -> bool:
    """Whether this could be such a board."""
    return seen.name == "Force Board"


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Board:
    """The board at `address`."""
    return Board(radio, address, hearer)


class Board:
    """See `sensing.Sensor`. It has no clock: times of arrival count."""

    def __init__(self, radio: Radio, address: str, hearer: Hearer) -> None:
        self._stay = Stay(
            radio, address, hearer, _begin, meanwhile=_watch_battery, end=_end, spacing_ms=SPACING_MS, silent_s=SILENT_S,
        )

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled."""
        await self._stay.run()

    async def zero(self) -> bool:
        """Take what hangs there now for nothing."""
        if self._stay.link is None or not self._stay.link.has(TARE):
            return False
        try:
            await self._stay.link.write(TARE, TARE_NOW)
        except LinkLost:
            return False
        return True


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


async def _watch_battery(talk: Talk) -> None:
    while (charge := await sig.charge(talk.link)) is not None:
        talk.tell((charge,), spoke=False)
        await asyncio.sleep(BATTERY_EVERY_S)


def _heard(data: bytes) -> Iterator[Sample | Garbled]:
    said = codec.decode(data)
    if isinstance(said, Garbled):
        yield said
    else:
        yield from (Force(grams) for grams in said.grams)

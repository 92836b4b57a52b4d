"""A CTS500 gauge. Three orders are ever sent: tare, start, stop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from halfkilo.gym.devices.cts500 import codec
from halfkilo.gym.devices.cts500.codec import COMMAND, DATA, Frames, Order, Taken, Weight
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Link, Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying
from halfkilo.gym.sensing import Force, Hearer, Identity, Sample

NAMES = frozenset({"CTS-300", "CTS500"})
TAKEN_S = 1.0
"""An order that was taken comes back by then."""
SILENT_S = 5.0
SPACING_MS = 50


def sees(seen: Seen) -> bool:
    """Whether this could be such a gauge; its service is one that many things use, so only the name counts."""
    return seen.name in NAMES


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Gauge:
    """The gauge at `address`."""
    return Gauge(radio, address, hearer)


class Gauge(Staying):
    """See `sensing.Sensor`. It has no clock: times of arrival count. It tells no serial number: its address is pinned."""

    def __init__(self, radio: Radio, address: str, hearer: Hearer) -> None:
        super().__init__(Stay(radio, address, hearer, self._begin, end=_end, spacing_ms=SPACING_MS, silent_s=SILENT_S), self._tare)
        self._frames = Frames()
        self._tared = asyncio.Event()

    async def _tare(self, link: Link) -> bool:
        """Tare, and wait until the gauge says that it did. Raises: LinkLost, TimeoutError."""
        self._tared.clear()
        await _order(link, Order.TARE)
        async with asyncio.timeout(TAKEN_S):
            await self._tared.wait()
        return True

    async def _begin(self, talk: Talk) -> Identity:
        talk.needs(DATA, COMMAND)
        self._frames = Frames()
        await talk.listen(DATA, self._heard)
        await _order(talk.link, Order.START)
        return Identity("CTS500")

    def _heard(self, data: bytes) -> Iterator[Sample | Garbled]:
        for said in self._frames.feed(data):
            if isinstance(said, Garbled):
                yield said
            elif isinstance(said, Weight):
                yield Force(said.grams)
            elif isinstance(said, Taken) and said.order == Order.TARE:
                self._tared.set()


async def _end(link: Link) -> None:
    await _order(link, Order.STOP)


async def _order(link: Link, word: Order) -> None:
    """The only place where anything is sent. Raises: LinkLost."""
    await link.write(COMMAND, codec.order(word))

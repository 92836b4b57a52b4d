"""A Ferra force plate. Four words are ever sent: start, stop, zero and status; a plate keeps only one word until it has read it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress

from halfkilo.gym.clock import Clock
from halfkilo.gym.devices.ferra import codec
from halfkilo.gym.devices.ferra.codec import COMMAND, DATA, INFO, SERVICE, Order, Status
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Link, Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying
from halfkilo.gym.sensing import Balance, Hearer, Identity, Sample

SPACING_MS = 60
"""A second word within about 50 ms would take the place of the first."""
STATUS_S = 1.0
SILENT_S = 5.0


def sees(seen: Seen) -> bool:
    """Whether this could be such a plate."""
    return SERVICE in seen.services or seen.name == "FerraPlate"


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Plate:
    """The plate at `address`; its clock begins with its first reading."""
    return Plate(radio, address, hearer)


class Plate(Staying):
    """See `sensing.Sensor`. It tells no serial number: its address is pinned."""

    def __init__(self, radio: Radio, address: str, hearer: Hearer) -> None:
        super().__init__(Stay(radio, address, hearer, self._begin, end=_end, spacing_ms=SPACING_MS, silent_s=SILENT_S), _zero)
        self._start_over()

    def _start_over(self) -> None:
        self._clock = Clock(us_per_tick=1000, from_first=True)
        self._lines = codec.Lines()
        self._told = asyncio.Event()

    async def _begin(self, talk: Talk) -> Identity:
        talk.needs(DATA, COMMAND)
        self._start_over()
        if talk.link.has(INFO):
            await talk.listen(INFO, self._informed)
            await _order(talk.link, Order.STATUS)
            with suppress(TimeoutError):
                async with asyncio.timeout(STATUS_S):
                    await self._told.wait()
        await talk.listen(DATA, self._heard)
        await _order(talk.link, Order.START)
        return Identity("Ferra force plate")

    def _heard(self, data: bytes) -> Iterator[Sample | Garbled]:
        frame = codec.decode(data)
        if isinstance(frame, Garbled):
            yield frame
        else:
            yield Balance(frame.right_um100, frame.forward_um100, frame.grams, self._clock.at(frame.ms), frame.corners)

    def _informed(self, piece: bytes) -> Iterator[Sample | Garbled]:
        line = self._lines.feed(piece)
        told = codec.status(line) if isinstance(line, str) else line
        if isinstance(told, Status):
            self._told.set()
        if isinstance(told, Status) and not told.ready:
            yield Garbled("the plate says that not every corner is connected and calibrated; its own program can do that")
        if isinstance(told, Garbled):
            yield told


async def _zero(link: Link) -> bool:
    """Take what stands on it now for nothing. Raises: LinkLost."""
    await _order(link, Order.ZERO)
    return True


async def _end(link: Link) -> None:
    await _order(link, Order.STOP)


async def _order(link: Link, word: Order) -> None:
    """The only place where anything is sent. Raises: LinkLost."""
    await link.write(COMMAND, codec.order(word))

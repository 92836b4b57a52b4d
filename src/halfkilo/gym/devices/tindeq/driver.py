"""A Progressor or a gauge that speaks like it. Five orders are ever sent: who are you, version, start, stop, tare."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

from halfkilo.gym.clock import Clock
from halfkilo.gym.devices.tindeq import codec
from halfkilo.gym.devices.tindeq.codec import CONTROL, DATA, SERVICE, Op
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Link, Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying
from halfkilo.gym.sensing import Charge, Force, Hearer, Identity, Sample

ANSWER_S = 1.0
"""A gauge that has not answered by then is asked nothing more: answers don't say to which question they belong."""
SILENT_S = 3.0
"""It says something 80 times a second; quiet for so long, it is gone."""
SPACING_MS = 50


def sees(seen: Seen) -> bool:
    """Whether this could be such a gauge."""
    return SERVICE in seen.services or seen.name.startswith("Progressor")


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Gauge:
    """The gauge at `address`; forces in grams, on its own clock."""
    return Gauge(radio, address, hearer)


class Gauge(Staying):
    """See `sensing.Sensor`."""

    def __init__(self, radio: Radio, address: str, hearer: Hearer) -> None:
        super().__init__(Stay(radio, address, hearer, self._begin, end=_end, spacing_ms=SPACING_MS, silent_s=SILENT_S), _tare)
        self._clock = Clock()
        self._asked: asyncio.Future[bytes] | None = None

    async def _begin(self, talk: Talk) -> Identity:
        talk.needs(DATA, CONTROL)
        self._asked = None
        await talk.listen(DATA, self._heard)
        await _order(talk.link, Op.STOP)
        serial = await self._ask(talk.link, Op.ID)
        version = await self._ask(talk.link, Op.VERSION) if serial is not None else None
        self._clock.restart()
        await _order(talk.link, Op.START)
        return Identity("Progressor", _text(codec.identifier, serial), _text(codec.version, version))

    async def _ask(self, link: Link, op: Op) -> bytes | None:
        """The answer, or None when none came in time."""
        self._asked = asyncio.get_running_loop().create_future()
        await _order(link, op)
        try:
            async with asyncio.timeout(ANSWER_S):
                return await self._asked
        except TimeoutError:
            return None
        finally:
            self._asked = None

    def _heard(self, data: bytes) -> Iterator[Sample | Garbled]:
        said = codec.decode(data)
        if isinstance(said, codec.Pulls):
            yield from (Force(pull.grams, self._clock.at(pull.us)) for pull in said.pulls)
        elif isinstance(said, codec.LowBattery):
            yield Charge(None, low=True)
        elif isinstance(said, Garbled):
            yield said
        elif self._asked is None or self._asked.done():
            yield Garbled("an answer to nothing that was asked")
        else:
            self._asked.set_result(said.payload)


async def _tare(link: Link) -> bool:
    """Take what hangs there now for nothing; it works on the live readings, so only while they come. Raises: LinkLost."""
    await _order(link, Op.TARE)
    return True


async def _end(link: Link) -> None:
    await _order(link, Op.STOP)


async def _order(link: Link, op: Op) -> None:
    """The only place where anything is sent. Raises: LinkLost."""
    await link.write(CONTROL, codec.command(op))


def _text(read: Callable[[bytes], str | Garbled], payload: bytes | None) -> str:
    """What an answer says; empty where it was missing or unreadable."""
    text = read(payload) if payload is not None else ""
    return text if isinstance(text, str) else ""

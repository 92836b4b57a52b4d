"""A heart rate strap. Nothing is ever written to it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from halfkilo.gym.devices.heart_rate import codec
from halfkilo.gym.devices.heart_rate.codec import MEASUREMENT, SERVICE
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.sensing import Hearer, HeartRate, Identity, Sample

SILENT_S = 10.0
"""Straps speak about once a second; so long without a word, it is gone."""
BATTERY_EVERY_S = 300.0


def sees(seen: Seen) -> bool:
    """Whether this could be a strap: it says so itself."""
    return SERVICE in seen.services


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Strap:
    """The strap at `address`."""
    return Strap(radio, address, hearer)


class Strap:
    """See `sensing.Sensor`. It has no clock: times of arrival count, and `rr_ms` where it tells them."""

    def __init__(self, radio: Radio, address: str, hearer: Hearer) -> None:
        self._stay = Stay(radio, address, hearer, _begin, meanwhile=_watch_battery, silent_s=SILENT_S)

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled."""
        await self._stay.run()

    async def zero(self) -> bool:
        """A heart has no zero."""
        return False


async def _begin(talk: Talk) -> Identity:
    talk.needs(MEASUREMENT)
    identity = await sig.identify(talk.link, "heart rate strap")
    await talk.listen(MEASUREMENT, _heard)
    return identity


async def _watch_battery(talk: Talk) -> None:
    while (charge := await sig.charge(talk.link)) is not None:
        talk.tell((charge,), spoke=False)
        await asyncio.sleep(BATTERY_EVERY_S)


def _heard(data: bytes) -> Iterator[Sample | Garbled]:
    said = codec.decode(data)
    if isinstance(said, Garbled):
        yield said
    else:
        yield HeartRate(said.bpm, said.contact if said.bpm else False, said.rr_ms)

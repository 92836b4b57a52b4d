"""A heart rate strap. Nothing is ever written to it."""

from __future__ import annotations

from collections.abc import Iterator

from halfkilo.gym.devices.heart_rate import codec
from halfkilo.gym.devices.heart_rate.codec import MEASUREMENT, SERVICE
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying, watch_battery
from halfkilo.gym.sensing import Hearer, HeartRate, Identity, Sample

SILENT_S = 10.0
"""Straps speak about once a second; so long without a word, it is gone."""


def sees(seen: Seen) -> bool:
    """Whether this could be a strap: it says so itself."""
    return SERVICE in seen.services


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Staying:
    """The strap at `address`. It has no clock: times of arrival count, and `rr_ms` where it tells them. A heart has no zero."""
    return Staying(Stay(radio, address, hearer, _begin, meanwhile=watch_battery, silent_s=SILENT_S))


async def _begin(talk: Talk) -> Identity:
    talk.needs(MEASUREMENT)
    identity = await sig.identify(talk.link, "heart rate strap")
    await talk.listen(MEASUREMENT, _heard)
    return identity


def _heard(data: bytes) -> Iterator[Sample | Garbled]:
    said = codec.decode(data)
    if isinstance(said, Garbled):
        yield said
    else:
        yield HeartRate(said.bpm, said.contact if said.bpm else False, said.rr_ms)

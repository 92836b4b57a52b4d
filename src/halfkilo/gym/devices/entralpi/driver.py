"""An Entralpi plate. Nothing is ever written to it."""

from __future__ import annotations

from collections.abc import Iterator

from halfkilo.gym.devices.entralpi import codec
from halfkilo.gym.devices.entralpi.codec import DATA
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying
from halfkilo.gym.sensing import Force, Hearer, Identity, Sample


def sees(seen: Seen) -> bool:
    """Whether this could be such a plate; its service is one that many things use, so the name counts."""
    return seen.name == "ENTRALPI"


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Staying:
    """The plate at `address`. It has no clock: times of arrival count. It can't be zeroed."""
    return Staying(Stay(radio, address, hearer, _begin))


async def _begin(talk: Talk) -> Identity:
    talk.needs(DATA)
    await talk.listen(DATA, _heard)
    return Identity("Entralpi")


def _heard(data: bytes) -> Iterator[Sample | Garbled]:
    weight = codec.decode(data)
    yield weight if isinstance(weight, Garbled) else Force(weight.grams)

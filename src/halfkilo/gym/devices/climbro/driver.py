"""A Climbro board. Nothing is ever written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from halfkilo.gym.devices.climbro.codec import DATA, Stream
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.radio.sig import LOW_PERCENT
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying
from halfkilo.gym.sensing import Charge, Force, Hearer, Identity, Sample


def sees(seen: Seen) -> bool:
    """Whether this could be such a board; its service is one that many things use, so the name counts."""
    return seen.name.startswith("Climbro")


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Staying:
    """The board at `address`. It has no clock: times of arrival count. It can't be zeroed."""
    return Staying(Stay(radio, address, hearer, _begin))


async def _begin(talk: Talk) -> Identity:
    talk.needs(DATA)
    await talk.listen(DATA, _hears())
    return Identity("Climbro")


def _hears() -> Callable[[bytes], Iterator[Sample | Garbled]]:
    """What bytes mean; each connection is a new stream."""
    stream = Stream()

    def heard(data: bytes) -> Iterator[Sample | Garbled]:
        said = stream.feed(data)
        yield from (Charge(percent, percent <= LOW_PERCENT) for percent in said.percents)
        yield from (Force(kilograms * 1000) for kilograms in said.kilograms)
        if said.odd:
            yield Garbled(f"{said.odd} bytes that mean nothing")

    return heard

"""A body scale that speaks the Weight Scale service. Nothing is ever written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from halfkilo.gym.devices.weight_scale import codec
from halfkilo.gym.devices.weight_scale.codec import MEASUREMENT, SERVICE
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.radio.stay import Stay, Talk
from halfkilo.gym.radio.staying import Staying
from halfkilo.gym.sensing import Hearer, Identity, Mass, Sample

STORED = timedelta(hours=12)
"""A scale tells what it kept, perhaps somebody else's, when a host comes back. Older than this is not now; less would trip over
time zones."""
CLOCK_SET = 2020
"""A year before this is a clock that nobody set, and tells nothing."""


def sees(seen: Seen) -> bool:
    """Whether this is such a scale."""
    return SERVICE in seen.services


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Scale:
    """The scale at `address`."""
    return Scale(radio, address, hearer)


class Scale(Staying):
    """It zeroes itself when nobody stands on it. today: the host's clock, local time."""

    def __init__(self, radio: Radio, address: str, hearer: Hearer, today: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(Stay(radio, address, hearer, self._begin))
        self._today = today

    async def _begin(self, talk: Talk) -> Identity:
        talk.needs(MEASUREMENT)
        identity = await sig.identify(talk.link, "body scale")
        await talk.listen(MEASUREMENT, self._heard)
        return identity

    def _heard(self, data: bytes) -> Iterator[Sample | Garbled]:
        weighing = codec.decode(data)
        if isinstance(weighing, Garbled):
            yield weighing
        elif weighing.grams is None:
            yield Garbled("the scale could not measure; stand still on it for a moment")
        elif weighing.at and weighing.at.year >= CLOCK_SET and abs(self._today() - weighing.at) > STORED:
            yield Garbled("an older weighing that the scale had kept was left out")
        else:
            yield Mass(weighing.grams)

"""A WH-C06 hanging scale, overheard. Nothing is ever sent to it.

Its address is the one the person chose, with the unit that its display shows: `AA:BB:CC:DD:EE:FF#kg` or `...#lb`; without one, kilograms.
When the scale begins to say another unit than at first, its readings stop counting until it says the first one again.
"""

from __future__ import annotations

from collections.abc import Iterator

from halfkilo.gym.devices.wh_c06 import codec
from halfkilo.gym.devices.wh_c06.codec import COMPANY, NAMES, SHORTEST, Unit
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.radio.stay import overhear
from halfkilo.gym.sensing import Force, Hearer, Identity, Sample

SILENT_S = 10.0
"""It speaks about six times a second in quiet air, seldom in busy air; between 5 and 15 s of silence mean that it is off."""


def sees(seen: Seen) -> bool:
    """Whether this could be such a scale; the person confirms it by pulling and looking."""
    return seen.name in NAMES and len(seen.maker.get(COMPANY, b"")) >= SHORTEST


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> HangingScale:
    """The scale at `address` (see above).

    Raises:
        ValueError: a unit that is neither kg nor lb.
    """
    where, _, unit = address.partition("#")
    return HangingScale(radio, where, hearer, Unit(unit) if unit else Unit.KILOGRAMS)


class HangingScale:
    """See `sensing.Sensor`. It has no clock: times of arrival count."""

    def __init__(self, radio: Radio, address: str, hearer: Hearer, unit: Unit) -> None:
        self._radio, self._address, self._hearer, self._unit = radio, address, hearer, unit
        self._first: int | None = None
        self._last: int | None = None
        self._zero = 0

    async def run(self) -> None:
        """Listen until cancelled."""
        await overhear(self._radio, self._address, self._hearer, self._heard, Identity("WH-C06"), silent_s=SILENT_S)

    async def zero(self) -> bool:
        """Take what hangs there now for nothing; the scale itself can't, so it is subtracted here."""
        if self._last is None:
            return False
        self._zero = self._last
        return True

    def _heard(self, seen: Seen) -> Iterator[Sample | Garbled]:
        hanging = codec.decode(seen.maker.get(COMPANY, b""))
        if isinstance(hanging, Garbled):
            yield hanging
            return
        self._first = hanging.unit if self._first is None else self._first
        if hanging.unit != self._first:
            self._last = None
            yield Garbled("the scale changed its unit; change it back, or choose it again")
            return
        self._last = hanging.grams(self._unit)
        yield Force(self._last - self._zero, None, bool(hanging.stable) if hanging.stable is not None else None)

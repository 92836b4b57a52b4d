"""Rowers, treadmills, cross trainers and bikes of the Fitness Machine service, read only: nothing is ever written, no resistance set."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from halfkilo.gym.devices.ftms import codec
from halfkilo.gym.devices.ftms.codec import SERVICE, Merger
from halfkilo.gym.devices.ftms.layout import LAYOUTS, Machine
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.radio.stay import OtherDevice, Stay, Talk
from halfkilo.gym.radio.staying import Staying
from halfkilo.gym.sensing import Hearer, Identity, Sample

NAMES = {Machine.TREADMILL: "treadmill", Machine.CROSS_TRAINER: "cross trainer", Machine.ROWER: "rower", Machine.BIKE: "bike"}


def sees(seen: Seen) -> bool:
    """Whether this is such a machine."""
    return SERVICE in seen.services


def open_sensor(radio: Radio, address: str, hearer: Hearer) -> Staying:
    """The machine at `address`. It has no clock of its own finer than whole seconds: times of arrival count. There is nothing to zero."""
    return Staying(Stay(radio, address, hearer, _begin))


async def _begin(talk: Talk) -> Identity:
    found = [machine for machine, layout in LAYOUTS.items() if talk.link.has(layout.characteristic)]
    if not found:
        raise OtherDevice("it tells nothing of a treadmill, cross trainer, rower or bike")
    identity = await sig.identify(talk.link, NAMES[found[0]])
    for machine in found:
        await talk.listen(LAYOUTS[machine].characteristic, _hears(machine))
    return identity


def _hears(machine: Machine) -> Callable[[bytes], Iterator[Sample | Garbled]]:
    """What such a machine's notifications mean; each connection begins with no parts."""
    merger = Merger()

    def heard(data: bytes) -> Iterator[Sample | Garbled]:
        part = codec.decode(machine, data)
        whole = merger.feed(part) if not isinstance(part, Garbled) else part
        if isinstance(whole, Garbled):
            yield whole
        elif whole is not None:
            yield codec.cardio(whole)

    return heard

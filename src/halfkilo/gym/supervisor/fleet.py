"""Every device of this home: found, tried, paired, listened to, used, forgotten.

Trying connects and only reads: a machine that is tried has no ticket and can load nothing. It is kept (pinned) only after somebody moved
its handle, pulled on the gauge or stepped onto the scale, so that the neighbour's is never taken for ours (H32).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from halfkilo.gym.devices import opener
from halfkilo.gym.driver import Driver, Reading
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.quality import Kind, Loads, Quality, qualities
from halfkilo.gym.radio.link import NoRadio, Radio, Seen
from halfkilo.gym.recording.about import Source
from halfkilo.gym.sensing import Sample
from halfkilo.gym.supervisor.ear import Ear
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.pairs import Pair, Pairs
from halfkilo.gym.supervisor.rows import Open, device_row, found_row
from halfkilo.units import Side

log = logging.getLogger(__name__)

AGREEMENT = "I know that this is experimental"
"""What a person types before an experimental machine may ever be loaded."""
LOOK_MOST_S = 15


class Fleet:
    """See above. keep_reading: where readings of machines go besides their unit; wall: ms since 1970; virtual: what the radio finds is
    emulated, and said so."""

    def __init__(
        self, house: House, pairs: Pairs, radio: Callable[[], Radio], keep_reading: Callable[[str, Reading], None], wall: Callable[[], int],
        virtual: bool = False, keep_sample: Callable[[str, Sample], None] = lambda name, sample: None, folder: Path | None = None,
    ) -> None:
        self._virtual, self._keep_sample, self._folder = virtual, keep_sample, folder
        self._house, self._pairs, self._keep_reading, self._wall = house, pairs, keep_reading, wall
        self._make_radio = radio
        self._radio: Radio | None = None
        self._open: dict[str, Open] = {}

    # --- starting and ending ------------------------------------------------------------------------------------------

    def start(self, built_in: Pair) -> None:
        """Listen to the machine that comes with the program, and to everything that is paired."""
        self._begin(built_in, kept=True)
        for pair in self._pairs.all:
            self._begin(pair, kept=True)
        if self._pairs.used and all(name in self._house.units for name in self._pairs.used):
            self._house.use(self._pairs.used)

    async def close(self) -> None:
        """Leave every device; machines were released before."""
        tasks = [one.task for one in self._open.values() if one.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- finding and pairing ------------------------------------------------------------------------------------------

    async def look(self, seconds: float) -> list[dict[str, Any]]:
        """What is on the air that we have a driver for, the nearest first.

        Raises:
            Refused: there is no Bluetooth here.
        """
        found: dict[tuple[str, str], dict[str, Any]] = {}
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(min(seconds, LOOK_MOST_S)):
                    async for seen in self._the_radio().scan():
                        found |= {(seen.address, device): found_row(seen, device, self._there(device, seen.address))
                                  for device in _drivers_for(seen)}
        except NoRadio as error:
            raise Refused(Reason.NO_RADIO, str(error)) from error
        return sorted(found.values(), key=lambda one: -one["rssi"])

    def try_(self, device: str, address: str, serves: Side, agreement: str) -> str:
        """Connect to a device without trusting it; its name until it is kept or forgotten.

        Raises:
            Refused: unknown, already there, or experimental and not agreed to.
        """
        quality = qualities().get(device)
        if quality is None:
            raise Refused(Reason.NO_MACHINE, f"halfkilo has no driver called {device!r}", device)
        if self._there(device, address):
            raise Refused(Reason.NOT_ALLOWED, "this one is already there", address)
        if quality.experimental and agreement.strip().rstrip(".").lower() != AGREEMENT.lower():
            raise Refused(Reason.NOT_ALLOWED, f"this machine is experimental; type: {AGREEMENT}", device)
        name = next(name for n in range(1, 100) if (name := f"{device}-{n}") not in self._open)
        self._begin(Pair(name, device, address, "", serves, self._wall() if quality.experimental else 0), kept=False)
        return name

    def keep(self, name: str) -> None:
        """Pin the device that was tried, after somebody moved it.

        Raises:
            Refused: not known, not heard, or not moved yet.
            OSError: the disk did not take it.
        """
        one = self._known(name)
        serial = self._serial(one)
        if serial is None:
            raise Refused(Reason.NO_MACHINE, "it does not answer yet", name)
        if not (one.ear.moved if one.ear else one.post is not None and one.post.moved):
            raise Refused(Reason.NOT_MOVED, "move its handle out and back, pull on it or step onto it, so that it is surely yours", name)
        one.pair = replace(one.pair, serial=serial)
        self._pairs.keep(one.pair)
        one.kept = True
        self._pin(one)
        self._house.changed()

    async def forget(self, name: str) -> None:
        """Let go of it, leave it, never connect to it again by itself.

        Raises:
            Refused: not known, or the machine that comes with the program.
            OSError: the disk did not take it; it is still paired.
        """
        one = self._known(name)
        if self._pairs.find(name) is None and one.kept:
            raise Refused(Reason.NOT_ALLOWED, "the simulated gym belongs to halfkilo; choose another one to train with instead", name)
        self._pairs.forget(name)
        self._house.remove(name)
        del self._open[name]
        if one.task:
            one.task.cancel()
            await asyncio.gather(one.task, return_exceptions=True)
        self._house.changed()

    # --- using --------------------------------------------------------------------------------------------------------

    def use(self, names: tuple[str, ...]) -> None:
        """Train with these.

        Raises:
            Refused: not kept, may not load, or two for the same side.
        """
        for name in names:
            one = self._known(name)
            if not one.kept or qualities()[one.pair.device].loads is Loads.NEVER:
                raise Refused(Reason.NOT_ALLOWED, "halfkilo does not load this one; its page says why", name)
        self._house.use(names)
        self._pairs.use(names)
        self._house.changed()

    async def check(self, name: str) -> bool:
        """Zero it, and look for faults where it can. False: it has no such thing.

        Raises:
            Refused: not known, or a load is on.
        """
        one = self._known(name)
        if one.sensor is not None:
            return await one.sensor.zero()
        unit = self._house.units[name]
        if not unit.proven_free:
            raise Refused(Reason.NOT_PROVEN_FREE, "put the handles down first", unit.believed)
        unit.door.self_test()
        return True

    def inspected(self, name: str) -> None:
        """Somebody looked at cables, handles and anchor. Raises: Refused: not known."""
        self._known(name)
        self._house.wear.inspected(name, self._wall())
        self._house.changed()

    def sources(self) -> dict[str, Source]:
        """What a recording says of its devices: model and whether it is simulated, never a serial number."""
        return {name: Source(self._model(one), one.pair.device, one.pair.device == "simulated" or self._virtual)
                for name, one in self._open.items()}

    def _model(self, one: Open) -> str:
        info = self._house.units[one.pair.name].info if one.ear is not None else None
        return info.capabilities.model if info else one.pair.device

    def devices(self) -> list[dict[str, Any]]:
        """Everything the page of the gym shows."""
        return [device_row(one, self._house, self._wall()) | {"virtual": self._virtual and one.pair.device in _on_the_air()}
                for one in self._open.values()]

    # --- inside -------------------------------------------------------------------------------------------------------

    def _begin(self, pair: Pair, *, kept: bool) -> None:
        quality = qualities()[pair.device]
        one = Open(pair, kept)
        run = self._open_machine(one, quality) if quality.kind in {Kind.MACHINE, Kind.REPLAY} else self._open_sensor(one)
        one.task = asyncio.create_task(self._stay(one, run))
        self._open[pair.name] = one
        if kept:
            self._pin(one)

    def _open_machine(self, one: Open, quality: Quality) -> Callable[[], Any]:
        unit = self._house.add(one.pair.name, one.pair.serves)
        unit.most = quality.most_g
        self._house.wear.known(unit.name, self._wall(), exempt=one.pair.device in {"simulated", "replay"})
        ear = one.ear = Ear(unit, self._house, self._keep_reading)

        def run() -> Any:
            driver: Driver = _machine(one.pair, quality, self._the_radio, ear, self._folder)
            unit.door.driver = driver
            return driver.run()

        return run

    def _open_sensor(self, one: Open) -> Callable[[], Any]:
        one.post = self._house.add_sensor(one.pair.name)
        one.post.heard = lambda sample: self._keep_sample(one.pair.name, sample)

        def run() -> Any:
            module = import_module(f"halfkilo.gym.devices.{one.pair.device}.driver")
            one.sensor = module.open_sensor(self._the_radio(), one.pair.address, one.post)
            return one.sensor.run()

        return run

    async def _stay(self, one: Open, run: Callable[[], Any]) -> None:
        """A driver that breaks must not take the others with it: its machine is let go, and the page says what happened."""
        try:
            await run()
        except NoRadio as error:
            one.trouble = str(error)
        except Exception as error:
            log.exception("the driver of %s ended", one.pair.name)
            one.trouble = f"its driver ended: {type(error).__name__}"
            if one.pair.name in self._house.units:
                self._house.release("driver_ended")
                self._house.units[one.pair.name].link_down()

    def _the_radio(self) -> Radio:
        if self._radio is None:
            self._radio = self._make_radio()
        return self._radio

    def _there(self, device: str, address: str) -> bool:
        """Whether it is looked after already, however its unit was told (`#kg` after the address)."""
        bare = address.partition("#")[0]
        return any((one.pair.device, one.pair.address.partition("#")[0]) == (device, bare) for one in self._open.values())

    def _known(self, name: str) -> Open:
        if name not in self._open:
            raise Refused(Reason.NO_MACHINE, "there is no such device", name)
        return self._open[name]

    def _serial(self, one: Open) -> str | None:
        """What it said of itself; None while it says nothing. May be empty."""
        if one.post is not None:
            return one.post.identity.serial if one.post.identity else None
        info = self._house.units[one.pair.name].info
        return info.serial if info else None

    def _pin(self, one: Open) -> None:
        if one.ear is not None:
            one.ear.pinned = one.pair.serial
        if one.post is not None:
            one.post.pinned = one.pair.serial


def _on_the_air() -> list[str]:
    return [name for name, quality in qualities().items() if quality.link in {"bluetooth", "advertisement"}]


def _drivers_for(seen: Seen) -> list[str]:
    return [name for name in _on_the_air() if _sees(name, seen)]


def _sees(name: str, seen: Seen) -> bool:
    found: bool = import_module(f"halfkilo.gym.devices.{name}.driver").sees(seen)
    return found


def _machine(pair: Pair, quality: Quality, radio: Callable[[], Radio], ear: Ear, folder: Path | None) -> Driver:
    """The driver of a machine: on the air it needs the radio, its side and a place for its token, on a socket only its address."""
    if quality.link != "bluetooth":
        return opener(pair.device)(pair.address, ear)
    module = import_module(f"halfkilo.gym.devices.{pair.device}.driver")
    driver: Driver = module.open_driver(radio(), pair.address, ear, pair.serves, folder)
    return driver

"""Where live readings come from: the supervisor of a running site, a measuring device, or a recording. Each feed tells the same ear."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from halfkilo.commands.told import Trouble
from halfkilo.gym.devices.replay.play import MARK, paced
from halfkilo.gym.driver import CableReading, Garbled, Reading
from halfkilo.gym.quality import Kind, qualities
from halfkilo.gym.radio import open_radio
from halfkilo.gym.radio.link import Radio, Seen
from halfkilo.gym.recording.about import Source
from halfkilo.gym.recording.columns import Heard, Link, LinkWord
from halfkilo.gym.recording.sessions import Recording, recover_one
from halfkilo.gym.sensing import Balance, Cardio, Charge, Force, HeartRate, Identity, Mass, Sample
from halfkilo.gym.ticket import Role, read_key, sign
from halfkilo.units import Side
from halfkilo.web.serve import WHERE

Hear = Callable[[str, Heard], None]
"""`hear(source, heard)`"""

FIND_S = 15.0
SAMPLES: dict[str, type[Any]] = {kind.__name__: kind for kind in (HeartRate, Force, Balance, Mass, Cardio, Charge)}


class Feed(Protocol):
    """What can be watched or recorded. sources: what is known of the devices before they speak."""

    sources: dict[str, Source]

    async def run(self, hear: Hear) -> None:
        """Until it has nothing more to say, or is cancelled.

        Raises:
            Trouble: it can't be heard, and what to do.
        """


# --- a measuring device ---------------------------------------------------------------------------------------------------


class _Ear:
    """A `Hearer` for one device. What it calls itself is kept in `sources`; its serial number is not."""

    def __init__(self, name: str, sources: dict[str, Source], hear: Hear) -> None:
        self._name, self._sources, self._hear = name, sources, hear

    def up(self, identity: Identity) -> None:
        self._sources[self._name] = replace(self._sources[self._name], model=identity.model[:120])
        self._hear(self._name, LinkWord(Link.UP))

    def down(self) -> None:
        self._hear(self._name, LinkWord(Link.DOWN))

    def sample(self, sample: Sample) -> None:
        self._hear(self._name, sample)

    def garbled(self, garbled: Garbled) -> None:
        self._hear(self._name, LinkWord(Link.GARBLED, garbled.problem))


class SensorFeed:
    """A measuring device over the computer's Bluetooth or the virtual air. address: the first one seen when it is left out.

    Raises:
        Trouble: no such device.
    """

    def __init__(self, device: str, address: str | None, air: str | None) -> None:
        known = {name: quality for name, quality in qualities().items() if quality.kind is Kind.SENSOR}
        if device not in known:
            raise Trouble(f"There is no measuring device called {device}. There are: {', '.join(sorted(known))}.")
        self._device, self._address, self._air = device, address, air
        self.sources = {device: Source(known[device].title, device, simulated=air is not None)}

    async def run(self, hear: Hear) -> None:
        """Find it and listen until cancelled."""
        radio = open_radio(self._air)
        module = import_module(f"halfkilo.gym.devices.{self._device}.driver")
        address = self._address or (await _first(radio, module.sees, self._device)).address
        await module.open_sensor(radio, address, _Ear(self._device, self.sources, hear)).run()


async def _first(radio: Radio, sees: Callable[[Seen], bool], device: str) -> Seen:
    try:
        async with asyncio.timeout(FIND_S), aclosing(radio.scan()) as heard:  # type: ignore[type-var]
            async for seen in heard:
                if sees(seen):
                    return seen
    except TimeoutError:
        pass
    raise Trouble(f"{qualities()[device].title}: none was seen in {FIND_S:.0f} seconds. Is it switched on, near, and free of a phone?")


# --- the supervisor of a running site -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Where:
    """supervisor: `http://127.0.0.1:PORT`. site: the site's own address, as whose page we come."""

    supervisor: str
    site: str


def where(data: Path, supervisor: str | None, site: str | None) -> Where:
    """The supervisor of the site that runs from a data folder, or the one that was named.

    Raises:
        Trouble: none is running there.
    """
    try:
        found = json.loads((data / WHERE).read_text("utf-8"))
        known = Where(str(found["supervisor"]), str(found["site"]))
    except (OSError, ValueError, KeyError, TypeError):
        known = Where("", "http://127.0.0.1:8765")
    if not (supervisor or known.supervisor):
        raise Trouble("No gym is running from this data folder. Start one with: halfkilo serve   or name a measuring device to listen to.")
    return Where(supervisor or known.supervisor, site or known.site)


class SupervisorFeed:
    """What a screen that only watches hears: 100 readings a second of the machine in use, and the newest word of each sensor.

    The machine's lease and its own count of repetitions are not told to screens; the lease is written as 0, and the repetitions are those
    that halfkilo counted.
    """

    def __init__(self, place: Where, key_file: Path) -> None:
        self._place, self._key_file = place, key_file
        self._ages: dict[tuple[str, str], int] = {}
        self.sources: dict[str, Source] = {}

    async def run(self, hear: Hear) -> None:
        """Until cancelled, or the supervisor ends."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import WebSocketException
        from websockets.typing import Origin

        address = self._place.supervisor.rstrip("/").replace("http", "ws", 1) + "/player"
        try:
            async with connect(address, origin=Origin(self._place.site), compression=None, proxy=None, max_size=2**20) as socket:
                await socket.send(json.dumps({"is": "hello", "ticket": self._ticket()}))
                async for text in socket:
                    self._hear(json.loads(text), hear)
        except (OSError, WebSocketException, TimeoutError) as error:
            raise Trouble(f"The gym at {self._place.supervisor} can't be heard ({error}). Does `halfkilo serve` still run?") from error

    def _ticket(self) -> str:
        """Two minutes to be let in; it can load nothing."""
        return sign(read_key(self._key_file), "watcher", "watch", Role.WATCH, "-", Side.BOTH, 0, time.time_ns() // 1_000_000 + 120_000)

    def _hear(self, said: dict[str, Any], hear: Hear) -> None:
        if said.get("is") == "refused":
            raise Trouble(f"The gym does not let us watch: {said.get('message', said.get('reason'))}. Name the site's address with --site.")
        if said.get("is") != "now":
            return
        if said["machine"] is not None:
            self._machine(said, hear)
        for name, told in said.get("sensors", {}).items():
            self._sensor(name, told, hear)

    def _machine(self, said: dict[str, Any], hear: Hear) -> None:
        name = said["unit"] or "machine"
        self.sources.setdefault(name, Source(said["machine"], name, bool(said["simulated"])))
        armed, reps = said["phase"] in {"armed", "loaded"}, said["reps"]
        for ms, *row in said["readings"]:
            left, right = _cable(row[:4], reps[0]), _cable(row[4:8], reps[1])
            hear(name, Reading(ms, said["machine_state"] or "", said["machine_why"], armed, 0, left, right))

    def _sensor(self, name: str, told: dict[str, Any], hear: Hear) -> None:
        """A value is new when its age went down."""
        self.sources.setdefault(name, Source(name, name, simulated=False))
        for kind, found in told.items():
            if kind not in SAMPLES or not isinstance(found, dict):
                continue
            age, before = int(found["age_ms"]), self._ages.get((name, kind), 2**31)
            self._ages[name, kind] = age
            if age < before:
                values = {field: tuple(value) if isinstance(value, list) else value for field, value in found.items() if field != "age_ms"}
                hear(name, SAMPLES[kind](**values))


def _cable(row: list[int], reps: int) -> CableReading:
    mm, mm_s, force, held = row
    return CableReading(mm, mm_s, force, held, reps)


# --- a recording ------------------------------------------------------------------------------------------------------------


class ReplayFeed:
    """A recorded session, exactly as it was; one that a killed process left is finished first.

    Raises:
        NoRecording: the folder is none.
    """

    def __init__(self, folder: Path, source: str | None, pace: float) -> None:
        recover_one(folder)
        self._recording, self._source, self._pace = Recording(folder), source, pace
        known = self._recording.about.sources
        if source is not None and source not in known:
            raise Trouble(f"{folder} has no {source}; it has: {', '.join(sorted(known))}.")
        self.sources = {name: Source(f"{MARK} {one.model}"[:120], "replay", one.simulated)
                        for name, one in known.items() if source in (None, name)}

    async def run(self, hear: Hear) -> None:
        """Play it once."""
        async for row in paced(self._recording.rows(self._source), self._pace):
            hear(row.source, row.heard)

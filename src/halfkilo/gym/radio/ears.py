"""One scan for everybody who listens: BlueZ refuses a program's second scan, so the first listener starts it and the last ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress

from bleak import BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.exc import BleakError

from halfkilo.gym.radio.absence import told
from halfkilo.gym.radio.link import NoRadio, Seen

WAITING = 1_000
"""Advertisements kept for a listener that is slow; of more, the oldest go."""
QUIET_S = 30.0
"""Nothing at all heard for this long: the scan is started again. Switching Bluetooth off and on ends a scan without a word."""


class Ears:
    """backend: what bleak scans with; None for the computer's own. `devices` keeps what bleak needs to connect, by address."""

    def __init__(self, backend: type[BaseBleakScanner] | None = None) -> None:
        self.devices: dict[str, BLEDevice] = {}
        self.backend = backend
        self._scanner: BleakScanner | None = None
        self._listeners: list[asyncio.Queue[Seen]] = []
        self._changing = asyncio.Lock()
        self._heard_at = 0.0

    async def listen(self) -> AsyncGenerator[Seen, None]:
        """Every advertisement from now on. Raises: NoRadio, at the beginning or when the radio went away meanwhile."""
        queue: asyncio.Queue[Seen] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            await self._start()
            while True:
                try:
                    async with asyncio.timeout(QUIET_S):  # wait_for would swallow being cancelled in the moment of a word
                        seen = await queue.get()
                except TimeoutError:
                    await self._start_again()
                else:
                    yield seen
        finally:
            self._listeners.remove(queue)
            if not self._listeners:
                await self._stop()

    async def _start(self) -> None:
        async with self._changing:
            if self._scanner is None:
                with told():
                    scanner = BleakScanner(self._hear, backend=self.backend)
                    await scanner.start()
                self._scanner = scanner
                self._heard_at = asyncio.get_running_loop().time()

    async def _stop(self) -> None:
        async with self._changing:
            scanner, self._scanner = self._scanner, None
            if scanner is not None:
                with suppress(NoRadio, BleakError, OSError, EOFError), told():
                    await scanner.stop()

    async def _start_again(self) -> None:
        if asyncio.get_running_loop().time() - self._heard_at >= QUIET_S:
            await self._stop()
        await self._start()

    def _hear(self, device: BLEDevice, data: AdvertisementData) -> None:
        self._heard_at = asyncio.get_running_loop().time()
        address = device.address.upper()
        self.devices[address] = device
        name = data.local_name or device.name or ""
        services = tuple(uuid.lower() for uuid in data.service_uuids)
        service_data = {uuid.lower(): value for uuid, value in data.service_data.items()}
        seen = Seen(address, name, services, dict(data.manufacturer_data), service_data, data.rssi)
        for queue in self._listeners:
            if queue.qsize() >= WAITING:
                queue.get_nowait()
            queue.put_nowait(seen)


async def _within(queue: asyncio.Queue[Seen], seconds: float) -> Seen | None:
    """The next, or None. Not wait_for: in Python 3.11 it can swallow a cancellation when something arrives at the same moment."""
    try:
        async with asyncio.timeout(seconds):
            return await queue.get()
    except TimeoutError:
        return None

"""Bluetooth through bleak: the computer's own radio, or any other backend in its place.

A radio belongs to one event loop (bleak's connection to the system does), so a program opens one and keeps it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager

from bleak.backends.client import BaseBleakClient
from bleak.backends.scanner import BaseBleakScanner

from halfkilo.gym.radio.bleak_link import CONNECT_S, BleakLink
from halfkilo.gym.radio.ears import Ears
from halfkilo.gym.radio.link import Link, LinkLost, Seen

Backends = tuple[type[BaseBleakScanner] | None, type[BaseBleakClient] | None]
"""What bleak scans and connects with; None for the computer's own."""


async def own() -> Backends:
    """The computer's own Bluetooth."""
    return None, None


class Bluetooth:
    """A `Radio`. backends: asked before the first use, and again after the radio went away."""

    def __init__(self, backends: Callable[[], Awaitable[Backends]] = own) -> None:
        self._backends = backends
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ears = Ears()
        self._connecting = asyncio.Lock()

    async def scan(self) -> AsyncIterator[Seen]:
        """Every advertisement, until the caller leaves the loop. Raises: NoRadio."""
        ears, _ = await self._ready()
        async with aclosing(ears.listen()) as heard:
            async for seen in heard:
                yield seen

    @asynccontextmanager
    async def connect(self, address: str, spacing_ms: int = 0) -> AsyncIterator[Link]:
        """A link for as long as the block lasts. Raises: NoRadio, LinkLost."""
        address = address.upper()
        ears, client = await self._ready()
        await _find(ears, address)
        async with self._connecting:
            if address not in ears.devices:
                raise LinkLost("the device was just lost")
            link = BleakLink(ears.devices[address], spacing_ms, client)
            try:
                await link.open()
            except BaseException:
                ears.devices.pop(address, None)  # what is known of it may be stale: look for it again next time
                await link.close()
                raise
        try:
            yield link
        finally:
            await link.close()

    async def _ready(self) -> tuple[Ears, type[BaseBleakClient] | None]:
        loop = asyncio.get_running_loop()
        if self._loop not in (None, loop):
            raise RuntimeError("a radio belongs to one event loop: open another one")
        self._loop = loop
        scanner, client = await self._backends()
        if self._ears.backend is not scanner:
            self._ears = Ears(scanner)
        return self._ears, client


async def _find(ears: Ears, address: str) -> None:
    """Until bleak knows the device. Raises: NoRadio, LinkLost."""
    if address in ears.devices:
        return
    try:
        async with asyncio.timeout(CONNECT_S), aclosing(ears.listen()) as heard:
            async for seen in heard:
                if seen.address == address:
                    return
    except TimeoutError:
        raise LinkLost("the device is not here, or switched off") from None

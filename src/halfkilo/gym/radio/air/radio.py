"""Radios of the virtual air: over TCP to the air of another process, or in the same process for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bumble.core import BaseBumbleError

from halfkilo.gym.radio.air.backend import AirClient, AirScanner
from halfkilo.gym.radio.air.central import Central
from halfkilo.gym.radio.air.house import AirHouse, Wires, over_tcp
from halfkilo.gym.radio.bluetooth import Backends, Bluetooth
from halfkilo.gym.radio.link import Missing, NoRadio

START_S = 5.0


def air_radio(address: str) -> Bluetooth:
    """The air at HOST:PORT. It is looked for at the first use, and again after it went away."""
    return Bluetooth(_Joined(lambda: over_tcp(address)))


def local_radio(house: AirHouse) -> Bluetooth:
    """An air in this process."""
    async def wires() -> Wires:
        return house.wires(house.controller())

    return Bluetooth(_Joined(wires))


class _Joined:
    """Bleak's backends over one central, made when first asked for."""

    def __init__(self, wires: Callable[[], Awaitable[Wires]]) -> None:
        self._wires = wires
        self._central: Central | None = None
        self._backends: Backends = (None, None)
        self._joining = asyncio.Lock()

    async def __call__(self) -> Backends:
        """Raises: NoRadio."""
        async with self._joining:
            if self._central is None or self._central.closed.is_set():
                self._central = await self._join()
                of = {"central": self._central}
                self._backends = type("AirScanner", (AirScanner,), of), type("AirClient", (AirClient,), of)
            return self._backends

    async def _join(self) -> Central:
        try:
            async with asyncio.timeout(START_S):
                central = Central(await self._wires())
                await central.start()
        except (TimeoutError, BaseBumbleError) as error:
            raise NoRadio(Missing.NO_AIR) from error
        return central

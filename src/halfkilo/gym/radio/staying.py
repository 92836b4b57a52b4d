"""What every GATT sensor's driver does alike: stay with the device, zero it where it can be zeroed, look at its battery."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from halfkilo.gym.radio import sig
from halfkilo.gym.radio.link import Link, LinkLost
from halfkilo.gym.radio.stay import Stay, Talk

BATTERY_EVERY_S = 300.0


class Staying:
    """A `sensing.Sensor`. zero: takes what is on the device now for nothing and says whether it did; None: it has no such thing."""

    def __init__(self, stay: Stay, zero: Callable[[Link], Awaitable[bool]] | None = None) -> None:
        self._stay, self._zero = stay, zero

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled."""
        await self._stay.run()

    async def zero(self) -> bool:
        """Take what is on it now for nothing, while there is a connection."""
        link = self._stay.link
        if link is None or self._zero is None:
            return False
        try:
            return await self._zero(link)
        except (LinkLost, TimeoutError):
            return False


async def watch_battery(talk: Talk) -> None:
    """Told every five minutes, as long as it tells."""
    while (charge := await sig.charge(talk.link)) is not None:
        talk.tell((charge,), spoke=False)
        await asyncio.sleep(BATTERY_EVERY_S)

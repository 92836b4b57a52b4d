"""Coming back to a machine again and again, for drivers of machines that can load: how one visit goes is theirs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from halfkilo.gym.radio.link import Link, LinkLost, NoRadio, Radio


async def keep_visiting(radio: Radio, address: str, visit: Callable[[Link], Awaitable[None]], was_up: Callable[[], bool], *,
                        spacing_ms: int, again_s: float) -> None:
    """Connect, visit, connect again; until cancelled. was_up: whether it ever answered. again_s: waited between two visits.

    Raises:
        NoRadio: only before the first connection; later the radio is waited for.
    """
    while True:
        try:
            async with radio.connect(address, spacing_ms) as link:
                await visit(link)
        except LinkLost:
            pass  # the visit told that, when it was up
        except NoRadio:
            if not was_up():
                raise
        await asyncio.sleep(again_s)

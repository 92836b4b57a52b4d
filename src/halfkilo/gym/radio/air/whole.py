"""Work of Bumble that must not be cut in its middle.

An HCI command that is cancelled leaves its answer to the next one, and what Bumble awaits with wait_for may swallow a cancellation. So its
work runs in a task of its own: whoever is cancelled hears of it, after the work has ended or had time to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from halfkilo.gym.radio.link import Missing, NoRadio

GRACE_S = 1.0
Result = TypeVar("Result")


async def whole(work: Awaitable[Result]) -> Result:
    """The work's result. Raises: what it raises; NoRadio, when Bumble gave it up because the air went away."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=GRACE_S)
        if not task.cancel() and not task.cancelled():
            task.exception()  # looked at, so that nobody complains about it
        raise
    if task.cancelled():
        raise NoRadio(Missing.NO_AIR)
    return task.result()

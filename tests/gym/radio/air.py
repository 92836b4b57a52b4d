"""A virtual air in the test's own process: emulated peripherals, and a radio with the real bleak front-end."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from halfkilo.gym.radio.air.house import AirHouse
from halfkilo.gym.radio.air.radio import local_radio
from halfkilo.gym.radio.air.runner import Runner, address_of, running

INTERVAL_MS = 20


@asynccontextmanager
async def air(*peripherals, speed=1.0):
    """(radio, runners): one runner for each peripheral, all in the air."""
    house = AirHouse()
    async with AsyncExitStack() as stack:
        runners = []
        for number, peripheral in enumerate(peripherals):
            runner = Runner(peripheral, address_of(f"{number}"), house.wires(house.controller()), interval_ms=INTERVAL_MS, speed=speed)
            runners.append(await stack.enter_async_context(running(runner)))
        yield local_radio(house), runners


@asynccontextmanager
async def doing(work):
    """`work` in the background; cancelled at the end. What went wrong in it is raised."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(happened, seconds=5.0):
    """Wait until `happened()` is true."""
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.005)

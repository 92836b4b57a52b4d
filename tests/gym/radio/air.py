"""A virtual air in the test's own process: emulated peripherals, and a radio with the real bleak front-end."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress

from halfkilo.gym.radio.air.house import AirHouse
from halfkilo.gym.radio.air.radio import local_radio
from halfkilo.gym.radio.air.runner import Runner, address_of
from halfkilo.gym.radio.link import NoRadio

INTERVAL_MS = 20


class Air:
    """`radio` hears all `runners`, one for each peripheral."""

    def __init__(self, speed):
        self.house = AirHouse()
        self.radio = local_radio(self.house)
        self.runners = []
        self._speed = speed
        self._controllers, self._tasks = {}, {}

    def __iter__(self):
        return iter((self.radio, self.runners))

    def appear(self, peripheral, address=None):
        """One more device."""
        controller = self.house.controller()
        where = address or address_of(f"{len(self.runners)}")
        runner = Runner(peripheral, where, self.house.wires(controller), interval_ms=INTERVAL_MS, speed=self._speed)
        self._controllers[runner] = controller
        self._tasks[runner] = asyncio.create_task(runner.run())
        self.runners.append(runner)
        return runner

    async def vanish(self, runner):
        """Gone without a goodbye: out of reach, or its battery is empty."""
        self.house.remove(self._controllers.pop(runner))
        self.runners.remove(runner)
        with suppress(NoRadio):
            await self._tasks.pop(runner)

    async def close(self):
        """Everything is switched off; what went wrong in a device is raised."""
        for task in self._tasks.values():
            task.cancel()
        for ended in await asyncio.gather(*self._tasks.values(), return_exceptions=True):
            if not isinstance(ended, asyncio.CancelledError):
                raise ended or AssertionError("a device ended by itself")


@asynccontextmanager
async def air(*peripherals, speed=1.0):
    """An air with these devices in it."""
    here = Air(speed)
    for peripheral in peripherals:
        here.appear(peripheral)
    try:
        yield here
    finally:
        await here.close()


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


async def until(happened, seconds=20.0):
    """Wait until `happened()` is true."""
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(0.005)

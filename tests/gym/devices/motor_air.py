"""Time that a test moves, and a radio to an emulated machine whose operations take time and must never overlap."""

from __future__ import annotations

import asyncio
import selectors
from contextlib import asynccontextmanager

from halfkilo.gym.radio.link import LinkLost

ADDRESS = "C0:00:00:00:00:02"


class _NoWaiting(selectors.DefaultSelector):
    """Waiting moves the clock instead of waiting."""

    passed = 0.0

    def select(self, timeout=None):
        self.passed += timeout or 0.0
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose hours last as long as its work."""

    def __init__(self):
        self._waits = _NoWaiting()
        super().__init__(self._waits)

    def time(self):
        return self._waits.passed


def run(scene):
    """Run a scene in its own time."""
    with asyncio.Runner(loop_factory=Loop) as runner:
        return runner.run(scene)


def clock():
    return asyncio.get_running_loop().time()


class SlowLink:
    """Operations take `takes_s`; two at once, or two closer than the spacing, are written down in `crowded`."""

    def __init__(self, radio, spacing_s):
        self.lost = asyncio.Event()
        self._radio, self._spacing_s = radio, spacing_s
        self._offered = {one.uuid: one for service in radio.twin.services() for one in service.characteristics}
        self._heard = {}
        self._busy = False
        self._free_at = -1.0
        radio.twin.connected(self._say, self.drop)

    def has(self, characteristic):
        return characteristic in self._offered

    async def read(self, characteristic):
        return await self._one("read", characteristic, lambda: self._offered[characteristic].read())

    async def write(self, characteristic, data, response=True):
        assert response, "S8: every write is acknowledged"
        self._radio.written.append((clock(), characteristic, bytes(data)))
        await self._one("write", characteristic, lambda: self._offered[characteristic].written(bytes(data)))

    async def subscribe(self, characteristic, heard):
        self._heard[characteristic] = heard
        await self._one("subscribe", characteristic, lambda: None)

    async def _one(self, what, characteristic, work):
        if self.lost.is_set():
            raise LinkLost("gone")
        if self._busy or (clock() < self._free_at - 1e-6 and what != "subscribe"):
            self._radio.crowded.append((clock(), what, characteristic))
        self._busy = True
        self._radio.operations.append((clock(), what, characteristic))
        try:
            await asyncio.sleep(self._radio.takes_s)
            if self.lost.is_set():
                raise LinkLost("gone")
            return work()
        finally:
            self._busy, self._free_at = False, clock() + self._spacing_s

    def drop(self):
        if not self.lost.is_set():
            self.lost.set()
            self._radio.twin.disconnected()

    def _say(self, characteristic, data):
        if characteristic in self._heard and not self.lost.is_set():
            self._heard[characteristic](bytes(data[: self._radio.twin.mtu - 3]))


class SlowRadio:
    """takes_s: how long an operation takes; away: nobody can connect."""

    def __init__(self, twin, takes_s=0.02):
        self.twin, self.takes_s = twin, takes_s
        self.written, self.operations, self.crowded, self.links = [], [], [], []
        self.away = False

    @asynccontextmanager
    async def connect(self, address, spacing_ms=0):
        if self.away or address != ADDRESS:
            raise LinkLost("not seen")
        link = SlowLink(self, spacing_ms / 1000)
        self.links.append(link)
        try:
            yield link
        finally:
            link.drop()


@asynccontextmanager
async def alive(twin, driver):
    """The twin's time and the driver, for as long as the block lasts."""
    async def live():
        while True:
            await asyncio.sleep(0.005)
            twin.step(5)

    tasks = [asyncio.create_task(live()), asyncio.create_task(driver.run())]
    try:
        yield
    finally:
        for task in reversed(tasks):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

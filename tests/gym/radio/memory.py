"""The quickest air there is: an emulated peripheral and a driver in one event loop, no Bluetooth stack, time moved by the test."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from halfkilo.gym.radio.link import LinkLost, Seen

ADDRESS = "C0:00:00:00:00:01"


class MemoryLink:
    """A link to an emulated peripheral; what it writes is kept in `written`."""

    def __init__(self, peripheral, written):
        self.lost = asyncio.Event()
        self.written = written
        self._peripheral = peripheral
        self._characteristics = {one.uuid: one for service in peripheral.services() for one in service.characteristics}
        self._heard = {}
        peripheral.connected(self._say, self.drop)

    def has(self, characteristic):
        return characteristic in self._characteristics

    async def read(self, characteristic):
        given = self._one(characteristic).read
        if given is None:
            raise LinkLost("reading is not offered")
        return given()

    async def write(self, characteristic, data, response=True):
        self.written.append((characteristic, bytes(data)))
        taken = self._one(characteristic).written
        if taken is None:
            raise LinkLost("writing is not offered")
        taken(bytes(data))

    async def subscribe(self, characteristic, heard):
        assert self._one(characteristic).notify or self._one(characteristic).indicate
        self._heard[characteristic] = heard

    def drop(self):
        """The link is gone."""
        if not self.lost.is_set():
            self.lost.set()
            self._peripheral.disconnected()

    def _one(self, characteristic):
        if self.lost.is_set():
            raise LinkLost("gone")
        if characteristic not in self._characteristics:
            raise LinkLost("no such characteristic")
        return self._characteristics[characteristic]

    def _say(self, characteristic, data):
        if characteristic in self._heard and not self.lost.is_set():
            self._heard[characteristic](bytes(data[: self._peripheral.mtu - 3]))


class MemoryRadio:
    """A radio that sees one peripheral. `written` keeps every write of every link, `links` every link that ever was."""

    def __init__(self, peripheral, address=ADDRESS):
        self.peripheral, self.address = peripheral, address
        self.written, self.links = [], []
        self.away = False

    async def scan(self):
        while True:
            told = self.peripheral.advertisement()
            if not self.away:
                yield Seen(self.address, told.name, told.services, told.maker, told.service_data, -50)
            await asyncio.sleep(0)

    @asynccontextmanager
    async def connect(self, address, spacing_ms=0):
        if self.away or address != self.address:
            raise LinkLost("not seen")
        link = MemoryLink(self.peripheral, self.written)
        self.links.append(link)
        try:
            yield link
        finally:
            link.drop()

    async def pass_time(self, ms, step=10):
        """Emulated time goes on, and everybody else gets a turn after each step."""
        for _ in range(0, ms, step):
            self.peripheral.step(step)
            for _ in range(3):
                await asyncio.sleep(0)


class Notebook:
    """A hearer that writes down everything."""

    def __init__(self):
        self.ups, self.samples, self.problems, self.told = [], [], [], []
        self.downs = 0

    def up(self, identity):
        self.ups.append(identity)
        self.told.append("up")

    def down(self):
        self.downs += 1
        self.told.append("down")

    def sample(self, sample):
        self.samples.append(sample)
        self.told.append(sample)

    def garbled(self, garbled):
        self.problems.append(garbled)
        self.told.append(garbled)

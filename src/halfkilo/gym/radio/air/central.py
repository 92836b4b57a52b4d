"""The drivers' side of the virtual air: one Bumble central, joined to its controller, shared by all scans and links of one radio."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress

from bumble.core import BaseBumbleError
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.hci import Address, HCI_LE_Create_Connection_Cancel_Command

from halfkilo.gym.radio.air.house import Wires
from halfkilo.gym.radio.air.packing import unpack
from halfkilo.gym.radio.air.whole import whole
from halfkilo.gym.radio.link import Missing, NoRadio, Seen

MTU = 517
"""What Linux asks for; the device's own limit counts."""


class Central:
    """`closed` is set when the air is gone. Scans are counted here because Bumble has one scan per device."""

    def __init__(self, wires: Wires) -> None:
        self.closed = asyncio.Event()
        self._device = Device.with_hci("halfkilo", _address(), *wires)
        self._connecting = asyncio.Lock()
        self._hearers: list[asyncio.Queue[Seen]] = []

    async def start(self) -> None:
        """Raises: BaseBumbleError."""
        self._device.on(Device.EVENT_FLUSH, self.closed.set)
        self._device.on(Device.EVENT_ADVERTISEMENT, self._heard)
        await whole(self._device.power_on())

    async def scan(self) -> asyncio.Queue[Seen]:
        """Advertisements arrive in the queue until `stop_scan`. Raises: NoRadio."""
        self._there()
        queue: asyncio.Queue[Seen] = asyncio.Queue()
        self._hearers.append(queue)
        if len(self._hearers) == 1:
            await whole(self._device.start_scanning(active=False))
        return queue

    async def stop_scan(self, queue: asyncio.Queue[Seen]) -> None:
        """The other end of `scan`."""
        self._hearers.remove(queue)
        if not self._hearers and not self.closed.is_set():
            with suppress(NoRadio):
                await whole(self._device.stop_scanning())

    async def connect(self, address: str, seconds: float) -> Peer:
        """Connected, services discovered. Raises: BaseBumbleError, TimeoutError, NoRadio."""
        self._there()
        async with self._connecting:
            trying = asyncio.ensure_future(self._device.connect(Address(address), timeout=seconds))
            try:
                await asyncio.wait([trying])
            except asyncio.CancelledError:
                await self._give_up(trying)
                raise
        if trying.cancelled():
            raise NoRadio(Missing.NO_AIR)
        connection = trying.result()
        try:
            return await self._known(connection)
        except BaseException:
            await self.disconnect(connection)
            raise

    async def _known(self, connection: Connection) -> Peer:
        """Its services. Raises: BaseBumbleError; TimeoutError, when it left meanwhile: Bumble would wait half a minute for its answer."""
        left = asyncio.Event()
        connection.once(Connection.EVENT_DISCONNECTION, lambda _: left.set())
        if self._device.connections.get(connection.handle) is not connection:
            raise TimeoutError("it left at once")
        asking, leaving = asyncio.ensure_future(_discovered(connection)), asyncio.create_task(left.wait())
        try:
            await asyncio.wait([asking, leaving], return_when=asyncio.FIRST_COMPLETED)
            if not asking.done() or asking.cancelled():
                raise TimeoutError("it left while it was asked what it offers")
            return asking.result()
        finally:
            asking.cancel()
            leaving.cancel()

    async def disconnect(self, connection: Connection) -> None:
        """Never raises what a device or an air that is gone could cause."""
        if self._device.connections.get(connection.handle) is not connection:
            return  # nobody would tell that it ended
        with suppress(BaseBumbleError, NoRadio):
            await whole(connection.disconnect())

    def _there(self) -> None:
        if self.closed.is_set():
            raise NoRadio(Missing.NO_AIR)

    async def _give_up(self, trying: asyncio.Future[Connection]) -> None:
        with suppress(BaseBumbleError, NoRadio):
            await whole(self._device.send_sync_command(HCI_LE_Create_Connection_Cancel_Command()))
        await asyncio.wait([trying])
        if not trying.cancelled() and trying.exception() is None:
            await self.disconnect(trying.result())

    def _heard(self, advertisement: Advertisement) -> None:
        if advertisement.is_scan_response:
            return  # the virtual controller says everything twice
        address = advertisement.address.to_string(with_type_qualifier=False)
        seen = unpack(address, advertisement.data_bytes, advertisement.rssi)
        for queue in self._hearers:
            queue.put_nowait(seen)


async def _discovered(connection: Connection) -> Peer:
    peer = Peer(connection)
    await peer.request_mtu(MTU)
    for service in await peer.discover_services():
        for characteristic in await service.discover_characteristics():
            await characteristic.discover_descriptors()
    return peer


def _address() -> Address:
    """A random static address: several centrals may share one air."""
    six = bytearray(os.urandom(6))
    six[5] |= 0xC0
    return Address(bytes(six), Address.RANDOM_DEVICE_ADDRESS)

"""bleak's own scanner and client over a Bumble central, so that drivers run through the real bleak front-end without a radio."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

from bleak.args import SizedBuffer
from bleak.assigned_numbers import CharacteristicPropertyName, gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import core
from bumble.att import ATT_WRITE_NOT_PERMITTED_ERROR, ATT_Error
from bumble.core import BaseBumbleError
from bumble.device import Connection, Peer

from halfkilo.gym.radio.air.central import Central
from halfkilo.gym.radio.link import Seen

ATT_HEADER = 3


class AirScanner(BaseBleakScanner):
    """`central` is set in a subclass: bleak makes the object itself."""

    central: Central

    def __init__(
        self, detection_callback: AdvertisementDataCallback | None, service_uuids: list[str] | None, scanning_mode: str, **_: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._queue: asyncio.Queue[Seen] | None = None
        self._telling: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.seen_devices = {}
        self._queue = await self.central.scan()
        self._telling = asyncio.create_task(self._tell(self._queue))

    async def stop(self) -> None:
        if self._queue is None or self._telling is None:
            return
        self._telling.cancel()
        await asyncio.gather(self._telling, return_exceptions=True)
        await self.central.stop_scan(self._queue)
        self._queue = None

    async def _tell(self, queue: asyncio.Queue[Seen]) -> None:
        while True:
            seen = await queue.get()
            if not self.is_allowed_uuid(list(seen.services)):
                continue
            data = AdvertisementData(seen.name or None, seen.maker, seen.service_data, list(seen.services), None, seen.rssi, ())
            device = self.create_or_update_device(seen.address, seen.address, seen.name or None, {}, data)
            self.call_detection_callbacks(device, data)


class AirClient(BaseBleakClient):
    """`central` is set in a subclass: bleak makes the object itself. Refuses what BlueZ refuses."""

    central: Central

    def __init__(self, address_or_ble_device: BLEDevice | str, **how: Any) -> None:
        self._name = (address_or_ble_device.name if isinstance(address_or_ble_device, BLEDevice) else None) or ""
        super().__init__(
            address_or_ble_device, disconnected_callback=how["disconnected_callback"], timeout=how["timeout"])
        self._peer: Peer | None = None

    @property
    def name(self) -> str:
        return self._name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        return self._peer.connection.att_mtu if self._peer else 23

    @property
    def is_connected(self) -> bool:
        return self._peer is not None

    async def connect(self, pair: bool, **kwargs: Any) -> None:
        try:
            self._peer = await self.central.connect(self.address, self._timeout)
        except (BaseBumbleError, TimeoutError) as error:
            raise BleakDeviceNotFoundError(self.address, str(error)) from error
        self._peer.connection.on(Connection.EVENT_DISCONNECTION, self._gone)
        self.services = _services(self._peer, lambda: self.mtu_size - ATT_HEADER)

    async def disconnect(self) -> None:
        if self._peer is not None:
            await self.central.disconnect(self._peer.connection)
            self._gone(0)

    def _gone(self, _: int) -> None:
        if self._peer is not None:
            self._peer = None
            if self._disconnected_callback:
                self._disconnected_callback()

    async def pair(self, *args: Any, **kwargs: Any) -> None:
        raise BleakError("nothing in this air needs pairing")

    async def unpair(self) -> None:
        raise BleakError("nothing in this air needs pairing")

    async def read_gatt_char(self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **kwargs: Any) -> bytearray:
        return bytearray(await self._ask(characteristic.obj.read_value()))

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool) -> None:
        value = bytes(data)
        if ("write" if response else "write-without-response") not in characteristic.properties:
            raise BleakGATTProtocolError(ATT_WRITE_NOT_PERMITTED_ERROR)
        fits = len(value) <= self.mtu_size - ATT_HEADER
        if not fits and not response:
            raise BleakError(f"{len(value)} bytes do not fit into one packet of {self.mtu_size - ATT_HEADER}")
        if fits:
            await self._ask(characteristic.obj.write_value(value, with_response=response))
        else:
            await self._ask(self._connected().gatt_client.write_long_value(characteristic.handle, value))

    async def start_notify(self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **kwargs: Any) -> None:
        if not {"notify", "indicate"} & set(characteristic.properties):
            raise BleakError(f"{characteristic.uuid} neither notifies nor indicates")
        await self._ask(characteristic.obj.subscribe(lambda data: callback(bytearray(data))))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        await self._ask(characteristic.obj.unsubscribe())

    async def read_gatt_descriptor(self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **kwargs: Any) -> bytearray:
        return bytearray(await self._ask(descriptor.obj.read_value()))

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        await self._ask(descriptor.obj.write_value(bytes(data), with_response=True))

    def _connected(self) -> Peer:
        if self._peer is None:
            raise BleakError("Not connected")
        return self._peer

    async def _ask(self, work: Any) -> Any:
        """The answer; an answer that never comes because the link went is an error, not a cancellation.

        Whoever stops waiting does not unask: as on a real link, the next question goes out only after this answer.
        """
        connection, gone = self._connected().connection, asyncio.Event()
        asking, leaving = asyncio.ensure_future(work), asyncio.create_task(gone.wait())
        asking.add_done_callback(_looked_at)
        connection.once(Connection.EVENT_DISCONNECTION, lambda _: gone.set())
        try:
            await asyncio.wait([asking, leaving], return_when=asyncio.FIRST_COMPLETED)
            if not asking.done() or asking.cancelled():
                raise BleakError("disconnected")
            return asking.result()
        except ATT_Error as error:
            raise BleakGATTProtocolError(error.error_code) from error
        except BaseBumbleError as error:
            raise BleakError(str(error)) from error
        finally:
            leaving.cancel()


def _looked_at(asking: asyncio.Future[Any]) -> None:
    """An error that nobody waits for any more is no news."""
    if not asking.cancelled():
        asking.exception()


def _services(peer: Peer, longest_command: Any) -> BleakGATTServiceCollection:
    found = BleakGATTServiceCollection()
    for service in peer.services:
        ours = BleakGATTService(service, service.handle, _long(service.uuid))
        found.add_service(ours)
        for one in service.characteristics:
            can: list[CharacteristicPropertyName] = list(gatt_char_props_to_strs(int(one.properties)))
            found.add_characteristic(
                BleakGATTCharacteristic(one, one.handle, _long(one.uuid), can, longest_command, ours))
    return found


def _long(uuid: core.UUID) -> str:
    return str(UUID(bytes=uuid.to_bytes(force_128=True)[::-1]))

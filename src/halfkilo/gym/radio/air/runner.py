"""An emulated peripheral as a Bluetooth device of the virtual air: its own host stack, stepped in real time.

What Bumble does not keep to, and real devices do, is kept to here: nothing longer than `mtu - 3` is notified, and what a characteristic
does not offer (reading one that only notifies, writing one that is only read) is refused with the error of the specification.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from bumble.att import ATT_READ_NOT_PERMITTED_ERROR, ATT_WRITE_NOT_PERMITTED_ERROR, ATT_Error, Attribute, AttributeValue
from bumble.core import BaseBumbleError
from bumble.device import Connection, Device
from bumble.gatt import Characteristic as GattCharacteristic
from bumble.gatt import Service as GattService
from bumble.hci import HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR, Address

from halfkilo.gym.radio.air.house import Wires
from halfkilo.gym.radio.air.packing import pack
from halfkilo.gym.radio.air.whole import whole
from halfkilo.gym.radio.emulated import Characteristic, Peripheral
from halfkilo.gym.radio.link import Missing, NoRadio

STEP_MS = 10
LONGEST_GAP_MS = 1_000
"""After the computer slept, this much time passed for the device at most."""
SWITCH_OFF_S = 1.0
WAITING = 1_000
"""Notifications that wait to be sent; a device that has more to say loses the oldest."""


def address_of(name: str) -> str:
    """A random static address that is always the same for the same name."""
    six = bytearray(hashlib.sha256(name.encode()).digest()[:6])
    six[0] |= 0xC0
    return ":".join(f"{byte:02X}" for byte in six)


class Runner:
    """One emulated peripheral in the air. interval_ms: between two advertisements. speed: emulated seconds per second (tests)."""

    def __init__(self, peripheral: Peripheral, address: str, wires: Wires, *, interval_ms: float = 100, speed: float = 1) -> None:
        self.address, self.name = address, peripheral.advertisement().name
        self._gone = asyncio.Event()
        self._peripheral, self._interval_ms, self._speed = peripheral, interval_ms, speed
        self._device = Device.with_hci(self.name, Address(address), *wires)
        self._device.gatt_server.max_mtu = peripheral.mtu
        self._central: Connection | None = None
        self._advertised = b""
        self._waiting: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
        self._values: dict[str, tuple[Characteristic, GattCharacteristic[Any]]] = {}
        for service in peripheral.services():
            values = [self._value(one) for one in service.characteristics]
            self._device.add_service(GattService(service.uuid, values))
        self._device.on(Device.EVENT_CONNECTION, self._connected)

    async def run(self) -> None:
        """Until cancelled. Raises: NoRadio, when the air went away."""
        try:
            await whole(self._device.power_on())
        except BaseBumbleError as error:
            raise NoRadio(Missing.NO_AIR) from error
        self._device.on(Device.EVENT_FLUSH, self._gone.set)
        tasks = [asyncio.create_task(work) for work in (self._live(), self._speak(), self._gone.wait())]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if self._gone.is_set():
                raise NoRadio(Missing.NO_AIR)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self._central is not None:
                self._peripheral.disconnected()
            if not self._gone.is_set():
                await self._switch_off()

    async def _switch_off(self) -> None:
        with suppress(BaseBumbleError, TimeoutError, NoRadio):
            async with asyncio.timeout(SWITCH_OFF_S):
                await whole(self._device.power_off())

    async def _live(self) -> None:
        loop = asyncio.get_running_loop()
        before = loop.time()
        owed = 0.0
        while True:
            await self._advertise()
            await asyncio.sleep(STEP_MS / 1000)
            now = loop.time()
            owed += min((now - before) * 1000 * self._speed, LONGEST_GAP_MS)
            before = now
            while owed >= STEP_MS:
                self._peripheral.step(STEP_MS)
                owed -= STEP_MS

    # --- advertising --------------------------------------------------------------------------------------------------

    async def _advertise(self) -> None:
        packed = pack(self._peripheral.advertisement())
        if self._central is not None or packed == self._advertised:
            return
        before, self._advertised = self._advertised, packed  # noted first: a central may come while this is under way
        advertising = self._device.legacy_advertising_set
        if before and advertising is not None and advertising.enabled:
            await whole(advertising.set_advertising_data(packed))
        else:
            await whole(self._device.start_advertising(
                advertising_data=packed, advertising_interval_min=self._interval_ms, advertising_interval_max=self._interval_ms))

    # --- a central ----------------------------------------------------------------------------------------------------

    def _connected(self, connection: Connection) -> None:
        self._central = connection
        self._advertised = b""  # a connection ends advertising, however short it is
        connection.on(Connection.EVENT_DISCONNECTION, self._disconnected)
        self._peripheral.connected(self._say, self._drop)

    def _disconnected(self, _: int) -> None:
        self._central = None
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._peripheral.disconnected()

    def _say(self, characteristic: str, data: bytes) -> None:
        if self._central is None:
            return
        if self._waiting.qsize() >= WAITING:
            self._waiting.get_nowait()
        self._waiting.put_nowait((characteristic, bytes(data[: self._peripheral.mtu - 3])))

    def _drop(self) -> None:
        if self._central is not None:
            self._dropping = asyncio.ensure_future(self._end(self._central))

    async def _end(self, central: Connection) -> None:
        with suppress(BaseBumbleError):
            await self._device.disconnect(central, HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR)

    async def _speak(self) -> None:
        while True:
            characteristic, data = await self._waiting.get()
            told, value = self._values[characteristic]
            if self._central is None:
                continue
            with suppress(BaseBumbleError, TimeoutError, NoRadio):
                if told.notify:
                    await whole(self._device.notify_subscriber(self._central, value, data))
                else:
                    await whole(self._device.indicate_subscriber(self._central, value, data))

    # --- what it offers -----------------------------------------------------------------------------------------------

    def _value(self, one: Characteristic) -> GattCharacteristic[Any]:
        offers = GattCharacteristic.Properties
        can = offers(0)
        can |= offers.READ if one.read else offers(0)
        can |= offers.WRITE if one.written else offers(0)
        can |= offers.WRITE_WITHOUT_RESPONSE if one.written and one.without_response else offers(0)
        can |= offers.NOTIFY if one.notify else offers(0)
        can |= offers.INDICATE if one.indicate else offers(0)
        allowed = Attribute.Permissions.READABLE | Attribute.Permissions.WRITEABLE  # refused below: Bumble does not look at them
        value = GattCharacteristic(one.uuid, can, allowed, AttributeValue(read=_reading(one), write=_writing(one)))
        self._values[one.uuid] = one, value
        return value


def _reading(one: Characteristic) -> Any:
    def read(_: Connection) -> bytes:
        if one.read is None:
            raise ATT_Error(ATT_READ_NOT_PERMITTED_ERROR)
        return one.read()

    return read


def _writing(one: Characteristic) -> Any:
    def write(_: Connection, data: bytes) -> None:
        if one.written is None:
            raise ATT_Error(ATT_WRITE_NOT_PERMITTED_ERROR)
        one.written(bytes(data))

    return write


@asynccontextmanager
async def running(runner: Runner) -> AsyncIterator[Runner]:
    """In the air for as long as the block lasts; what went wrong in it is raised at the end."""
    task = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

"""One connected device through bleak: operations take turns with a pause between them, and each is answered in time or the link is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bleak import BleakClient
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.exc import BleakError

from halfkilo.gym.radio.absence import told
from halfkilo.gym.radio.link import Declined, LinkLost

ANSWER_S = 5.0
"""A read, write or subscription that is not answered within this time: the link is no good. (ATT itself would wait for 30 s.)"""
CONNECT_S = 15.0
"""Connecting, with finding out what the device offers."""
LEAVE_S = 3.0
"""Saying goodbye; a device that is gone does not answer."""

Value = TypeVar("Value")


class BleakLink:
    """`spacing_ms`: least time between the end of one operation and the beginning of the next (S8)."""

    def __init__(self, device: BLEDevice, spacing_ms: int, backend: type[BaseBleakClient] | None) -> None:
        self.lost = asyncio.Event()
        self._spacing_s = spacing_ms / 1000
        self._turn = asyncio.Lock()
        self._free_at = 0.0
        self._client = BleakClient(device, lambda _: self.lost.set(), timeout=CONNECT_S, backend=backend)

    async def open(self) -> None:
        """Raises: NoRadio, LinkLost."""
        try:
            with told():
                async with asyncio.timeout(CONNECT_S):
                    await self._client.connect()
        except (BleakError, TimeoutError, OSError, EOFError) as error:
            raise LinkLost(f"connecting did not work: {error or 'no answer in time'}") from error

    async def close(self) -> None:
        """Leave; never raises what a device that is gone could cause."""
        self.lost.set()
        try:
            async with asyncio.timeout(LEAVE_S):
                await self._client.disconnect()
        except (BleakError, TimeoutError, OSError, EOFError):
            return

    def has(self, characteristic: str) -> bool:
        """Whether the device has this characteristic (UUID)."""
        try:
            return self._client.services.get_characteristic(characteristic) is not None
        except BleakError:
            return False

    async def read(self, characteristic: str) -> bytes:
        """Raises: LinkLost; Declined, when the device says no."""
        return bytes(await self._in_turn(lambda: self._client.read_gatt_char(characteristic)))

    async def write(self, characteristic: str, data: bytes, response: bool = True) -> None:
        """Raises: LinkLost; Declined, when the device says no."""
        await self._in_turn(lambda: self._client.write_gatt_char(characteristic, data, response))

    async def subscribe(self, characteristic: str, heard: Callable[[bytes], None]) -> None:
        """`heard` is called with every notification or indication. Raises: LinkLost; Declined, when the device says no."""
        def pass_on(_: BleakGATTCharacteristic, data: bytearray) -> None:
            heard(bytes(data))

        await self._in_turn(lambda: self._client.start_notify(characteristic, pass_on))

    async def _in_turn(self, work: Callable[[], Awaitable[Value]]) -> Value:
        async with self._turn:
            await self._pause()
            if self.lost.is_set():
                raise LinkLost("the device went away")
            try:
                async with asyncio.timeout(ANSWER_S):
                    return await work()
            except BleakError as error:
                if self._client.is_connected:
                    raise Declined(str(error)) from error
                raise self._gone(error) from error
            except (TimeoutError, OSError, EOFError) as error:
                raise self._gone(error) from error
            finally:
                self._free_at = asyncio.get_running_loop().time() + self._spacing_s

    def _gone(self, error: Exception) -> LinkLost:
        self.lost.set()
        return LinkLost(str(error) or "no answer in time")

    async def _pause(self) -> None:
        waiting = self._free_at - asyncio.get_running_loop().time()
        if waiting > 0:
            await asyncio.sleep(waiting)

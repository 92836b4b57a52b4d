"""What a driver sees of Bluetooth: devices that were seen, and links to them. No library shows through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from halfkilo.gym.errors import GymError


class NoRadio(GymError):
    """There is no Bluetooth here. The message is for people and says what still works."""


class LinkLost(GymError):
    """The device went away, or did not answer in time."""


@dataclass(frozen=True)
class Seen:
    """One advertisement. services: 128-bit UUIDs, lower case. maker: company id -> bytes. service_data: UUID -> bytes. rssi: dBm."""

    address: str
    name: str
    services: tuple[str, ...] = ()
    maker: dict[int, bytes] = field(default_factory=dict)
    service_data: dict[str, bytes] = field(default_factory=dict)
    rssi: int = 0


class Link(Protocol):
    """One connected device. Operations of one link never overlap: they queue, `spacing_ms` apart (S8)."""

    lost: asyncio.Event
    """Set when the link is gone."""

    def has(self, characteristic: str) -> bool:
        """Whether the device has this characteristic (UUID)."""

    async def read(self, characteristic: str) -> bytes:
        """Raises: LinkLost."""

    async def write(self, characteristic: str, data: bytes, response: bool = True) -> None:
        """Raises: LinkLost."""

    async def subscribe(self, characteristic: str, heard: Callable[[bytes], None]) -> None:
        """`heard` is called with every notification or indication. Raises: LinkLost."""


class Radio(Protocol):
    """The machine's Bluetooth, or the virtual air."""

    def scan(self) -> AsyncIterator[Seen]:
        """Every advertisement, until the caller leaves the loop. Raises: NoRadio."""

    def connect(self, address: str, spacing_ms: int = 0) -> AbstractAsyncContextManager[Link]:
        """A link for as long as the block lasts. Raises: NoRadio, LinkLost."""


def uuid16(short: int) -> str:
    """The long form of a number assigned by the Bluetooth SIG."""
    return f"0000{short:04x}-0000-1000-8000-00805f9b34fb"

"""What a driver sees of Bluetooth: devices that were seen, and links to them. No library shows through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from halfkilo.gym.errors import GymError


class Missing(StrEnum):
    """Why there is no Bluetooth: for programs, and for the sentence of `NoRadio`."""

    NOT_INSTALLED = "not_installed"
    NO_SERVICE = "no_service"
    NO_ADAPTER = "no_adapter"
    SWITCHED_OFF = "switched_off"
    NOT_ALLOWED = "not_allowed"
    NO_AIR = "no_air"


class NoRadio(GymError):
    """There is no Bluetooth here. The message is for people and says what still works."""

    def __init__(self, reason: Missing) -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason


_WITHOUT = "the simulated gym and dumbbells work without it."
SENTENCES = {
    Missing.NOT_INSTALLED: f"Bluetooth is not set up in halfkilo here (pip install 'halfkilo[gym]' adds it); {_WITHOUT}",
    Missing.NO_SERVICE: f"Bluetooth is not available here; {_WITHOUT}",
    Missing.NO_ADAPTER: f"This computer has no Bluetooth adapter that can be used; {_WITHOUT}",
    Missing.SWITCHED_OFF: f"Bluetooth is switched off. You can switch it on in your computer's settings; {_WITHOUT}",
    Missing.NOT_ALLOWED: f"Your computer does not let halfkilo use Bluetooth. You can allow it in its settings; {_WITHOUT}",
    Missing.NO_AIR: f"The virtual Bluetooth air does not answer. Is `halfkilo gym emulate` running? {_WITHOUT[0].upper()}{_WITHOUT[1:]}",
}
"""Calm words for each: what it is, what may help, what works anyway."""


class LinkLost(GymError):
    """The device went away, or did not answer in time."""


class Declined(LinkLost):
    """The device is still there, and said no: it does not have that, or does not allow it."""


@dataclass(frozen=True)
class Seen:
    """One advertisement. address: upper case. services: 128-bit UUIDs, lower case. maker: company id -> bytes.

    service_data: UUID -> bytes. rssi: dBm.
    """

    address: str
    name: str
    services: tuple[str, ...] = ()
    maker: dict[int, bytes] = field(default_factory=dict)
    service_data: dict[str, bytes] = field(default_factory=dict)
    rssi: int = 0


class Link(Protocol):
    """One connected device. Operations of one link never overlap: they queue, `spacing_ms` apart (S8).

    Cancelling one gives the turn to the next. But a device gets a request only after it answered the one before (ATT), cancelled or not:
    what may have to be said quickly, such as a release, needs a driver that asks nothing which could stay unanswered.
    """

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

"""What an emulated Bluetooth device is, apart from any air: services, what reading and writing do, and what it says by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Characteristic:
    """uuid: long form. notify: may say things by itself; indicate: the same, confirmed. read, written: what reading gives, writing does."""

    uuid: str
    notify: bool = False
    indicate: bool = False
    read: Callable[[], bytes] | None = None
    written: Callable[[bytes], None] | None = None
    without_response: bool = False


@dataclass(frozen=True)
class Service:
    """uuid: long form."""

    uuid: str
    characteristics: tuple[Characteristic, ...]


@dataclass(frozen=True)
class Advertisement:
    """See `link.Seen`."""

    name: str
    services: tuple[str, ...] = ()
    maker: dict[int, bytes] = field(default_factory=dict)
    service_data: dict[str, bytes] = field(default_factory=dict)


Say = Callable[[str, bytes], None]
"""`say(characteristic, data)`: notify or indicate."""


class Peripheral(Protocol):
    """An emulated device: physically right, deterministic for its seed, stepped from outside. It knows no Bluetooth library.

    `emulated.py` of a device's folder has `peripheral(seed: int) -> Peripheral`.
    """

    mtu: int
    """Longest notification is `mtu - 3` bytes; longer ones are cut, as real devices do."""

    def advertisement(self) -> Advertisement:
        """What it advertises now; may change from step to step (a hanging scale's weight)."""

    def services(self) -> tuple[Service, ...]:
        """What a central discovers."""

    def connected(self, say: Say, drop: Callable[[], None]) -> None:
        """A central is here: `say` to talk to it, `drop` to end the link."""

    def disconnected(self) -> None:
        """The central went away."""

    def step(self, ms: int) -> None:
        """`ms` milliseconds passed."""

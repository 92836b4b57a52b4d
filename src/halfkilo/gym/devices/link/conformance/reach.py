"""How the checks reach a machine: over a real socket here, without one in tests."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import Protocol

from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from halfkilo.gym.devices.link.frames import PATH, uri_of

OPEN_S = 5.0


class Gone(Exception):
    """The machine hung up, or did not agree to talk."""


class Line(Protocol):
    """One connection."""

    def say(self, message: str | bytes) -> None:
        """Raises: Gone."""

    def hear(self, wait_ms: int) -> str | bytes | None:
        """The next message, or None when nothing came in time. Raises: Gone."""

    def close(self) -> None:
        """Hang up; again is fine."""


class Reach(Protocol):
    """One machine."""

    def open(self, path: str = PATH, origin: str | None = None) -> Line:
        """Raises: Gone: it did not agree."""

    def now(self) -> int:
        """Milliseconds on our own clock."""


class SocketLine:
    """A WebSocket."""

    def __init__(self, connection: ClientConnection, until: ExitStack) -> None:
        self._connection = connection
        self._until = until

    def say(self, message: str | bytes) -> None:
        """See `Line`."""
        try:
            self._connection.send(message)
        except (ConnectionClosed, OSError) as error:
            raise Gone(str(error)) from error

    def hear(self, wait_ms: int) -> str | bytes | None:
        """See `Line`."""
        try:
            return self._connection.recv(timeout=max(0.0, wait_ms / 1000))
        except TimeoutError:
            return None
        except (ConnectionClosed, OSError) as error:
            raise Gone(str(error)) from error

    def close(self) -> None:
        """See `Line`."""
        self._until.close()


class SocketReach:
    """A machine at `HOST:PORT`, `ws://…` or `wss://…`.

    Raises:
        ValueError: the address is none.
    """

    def __init__(self, address: str) -> None:
        self._uri = uri_of(address)

    def open(self, path: str = PATH, origin: str | None = None) -> Line:
        """See `Reach`."""
        uri = self._uri.removesuffix(PATH) + path
        until = ExitStack()
        try:
            return SocketLine(until.enter_context(connect(
                uri, origin=None if origin is None else Origin(origin), compression=None, proxy=None, open_timeout=OPEN_S, close_timeout=1,
                user_agent_header=None, ping_interval=None,
            )), until)
        except (InvalidHandshake, OSError, TimeoutError, EOFError) as error:
            raise Gone(str(error)) from error

    def now(self) -> int:
        """See `Reach`."""
        return time.monotonic_ns() // 1_000_000

"""Both ends of a WebSocket without any input or output: bytes that arrived become messages, messages become bytes to send.

The same rules at both ends: no extensions, one message is one text frame. Binary or split messages come out as `bytes`, which no codec
here takes for a message.
"""

from __future__ import annotations

from collections.abc import Callable

from websockets.client import ClientProtocol
from websockets.exceptions import WebSocketException
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from halfkilo.gym.devices.link.codec import LONGEST_TO_HOST, LONGEST_TO_MACHINE

PATH = "/link"


class _End:
    def __init__(self, protocol: ServerProtocol | ClientProtocol) -> None:
        self._protocol = protocol
        self._asked_end = False

    @property
    def open(self) -> bool:
        """Whether messages may be sent."""
        return self._protocol.state is State.OPEN

    @property
    def over(self) -> bool:
        """Whether the connection has ended or is ending: hang up when everything is sent."""
        return self._protocol.state in {State.CLOSING, State.CLOSED} or self._protocol.handshake_exc is not None

    def feed(self, data: bytes) -> list[str | bytes]:
        """Messages complete with `data`; an empty `data` is the end of the stream."""
        if data:
            self._protocol.receive_data(data)
        else:
            self._protocol.receive_eof()
        messages = [self._event(event) for event in self._protocol.events_received()]
        return [message for message in messages if message is not None]

    def send(self, text: str) -> None:
        """Say something; nothing happens when the connection is not open."""
        if self.open:
            self._protocol.send_text(text.encode())

    def close(self, code: int, reason: str) -> None:
        """Say goodbye."""
        if self.open:
            self._protocol.send_close(code, reason)

    def outgoing(self) -> bytes:
        """What has to be sent now."""
        return b"".join(self._protocol.data_to_send())

    def _event(self, event: object) -> str | bytes | None:
        if not isinstance(event, Frame) or event.opcode in {Opcode.PING, Opcode.PONG, Opcode.CLOSE}:
            return None
        if event.opcode is not Opcode.TEXT or not event.fin:
            return bytes(event.data)
        try:
            return bytes(event.data).decode()
        except UnicodeDecodeError:
            return bytes(event.data)


class MachineEnd(_End):
    """The machine's end. A request with an `Origin` comes from a web page and is turned away, and so is any path but `/link`. A message
    that is too long is still read, up to four times the length, so that it can be answered."""

    def __init__(self) -> None:
        self._server = ServerProtocol(origins=[None], max_size=4 * LONGEST_TO_MACHINE)
        super().__init__(self._server)

    def _event(self, event: object) -> str | bytes | None:
        if isinstance(event, Request):
            self._server.send_response(
                self._server.accept(event) if event.path == PATH else self._server.reject(404, f"The link is at {PATH}.\n"),
            )
            return None
        return super()._event(event)


class HostEnd(_End):
    """The host's end; `opened` is called once the machine has agreed to talk."""

    def __init__(self, address: str, opened: Callable[[], None]) -> None:
        self._client = ClientProtocol(parse_uri(address), max_size=LONGEST_TO_HOST)
        super().__init__(self._client)
        self._opened = opened
        self._client.send_request(self._client.connect())

    def _event(self, event: object) -> str | bytes | None:
        if isinstance(event, Response):
            if self._client.state is State.OPEN:
                self._opened()
            return None
        return super()._event(event)


def uri_of(address: str) -> str:
    """`HOST:PORT`, `ws://HOST:PORT` or `wss://HOST:PORT` as the link's whole address.

    Raises:
        ValueError: it is none of these.
    """
    whole = address if "://" in address else f"ws://{address}"
    try:
        found = parse_uri(whole)
    except (WebSocketException, ValueError) as error:
        raise ValueError(f"{address!r} is not the address of a machine: HOST:PORT, ws://HOST:PORT or wss://HOST:PORT") from error
    host = f"[{found.host}]" if ":" in found.host else found.host
    return f"{'wss' if found.secure else 'ws'}://{host}:{found.port}{PATH}"

"""The simulated gym on a socket: one thread, one selector, physics caught up with the clock at every turn.

Who may say what is the link's desk's business (`devices.link.desk`), what is loaded the firmware's. Sending never blocks: a slow host
misses samples, it does not slow the motor.
"""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Callable
from typing import Protocol

from halfkilo.gym.bounds import MISSED_MS, STALL_MS
from halfkilo.gym.devices.link.codec import Why
from halfkilo.gym.devices.link.desk import Desk
from halfkilo.gym.devices.link.frames import MachineEnd
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import LONGEST_ORDER, read_order

TURN_S = 0.004
QUIET_TURN_S = 0.05
UNSENT_MOST = 65_536
GOODBYE_S = 1.0
"""A host that was hung up on has so long to read why."""
GOODBYE = 1008
"""WebSocket close code: "policy violation"; the answer before it says more."""


class Talk(Protocol):
    """What is spoken over one connection."""

    def heard(self, data: bytes) -> None:
        """Bytes arrived; none: the other side is gone."""

    def outgoing(self, slow: bool) -> bytes:
        """What has to be sent now. slow: what was given before has not all left yet."""

    @property
    def over(self) -> bool:
        """Hang up when everything is sent."""

    def gone(self) -> None:
        """The connection ended."""


class LinkTalk:
    """A host on the link."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._guest = desk.enter()
        self._end = MachineEnd()

    def heard(self, data: bytes) -> None:
        """See `Talk`."""
        for message in self._end.feed(data):
            if self._guest.over is None:
                self._desk.hear(self._guest, message)

    def outgoing(self, slow: bool) -> bytes:
        """See `Talk`."""
        self._guest.slow = slow
        said, self._guest.unsaid = self._guest.unsaid, []
        for text in said:
            self._end.send(text)
        if self._guest.over is not None:
            self._end.close(GOODBYE, self._guest.over.value)
        return self._end.outgoing()

    @property
    def over(self) -> bool:
        """See `Talk`."""
        return self._end.over or self._guest.over is not None

    def gone(self) -> None:
        """See `Talk`."""
        self._desk.leave(self._guest)


class OrderTalk:
    """SIMULATION ONLY: orders to the simulated person, one JSON object per line; each is answered with what `look` shows."""

    def __init__(self, gym: Gym) -> None:
        self._gym = gym
        self._rest = b""
        self._said = b""
        self.over = False

    def heard(self, data: bytes) -> None:
        """See `Talk`."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        self.over = len(self._rest) > LONGEST_ORDER
        for line in lines:
            self._said += self._obey(line) + b"\n"

    def _obey(self, line: bytes) -> bytes:
        try:
            order = read_order(line)
        except ValueError as error:
            return f"refused: {error}".encode()
        if self._gym.puller is not None:
            self._gym.puller.obey(order)
        return self._seen()

    def _seen(self) -> bytes:
        """The machine's own clock at the last renewal and at the last time of no load, ms; releases_ns: see `Gym`."""
        firmware = self._gym.firmware
        held = [side.ramp.held for side in firmware.sides]
        return json.dumps({"ms": firmware.ms, "renewed_at": firmware.renewed_at, "zero_at": firmware.zero_at,
                           "held": held, "state": firmware.state, "why": firmware.why, "releases_ns": list(self._gym.releases_ns)}).encode()

    def outgoing(self, slow: bool) -> bytes:
        """See `Talk`."""
        said, self._said = self._said, b""
        return said

    def gone(self) -> None:
        """See `Talk`."""


class Peer:
    """One connection and what is spoken over it."""

    def __init__(self, sock: socket.socket, talk: Talk) -> None:
        self.sock = sock
        self.talk = talk
        self.broken = False
        self._unsent = b""
        self._until: float | None = None

    @property
    def gone(self) -> bool:
        """Whether the connection is to be closed now."""
        return self.broken or (self._until is not None and time.monotonic() > self._until)

    def read(self) -> None:
        """Pass on what arrived."""
        try:
            data = self.sock.recv(16_384)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self.broken = self.broken or not data
        self.talk.heard(data)

    def flush(self) -> None:
        """Send what the socket takes now, without waiting."""
        self._unsent += self.talk.outgoing(bool(self._unsent))
        try:
            self._unsent = self._unsent[self.sock.send(self._unsent):] if self._unsent else b""
            self._end_when_said()
        except BlockingIOError:
            self.broken = self.broken or len(self._unsent) > UNSENT_MOST
        except OSError:
            self.broken = True

    def _end_when_said(self) -> None:
        """Nothing more will be said: whoever it was has left, but may still read what was said last."""
        if self.talk.over and not self._unsent and self._until is None:
            self._until = time.monotonic() + GOODBYE_S
            self.sock.shutdown(socket.SHUT_WR)
            self.talk.gone()


class Server:
    """The machine, its sockets and its clock."""

    def __init__(self, gym: Gym, speed: float = 1.0) -> None:
        self._gym = gym
        self._speed = speed
        self._selector = selectors.DefaultSelector()
        self._peers: list[Peer] = []
        self._desk = Desk(gym)
        self._began = time.monotonic()

    def listen(self, port: int, *, person: bool = False) -> int:
        """Open a loopback port for hosts, or for orders to the simulated person; the port that was opened."""
        sock = socket.create_server(("127.0.0.1", port))
        sock.setblocking(False)
        talk: Callable[[], Talk] = (lambda: OrderTalk(self._gym)) if person else (lambda: LinkTalk(self._desk))
        self._selector.register(sock, selectors.EVENT_READ, lambda: self._accept(sock, talk))
        return int(sock.getsockname()[1])

    def run(self) -> None:
        """Until the process ends."""
        while True:
            self.turn()

    def turn(self) -> None:
        """Wait for work or the next moment, let time pass, then answer."""
        quiet = self._gym.asleep and not self._waiting_hand()
        events = self._selector.select((QUIET_TURN_S if quiet else TURN_S) / self._speed)
        self._catch_up()
        for key, _ in events:
            key.data()
        self._desk.tell()
        for peer in self._peers:
            peer.flush()
        self._drop_gone()

    def _waiting_hand(self) -> bool:
        return any(hand.holding for hand in self._gym.hands)

    def _catch_up(self) -> None:
        """The simulation follows the monotonic clock. After a stall the machine first lets go, as a watchdog would; what it missed passes
        all the same, because the clock of a real machine does not stand still with its program."""
        due = int((time.monotonic() - self._began) * 1000 * self._speed) - self._gym.ms
        if due > STALL_MS * max(1.0, self._speed) and self._gym.firmware.armed:
            self._gym.firmware.let_go(Why.STALLED)
        left_out = max(0, due - int(MISSED_MS * self._speed))
        self._began += left_out / 1000 / self._speed
        self._gym.advance(due - left_out)

    def _accept(self, listener: socket.socket, talk: Callable[[], Talk]) -> None:
        sock, _ = listener.accept()
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = Peer(sock, talk())
        self._peers.append(peer)
        self._selector.register(sock, selectors.EVENT_READ, peer.read)

    def _drop_gone(self) -> None:
        for peer in [peer for peer in self._peers if peer.gone]:
            self._peers.remove(peer)
            self._selector.unregister(peer.sock)
            peer.sock.close()
            peer.talk.gone()

"""The simulated gym on a socket: one thread, one selector, physics caught up with the clock at every turn.

The first host to connect has the machine; others may only release. A host that hangs up, says something unreadable or
stops renewing is followed by a release. Sending never blocks: a slow host misses readings, it does not slow the motor.
"""

from __future__ import annotations

import json
import selectors
import socket
import time
from collections.abc import Callable

from halfkilo.gym.bounds import STALL_MS
from halfkilo.gym.devices.simulated.codec import Answered, Lines, Release, Report, decode_command, encode
from halfkilo.gym.devices.simulated.firmware import State
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import read_order
from halfkilo.gym.devices.simulated.watch import Why
from halfkilo.gym.driver import Garbled

TURN_S = 0.004
QUIET_TURN_S = 0.05
READING_MS = 10
QUIET_READING_MS = 100
UNSENT_MOST = 65_536


class Peer:
    """One connection; `hear` takes a line of it."""

    def __init__(self, sock: socket.socket, hear: Callable[[Peer, bytes], None]) -> None:
        self.sock = sock
        self.lines = Lines()
        self.hear = hear
        self.gone = False
        self._unsent = b""

    def say(self, report: Report, *, may_drop: bool = False) -> None:
        """Send without waiting; readings may be dropped when the other side is slow."""
        if not (may_drop and self._unsent):
            self._unsent += encode(report)
        self.flush()

    def flush(self) -> None:
        """Send what the socket takes now."""
        try:
            self._unsent = self._unsent[self.sock.send(self._unsent):]
        except BlockingIOError:
            self.gone = self.gone or len(self._unsent) > UNSENT_MOST
        except OSError:
            self.gone = True

    def read(self) -> list[bytes]:
        """Lines that arrived; marks the peer gone at the end of its stream."""
        try:
            data = self.sock.recv(16_384)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        self.gone = self.gone or not data
        return self.lines.feed(data)


class Server:
    """The machine, its sockets and its clock."""

    def __init__(self, gym: Gym, speed: float = 1.0) -> None:
        self._gym = gym
        self._speed = speed
        self._selector = selectors.DefaultSelector()
        self._peers: list[Peer] = []
        self._host: Peer | None = None
        self._began = time.monotonic()
        self._next_reading = 0
        self._seen = (State.IDLE, Why.NOTHING)

    def listen(self, port: int, *, person: bool = False) -> int:
        """Open a loopback port for hosts, or for orders to the simulated person; the port that was opened."""
        sock = socket.create_server(("127.0.0.1", port))
        sock.setblocking(False)
        hear = self._order if person else self._command
        self._selector.register(sock, selectors.EVENT_READ, lambda: self._accept(sock, hear))
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
        self._drop_gone()
        self._tell()

    def _waiting_hand(self) -> bool:
        return any(hand.holding for hand in self._gym.hands)

    def _catch_up(self) -> None:
        """The simulation follows the monotonic clock; after a stall the machine first lets go, as a watchdog would."""
        due = int((time.monotonic() - self._began) * 1000 * self._speed) - self._gym.ms
        if due > STALL_MS * max(1.0, self._speed):
            if self._gym.firmware.armed:
                self._gym.firmware.let_go(Why.STALLED)
            self._began += (due - STALL_MS) / 1000 / self._speed
            due = STALL_MS
        self._gym.advance(due)

    def _accept(self, listener: socket.socket, hear: Callable[[Peer, bytes], None]) -> None:
        sock, _ = listener.accept()
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        peer = Peer(sock, hear)
        self._peers.append(peer)
        if hear == self._command and self._host is None:
            self._host = peer
            self._gym.firmware.new_host()
        self._selector.register(sock, selectors.EVENT_READ, lambda: self._listen_to(peer))

    def _listen_to(self, peer: Peer) -> None:
        for line in peer.read():
            peer.hear(peer, line)
            if peer.gone:
                return

    def _command(self, peer: Peer, line: bytes) -> None:
        command = decode_command(line)
        if isinstance(command, Garbled):
            self._gym.firmware.let_go(Why.MALFORMED)
            peer.say(Answered(1, False, Why.MALFORMED.value))
            peer.gone = True
        elif peer is not self._host and not isinstance(command, Release):
            peer.say(Answered(command.seq, False, Why.NOT_THE_HOST.value))
        else:
            peer.say(self._gym.obey(command))

    def _order(self, peer: Peer, line: bytes) -> None:
        """SIMULATION ONLY: an order to the simulated person."""
        try:
            order = read_order(line)
        except ValueError as error:
            peer.sock.send(f"refused: {error}\n".encode())
            return
        if self._gym.puller is not None:
            self._gym.puller.obey(order)
        peer.sock.send(self._seen_by_test())

    def _seen_by_test(self) -> bytes:
        """SIMULATION ONLY: the machine's own clock at the last renewal and when the load last reached zero, ms."""
        firmware = self._gym.firmware
        held = [side.ramp.held for side in firmware.sides]
        return json.dumps({"ms": firmware.ms, "renewed_at": firmware.renewed_at, "zero_at": firmware.zero_at,
                           "held": held, "state": firmware.state, "why": firmware.why}).encode() + b"\n"

    def _drop_gone(self) -> None:
        for peer in [peer for peer in self._peers if peer.gone]:
            self._peers.remove(peer)
            self._selector.unregister(peer.sock)
            peer.sock.close()
            if peer is self._host:
                self._host = None
                self._gym.firmware.let_go(Why.HOST_GONE)

    def _tell(self) -> None:
        """Readings a hundred times a second, ten times when nothing happens, and at once when the state changes."""
        now = (self._gym.firmware.state, self._gym.firmware.why)
        if self._gym.ms < self._next_reading and now == self._seen:
            return
        self._seen = now
        self._next_reading = self._gym.ms + (QUIET_READING_MS if self._gym.asleep else READING_MS)
        if self._host is not None:
            self._host.say(self._gym.report(), may_drop=True)

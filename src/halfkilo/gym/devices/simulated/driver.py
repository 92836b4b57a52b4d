"""The supervisor's side of the simulated gym: commands to bytes, bytes to readings, connect again when it is gone."""

from __future__ import annotations

import asyncio

from halfkilo.gym.devices.simulated.codec import (
    Answered,
    Arm,
    CableNow,
    Command,
    Hello,
    Hold,
    Lines,
    Machine,
    Release,
    Report,
    SelfTest,
    Telemetry,
    decode_report,
    encode,
)
from halfkilo.gym.driver import Answer, CableReading, Capabilities, Driver, Garbled, Info, Listener, Reading

MODEL = "simulated"
AGAIN_S = 0.3


class SimulatedDriver(asyncio.Protocol):
    """One TCP connection. Commands go straight to the socket: there is no queue in which a release could wait."""

    def __init__(self, address: str, listener: Listener) -> None:
        host, _, port = address.rpartition(":")
        self._host, self._port = host or "127.0.0.1", int(port)
        self._listener = listener
        self._transport: asyncio.Transport | None = None
        self._lines = Lines()
        self._lost = asyncio.Event()
        self._known = False

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled."""
        while True:
            await self._once()
            await asyncio.sleep(AGAIN_S)

    async def _once(self) -> None:
        self._lost.clear()
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, self._host, self._port)
            await self._lost.wait()
        except OSError:
            return
        finally:
            if self._transport is not None:
                self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask who it is."""
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._lines, self._known = transport, Lines(), False
        self._send(Hello(1))

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell the listener, and let `run` try again."""
        self._transport = None
        self._lost.set()
        if self._known:
            self._listener.link_down()

    def data_received(self, data: bytes) -> None:
        """Cut into lines and pass each on."""
        for line in self._lines.feed(data):
            self._hear(decode_report(line))

    def _hear(self, report: Report | Garbled) -> None:
        if isinstance(report, Garbled):
            self._listener.garbled(report)
        elif isinstance(report, Machine):
            self._meet(report)
        elif isinstance(report, Answered):
            self._listener.answer(Answer(report.seq, report.taken, report.why))
        else:
            self._listener.reading(_reading(report))

    def _meet(self, machine: Machine) -> None:
        """Only the model this driver was written for is ever talked to (S5)."""
        if machine.model != MODEL:
            self._listener.garbled(Garbled(f"unknown model {machine.model!r}"))
            return
        self._known = True
        abilities = Capabilities(
            machine.model, machine.cables, machine.least, machine.step, machine.most, machine.lease_ms, simulated=True,
        )
        self._listener.link_up(Info(abilities, machine.serial, machine.boot))

    def arm(self, sequence: int, lease_ms: int) -> None:
        """See `Driver`."""
        self._send(Arm(sequence, lease_ms))

    def hold(self, sequence: int, left: int, right: int, lease_ms: int) -> None:
        """See `Driver`."""
        self._send(Hold(sequence, left, right, lease_ms))

    def release(self, sequence: int) -> None:
        """See `Driver`."""
        self._send(Release(sequence))

    def self_test(self, sequence: int) -> None:
        """See `Driver`."""
        self._send(SelfTest(sequence))

    def _send(self, command: Command) -> None:
        if self._transport is not None:
            self._transport.write(encode(command))


def _cable(now: CableNow) -> CableReading:
    return CableReading(now.mm, now.mm_s, now.force, now.held, now.reps)


def _reading(now: Telemetry) -> Reading:
    return Reading(now.ms, now.state, now.why, now.armed, now.lease, _cable(now.left), _cable(now.right))


def open_driver(address: str, listener: Listener) -> Driver:
    """The driver of the simulated gym at `HOST:PORT`."""
    return SimulatedDriver(address, listener)

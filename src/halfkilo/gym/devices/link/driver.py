"""The host's side of the link, for any maker's machine: commands to bytes, bytes to readings, connect again when it is gone."""

from __future__ import annotations

import asyncio
import secrets
import ssl

from websockets.uri import parse_uri

from halfkilo.gym.devices.link.codec import (
    FASTEST_HZ,
    Answered,
    Arm,
    CableNow,
    Check,
    Clock,
    Command,
    Hello,
    Hold,
    Identity,
    Release,
    Report,
    Sample,
    SelfTest,
    Telemetry,
    Tested,
    Time,
    Unread,
    decode_report,
    encode,
)
from halfkilo.gym.devices.link.frames import HostEnd, uri_of
from halfkilo.gym.driver import (
    Answer,
    CableReading,
    Capabilities,
    Driver,
    Garbled,
    HearsTests,
    Info,
    Listener,
    Reading,
    SelfTested,
)

AGAIN_S = 0.3
TAKEN_AGAIN_S = 2.0
"""While another host has the machine, ask again this often."""
ALIVE_S = 2.0
"""A word to the machine this often, so that it knows its writer is there (it gives the seat away after 5 s of silence)."""
MOST_G = 10_000
"""Our own ceiling per cable for a machine on the link that is no simulation: nobody has tried one yet (quality.toml)."""
NOTHING = CableReading(0, 0, 0, 0, 0)


class LinkDriver(asyncio.Protocol):
    """One WebSocket. Commands go straight to the socket: there is no queue in which a release could wait.

    Args:
        address: see `frames.uri_of`.
        listener: who is told; one that has `tested` hears self-tests as well.
        model: only this model is talked to; None: any (S5: the supervisor pins the serial number).
        hz, batch: samples a second, and samples in a message.
    """

    def __init__(self, address: str, listener: Listener, model: str | None = None, hz: int = FASTEST_HZ, batch: int = 1) -> None:
        self._uri = uri_of(address)
        self._listener = listener
        self._model = model
        self._pace = hz, batch
        self._owner = secrets.token_hex(16)
        self._transport: asyncio.Transport | None = None
        self._end: HostEnd | None = None
        self._lost = asyncio.Event()
        self._known = False
        self._again_s = AGAIN_S
        self._clocks = 0
        self.identity: Identity | None = None

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled."""
        while True:
            await self._once()
            await asyncio.sleep(self._again_s)

    async def _once(self) -> None:
        self._lost.clear()
        self._again_s = AGAIN_S
        place = parse_uri(self._uri)
        context = ssl.create_default_context() if place.secure else None
        try:
            await asyncio.get_running_loop().create_connection(lambda: self, place.host, place.port, ssl=context)
            await self._stay()
        except OSError:
            return
        finally:
            if self._transport is not None:
                self._transport.abort()

    async def _stay(self) -> None:
        """Until the link is lost, say now and then that we are here. Who does not say who it is by then is left again."""
        while not self._lost.is_set():
            try:
                async with asyncio.timeout(ALIVE_S):
                    await self._lost.wait()
            except TimeoutError:
                if not self._known:
                    return
                self._clocks += 1
                self._send(Clock(self._clocks))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the WebSocket; `_hello` follows when it is agreed."""
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._known = transport, False
        self._end = HostEnd(self._uri, self._hello)
        self._flush()

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell the listener, and let `run` try again."""
        self._transport = self._end = None
        self._lost.set()
        if self._known:
            self._known = False
            self._listener.link_down()

    def data_received(self, data: bytes) -> None:
        """Cut into messages and pass each on."""
        if self._end is None:
            return
        for message in self._end.feed(data):
            self._hear(decode_report(message) if isinstance(message, str) else Unread("not a text message"))
        self._flush()
        if self._end is not None and self._end.over and self._transport is not None:
            self._transport.close()

    def _hello(self) -> None:
        self._send(Hello(1, self._owner, *self._pace))

    def _hear(self, report: Report | Unread) -> None:
        if isinstance(report, Unread):
            self._listener.garbled(Garbled(report.problem))
        elif isinstance(report, Identity):
            self._meet(report)
        elif self._known and not isinstance(report, Time):
            self._pass_on(report)

    def _pass_on(self, report: Answered | Tested | Telemetry) -> None:
        if isinstance(report, Telemetry):
            for sample in report.samples:
                self._listener.reading(reading_of(sample))
        elif isinstance(report, Answered):
            self._listener.answer(Answer(report.seq, report.taken, report.why.value))
        elif isinstance(self._listener, HearsTests):
            self._listener.tested(tested_of(report))

    def _meet(self, identity: Identity) -> None:
        if self._model is not None and identity.model != self._model:
            self._turn_away(f"unknown model {identity.model!r}")
        elif not identity.writer:
            self._turn_away("another host has this machine")
        else:
            self._known, self.identity = True, identity
            self._listener.link_up(info_of(identity))

    def _turn_away(self, problem: str) -> None:
        """Not ours to load: say so and ask again later."""
        self._again_s = TAKEN_AGAIN_S
        self._listener.garbled(Garbled(problem))
        if self._transport is not None:
            self._transport.close()

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
        if self._end is not None:
            self._end.send(encode(command))
            self._flush()

    def _flush(self) -> None:
        if self._transport is not None and self._end is not None:
            data = self._end.outgoing()
            if data:
                self._transport.write(data)


def info_of(identity: Identity) -> Info:
    """What the supervisor needs to know. A machine that is no simulation gets our own ceiling, and is marked as an experiment."""
    can = identity.can
    most = can.most if identity.simulated else min(can.most, MOST_G)
    abilities = Capabilities(
        identity.model, can.cables, can.least, can.step, most, can.lease_ms,
        simulated=identity.simulated, experimental=not identity.simulated, self_tests=True,
    )
    return Info(abilities, identity.serial, identity.boot)


def tested_of(tested: Tested) -> SelfTested:
    """How a self-test came out, for the supervisor. A handle that was moved makes the rest say nothing."""
    missed = [check for check in tested.checks if not check.passed]
    again = any(check.check is Check.STILL for check in missed)
    problems = tuple(f"{one.check.value}, cable {one.cable + 1}: {one.found}, should be {one.least} to {one.most}" for one in missed)
    return SelfTested(tested.passed, again and not tested.passed, problems)


def reading_of(sample: Sample) -> Reading:
    """One sample as the supervisor knows it; a cable that is not there reads nothing."""
    right = NOTHING if sample.right is None else _cable(sample.right)
    return Reading(sample.ms, sample.state.value, sample.why.value, sample.armed, sample.lease, _cable(sample.left), right)


def _cable(now: CableNow) -> CableReading:
    return CableReading(now.mm, now.mm_s, now.force, now.held, now.reps)


def open_driver(address: str, listener: Listener) -> Driver:
    """The driver of any machine on the link."""
    return LinkDriver(address, listener)

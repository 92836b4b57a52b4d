"""Vitruvian V-Form and Trainer+, read only: cables, repetitions and faults are watched, one thing after the other.

The only bytes that are ever written are two attempts to let go (`LetGo`), one after the other, looked at after each. Arming and loading
are refused here, the ceiling that is told is nothing, and no code in this folder can make a frame that begins a set.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from halfkilo.gym.bounds import FREE_G
from halfkilo.gym.devices.vitruvian.codec import FAR_DMM, Cable, Diagnostics, LetGo, Monitor, Reps, diagnostics, monitor, reps
from halfkilo.gym.devices.vitruvian.letting_go import LettingGo
from halfkilo.gym.driver import Answer, CableReading, Capabilities, Garbled, Info, Listener, Reading
from halfkilo.gym.radio.link import Link, LinkLost, Radio, Seen, uuid16
from halfkilo.gym.radio.visits import keep_visiting
from halfkilo.units import Side

MODEL = "Vitruvian"
SERVICE = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
COMMANDS = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
MONITOR, REPS = "90e991a6-c548-44ed-969b-eb541014eae3", "8308f2a6-0875-4a94-a86f-5c5c5e1b068a"
DIAGNOSTICS, FIRMWARE = "5fa538ec-d041-42f6-bbd6-c30d475387b7", uuid16(0x2A26)
SERVICE_DATA = uuid16(0xFEF3)
NAMES = ("Vee_", "VIT")
SPACING_MS = 50
"""S8. Closer or overlapping traffic made real ones restart, once with the load on."""
MONITOR_MS, DIAGNOSTICS_MS = 100, 500
ANSWER_S = 7.5
"""Five polls of 1.5 s: so long without an answer, the link counts as lost. It is never asked again in between, that would overlap."""
AGAIN_S = 1.5
LOOK_S = 0.02


def sees(seen: Seen) -> bool:
    """Whether this could be one. Others use the same service, so it counts only without any name."""
    return seen.name.startswith(NAMES) or SERVICE_DATA in seen.service_data or (not seen.name and SERVICE in seen.services)


def open_driver(radio: Radio, address: str, listener: Listener, _serves: Side = Side.BOTH, _folder: Path | None = None) -> VitruvianDriver:
    """The machine at `address`: cable A is called left and B right, which is not known for sure. It serves both and keeps nothing."""
    return VitruvianDriver(radio, address, listener)


class VitruvianDriver:
    """See `Driver`. clock: seconds that never go back."""

    def __init__(self, radio: Radio, address: str, listener: Listener, clock: Callable[[], float] = time.monotonic) -> None:
        self._radio, self._address, self._listener, self._clock = radio, address, listener, clock
        self._letting_go = LettingGo(listener)
        self._wake = asyncio.Event()
        self._up = self._was_up = False
        self._forget()

    def _forget(self) -> None:
        self._reps = Reps(0, 0)
        self._base: Reps | None = None
        self._health = Diagnostics()
        self._places = [0, 0]
        self._free_at = self._began = self._clock()
        self._monitor_at = self._health_at = 0.0

    # --- what the supervisor asks -------------------------------------------------------------------------------------

    def arm(self, sequence: int, lease_ms: int) -> None:
        """Refused: this machine is watched, not loaded."""
        self._listener.answer(Answer(sequence, False, "read_only"))

    def hold(self, sequence: int, left: int, right: int, lease_ms: int) -> None:
        """Refused: this machine is watched, not loaded."""
        self._listener.answer(Answer(sequence, False, "read_only"))

    def release(self, sequence: int) -> None:
        """See `Driver`: tried, looked at, and only called done when both cables pull less than a kilogram."""
        if not self._up:
            self._listener.answer(Answer(sequence, False, "not_connected"))
            return
        self._letting_go.begin(sequence)
        self._wake.set()

    def self_test(self, sequence: int) -> None:
        """It has none that is known."""
        self._listener.answer(Answer(sequence, False, "read_only"))

    # --- the link -----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect, watch, connect again; until cancelled.

        Raises:
            NoRadio: only before the first connection; later the radio is waited for.
        """
        await keep_visiting(self._radio, self._address, self._visit, lambda: self._was_up, spacing_ms=SPACING_MS, again_s=AGAIN_S)

    async def _visit(self, link: Link) -> None:
        self._forget()
        try:
            await link.subscribe(REPS, self._counted)  # first and alone: it is lost when it meets other traffic
            await asyncio.sleep(SPACING_MS / 1000)
            with suppress(LinkLost):
                await self._answered(link.read(FIRMWARE))
            while not link.lost.is_set():
                await asyncio.sleep(max(0.0, self._free_at - self._clock()))
                self._wake.clear()
                await self._next(link)
        finally:
            self._leave()

    async def _next(self, link: Link) -> None:
        """Letting go before looking, looking at the cables before looking at their health."""
        now = self._clock()
        release = self._letting_go.next(self._ms())
        if release is not None:
            await self._answered(self._let_go(link, release))
        elif now - self._health_at >= DIAGNOSTICS_MS / 1000 and self._up:
            self._health_at = now
            self._diagnosed(diagnostics(await self._answered(link.read(DIAGNOSTICS))))
        elif now - self._monitor_at >= MONITOR_MS / 1000:
            self._monitor_at = now
            self._seen(monitor(await self._answered(link.read(MONITOR))))
        else:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await self._wake.wait()

    async def _let_go(self, link: Link, how: LetGo) -> bytes:
        """The one place from which anything is written."""
        await link.write(COMMANDS, LetGo(how).data, True)
        return b""

    async def _answered(self, work: Awaitable[bytes]) -> bytes:
        """Raises: LinkLost."""
        try:
            async with asyncio.timeout(ANSWER_S):
                return await work
        except TimeoutError as error:
            raise LinkLost("nothing was answered") from error
        finally:
            self._free_at = self._clock() + SPACING_MS / 1000

    def _leave(self) -> None:
        self._letting_go.forget()
        if self._up:
            self._up = False
            self._listener.link_down()

    # --- what it says -------------------------------------------------------------------------------------------------

    def _seen(self, now: Monitor | Garbled) -> None:
        if isinstance(now, Garbled):
            self._listener.garbled(now)
            return
        if not self._up:
            self._up = self._was_up = True
            self._listener.link_up(Info(Capabilities(MODEL, 2, 500, 500, 0, 0, experimental=True), self._address, ""))
        self._letting_go.see(max(now.a.load_g, now.b.load_g), self._ms())
        left, right = self._cable(0, now.a), self._cable(1, now.b)
        fault = self._health.named
        state = "fault" if fault else "releasing" if self._letting_go.busy else "idle"
        self._listener.reading(Reading(self._ms(), state, fault, False, 0, left, right))

    def _cable(self, index: int, cable: Cable) -> CableReading:
        """What is measured counts as held when it is more than a free cable pulls: nothing else is known."""
        if abs(cable.position_dmm) <= FAR_DMM:
            self._places[index] = cable.position_dmm // 10
        held = cable.load_g if cable.load_g > FREE_G else 0
        return CableReading(self._places[index], cable.velocity_dmm_s // 10, cable.load_g, held, self._count)

    @property
    def _count(self) -> int:
        """Repetitions since the first word, which is where counting begins and no repetition; the old counters wrap."""
        if self._reps.set_count is not None:
            return self._reps.set_count
        return (self._reps.down - self._base.down) & 0xFFFF if self._base else 0

    def _counted(self, data: bytes) -> None:
        told = reps(data)
        if isinstance(told, Garbled):
            self._listener.garbled(told)
            return
        self._base = self._base or told
        self._reps = told

    def _diagnosed(self, told: Diagnostics | Garbled) -> None:
        if isinstance(told, Garbled):
            self._listener.garbled(told)
        else:
            self._health = told

    def _ms(self) -> int:
        return int((self._clock() - self._began) * 1000)

"""Staying with a measuring device: connect, set up, listen, connect again when it goes away. Every GATT sensor's driver is made of it.

A driver says how a conversation begins (`begin`: who are you, subscribe, start) and how bytes become samples; the rest is here. The
hearer is told `up` before the first sample and `down` after the last, each exactly once per connection. Nothing here can load anything.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Link, LinkLost, NoRadio, Radio, Seen
from halfkilo.gym.sensing import Hearer, Identity, Sample

Heard = Iterable[Sample | Garbled]
"""What some bytes meant: nothing, one or several samples, or what was unreadable about them."""

PAUSES_S = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Waiting before the second, third, ... attempt; the last one goes on. A strap that was taken off is looked for six times a minute."""
STEADY_S = 10.0
"""A connection that lasted this long was a good one: the next attempt after it waits the shortest time again."""
FAREWELL_S = 2.0
"""`end` may take this long; a device that does not answer must not hold up leaving."""
EARLY = 1_000
"""Samples kept while `begin` is still asking who it is; of more, the oldest go."""


class OtherDevice(LinkLost):
    """It answered, but it lacks what this driver needs. Told to the hearer as garbled, then tried again like a lost link."""


class Talk:
    """One connection. `listen` turns what a characteristic says into samples; samples wait until the hearer knows that it is up."""

    def __init__(self, link: Link, hearer: Hearer) -> None:
        self.link = link
        self._hearer = hearer
        self._early: deque[Sample | Garbled] = deque(maxlen=EARLY)
        self._up = self._over = False
        self.spoke = asyncio.Event()
        """Set whenever something arrived; `Stay` clears it to notice silence."""

    def needs(self, *characteristics: str) -> None:
        """Raises: OtherDevice, when one of these is missing."""
        for characteristic in characteristics:
            if not self.link.has(characteristic):
                raise OtherDevice(f"it does not have {characteristic}")

    async def listen(self, characteristic: str, decode: Callable[[bytes], Heard]) -> None:
        """Hear this characteristic from now on. Raises: LinkLost."""
        await self.link.subscribe(characteristic, lambda data: self.tell(decode(data)))

    def tell(self, heard: Heard, spoke: bool = True) -> None:
        """Pass on, or keep until the hearer knows that it is up; nothing after the connection is over.

        spoke: the device said it by itself, so it is not silent; False for what had to be asked for.
        """
        if spoke:
            self.spoke.set()
        for one in heard:
            if self._over:
                return
            if self._up:
                self._pass_on(one)
            else:
                self._early.append(one)

    def up(self, identity: Identity) -> None:
        """Who answered is known: tell, and then what came early."""
        self._up = True
        self._hearer.up(identity)
        while self._early:
            self._pass_on(self._early.popleft())

    def over(self) -> None:
        """The connection ended: tell, once, if it was ever up."""
        if self._up and not self._over:
            self._hearer.down()
        self._over = True

    def _pass_on(self, one: Sample | Garbled) -> None:
        if isinstance(one, Garbled):
            self._hearer.garbled(one)
        else:
            self._hearer.sample(one)


class Pauses:
    """How long to wait before the next attempt."""

    def __init__(self, pauses_s: Sequence[float]) -> None:
        self._pauses_s = pauses_s
        self._tries = 0

    def start_again(self) -> None:
        """It went well: the next pause is the shortest."""
        self._tries = 0

    def next_s(self) -> float:
        """The next pause, seconds."""
        pause = self._pauses_s[min(self._tries, len(self._pauses_s) - 1)]
        self._tries += 1
        return pause


class Stay:
    """Stays with one device until `run` is cancelled.

    begin: asks who it is and subscribes (`Talk.listen`); raises LinkLost or OtherDevice. meanwhile: runs while it is up (polls a battery).
    end: the last words before leaving on purpose (stop streaming). silent_s: this long without a word counts as gone; 0: never.
    spacing_ms: least time between two commands. `link` is the connection while it is up, for `zero` and the like; else None.
    """

    def __init__(
        self,
        radio: Radio,
        address: str,
        hearer: Hearer,
        begin: Callable[[Talk], Awaitable[Identity]],
        *,
        meanwhile: Callable[[Talk], Awaitable[None]] | None = None,
        end: Callable[[Link], Awaitable[None]] | None = None,
        spacing_ms: int = 0,
        silent_s: float = 0,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self.link: Link | None = None
        self._radio, self._address, self._hearer = radio, address, hearer
        self._begin, self._meanwhile, self._end = begin, meanwhile, end
        self._spacing_ms, self._silent_s = spacing_ms, silent_s
        self._pauses = Pauses(pauses_s)
        self._was_up = False

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled.

        Raises:
            NoRadio: only before the first connection; later the radio may have been switched off for a while and is waited for.
        """
        while True:
            try:
                await self._visit()
            except OtherDevice as other:
                self._hearer.garbled(Garbled(str(other)))
            except LinkLost:
                pass  # told by `down` if it was up
            except NoRadio:
                if not self._was_up:
                    raise
            await asyncio.sleep(self._pauses.next_s())

    async def _visit(self) -> None:
        async with self._radio.connect(self._address, self._spacing_ms) as link:
            talk = Talk(link, self._hearer)
            try:
                identity = await _unless_lost(link, self._begin(talk))
                self.link, self._was_up = link, True
                talk.up(identity)
                await self._while_up(talk)
            except asyncio.CancelledError:
                await self._farewell(link)
                raise
            finally:
                self.link = None
                talk.over()

    async def _while_up(self, talk: Talk) -> None:
        began = asyncio.get_running_loop().time()
        watching: list[asyncio.Future[Any]] = [asyncio.create_task(talk.link.lost.wait())]
        if self._silent_s:
            watching.append(asyncio.create_task(_silence(talk, self._silent_s)))
        if self._meanwhile:
            watching.append(asyncio.create_task(_forever_after(self._meanwhile(talk))))
        try:
            done, _ = await asyncio.wait(watching, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await _stop(watching)
            if asyncio.get_running_loop().time() - began >= STEADY_S:
                self._pauses.start_again()

    async def _farewell(self, link: Link) -> None:
        if self._end is None or link.lost.is_set():
            return
        with suppress(LinkLost, TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await self._end(link)


async def overhear(
    radio: Radio, address: str, hearer: Hearer, decode: Callable[[Seen], Heard], identity: Identity,
    *, silent_s: float = 15.0, pauses_s: Sequence[float] = PAUSES_S,
) -> None:
    """The same for devices that say everything in their advertisements and are never connected to; until cancelled.

    silent_s: this long without an advertisement from `address` counts as gone (devices.md: 5 to 15 s).

    Raises:
        NoRadio: only before anything was heard.
    """
    pauses = Pauses(pauses_s)
    was_up = False
    while True:
        talk = _Overheard(hearer, identity, silent_s)
        try:
            async for seen in radio.scan():
                if seen.address == address.upper():
                    talk.tell(decode(seen))
                    was_up = True
                    pauses.start_again()
        except LinkLost:
            pass
        except NoRadio:
            if not was_up:
                raise
        finally:
            talk.over()
        await asyncio.sleep(pauses.next_s())


class _Overheard:
    """Up with the first word, down after silence, up again with the next word."""

    def __init__(self, hearer: Hearer, identity: Identity, silent_s: float) -> None:
        self._hearer, self._identity, self._silent_s = hearer, identity, silent_s
        self._silence: asyncio.TimerHandle | None = None

    def tell(self, heard: Heard) -> None:
        if self._silence is None:
            self._hearer.up(self._identity)
        else:
            self._silence.cancel()
        self._silence = asyncio.get_running_loop().call_later(self._silent_s, self.over)
        for one in heard:
            if isinstance(one, Garbled):
                self._hearer.garbled(one)
            else:
                self._hearer.sample(one)

    def over(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None
            self._hearer.down()


async def _unless_lost(link: Link, work: Awaitable[Identity]) -> Identity:
    """The work's result. Raises: LinkLost, at once when the link goes, whatever the work is waiting for."""
    working, lost = asyncio.ensure_future(work), asyncio.create_task(link.lost.wait())
    try:
        await asyncio.wait([working, lost], return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise LinkLost("the device went away while it was being asked who it is")
        return working.result()
    finally:
        await _stop([working, lost])


async def _silence(talk: Talk, seconds: float) -> None:
    """Raises: LinkLost, after so many seconds without a word."""
    while True:
        talk.spoke.clear()
        try:
            async with asyncio.timeout(seconds):  # wait_for would swallow being cancelled in the moment of a word
                await talk.spoke.wait()
        except TimeoutError:
            raise LinkLost(f"nothing heard for {seconds:g} s") from None


async def _forever_after(work: Awaitable[None]) -> None:
    """Work that may end early without ending the connection."""
    await work
    await asyncio.Event().wait()


async def _stop(tasks: Sequence[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

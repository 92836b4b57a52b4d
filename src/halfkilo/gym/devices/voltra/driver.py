"""VOLTRA I over Bluetooth: says hello in time, sends what `core` wants sent, one thing after the other, and passes on what is heard.

It cannot let go by itself when nobody speaks to it any more: `lease_ms` is 0, and the supervisor remembers on the disk what may be on.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from halfkilo.gym.devices.voltra.codec import LEAST_LB, MOST_G, TOKEN_BYTES, Command, Handshake, Hello, Join, decode, encode, grams
from halfkilo.gym.devices.voltra.core import UNLOAD, Core
from halfkilo.gym.devices.voltra.frames import Frame, Frames
from halfkilo.gym.driver import Capabilities, Garbled, Info, Listener
from halfkilo.gym.radio.link import Link, LinkLost, Radio, Seen
from halfkilo.gym.radio.visits import keep_visiting
from halfkilo.units import Side

MODEL = "VOLTRA I"
SERVICE = "e4dada34-0867-8783-9f70-2ca29216c7e4"
COMMANDS, REPORTS = "a010891d-f50f-44f0-901f-9a2421a9e050", "55ca1e52-7354-25de-6afc-b7df1e8816ac"
SECOND = "ca94658c-0525-5046-e78b-5391b65f47ad"
NAME = "halfkilo"
SPACING_MS = 50
"""S8."""
LOOK_S = 0.02
WRITE_S = 1.5
"""A write that is not acknowledged in this time: the link counts as lost, for whatever waits behind it may be a release."""
VALID_S = 3.0
"""It must have said something whole this long after the hello; a unit that does not may not accept who we are."""
PIECE_S = 0.25
"""The rest of a frame comes within this time or not at all."""
AGAIN_S = 1.0
STEP_G = grams(1)


def sees(seen: Seen) -> bool:
    """Whether this could be one."""
    return seen.name.startswith("VTR-") or SERVICE in seen.services


def open_driver(radio: Radio, address: str, listener: Listener, serves: Side, folder: Path | None = None) -> VoltraDriver:
    """The unit at `address`, which is the cable of the side it serves (both: the left one).

    folder: where this installation keeps its token; without one a new token is made each time.
    """
    token = kept_token(folder) if folder is not None else secrets.token_bytes(TOKEN_BYTES)
    return VoltraDriver(radio, address, listener, serves, token)


def kept_token(folder: Path) -> bytes:
    """16 bytes that are random and stay the same for this installation. Whether the unit looks at them is not known."""
    file = folder / "voltra-token"
    with suppress(FileNotFoundError, ValueError):
        token = bytes.fromhex(file.read_text("ascii"))
        if len(token) == TOKEN_BYTES:
            return token
    token = secrets.token_bytes(TOKEN_BYTES)
    file.write_text(token.hex(), "ascii")
    file.chmod(0o600)
    return token


class VoltraDriver:
    """See `Driver`. allowed: False leaves everything but letting go out. clock: seconds that never go back."""

    def __init__(self, radio: Radio, address: str, listener: Listener, serves: Side, token: bytes, *, allowed: bool = True,
                 clock: Callable[[], float] = time.monotonic) -> None:
        self._radio, self._address, self._listener = radio, address, listener
        self._token, self._allowed, self._clock = token, allowed, clock
        self._core = Core(Side.RIGHT if serves is Side.RIGHT else Side.LEFT, allowed, listener)
        self._wake = asyncio.Event()
        self._sequence = 0
        self._up = self._was_up = False
        self._free_at = 0.0

    # --- what the supervisor asks -------------------------------------------------------------------------------------

    def arm(self, sequence: int, lease_ms: int) -> None:
        """See `Driver`."""
        self._core.arm(sequence, lease_ms, self._now())

    def hold(self, sequence: int, left: int, right: int, lease_ms: int) -> None:
        """See `Driver`. The unit has no lease; `core.HOLD_MS` stands in while this process and the link live."""
        self._core.hold(sequence, left, right, self._now())
        self._wake.set()

    def release(self, sequence: int) -> None:
        """See `Driver`. Remembered when there is no link: every connection begins with it."""
        self._core.release(sequence, self._now())
        self._wake.set()

    def self_test(self, sequence: int) -> None:
        """See `Driver`."""
        self._core.self_test(sequence, self._now())

    # --- the link -----------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Connect, listen, connect again; until cancelled.

        Raises:
            NoRadio: only before the first connection; later the radio is waited for.
        """
        await keep_visiting(self._radio, self._address, self._visit, lambda: self._was_up, spacing_ms=SPACING_MS, again_s=AGAIN_S)

    async def _visit(self, link: Link) -> None:
        pieces = {channel: Pieces(self._hear, self._clock) for channel in (REPORTS, SECOND, COMMANDS)}
        self._free_at = 0.0
        try:
            self._core.link_up(self._now())
            for channel, piece in pieces.items():
                await self._apart()
                await link.subscribe(channel, piece.feed)
                self._free_at = self._clock() + SPACING_MS / 1000
            for command in (Hello(NAME), Join(), Handshake(self._token)):
                await self._write(link, command)
            await self._talk(link, pieces)
        except LinkLost:
            raise
        except BaseException:  # told to leave, or a fault of ours: either way it is not left pulling while it can still be told
            await self._farewell(link)
            raise
        finally:
            self._leave()

    async def _talk(self, link: Link, pieces: dict[str, Pieces]) -> None:
        """One command at a time, the next chosen only when it may leave, so that a release never waits behind another."""
        began = self._clock()
        while not link.lost.is_set():
            await self._apart()
            for piece in pieces.values():
                piece.look()
            self._must_be_up(began)
            self._wake.clear()
            command = self._core.next(self._now())
            if command is not None:
                await self._write(link, command)
            else:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_S):
                        await self._wake.wait()

    def _must_be_up(self, began: float) -> None:
        """Raises: LinkLost."""
        if not self._up and self._clock() - began > VALID_S:
            self._listener.garbled(Garbled("it does not answer: perhaps it does not accept programs other than its maker's"))
            raise LinkLost("nothing heard after the hello")

    async def _write(self, link: Link, command: Command) -> None:
        """Raises: LinkLost."""
        self._sequence += 1
        await self._apart()
        try:
            async with asyncio.timeout(WRITE_S):
                await link.write(COMMANDS, encode(command, self._sequence), True)
        except TimeoutError as error:
            raise LinkLost("a write was not acknowledged") from error
        finally:
            self._free_at = self._clock() + SPACING_MS / 1000

    async def _apart(self) -> None:
        await asyncio.sleep(max(0.0, self._free_at - self._clock()))

    async def _farewell(self, link: Link) -> None:
        """Leaving: once more to let go, whatever is believed."""
        if not link.lost.is_set():
            with suppress(LinkLost):
                await self._write(link, UNLOAD)

    def _hear(self, frame: Frame | Garbled) -> None:
        if not self._up and isinstance(frame, Frame):
            self._up = self._was_up = True
            most = MOST_G if self._allowed else 0
            abilities = Capabilities(MODEL, 1, grams(LEAST_LB), STEP_G, most, 0, experimental=True)
            self._listener.link_up(Info(abilities, self._address, ""))
        if self._up:
            self._core.hear(frame if isinstance(frame, Garbled) else decode(frame), self._now())
            self._wake.set()

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _leave(self) -> None:
        self._core.link_down()
        if self._up:
            self._up = False
            self._listener.link_down()


class Pieces:
    """What one characteristic says, put together; a frame that does not end is given up."""

    def __init__(self, hear: Callable[[Frame | Garbled], None], clock: Callable[[], float]) -> None:
        self._hear, self._clock = hear, clock
        self._frames = Frames()
        self._since = 0.0

    def feed(self, piece: bytes) -> None:
        """A notification."""
        self._since = self._clock()
        for frame in self._frames.feed(piece):
            self._hear(frame)

    def look(self) -> None:
        """Time passed."""
        if self._frames.waiting and self._clock() - self._since > PIECE_S:
            self._since = self._clock()
            for frame in self._frames.give_up():
                self._hear(frame)

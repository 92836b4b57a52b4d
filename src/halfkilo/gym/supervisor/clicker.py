"""A stop in the hand: any key of a cheap presenter, camera clicker or pedal stops, whatever window has focus.

On Linux such a thing is a file of input events (`/dev/input/by-id/...`); the person who runs the gym lets this program read it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import struct
from collections.abc import Callable
from pathlib import Path

log = logging.getLogger(__name__)

_EVENT = struct.Struct("@llHHi")
"""struct input_event of the kernel's input.h: seconds, microseconds, type, code, value."""
_KEY, _DOWN = 1, 1
AGAIN_S = 2.0


class Presses:
    """Turns bytes of the file into presses; events may arrive in pieces."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> int:
        """How many keys went down."""
        self._rest += data
        whole = len(self._rest) - len(self._rest) % _EVENT.size
        events, self._rest = self._rest[:whole], self._rest[whole:]
        return sum((kind, value) == (_KEY, _DOWN) for _, _, kind, _, value in _EVENT.iter_unpack(events))


async def listen(path: Path, stop: Callable[[], None]) -> None:
    """Stop at every press; a clicker that sleeps, or was unplugged, is opened again. Until cancelled."""
    while True:
        try:
            await _listen_once(path, stop)
        except OSError as error:
            log.info("the clicker %s is not there: %s", path, error.strerror)
        await asyncio.sleep(AGAIN_S)


async def _listen_once(path: Path, stop: Callable[[], None]) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    ended = asyncio.get_running_loop().create_future()
    presses = Presses()

    def ready() -> None:
        try:
            data = os.read(handle, _EVENT.size * 64)
        except BlockingIOError:
            return
        except OSError as error:
            ended.set_exception(error)
            return
        if presses.feed(data):
            stop()
        if not data and not ended.done():
            ended.set_result(None)

    loop = asyncio.get_running_loop()
    loop.add_reader(handle, ready)
    try:
        await ended
    finally:
        loop.remove_reader(handle)
        os.close(handle)

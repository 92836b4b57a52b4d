"""The coach's process beside the supervisor: lines to it, lines from it, and nothing that it does can hold the motor's loop up.

Old frames are dropped when it is slow. If it dies, hangs or floods, it is ended; it is started again after a while for as long as there
is a camera. Nothing here knows of a machine.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

COMMAND = (sys.executable, "-m", "halfkilo.form.live")
WAITING = 24
"""Lines that may wait; of more the oldest frames are dropped."""

LONGEST = 16_384
"""Characters of one line from the coach: its longest, a baseline, is a quarter of that."""

MOST_A_SECOND = 400
"""Lines a second. Eight cameras say fewer than 200."""

PING_S, DEAF_S = 1.0, 10.0
"""How often it is asked whether it is there, and after how long without an answer it is ended. It takes a second to begin, more on a busy
computer."""

AGAIN_S = (1.0, 5.0, 30.0, 120.0)
"""How long to wait before it is started again, ever longer."""


class Child:
    """Runs while `wanted`. hear: told each message. began: a new process is there and knows nothing yet. ended: it is gone. more: asked for
    further lines before each writing."""

    def __init__(self, hear: Callable[[str, dict[str, Any]], None], began: Callable[[], None], ended: Callable[[], None],
                 more: Callable[[], list[str]], command: Sequence[str] = COMMAND) -> None:
        self._hear, self._began, self._ended, self._more = hear, began, ended, more
        self._command = command
        self._lines: deque[tuple[bool, str]] = deque()
        self._some = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._pong = 0.0
        self.pid: int | None = None

    def want(self, wanted: bool) -> None:
        """Whether there is a camera."""
        if wanted and self._task is None:
            self._task = asyncio.create_task(self._keep())
        elif not wanted and self._task is not None:
            self._task.cancel()
            self._task = None

    async def close(self) -> None:
        """End it and wait until it is gone."""
        task = self._task
        self.want(False)
        if task is not None:
            with suppress(asyncio.CancelledError):
                await task

    def put(self, line: str, *, old_may_go: bool = False) -> None:
        """A line for it. old_may_go: a frame, which the next one makes good. Without a process it goes nowhere."""
        if self.pid is None:
            return
        self._lines.append((old_may_go, line))
        if len(self._lines) > WAITING:
            self._drop()
        self._some.set()

    def _drop(self) -> None:
        """The oldest frame; without one, the oldest line."""
        at = next((index for index, (may_go, _) in enumerate(self._lines) if may_go), 0)
        del self._lines[at]

    async def _keep(self) -> None:
        tries = 0
        while True:
            began = asyncio.get_running_loop().time()
            with suppress(OSError, ValueError, EOFError, TimeoutError):
                await self._once()
            tries = 0 if asyncio.get_running_loop().time() - began > 60 else tries + 1
            await asyncio.sleep(AGAIN_S[min(tries, len(AGAIN_S)) - 1] if tries else AGAIN_S[0])

    async def _once(self) -> None:
        """One process from its start to its end, whatever ends it."""
        process = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=LONGEST,
                                                       env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
        self.pid, self._pong = process.pid, asyncio.get_running_loop().time()
        self._lines.clear()
        try:
            self._began()
            parts = [asyncio.create_task(part) for part in (self._write(process), self._read(process), self._watch())]
            try:
                done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
                for part in done:
                    part.exception()  # read, so that nobody complains: every end of a part is the end of the process
            finally:
                for part in parts:
                    part.cancel()
        finally:
            self.pid = None
            with suppress(ProcessLookupError):
                process.kill()
            self._ended()
            await asyncio.shield(_buried(process))

    async def _write(self, process: Process) -> None:
        assert process.stdin is not None
        asked = 0.0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(0.1):
                    await self._some.wait()
            self._some.clear()
            now = asyncio.get_running_loop().time()
            lines = self._more()
            if now - asked >= PING_S:
                asked = now
                lines.append(json.dumps({"ping": round(now)}))
            for line in lines:
                process.stdin.write(line.encode() + b"\n")
            while self._lines:
                process.stdin.write(self._lines.popleft()[1].encode() + b"\n")
                await process.stdin.drain()
            await process.stdin.drain()

    async def _read(self, process: Process) -> None:
        """Until it ends, says something that is too long, or too much in a second."""
        assert process.stdout is not None
        loop, heard, since = asyncio.get_running_loop(), 0, 0.0
        while line := await process.stdout.readline():
            now = loop.time()
            heard, since = (1, now) if now - since >= 1 else (heard + 1, since)
            if heard > MOST_A_SECOND:
                return
            value = json.loads(line)
            if "pong" in value:
                self._pong = now
            elif isinstance(value.get("told"), dict):
                self._hear(str(value.get("from")), value["told"])

    async def _watch(self) -> None:
        """Until it has not answered for too long."""
        loop = asyncio.get_running_loop()
        while loop.time() - self._pong < DEAF_S:
            await asyncio.sleep(0.5)


async def _buried(process: Process) -> None:
    """What it had still said is read away, so that its pipes close; then it is gone."""
    assert process.stdout is not None
    while await process.stdout.read(65_536):
        pass
    await process.wait()

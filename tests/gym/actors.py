"""Processes that are really killed: machine, supervisor, site and screen, each forked from one that has everything imported already.

What a kill costs is then the kill, and not the half second it takes to import. They run what `python -m` runs, with the same arguments;
they end with the process they were forked from.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvicorn.protocols.http.auto
import uvicorn.protocols.websockets.auto  # noqa: F401
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from halfkilo.gym import client
from halfkilo.gym.devices.simulated import __main__ as machine_program
from halfkilo.gym.devices.simulated import driver as _driver  # noqa: F401
from halfkilo.gym.supervisor import __main__ as supervisor_program
from halfkilo.gym.ticket import read_key

ORIGIN = "http://127.0.0.1:8000"
READY_S = 30.0
PRESENT_S = 0.1

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.gym.actors"])


class Actor:
    """One process. wire: its end of a pipe, for words of a screen and the ports of the others."""

    def __init__(self, play: Callable[..., None], *told: Any) -> None:
        self.wire, theirs = _forks.Pipe()
        self._process = _forks.Process(target=play, args=(theirs, *told), daemon=True)
        self._process.start()
        theirs.close()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def ports(self) -> dict[str, int]:
        """Wait until it says that it is ready; `machine`, `person` or `port`.

        Raises:
            TimeoutError: it does not come up.
        """
        said = b""
        while not said.endswith(b"\n"):
            if not self.wire.poll(READY_S):
                raise TimeoutError(f"it said {said!r} and no more")
            said += os.read(self.wire.fileno(), 400)
        return {name: int(value) for name, _, value in (part.partition("=") for part in said.decode().split()[1:])}

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.is_alive()

    def send(self, number: signal.Signals) -> None:
        """A signal to this process and no other."""
        os.kill(self.pid, number)

    def end(self) -> None:
        """kill -9, and wait until it is gone."""
        if self.alive:
            with suppress(ProcessLookupError):
                self.send(signal.SIGKILL)
        self._process.join()
        self.wire.close()


def supervise(wire: Connection, machine: str, folder: str, port: int, origins: list[str]) -> None:
    """The supervisor of the machine at HOST:PORT."""
    _as_program(wire, folder, [
        "--port", str(port), "--machine", machine, "--state", f"{folder}/state", "--site-key-file", f"{folder}/gym.key",
        *(part for origin in origins for part in ("--origin", origin))])
    supervisor_program.main()


def simulate(wire: Connection, folder: str, port: int, person_port: int) -> None:
    """The simulated gym with somebody at its handles who does what a test says."""
    _as_program(wire, folder, ["--port", str(port), "--simulate-person", "ordered", "--person-port", str(person_port)])
    machine_program.main()


def _as_program(wire: Connection, folder: str, arguments: list[str]) -> None:
    """What it prints goes into the pipe, what it complains about into the folder."""
    os.dup2(wire.fileno(), 1)
    complaints = os.open(f"{folder}/complaints", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(complaints, 2)
    sys.argv = ["program", *arguments, "--parent", str(os.getppid())]


def stand_in_for_site(wire: Connection, url: str, folder: str) -> None:
    """The site's link, which keeps what it is given in a journal that bears the same entry twice. It asks again sooner than at home."""
    client.AGAIN_S = 0.1
    os.dup2(os.open(f"{folder}/complaints of the site", os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)  # that nobody answers, mostly
    journal = Path(folder) / "journal"

    def keep(entries: list[client.Entry]) -> None:
        with journal.open("a") as file:
            file.writelines(f"{entry.id}\n" for entry in entries)

    client.SiteLink(url, read_key(Path(folder) / "gym.key"), keep).start()
    with suppress(EOFError):
        wire.recv()  # until the test is gone


def look_on(wire: Connection, url: str) -> None:
    """A screen as pages are: connects again by itself, shows its newest ticket, says that somebody is there, and asks for a load only
    when somebody tells it to. Told over the wire: a ticket (`hello`) or a message; says what it hears, or that it hears nothing."""
    asyncio.run(_Screen(wire, url).live())


class _Screen:
    def __init__(self, wire: Connection, url: str) -> None:
        self._wire, self._url = wire, url.replace("http", "ws", 1) + "/player"
        self._hello: str | None = None
        self._socket: Any = None
        self._pressed = False

    async def live(self) -> None:
        asyncio.get_running_loop().add_reader(self._wire.fileno(), self._told)
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                async with connect(self._url, origin=ORIGIN, compression=None, proxy=None, open_timeout=5) as self._socket:
                    await self._stay()
            self._socket = None
            self._wire.send({"is": "nobody_answers"})
            await asyncio.sleep(0.05)

    async def _stay(self) -> None:
        beat = asyncio.create_task(self._beat())
        try:
            if self._hello:
                await self._socket.send(self._hello)
            async for text in self._socket:
                self._pass_on(json.loads(text))
        finally:
            beat.cancel()

    async def _beat(self) -> None:
        with suppress(WebSocketException):
            while True:
                await self._socket.send('{"is":"present"}')
                if self._pressed:
                    await self._socket.send('{"is":"arm"}')
                await asyncio.sleep(PRESENT_S)

    def _pass_on(self, message: dict[str, Any]) -> None:
        message.pop("readings", None)
        self._wire.send(message)

    def _told(self) -> None:
        try:
            said = self._wire.recv()
        except EOFError:
            os._exit(0)
        if said["is"] == "button":
            self._pressed = said["held"]
            return
        text = json.dumps(said)
        if said["is"] == "hello":
            self._hello = text
        if self._socket is not None:
            _keep(asyncio.ensure_future(self._say(text)))

    async def _say(self, text: str) -> None:
        with suppress(WebSocketException, AttributeError):
            await self._socket.send(text)


_said: set[asyncio.Future[None]] = set()


def _keep(task: asyncio.Future[None]) -> None:
    _said.add(task)
    task.add_done_callback(_said.discard)

"""`python -m halfkilo.gym.supervisor --port P --machine HOST:PORT --state DIR --site-key-file F`.

Prints one line when ready: `ready port=PORT`. Everything stays on 127.0.0.1 unless another `--host` comes with a
certificate.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import uvicorn

from halfkilo.gym.bounds import MODEL_MOST, RENEW_MS, SESSION_MOST
from halfkilo.gym.driver import Reading
from halfkilo.gym.errors import GymError, StateFileBroken
from halfkilo.gym.follow import leave_with
from halfkilo.gym.radio import open_radio
from halfkilo.gym.supervisor import clicker
from halfkilo.gym.supervisor.fleet import Fleet
from halfkilo.gym.supervisor.house import House
from halfkilo.gym.supervisor.pairs import Pair, Pairs
from halfkilo.gym.supervisor.record import Keeping
from halfkilo.gym.supervisor.web import Web, hosts_for, origin_of
from halfkilo.gym.testing import speed
from halfkilo.gym.ticket import read_key

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="halfkilo.gym.supervisor", description="The one door to the machine.")
    parser.add_argument("--host", default="127.0.0.1", help="another address needs --certificate and --private-key")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--device", default="simulated", help="folder of the device's driver")
    parser.add_argument("--machine", required=True, metavar="ADDRESS", help="HOST:PORT of the simulated gym")
    parser.add_argument("--state", type=Path, required=True, help="folder for the hazard file and the outbox")
    parser.add_argument("--site-key-file", type=Path, required=True, help="key shared with the site")
    parser.add_argument("--origin", action="append", default=[], help="address of the site's pages; may be repeated")
    parser.add_argument("--air", default=None, metavar="HOST:PORT", help="a virtual Bluetooth air instead of the computer's own")
    parser.add_argument("--recordings", type=Path, default=None, help="folder with one folder per person; what is heard is kept there")
    parser.add_argument("--clicker", type=Path, default=None, help="input events of a presenter or pedal: any key stops")
    parser.add_argument("--most", type=int, default=SESSION_MOST, help="ceiling of a session, grams per cable")
    parser.add_argument("--certificate", type=Path, default=None)
    parser.add_argument("--private-key", type=Path, default=None)
    parser.add_argument("--speed", type=float, default=1.0, help="tests only: machine seconds per second")
    parser.add_argument("--parent", type=int, default=None, metavar="PID", help="let go and leave when this process is gone")
    return parser.parse_args()


def _check(arguments: argparse.Namespace) -> None:
    if arguments.host not in LOOPBACK and not (arguments.certificate and arguments.private_key):
        raise GymError("outside this machine the gym needs --certificate and --private-key")
    if not 0 <= arguments.most <= MODEL_MOST:
        raise GymError(f"--most goes from 0 to {MODEL_MOST} g")


def _lock(folder: Path) -> IO[str]:
    """One supervisor per folder: two would each believe their own hazard file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise GymError(f"another supervisor already looks after {folder}") from error
    return file


class _Server(uvicorn.Server):
    """Told to leave, it first lets go and waits for the readings to agree, so that leaving is not a hazard."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are handled by `leave_gently`."""
        yield

    def leave_gently(self, web: Web, group: asyncio.TaskGroup) -> None:
        """Take over SIGTERM and SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, lambda: group.create_task(self._leave(web)))

    async def _leave(self, web: Web) -> None:
        web.house.release("supervisor_ends")
        await web.settled()
        self.should_exit = True


async def _tick(house: House, period_s: float) -> None:
    """Renew on time; after a long sleep one tick is enough, the missed ones are not made up."""
    due = time.monotonic()
    while True:
        house.tick()
        due = max(due + period_s, time.monotonic())
        await asyncio.sleep(max(0.0, due - time.monotonic()))


def _build(arguments: argparse.Namespace, key: bytes, port: int) -> Web:
    pace = speed(arguments.speed)
    began = time.monotonic()
    house = House(
        key, arguments.state, arguments.most, lambda: time.monotonic_ns() // 1_000_000,
        lambda: int((time.monotonic() - began) * 1000 * pace), lambda: time.time_ns() // 1_000_000,
    )
    origins = frozenset(origin_of(origin) for origin in arguments.origin)
    return Web(house, key, hosts_for(arguments.host, port), origins)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. The protocol is named because asyncio sends without delay only then: a stop must not wait
    40 ms for the other side's acknowledgement of something else."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(128)
    return listener


async def _serve(arguments: argparse.Namespace) -> None:
    """Everything in one group: when one part ends unexpectedly, all end, and the machine's lease does the rest."""
    listener = _listen(arguments.host, arguments.port)
    port = listener.getsockname()[1]
    web = _build(arguments, read_key(arguments.site_key_file), port)
    fleet = _fleet(arguments, web)
    web.open_devices(fleet)
    server = _Server(uvicorn.Config(
        web.app, log_level="warning", lifespan="off", ws_per_message_deflate=False, ws_max_size=16_384,
        ssl_certfile=arguments.certificate, ssl_keyfile=arguments.private_key, timeout_graceful_shutdown=1,
    ))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(part) for part in (
            _tick(web.house, RENEW_MS / 1000 / arguments.speed), web.broadcast(), _click(arguments.clicker, web.house),
        )]
        fleet.start(Pair(arguments.device, arguments.device, arguments.machine))
        server.leave_gently(web, group)
        if arguments.parent is not None:
            leave_with(arguments.parent)
        print(f"ready port={port}", flush=True)
        await server.serve(sockets=[listener])
        web.house.trains(None)
        await web.form.close()
        await fleet.close()
        for task in tasks:
            task.cancel()


def _fleet(arguments: argparse.Namespace, web: Web) -> Fleet:
    file = arguments.state / "paired.json"
    try:
        pairs = Pairs(file)
    except StateFileBroken as error:
        print(error, file=sys.stderr)
        pairs = Pairs(file)
    wall = web.house.wall
    keeping = Keeping(arguments.recordings, lambda: fleet.sources(), wall)
    web.house.trains = keeping.permit

    def keep(unit: str, reading: Reading) -> None:
        web.reading(unit, reading)
        keeping.reading(unit, reading)

    fleet = Fleet(web.house, pairs, lambda: open_radio(arguments.air), keep, wall, virtual=arguments.air is not None,
                  keep_sample=keeping.sample, folder=arguments.state)
    return fleet


async def _click(path: Path | None, house: House) -> None:
    """Any key of the clicker stops everything."""
    if path is not None:
        await clicker.listen(path, lambda: _stop(house))


def _stop(house: House) -> None:
    house.release("clicker")


def main() -> None:
    """Check, lock, serve until told to leave."""
    arguments = _arguments()
    _check(arguments)
    with _lock(arguments.state) as lock:
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        asyncio.run(_serve(arguments))


if __name__ == "__main__":
    try:
        main()
    except (GymError, OSError) as error:
        sys.exit(f"the supervisor did not start: {error}")

"""`python -m halfkilo.gym.bench`: how quick the stop is and how soon a killed supervisor's load is gone.

Real processes on loopback. Prints JSON: milliseconds from a stop leaving the screen to the supervisor's word that the
release has left (p50, p99), and, on the machine's own clock, from the last renewal to zero load after `kill -9`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from halfkilo.gym.bounds import TICKET_LONGEST_MS
from halfkilo.gym.client import SiteLink
from halfkilo.gym.launch import Running, start_machine, start_supervisor
from halfkilo.gym.ticket import Role, read_key, sign
from halfkilo.units import Side

ORIGIN = "http://127.0.0.1:8000"
GRAMS = 2_000


def quantile(values: list[float], share: float) -> float:
    """The value below which `share` of all lie, nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def time_stops(url: str, times: int) -> list[float]:
    """Milliseconds from a stop to the answer that the release has left, on the stop's own socket."""
    taken: list[float] = []
    with connect(url.replace("http", "ws", 1) + "/stop", compression=None, proxy=None) as stopper:
        for _ in range(times):
            began = time.perf_counter()
            stopper.send("stop")
            _until(stopper, "stopping")
            taken.append((time.perf_counter() - began) * 1000)
            time.sleep(0.005)
    return taken


@contextmanager
def watched(url: str, key_file: Path, viewers: int) -> Iterator[None]:
    """So many screens that are shown everything ten times a second, in a process of their own."""
    key = read_key(key_file)
    tickets = [sign(key, "bench", "bench", Role.WATCH, "-", Side.BOTH, 0, time.time_ns() // 1_000_000 + TICKET_LONGEST_MS - 1000)] * viewers
    command = [sys.executable, "-c", "from halfkilo.gym.bench import view; view()", url, ORIGIN, *tickets]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "watching"
        yield
    finally:
        process.terminate()
        process.wait()


def view() -> None:
    """The process of `watched`: url, origin and tickets are its arguments."""
    _, url, origin, *tickets = sys.argv
    asyncio.run(_view(url, origin, tickets))


async def _view(url: str, origin: str, tickets: list[str]) -> None:
    from websockets.asyncio.client import connect as open_socket

    async def one(ticket: str, ready: asyncio.Event) -> None:
        async with open_socket(url.replace("http", "ws", 1) + "/player", origin=Origin(origin), compression=None, proxy=None) as socket:
            await socket.send(json.dumps({"is": "hello", "ticket": ticket}))
            async for _ in socket:
                ready.set()

    signs = [asyncio.Event() for _ in tickets]
    async with asyncio.TaskGroup() as group:
        for ticket, ready in zip(tickets, signs, strict=True):
            group.create_task(one(ticket, ready))
        for ready in signs:
            await ready.wait()
        print("watching", flush=True)


def look(machine: Running, order: dict[str, Any]) -> dict[str, Any]:
    """SIMULATION ONLY: one order to the person; the machine's own clock comes back."""
    with socket.create_connection(("127.0.0.1", machine.ports["person"]), 5) as sock:
        sock.sendall(json.dumps(order).encode() + b"\n")
        seen: dict[str, Any] = json.loads(sock.makefile().readline())
        return seen


def time_kill(folder: Path) -> int:
    """Milliseconds on the machine's clock from the last renewal to zero load, after the supervisor was killed."""
    machine = start_machine(person="following")
    key_file = folder / "gym.key"
    supervisor = start_supervisor(f"127.0.0.1:{machine.ports['machine']}", folder / "state", key_file, [ORIGIN])
    link = SiteLink(f"http://127.0.0.1:{supervisor.ports['port']}", read_key(key_file), lambda entries: None)
    link.start()
    try:
        return _load_and_kill(machine, supervisor, link)
    finally:
        link.close()
        machine.stop()


def _load_and_kill(machine: Running, supervisor: Running, link: SiteLink) -> int:
    url = f"ws://127.0.0.1:{supervisor.ports['port']}/player"
    with connect(url, origin=Origin(ORIGIN), compression=None, proxy=None) as screen:
        screen.send(json.dumps({"is": "hello", "ticket": link.ticket("bench", "bench", "row", Side.BOTH, GRAMS)}))
        _train(screen)
        supervisor.kill()
    while (seen := look(machine, {"do": "look"}))["held"] != [0, 0]:
        time.sleep(0.01)
    return int(seen["zero_at"]) - int(seen["renewed_at"])


def _train(screen: ClientConnection) -> None:
    """Arm and load; again when a busy computer let a lease lapse."""
    while True:
        screen.send('{"is":"present"}')
        now = _until(screen, "now")
        if now["held"] == [GRAMS, GRAMS]:
            return
        if now["phase"] in {"validated", "released"}:
            screen.send('{"is":"arm"}')
        elif now["phase"] == "armed":
            screen.send(json.dumps({"is": "hold", "left": GRAMS, "right": GRAMS}))
        elif now["phase"] == "hazard":
            screen.send('{"is":"clear_hazard"}')


def _until(connection: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        message: dict[str, Any] = json.loads(connection.recv(timeout=10))
        if message["is"] == kind:
            return message


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="halfkilo.gym.bench")
    parser.add_argument("--stops", type=int, default=500)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--viewers", type=int, default=10)
    arguments = parser.parse_args()
    os.environ["HALFKILO_TEST"] = "1"  # in processes of its own: the machine's clock is read where a test would give orders
    with tempfile.TemporaryDirectory() as folder:
        machine = start_machine()
        key_file = Path(folder) / "key"
        supervisor = start_supervisor(f"127.0.0.1:{machine.ports['machine']}", Path(folder) / "state", key_file, [ORIGIN])
        url = f"http://127.0.0.1:{supervisor.ports['port']}"
        with watched(url, key_file, arguments.viewers):
            stops = time_stops(url, arguments.stops)
        supervisor.stop()
        machine.stop()
    kills = []
    for _ in range(arguments.kills):
        with tempfile.TemporaryDirectory() as folder:
            kills.append(time_kill(Path(folder)))
    print(json.dumps({
        "machine": platform.platform(), "stops": len(stops), "viewers": arguments.viewers, "stop_p50_ms": round(quantile(stops, 0.5), 2),
        "stop_p99_ms": round(quantile(stops, 0.99), 2), "killed_to_zero_ms": kills if len(kills) <= 20 else None,
        "killed_to_zero_most_ms": max(kills, default=None), "kills": len(kills),
    }))


if __name__ == "__main__":
    main()

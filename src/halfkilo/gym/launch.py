"""Starting the gym's two processes and knowing that they are ready. Used by `halfkilo serve` and by tests.

Each process opens its port itself (0: any free one) and prints it, so no port can be taken in between.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from halfkilo.gym.errors import NotReady

READY_S = 15.0


@dataclass
class Running:
    """One process of the gym; `ports` by name: `machine`, `person` (simulation only) or `port` (supervisor)."""

    process: subprocess.Popen[str]
    ports: dict[str, int]

    def stop(self, wait_s: float = 3.0) -> None:
        """Ask it to leave, insist after `wait_s`. The machine lets go by itself in either case."""
        self.process.terminate()
        try:
            self.process.wait(wait_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._close()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait()
        self._close()

    def _close(self) -> None:
        if self.process.stdout:
            self.process.stdout.close()


def start_machine(
    port: int = 0, *, person: str | None = None, person_port: int = 0, speed: float = 1.0, seed: int = 1,
) -> Running:
    """The simulated gym. `person`: SIMULATION ONLY, "ordered" or "following".

    Raises:
        NotReady: it did not come up; the message holds what it said.
    """
    command = ["halfkilo.gym.devices.simulated", "--port", str(port), "--seed", str(seed), "--speed", str(speed)]
    if person:
        command += ["--simulate-person", person, "--person-port", str(person_port)]
    return _start(command)


def start_supervisor(
    machine: str, state: Path, key_file: Path, origins: list[str], *, port: int = 0, host: str = "127.0.0.1",
    certificate: tuple[Path, Path] | None = None, speed: float = 1.0, most: int | None = None, air: str | None = None,
    clicker: Path | None = None, recordings: Path | None = None,
) -> Running:
    """The supervisor for the machine at `HOST:PORT`. `origins`: addresses of the site's pages; `certificate`: chain and
    private key, needed for another `host` than this machine; `most`: ceiling of a session, grams per cable; `air`: a virtual
    Bluetooth air at HOST:PORT; `clicker`: input events of a presenter or pedal; `recordings`: where what is heard while training is kept.

    Raises:
        NotReady: it did not come up; the message holds what it said.
    """
    command = ["halfkilo.gym.supervisor", "--host", host, "--port", str(port), "--machine", machine,
               "--state", str(state), "--site-key-file", str(key_file), "--speed", str(speed)]
    command += [part for origin in origins for part in ("--origin", origin)]
    for name, value in (("--most", most), ("--air", air), ("--clicker", clicker), ("--recordings", recordings)):
        command += [name, str(value)] if value is not None else []
    if certificate:
        command += ["--certificate", str(certificate[0]), "--private-key", str(certificate[1])]
    return _start(command)


def _start(command: list[str]) -> Running:
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "--parent", str(os.getpid())], stdout=subprocess.PIPE, text=True, env=_environment(), bufsize=1,
    )
    assert process.stdout is not None
    line = _first_line(process.stdout, READY_S)
    if not line.startswith("ready "):
        process.kill()
        process.wait()
        raise NotReady(f"{command[0]} did not start (it said: {line.strip() or 'nothing'}; see its messages above)")
    return Running(process, {name: int(value) for name, _, value in (part.partition("=") for part in line.split()[1:])})


def _first_line(stream: IO[str], wait_s: float) -> str:
    until = time.monotonic() + wait_s
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while time.monotonic() < until:
            if selector.select(0.2):
                return stream.readline()
    return ""


def _environment() -> dict[str, str]:
    """Ours, with small malloc arenas: two lean processes should stay lean."""
    return os.environ | {"MALLOC_ARENA_MAX": "2"}

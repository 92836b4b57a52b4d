"""A whole household for tests that kill: machine, supervisor and site as real processes on fixed ports, each of which can be
killed at any moment and started again where it was."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from halfkilo.gym.launch import Running, start_machine, start_supervisor
from tests.gym.stage import Screen

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "tests.e2e.live_settings"
SITE = ("import sys; from halfkilo.web.serve import Options, serve; "
        "serve(Options(port=int(sys.argv[1]), workers=int(sys.argv[2]), gym=sys.argv[4] == 'gym', settings=sys.argv[3]))")
PATIENCE_S = 60.0
"""How long to wait for something that must come: generous, since the computer may be busy with other tests."""


def until(found: Callable[[], Any], what: str) -> Any:
    """Ask again and again until the answer is true; that answer."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"never: {what}")


def free_port() -> int:
    """A port that is free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean() -> dict[str, str]:
    """The environment without settings of this test run."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("HALFKILO_", "DJANGO_"))}


class Site:
    """The site alone: the process that looks after its workers, and the workers."""

    def __init__(self, data: Path, *, database: str = "", workers: int = 1, supervisor: str = "", gym: bool = False,
                 limit: Callable[[], None] | None = None) -> None:
        self.data, self.workers_wanted, self.port, self._limit = data, workers, free_port(), limit
        self._gym = "gym" if gym else "-"
        self.env = clean() | {"HALFKILO_DATA": str(data), "HALFKILO_TIME_ZONE": "UTC", "PYTHONPATH": str(ROOT), "HALFKILO_SIGN_UP": "open"}
        self.env |= {"HALFKILO_DATABASE_URL": database} if database else {}
        self.env |= {"HALFKILO_SUPERVISOR_URL": supervisor, "HALFKILO_GYM": "simulated"} if supervisor else {}
        self.process = self.launch()
        self.wait()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def launch(self) -> subprocess.Popen[bytes]:
        """Start the processes; they are a group of their own, and what they say is kept in `site.log`."""
        with (self.data / "site.log").open("ab") as log:
            command = [sys.executable, "-c", SITE, str(self.port), str(self.workers_wanted), SETTINGS, self._gym]
            return subprocess.Popen(command, env=self.env, cwd=ROOT, stdout=log, stderr=log,
                                    start_new_session=True, preexec_fn=self._limit)

    def wait(self) -> None:
        """Until it answers."""
        until(self.well, f"the site answers; it said {(self.data / 'site.log').read_text()[-2000:]}")

    def well(self) -> bool:
        """Whether it answers now."""
        assert self.process.poll() is None, (self.data / "site.log").read_text()[-2000:]
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return children(self.process.pid)

    def holder(self) -> int:
        """The worker that holds the connection to the gym."""
        kept = (self.data / "gym-link.lock").stat().st_ino
        for pid in self.workers():
            if any(f":{kept} " in line for line in Path("/proc/locks").read_text().splitlines() if f" {pid} " in line):
                return pid
        return 0

    def kill_main(self) -> list[int]:
        """Kill the process that looks after the workers; the workers, which have to leave by themselves."""
        orphans = self.workers()
        self.process.kill()
        self.process.wait()
        return orphans

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def children(pid: int) -> list[int]:
    """Process ids of the children of a process, of all its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return sorted(found)


def gone(pid: int) -> bool:
    """Whether a process has ended, so that its sockets and locks are free."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


class Household:
    """Machine, supervisor, site. Has what a `Screen` of tests/gym/stage.py needs."""

    def __init__(self, data: Path, *, database: str = "", workers: int = 1) -> None:
        self.data, self.ports = data, {"machine": free_port(), "person": free_port(), "supervisor": free_port()}
        self.sockets: list[Screen] = []
        self.machine = self._machine()
        self.origin = ""
        self.site = Site(data, database=database, workers=workers, supervisor=self.url)
        self.origin = self.site.url
        self.supervisor = self._supervisor()

    @property
    def url(self) -> str:
        """The supervisor's address."""
        return f"http://127.0.0.1:{self.ports['supervisor']}"

    def order(self, **order: Any) -> dict[str, Any]:
        """SIMULATION: one order to the person; what the machine's own clock says."""
        with socket.create_connection(("127.0.0.1", self.ports["person"]), 5) as sock:
            sock.sendall(json.dumps(order).encode() + b"\n")
            found: dict[str, Any] = json.loads(sock.makefile().readline())
            return found

    def _machine(self) -> Running:
        return start_machine(self.ports["machine"], person="ordered", person_port=self.ports["person"])

    def _supervisor(self) -> Running:
        return start_supervisor(f"127.0.0.1:{self.ports['machine']}", self.data / "gym", self.data / "gym.key", [self.site.url],
                                port=self.ports["supervisor"])

    def restart(self, who: str) -> None:
        """Start again what was killed, where it was."""
        if who == "machine":
            self.machine = self._machine()
        elif who == "supervisor":
            self.supervisor = self._supervisor()
        elif who == "main":
            self.site.process = self.site.launch()
        self.site.wait()

    def until_zero(self) -> dict[str, Any]:
        """What the machine says once nothing is held."""
        return until(lambda: (seen := self.order(do="look"))["held"] == [0, 0] and seen, "zero load")  # type: ignore[no-any-return]

    def close(self) -> None:
        """End everything that was started here."""
        for screen in self.sockets:
            screen.close()
        self.site.close()
        for running in (self.supervisor, self.machine):
            if running.process.poll() is None:
                running.stop()


"""The processes of halfkilo for a test: machine, supervisor, site, each real, on free ports of this machine."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from halfkilo.gym.bench import look
from halfkilo.gym.launch import Running, start_machine, start_supervisor
from tests.e2e import testing_clock

ROOT = Path(__file__).parents[2]
SETTINGS = "tests.e2e.live_settings"
SITE = "import sys; from halfkilo.web.serve import Options, serve; serve(Options(port=int(sys.argv[1]), gym=False, settings=sys.argv[2]))"
READY_S = 30.0


@dataclass
class House:
    """Where everything is. `machine.ports["person"]`: orders for the simulated person (docs/gym.md)."""

    url: str
    data: Path
    machine: Running
    supervisor: Running
    site: subprocess.Popen[bytes]
    day: datetime = field(default_factory=lambda: datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0))

    def next_day(self, days: int = 1) -> datetime:
        """Eight in the morning, UTC, of a day on which nothing has happened here yet."""
        self.day += timedelta(days=days)
        return self.day

    def look(self) -> dict[str, Any]:
        """What the machine itself says: `held` grams left and right, its state, its clock."""
        found: dict[str, Any] = look(self.machine, {"do": "look"})
        return found

    def well(self) -> bool:
        """Whether everything runs and the gym holds nothing and knows of no hazard."""
        if any(process.poll() is not None for process in (self.machine.process, self.supervisor.process, self.site)):
            return False
        with urlopen(f"{self.gym}/healthz", timeout=5) as answer:
            units = json.load(answer)["units"].values()
        return "hazard" not in units and self.look()["held"] == [0, 0]

    @property
    def gym(self) -> str:
        """The supervisor's address as the browser sees it."""
        return f"http://127.0.0.1:{self.supervisor.ports['port']}"

    def be(self, moment: datetime) -> None:
        """Let it be `moment` for the site."""
        testing_clock.put(self.data, moment)


@contextmanager
def house(data: Path, person: str = "following") -> Iterator[House]:
    """Start everything, give it over, end everything: only what was started here."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    machine = start_machine(person=person)
    try:
        supervisor = start_supervisor(f"127.0.0.1:{machine.ports['machine']}", data / "gym", data / "gym.key", [url])
        try:
            site = _site(port, data, f"http://127.0.0.1:{supervisor.ports['port']}")
            try:
                _wait(url, site)
                yield House(url, data, machine, supervisor, site)
            finally:
                _end(site)
        finally:
            supervisor.stop()
    finally:
        machine.stop()


def _site(port: int, data: Path, supervisor: str) -> subprocess.Popen[bytes]:
    mine = {"HALFKILO_DATA": str(data), "HALFKILO_SUPERVISOR_URL": supervisor, "HALFKILO_GYM": "simulated", "HALFKILO_TIME_ZONE": "UTC",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    others = {name: value for name, value in os.environ.items() if not name.startswith(("HALFKILO_", "DJANGO_"))}
    return subprocess.Popen([sys.executable, "-c", SITE, str(port), SETTINGS], env=others | mine, start_new_session=True)


def _wait(url: str, site: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and site.poll() is None:
        try:
            with urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("the site under test did not come up; its reason stands above")


def _end(site: subprocess.Popen[bytes]) -> None:
    """The site and its workers: they are a group of their own."""
    site.terminate()
    try:
        site.wait(8)
    except subprocess.TimeoutExpired:
        os.killpg(site.pid, signal.SIGKILL)
        site.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

"""Real processes for tests: machine, supervisor, a site and a screen, each of which can be killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from websockets.sync.client import connect

from halfkilo.gym.client import SiteLink
from halfkilo.gym.launch import Running, start_machine, start_supervisor
from halfkilo.gym.ticket import read_key
from halfkilo.units import Side

ORIGIN = "http://127.0.0.1:8000"
SITE = """
import sys, time
from pathlib import Path
from halfkilo.gym.client import SiteLink
from halfkilo.gym.ticket import read_key
link = SiteLink(sys.argv[1], read_key(Path(sys.argv[2])), lambda entries: None)
link.start()
while not link.connected:
    time.sleep(0.02)
print("ready", flush=True)
time.sleep(600)
"""


class Stage:
    """Everything on loopback, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key_file = folder, folder / "gym.key"
        self.key = read_key(self.key_file)
        self.machine = start_machine(person="ordered")
        self.machine_port = self.machine.ports["machine"]
        self.supervisor = self._supervise()
        self.site = self._site()
        self.signer = SiteLink(self.url, self.key, lambda entries: None)
        self.sockets = []

    def _supervise(self) -> Running:
        return start_supervisor(f"127.0.0.1:{self.machine_port}", self.folder / "state", self.key_file, [ORIGIN])

    def _site(self) -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, "-c", SITE, self.url, str(self.key_file)],
                                   stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        return process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.supervisor.ports['port']}"

    def restart_supervisor(self) -> None:
        self.supervisor = self._supervise()
        self.site.kill()
        self.site.wait()
        self.site = self._site()

    def restart_machine(self) -> None:
        self.machine = start_machine(self.machine_port, person="ordered")

    def order(self, **order) -> dict:
        """SIMULATION: one order to the person; what the machine's own clock says."""
        with socket.create_connection(("127.0.0.1", self.machine.ports["person"]), 5) as sock:
            sock.sendall(json.dumps(order).encode() + b"\n")
            return json.loads(sock.makefile().readline())

    def until_zero(self) -> dict:
        for _ in range(400):
            seen = self.order(do="look")
            if seen["held"] == [0, 0]:
                return seen
            time.sleep(0.02)
        raise AssertionError(f"still loaded: {seen}")

    def screen(self, person="asha", most=20_000, origin=ORIGIN, ticket=None) -> Screen:
        return Screen(self, ticket or self.signer.ticket(person, "s1", "row", Side.BOTH, most), origin)

    def cleared(self) -> bool:
        """Send everybody home; whether machine and supervisor still run, hold nothing and know of no hazard. The site is started again."""
        for screen in self.sockets:
            screen.close()
        self.sockets.clear()
        if any(running.process.poll() is not None for running in (self.machine, self.supervisor)):
            return False
        if self.site.poll() is not None:
            self.site.stdout.close()
            self.site = self._site()
        self.order(do="rest")
        for _ in range(150):
            if self.order(do="look")["held"] == [0, 0] and self._well():
                return True
            time.sleep(0.02)
        return False

    def _well(self) -> bool:
        """What the supervisor says of itself, its unit and the site."""
        with urlopen(self.url + "/healthz", timeout=5) as answer:
            said = json.load(answer)
        return bool(said["ok"] and said["site"] and set(said["units"].values()) <= {"validated", "released"})

    def close(self) -> None:
        for screen in self.sockets:
            screen.close()
        if self.site.poll() is None:
            self.site.kill()
            self.site.wait()
        self.site.stdout.close()
        for running in (self.supervisor, self.machine):
            if running.process.poll() is None:
                os.kill(running.process.pid, signal.SIGCONT)
                running.stop()


class Screen:
    """One `/player` connection that says it is present while it waits."""

    def __init__(self, stage: Stage, ticket: str, origin: str) -> None:
        self.stage = stage
        self.now: dict = {}
        self.heard: list[dict] = []
        self.present = True
        self._cm = connect(stage.url.replace("http", "ws") + "/player", origin=origin, compression=None, proxy=None)
        self._socket = self._cm.__enter__()
        stage.sockets.append(self)
        self.say("hello", ticket=ticket)

    def say(self, kind: str, **fields) -> None:
        self._socket.send(json.dumps({"is": kind} | fields))

    def step(self) -> None:
        """A tenth of a second, or the next message."""
        if self.present:
            self.say("present")
        try:
            message = json.loads(self._socket.recv(timeout=0.1))
        except TimeoutError:
            return
        if message["is"] == "now":
            self.now = message
        else:
            self.heard.append(message)

    def comes(self, wanted, steps: int = 300) -> bool:
        for _ in range(steps):
            self.step()
            if wanted(self):
                return True
        return False

    def until(self, wanted, what: str) -> dict:
        if not self.comes(wanted):
            raise AssertionError(f"never {what}: {self.now}, last heard {self.heard[-3:]}")
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass with somebody at the screen."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.step()

    def cleared(self) -> None:
        """A person looked and says so, again if the readings of a busy computer did not show it yet."""
        def gone(screen: Screen) -> bool:
            screen.say("clear_hazard")
            return screen.now.get("phase") != "hazard"

        self.until(gone, "cleared")

    def phase(self, *phases: str) -> dict:
        return self.until(lambda screen: screen.now.get("phase") in phases, f"in {phases}")

    def answer(self, kind: str) -> dict:
        self.until(lambda screen: any(one["is"] == kind for one in screen.heard), f"heard {kind}")
        return next(one for one in self.heard if one["is"] == kind)

    def load(self, grams: int) -> None:
        """Up to a steady load. A busy computer may let a lease lapse on the way: that is right, and tried again."""
        for _ in range(8):
            if self._try_load(grams):
                return
            self._come_to_rest()
        raise AssertionError(f"never at {grams} g: {self.now}, heard {self.heard}")

    def _try_load(self, grams: int) -> bool:
        """Arm by showing the range, then ask; small loads, because the ramp takes its time."""
        self.phase("validated", "released")
        self.until(lambda screen: not screen.now["owes_test"], "checked by itself, handles down")
        self.stage.order(do="pull", low=150, high=500, reps=3, tempo_ms=[400, 50, 700, 50])

        def armed(screen):
            screen.say("arm")
            return screen.now.get("phase") == "armed"

        if not self.comes(armed):
            return False
        self.stage.order(do="pull", low=150, high=500, reps=500)
        asked = len(self.heard)
        self.say("hold", left=grams, right=grams)
        self.until(lambda one: one.now["phase"] == "loaded" or len(one.heard) > asked, "answered")
        now = self.until(lambda one: one.now["held"] == [grams, grams] or one.now["phase"] != "loaded", "steady or free")
        return now["held"] == [grams, grams] and now["phase"] == "loaded"

    def _come_to_rest(self) -> None:
        self.heard.clear()
        self.stage.order(do="rest")
        self.phase("validated", "released", "hazard")
        self.wait(1.2)
        if self.now["phase"] == "hazard":
            self.cleared()

    def close(self) -> None:
        self._cm.__exit__(None, None, None)

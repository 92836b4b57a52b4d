"""A real Chromium with the site's own built link to the gym in it, as a screen that can be killed.

The page asks a small server of the test what the person does and tells it what the gym says; everything between page and supervisor is
what a home has.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

DIST = Path(__file__).parents[2] / "src" / "halfkilo" / "web" / "static" / "dist"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions"]
PAGE = """<!doctype html><title>gym</title><script type="module">
import * as built from "/gym.js";
const GymLink = Object.values(built).find((one) => typeof one === "function" && one.prototype?.clearHazard);
const place = new URLSearchParams(location.search), at = place.get("at"), gym = place.get("gym");
const tell = (message) => fetch(`/told?at=${at}`, { method: "POST", body: JSON.stringify(message) });
const link = new GymLink({
  now: (now) => tell({ ...now, readings: [] }),
  refused: (refusal) => tell(refusal),
  linked: (linked) => linked || tell({ is: "nobody_answers" }),
});
const deeds = {
  hello: (said) => link.connect(gym, said.ticket), button: (said) => link.arm(said.held), hold: (said) => link.hold(said.left, said.right),
  arm: () => { link.arm(true); link.arm(false); }, release: () => link.release(), clear_hazard: () => link.clearHazard(),
};
for (;;) {
  const said = await (await fetch(`/said?at=${at}`)).json();
  if (said) deeds[said.is](said);
}
</script>"""
READY_S = 60.0


def chromium() -> str | None:
    """A Chromium of this computer."""
    for name in (os.environ.get("HALFKILO_CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    return None


def _link_script() -> bytes:
    """The chunk of the built pages with the link in it."""
    manifest = json.loads((DIST / "manifest.json").read_text("utf-8"))
    return (DIST / manifest[next(name for name in manifest if name.startswith("_gym-"))]["file"]).read_bytes()


class Wire:
    """Looks like the pipe of an `Actor`."""

    def __init__(self) -> None:
        self.said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()

    def send(self, message: dict[str, Any]) -> None:
        """What the person at the screen does."""
        self.said.put(message)

    def poll(self, wait_s: float = 0.0) -> bool:
        """Whether the page told something, after waiting at most so long."""
        end = time.monotonic() + wait_s
        while self.told.empty() and time.monotonic() < end:
            time.sleep(0.005)
        return not self.told.empty()

    def recv(self) -> dict[str, Any]:
        """What the page told."""
        return self.told.get()


class _Asked(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        if path.path == "/said":
            self._answer(json.dumps(self._next(parse_qs(path.query)["at"][0])).encode(), "application/json")
        elif path.path == "/gym.js":
            self._answer(_link_script(), "text/javascript")
        else:
            self._answer(PAGE.encode() if path.path == "/" else b"", "text/html")

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"]))
        wire = self.server.wires.get(parse_qs(urlsplit(self.path).query)["at"][0])
        if wire is not None:
            wire.told.put(json.loads(text))
        self._answer(b"", "text/plain")

    def _next(self, at: str) -> dict[str, Any] | None:
        wire = self.server.wires.get(at)
        with suppress(queue.Empty):
            return wire.said.get(timeout=0.5) if wire else None
        return None

    def _answer(self, body: bytes, kind: str) -> None:
        with suppress(OSError):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.wires: dict[str, Wire] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_: Any) -> None:
        """A browser that is killed says nothing any more: that is what it is here for."""


_one: list[_Server] = []
_lock = threading.Lock()


def _server() -> _Server:
    with _lock:
        if not _one:
            _one.append(_Server())
        return _one[0]


def origin() -> str:
    """Where the page comes from; the supervisor has to know it."""
    return f"http://127.0.0.1:{_server().server_address[1]}"


class Browser:
    """Chromium with the page open. Looks like an `Actor`."""

    def __init__(self, gym: str) -> None:
        program = chromium()
        assert program is not None, "no Chromium here"
        self.wire = Wire()
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._process = subprocess.Popen(
            [program, *FLAGS, f"--user-data-dir={self._profile.name}", f"{origin()}/?at={id(self)}&gym={gym}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )
        _server().wires[str(id(self))] = self.wire

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def send(self, number: signal.Signals) -> None:
        """To all of its processes: they are a group of their own."""
        os.killpg(self._process.pid, number)

    def end(self) -> None:
        """kill -9 of the whole browser."""
        _server().wires.pop(str(id(self)), None)
        with suppress(ProcessLookupError):
            self.send(signal.SIGKILL)
        self._process.wait()
        self._profile.cleanup()

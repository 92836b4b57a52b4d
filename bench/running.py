"""What the running processes need: time to be ready, memory at rest, the first page over the wire, the stop."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.report import Row

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
IDLE_S = 2.0
MIB = 1024


def rows() -> Iterator[Row]:
    """All of it, from one start of `halfkilo serve`."""
    with tempfile.TemporaryDirectory() as data, serving(Path(data)) as (process, url, ready_s):
        yield Row("ready after the start of an installed tree", ready_s, "s", 2)
        time.sleep(IDLE_S)
        yield Row("memory at rest, site and gym together", sum(pss_kib(pid) for pid in family(process.pid)) / MIB, "MiB", 160)
        yield from first_page(url)
    yield from stops()


@contextmanager
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """`halfkilo serve` on a fresh folder; its address and the seconds until it said it was ready."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HALFKILO_", "DJANGO_"))}
    began = time.monotonic()
    process = subprocess.Popen([str(Path(sys.executable).with_name("halfkilo")), "serve", "--port", "0", "--data", str(data)], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=clean | {"PYTHONUNBUFFERED": "1"})
    try:
        assert process.stdout is not None
        said = ""
        while not (found := re.search(r"http://[\d.]+:\d+", said)):
            said = process.stdout.readline()
            if not said:
                raise SystemExit("halfkilo serve ended before it was ready; run it by hand to see why")
        yield process, found.group(), time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def family(pid: int) -> list[int]:
    """A process and everything it started."""
    children = [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text("ascii").split()]
    return [pid, *(one for child in children for one in family(child))]


def pss_kib(pid: int) -> int:
    """A process's share of memory, KiB."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    return int(found.group(1)) if found else 0


def first_page(url: str) -> Iterator[Row]:
    """Bytes and requests of the first page in Chromium with an empty cache."""
    from playwright.sync_api import sync_playwright

    sizes: list[float] = []
    with sync_playwright() as playwright:
        names = (os.environ.get("HALFKILO_CHROMIUM", ""), *NAMES, playwright.chromium.executable_path)
        found = next(path for name in names if name and (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = browser.new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(url + "/", wait_until="networkidle")
        browser.close()
    yield Row("first page over the wire", sum(sizes) / 1000, "kB", 200)
    yield Row("requests of the first page", len(sizes), "", 15)


def stops() -> Iterator[Row]:
    """The gym's own measurements."""
    command = [sys.executable, "-m", "halfkilo.gym.bench", "--stops", "300", "--kills", "2"]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(told.stdout)
    yield Row("a stop, socket to answer, ten viewers, half of them", found["stop_p50_ms"], "ms")
    yield Row("a stop, socket to answer, ten viewers, 99 of 100", found["stop_p99_ms"], "ms")
    yield Row("supervisor killed under load, to no load", found["killed_to_zero_most_ms"], "ms", 350)

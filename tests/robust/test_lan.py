"""The house for a tablet: a certificate of its own that vouches for site and gym alike, and clear words without a home network."""

from __future__ import annotations

import json
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from websockets.sync.client import connect

from halfkilo.web import lan
from tests.robust.household import ROOT, clean, free_port, until

START = ("import sys; from halfkilo.web import lan; lan.own_addresses = lambda: {found!r}; "
         "from halfkilo.cli import main; sys.argv = ['halfkilo', 'serve', '--lan', '--port', sys.argv[1], '--data', sys.argv[2]]; main()")
"""`halfkilo serve --lan` in a home network whose only address is this machine's own."""


@dataclass
class Home:
    """What runs: the site's address, what a tablet trusts after installing the certificate, the gym's address."""

    url: str
    trusting: ssl.SSLContext
    gym: str
    said: str


@contextmanager
def home(data: Path) -> Iterator[Home]:
    """Everything, as `halfkilo serve --lan` starts it."""
    log = data.parent / "said.txt"
    with log.open("w") as out:
        process = subprocess.Popen([sys.executable, "-c", START.format(found=["127.0.0.1"]), str(free_port()), str(data)], env=clean(),
                                   cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
    try:
        url = until(lambda: re.search(r"ready: (https://\S+)/", log.read_text()), f"ready: {log.read_text()}")[1]
        until(lambda: "To trust it" in log.read_text(), "how to trust it is said")
        trusting = ssl.create_default_context(cafile=str(lan.authority_file(data)))
        yield Home(url, trusting, supervisor_of(process.pid), log.read_text())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def supervisor_of(pid: int) -> str:
    """The supervisor's address, as the site's environment names it to browsers."""
    children = [int(one) for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
    for child in children:
        named = re.search(r"HALFKILO_SUPERVISOR_URL=(\S+?)\0", Path(f"/proc/{child}/environ").read_text(errors="replace") + "\0")
        if named:
            return named[1]
    ports = [line.split()[1].rpartition(":")[2] for child in children if b"supervisor" in Path(f"/proc/{child}/cmdline").read_bytes()
             for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
             if line.split()[3] == "0A" and line.split()[9] in sockets(child)]
    return f"https://127.0.0.1:{int(ports[0], 16)}"


def sockets(pid: int) -> set[str]:
    """Inodes of a process's sockets."""
    links = [str(one.readlink()) for one in Path(f"/proc/{pid}/fd").iterdir()]
    return {link[8:-1] for link in links if link.startswith("socket:[")}


@pytest.mark.hazard("H48")
@pytest.mark.skipif(sys.platform != "linux", reason="finds the gym's port in /proc")
def test_a_tablet_that_trusts_the_certificate_reaches_site_and_gym(tmp_path: Path) -> None:
    with home(tmp_path / "data") as here:
        with urlopen(f"{here.url}/healthz", timeout=20, context=here.trusting) as answer:
            assert answer.read() == b"ok\n"
        with pytest.raises(URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urlopen(f"{here.url}/healthz", timeout=20, context=ssl.create_default_context())
        with urlopen(f"{here.url}/lan/qr.svg", timeout=20, context=here.trusting) as picture:
            assert picture.read().startswith(b"<svg")
        with urlopen(f"{here.url}/sign-in", timeout=20, context=here.trusting) as page:
            assert here.gym.replace("https", "wss") in page.headers["Content-Security-Policy"]
        assert "█" in here.said or "▄" in here.said, "no QR code in the terminal"
        with connect(here.gym.replace("https", "wss") + "/stop", ssl=here.trusting, proxy=None) as stop:
            stop.send("stop")
            assert json.loads(stop.recv(timeout=20))["is"] == "stopping"
        until(lambda: json.load(urlopen(f"{here.gym}/healthz", timeout=20, context=here.trusting))["site"], "the site reaches the gym")


def test_without_a_home_network_it_is_said_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", START.format(found=[]), str(free_port()), str(tmp_path)], env=clean(), cwd=ROOT,
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and "no home network was found" in done.stderr and "leave out --lan" in done.stderr, done
    assert "Traceback" not in done.stderr

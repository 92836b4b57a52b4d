"""The site as a real server: it starts by itself, turns large bodies away early, outlives a killed worker, and has a
certificate of its own for the home network."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from cryptography import x509
from django.conf import settings

from halfkilo.web import lan, serve
from tests.web.databases import ROOT


class Running:
    """`serve` in a process of its own, without a gym."""

    def __init__(self, data: Path, port: int, more: str = "workers=2") -> None:
        self.port = port
        options = f"port={port}, gym=False, settings={settings.SETTINGS_MODULE!r}, {more}"
        code = f"from halfkilo.web.serve import *; serve(Options({options}))"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("HALFKILO")}
        self.process = subprocess.Popen([sys.executable, "-c", code], env={**clean, "HALFKILO_DATA": str(data)}, cwd=ROOT,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of an address."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def workers(self) -> list[int]:
        """The process ids of the workers."""
        return [int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A site on a free port."""
    site = Running(tmp_path_factory.mktemp("site"), serve.free_port("127.0.0.1", 28_700 + os.getpid() % 1000))
    yield site
    site.process.terminate()
    site.process.wait(20)


def test_it_prints_its_address_and_is_well(running: Running) -> None:
    assert f"http://127.0.0.1:{running.port}/" in running.said
    assert running.get("/healthz") == (200, "ok\n")


def test_a_200_mb_body_is_refused_after_its_first_byte(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), 10) as line:
        line.sendall(b"POST /api/entries HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                     b"Content-Length: 200000000\r\n\r\n{")
        assert line.recv(100).startswith(b"HTTP/1.1 413")


def test_another_name_for_this_machine_is_not_answered(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), 10) as line:
        line.sendall(b"GET /api/exercises HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.skipif(sys.platform != "linux", reason="reads the workers' ids from /proc")
def test_a_killed_worker_is_replaced_and_the_site_goes_on(running: Running) -> None:
    before = running.workers()
    os.kill(before[0], signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and (set(running.workers()) & {before[0]} or len(running.workers()) < 2):
        time.sleep(0.05)
    assert len(running.workers()) == 2 and before[0] not in running.workers()
    assert {running.get("/healthz")[0] for _ in range(4)} == {200}


@pytest.mark.hazard("H48")
def test_the_home_network_gets_a_secure_page_over_the_certificate(tmp_path: Path) -> None:
    site = Running(tmp_path, serve.free_port("127.0.0.1", 29_700 + os.getpid() % 1000), "lan=True, address='127.0.0.1'")
    try:
        assert f"https://127.0.0.1:{site.port}/" in site.said
        trusting = ssl.create_default_context(cafile=str(lan.authority_file(tmp_path)))
        with urlopen(f"https://127.0.0.1:{site.port}/lan/ca.crt", timeout=10, context=trusting) as answer:
            assert answer.read() == lan.authority_file(tmp_path).read_bytes()
            assert "Strict-Transport-Security" not in answer.headers
    finally:
        site.process.terminate()
        site.process.wait(20)


def test_a_taken_port_gives_the_next_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve.free_port("127.0.0.1", port) > port


def test_the_home_certificate_is_trusted_for_its_addresses_only(tmp_path: Path) -> None:
    papers = lan.papers(tmp_path, ["127.0.0.1", "localhost"])
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(papers.certificate, papers.key)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_greet, args=(door, server, 2), daemon=True).start()
        trusting = ssl.create_default_context(cafile=str(lan.authority_file(tmp_path)))
        for name, welcome in (("localhost", True), ("example.org", False)):
            with socket.create_connection(door.getsockname(), 5) as plain:
                if welcome:
                    trusting.wrap_socket(plain, server_hostname=name).close()
                else:
                    with pytest.raises(ssl.SSLCertVerificationError):
                        trusting.wrap_socket(plain, server_hostname=name)


def _greet(door: socket.socket, server: ssl.SSLContext, times: int) -> None:
    for _ in range(times):
        line, _ = door.accept()
        try:
            server.wrap_socket(line, server_side=True).close()
        except (ssl.SSLError, OSError):
            line.close()


def test_the_home_authority_can_vouch_for_no_address_outside(tmp_path: Path) -> None:
    lan.papers(tmp_path, ["127.0.0.1"])
    authority = x509.load_pem_x509_certificate(lan.authority_file(tmp_path).read_bytes())
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical and {str(one.value) for one in limits.value.permitted_subtrees or ()} == {*lan.PRIVATE, "local", "localhost"}
    assert [path.stat().st_mode & 0o077 for path in (tmp_path / "lan").glob("*.key")] == [0, 0]


def test_papers_are_kept_until_an_address_changes(tmp_path: Path) -> None:
    first = lan.papers(tmp_path, ["127.0.0.1"]).certificate.read_bytes()
    authority = lan.authority_file(tmp_path).read_bytes()
    assert lan.papers(tmp_path, ["127.0.0.1"]).certificate.read_bytes() == first
    assert lan.papers(tmp_path, ["127.0.0.1", "192.168.1.7"]).certificate.read_bytes() != first
    assert lan.authority_file(tmp_path).read_bytes() == authority, "the tablet would have to trust anew"


def test_the_address_is_a_picture_for_screens_and_terminals() -> None:
    assert lan.qr_svg("https://192.168.1.7:8765/").startswith("<svg")
    assert len(lan.qr_text("https://192.168.1.7:8765/").splitlines()) > 10



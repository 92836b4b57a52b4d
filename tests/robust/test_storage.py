"""What becomes of a record when the ground it stands on gives way: a full disk, a folder that can't be written, a database that
somebody else holds, one whose bytes were changed."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from halfkilo.journal.entry import dump, parse
from halfkilo.journal.kinds import note
from tests.robust.household import ROOT, Site, clean, free_port
from tests.robust.player import Browser
from tests.web.life import beginning, entry, wire

HALFKILO = [sys.executable, "-c", "from halfkilo.cli import main; main()"]



def command(*words: str, limit: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """A `halfkilo` command in a process of its own."""
    return subprocess.run([*HALFKILO, *words], env=clean() | {"HALFKILO_TIME_ZONE": "UTC"}, cwd=ROOT, capture_output=True, text=True,
                          preexec_fn=limit, timeout=120)


def no_way_round_permissions() -> None:
    """Root, too, is held by what a folder permits (Linux: the capability to pass over it is dropped)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE; in force from the next program on


def begun(data: Path) -> tuple[Site, Browser]:
    """A site with Asha, who can train."""
    site = Site(data)
    browser = Browser(site.port)
    browser.sign_up("Asha")
    browser.good("POST", "/api/entries", {"entries": [wire(one) for one in beginning("low_back")]})
    return site, browser


def notes(size: int) -> list[dict]:
    """Two entries that take room."""
    return [wire(entry("note", note.Body("remark", "x"))) | {"kind": "remark_of_tomorrow", "body": {"text": "x" * size}} for _ in range(2)]


def fill(browser: Browser, size: int, before: list[bytes]) -> list[bytes]:
    """Write until the disk is full; what was acknowledged. The refusal is clear, and of what was refused nothing is there."""
    acknowledged: list[bytes] = []
    while True:
        batch = notes(size)
        status, text = browser.call("POST", "/api/entries", {"entries": batch})
        if status != 200:
            assert status == 507 and "full" in text and "Nothing of this was kept" in text, (status, text)
            assert [one.canonical for one in map(parse, browser.record())] == before + acknowledged
            return acknowledged
        acknowledged += [dump(one) for one in batch]


@pytest.mark.hazard("H23")
@pytest.mark.hazard("H24")
def test_a_full_disk_refuses_clearly_keeps_nothing_by_halves_and_still_reads(tmp_path: Path) -> None:
    site, browser = begun(tmp_path)
    site.close()
    most = (tmp_path / "halfkilo.sqlite3").stat().st_size + 300_000
    site._limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    site.process = site.launch()
    site.wait()
    try:
        acknowledged = [one.canonical for one in map(parse, browser.record())]
        for size in (30_000, 3_000, 10, 10):  # until not even a word finds room
            acknowledged += fill(browser, size, acknowledged)
        assert browser.good("GET", "/api/today")["parts"], "the day can't be read"
        assert browser.call("GET", "/today/")[0] == 200
        site.close()
        site._limit = None
        site.process = site.launch()
        site.wait()
        assert [one.canonical for one in map(parse, browser.record()) if one.author == "person"] == acknowledged
        browser.good("POST", "/api/entries", {"entries": notes(10)})
    finally:
        site.close()
    assert command("doctor", "--data", str(tmp_path)).returncode == 0


@pytest.mark.hazard("H23")
@pytest.mark.skipif(sys.platform != "linux", reason="drops a capability of Linux, should the tests run as root")
def test_a_data_folder_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    for words in (["serve", "--port", str(free_port()), "--no-gym"], ["doctor"]):
        done = command(*words, "--data", str(folder), limit=no_way_round_permissions)
        said = done.stdout + done.stderr
        assert done.returncode == 1 and "Traceback" not in said and str(folder) in said and ("chown" in said or "write" in said), said
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("seconds", [1, pytest.param(3, marks=pytest.mark.campaign), pytest.param(12, marks=pytest.mark.campaign)])
def test_a_database_that_somebody_else_holds_is_waited_for(tmp_path: Path, seconds: int) -> None:
    site, browser = begun(tmp_path)
    try:
        with closing(sqlite3.connect(tmp_path / "halfkilo.sqlite3", isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            held = time.monotonic()
            letting_go = threading.Timer(seconds, lambda: other.execute("COMMIT"))
            letting_go.start()
            results = browser.good("POST", "/api/entries", {"entries": notes(10)})["results"]
            letting_go.join()
            assert [one["status"] for one in results] == ["stored", "stored"] and time.monotonic() - held >= seconds
    finally:
        site.close()


@pytest.mark.hazard("H24")
def test_a_database_whose_bytes_were_changed_is_named_with_what_to_do(tmp_path: Path) -> None:
    data = tmp_path / "middle"
    data.mkdir()
    site, browser = begun(data)
    browser.good("POST", "/api/entries", {"entries": notes(30_000)})
    site.close()
    shutil.copytree(data, tmp_path / "head")
    for where in ("head", "middle"):
        folder = str(tmp_path / where)
        spoil(tmp_path / where / "halfkilo.sqlite3", where)
        looked = command("doctor", "--data", folder)
        assert looked.returncode == 1 and "LOOK  the database is sound" in looked.stdout, looked
        assert "halfkilo restore FILE" in looked.stdout, looked
        started = command("serve", "--port", str(free_port()), "--no-gym", "--data", folder)
        said = started.stdout + started.stderr
        assert started.returncode == 1 and "halfkilo doctor" in said and "Traceback" not in said, said


def spoil(path: Path, where: str) -> None:
    """Write over the beginning of a database, or over most of its pages."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the log would still hold the pages as they were
    size = path.stat().st_size
    with path.open("r+b") as file:
        if where == "middle":
            for page in range(2, size // 4096):
                file.seek(page * 4096)
                file.write(b"\x7f" * 512)
        else:
            file.write(b"not a database any more" * 10)

"""Copies of a record: a backup taken while somebody writes, put back elsewhere; a person who leaves and comes in elsewhere."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from halfkilo.journal.entry import dump, parse
from halfkilo.journal.kinds import note
from tests.robust.household import ROOT, Site, clean
from tests.robust.player import Browser, Queue
from tests.robust.test_storage import command
from tests.web.life import beginning, entry, months

PEOPLE = """
import sys
from halfkilo.commands.records import site, tables
site(); tables()
from halfkilo.web import accounts, erasure
from halfkilo.web.models import Person
what, name = sys.argv[1:]
if what == "make":
    accounts.make_person(name, "half-a-kilo-more", "UTC")
else:
    erasure.erase(Person.objects.get(account__username=name))
"""


def people(data: Path, what: str, name: str) -> None:
    """Make somebody, or erase them, beside a site that may run."""
    subprocess.run([sys.executable, "-c", PEOPLE, what, name], env=clean() | {"HALFKILO_DATA": str(data)}, cwd=ROOT, check=True)


def good(*words: str) -> str:
    """A `halfkilo` command that has to go well; what it said."""
    done = command(*words)
    assert done.returncode == 0, done
    return done.stdout


def exported(data: Path, name: str, where: Path) -> list[str]:
    """Somebody's whole journal, line by line."""
    good("export", str(where), "--person", name, "--data", str(data))
    return where.read_text("utf-8").splitlines()


@pytest.mark.campaign
@pytest.mark.hazard("H24")
@pytest.mark.hazard("H34")
def test_a_backup_taken_while_writing_is_whole_elsewhere_and_who_left_stays_away(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    site = Site(here, workers=2)
    try:
        browser = Browser(site.port)
        browser.sign_up("Asha")
        people(here, "make", "ben")
        queue = Queue(browser, random.Random(1))
        queue.add(*beginning("low_back"))
        queue.drain()
        thread = queue.keep_going(lambda: [entry("note", note.Body("remark", "meanwhile"))])
        before = {id: dump(one) for id, one in queue.acknowledged.items()}
        good("backup", str(tmp_path / "copies"), "--data", str(here))
        queue.end()
        thread.join()
        queue.drain()
        record = browser.record()
    finally:
        site.close()
    copy = next((tmp_path / "copies").glob("*.zip"))
    people(here, "erase", "ben")
    good("restore", str(copy), "--data", str(there))
    restored = {one.id: one.canonical for one in map(parse, exported(there, "asha", tmp_path / "there.jsonl"))}
    assert before.items() <= restored.items(), "acknowledged before the backup and not in it"
    assert list(restored) == [parse(line).id for line in record[:len(restored)]], "not the record of one moment"
    assert "every record is what its entries say" in good("doctor", "--data", str(there))
    assert "stay deleted" in good("restore", str(copy), "--data", str(here), "--replace")
    assert command("export", "-", "--person", "ben", "--data", str(here)).returncode == 1
    assert exported(here, "asha", tmp_path / "again.jsonl") == (tmp_path / "there.jsonl").read_text("utf-8").splitlines()


@pytest.mark.campaign
@pytest.mark.hazard("H34")
def test_who_leaves_takes_every_line_along_and_comes_in_elsewhere_the_same(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    for data in (here, there):
        people(data, "make", "asha")
    lived = [*beginning("low_back"), *months(20, {"seated_row": 10_000})]
    (tmp_path / "lived.jsonl").write_text("".join(one.line + "\n" for one in sorted(lived, key=lambda one: one.order)), "utf-8")
    good("import", str(tmp_path / "lived.jsonl"), "--person", "asha", "--data", str(here))
    out = exported(here, "asha", tmp_path / "out.jsonl")
    people(here, "erase", "asha")
    good("import", str(tmp_path / "out.jsonl"), "--person", "asha", "--data", str(there))
    assert exported(there, "asha", tmp_path / "back.jsonl") == out == (tmp_path / "lived.jsonl").read_text("utf-8").splitlines()

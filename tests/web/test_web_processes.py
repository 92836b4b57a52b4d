"""Several processes on one database, and processes that are killed: nothing doubled, nothing lost, nothing stale."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from halfkilo.journal import new_id
from tests.web.databases import ROOT, Place, Writer, fresh_database

WRITERS, OWN = 3, 12


def checked(place: Place, person: str) -> dict:
    found = json.loads(place.ask(f"check {person}"))
    assert found["seqs"] == list(range(1, len(found["seqs"]) + 1)), "the numbers have gaps"
    assert found["seq"] == len(found["ids"]) == len(set(found["ids"]))
    assert found["same"], "the kept state is not the fold of the entries"
    return found


@pytest.mark.hazard("H24")
def test_three_workers_at_once_double_nothing_and_read_nothing_stale(place: Place) -> None:
    person = place.ask("person")
    shared = [new_id() for _ in range(OWN)]
    writers = [Writer(place, person, OWN, *random.Random(n).sample(shared, OWN)) for n in range(WRITERS)]
    said = []
    for writer in writers:
        said += [line.split() for line in writer.lines.read().splitlines()]
        assert writer.end() == 0, "the reason stands in what the host said"
    kept = [id for id, fate, _ in said if fate == "kept"]
    assert len(kept) == len(set(kept)) == WRITERS * OWN + OWN
    assert {fate for _, fate, _ in said} == {"kept", "known"}
    found = checked(place, person)
    assert set(kept) <= set(found["ids"]) and len(found["ids"]) == len(kept) + 5


@pytest.mark.hazard("H24")
@pytest.mark.parametrize("after", [5])
def test_killing_a_writer_loses_nothing_it_acknowledged(place: Place, after: int) -> None:
    person = place.ask("person")
    writer = Writer(place, person, 100_000)
    acknowledged = [writer.lines.readline().split()[0] for _ in range(after)]
    writer.kill()
    acknowledged += [line.split()[0] for line in writer.lines.read().splitlines() if len(line.split()) == 3]
    assert writer.end() == -signal.SIGKILL
    found = checked(place, person)
    assert set(acknowledged) <= set(found["ids"])
    assert len(found["ids"]) - 5 <= len(acknowledged) + 1, "more was kept than one entry beyond the last acknowledged"


@pytest.mark.hazard("H24")
@pytest.mark.hazard("H34")
@pytest.mark.xdist_group("postgres")
def test_journal_isolation_and_erasure_hold_on_postgresql_too(postgres: str, tmp_path: Path) -> None:
    """The same tests as on SQLite, in a run of their own."""
    with fresh_database(postgres) as url:
        env = {**os.environ, "HALFKILO_DATABASE_URL": url, "HALFKILO_DATA": str(tmp_path), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        names = [str(ROOT / "tests" / "web" / f"test_web_{name}.py") for name in ("store", "isolation", "erasure")]
        command = [sys.executable, "-m", "pytest", "-p", "django", "-q", "-p", "no:cacheprovider", f"--ds={settings.SETTINGS_MODULE}",
                   "-k", "not page and not address", *names]
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.campaign
@pytest.mark.hazard("H24")
@pytest.mark.parametrize("seed", range(40))
def test_killing_a_writer_at_many_moments(place: Place, seed: int) -> None:
    test_killing_a_writer_loses_nothing_it_acknowledged(place, random.Random(seed).randrange(1, 60))

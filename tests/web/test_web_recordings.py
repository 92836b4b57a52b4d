"""Readings of a training kept as files: in the person's own folder, finished by the site, gone when old and with the person."""

from __future__ import annotations

from pathlib import Path

import pandas
import pytest

from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.recording import sessions
from halfkilo.gym.recording.about import Source
from halfkilo.gym.supervisor.record import Keeping
from halfkilo.gym.ticket import Role, Ticket
from halfkilo.units import Side
from halfkilo.web import clock, erasure, recordings
from tests.conftest import Cast

SIMULATED = {"simulated": Source("simulated", "simulated", True)}
CABLE = CableReading(200, 10, 5_100, 5_000, 1)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def ticket(person: str, session: str = "0199a1b2", exercise: str = "seated_row", role: Role = Role.TRAIN) -> Ticket:
    return Ticket(person, session, role, exercise, Side.BOTH, 5_000, 2**50)


def trained(data: Path, person: str, began: int | None = None, *tickets: Ticket) -> Keeping:
    keeping = Keeping(data / erasure.FILES, lambda: SIMULATED, lambda: began or clock.instant())
    for one in tickets or (ticket(person),):
        keeping.permit(one)
        for ms in range(0, 1_000, 10):
            keeping.reading("simulated", Reading(ms, "loaded", "", True, 250, CABLE, CABLE))
    keeping.permit(None)
    return keeping


def settle() -> None:
    """The threads that end recordings."""
    import threading

    for thread in threading.enumerate():
        if thread.name == "recorder ends":
            thread.join()


def test_each_exercise_of_a_session_is_a_recording_that_other_programs_read(data: Path, cast: Cast) -> None:
    person = str(cast.asha.pk)
    trained(data, person, None, ticket(person), ticket(person, exercise="pulldown"), ticket(person, role=Role.WATCH))
    settle()
    assert recordings.tidy() == (2, 0)

    found = sessions.manifest(recordings.folder(person))
    assert [one.about.exercise for one in found] == ["seated_row", "pulldown"]
    assert len(pandas.read_parquet(found[0].folder)) == 100
    assert recordings.tidy() == (0, 0)


@pytest.mark.hazard("H34")
def test_old_ones_go_and_a_person_who_is_erased_leaves_none(data: Path, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure, "scrub", lambda: None)  # a database inside a test's transaction can't be rewritten
    person = str(cast.asha.pk)
    trained(data, person, clock.instant() - 91 * 86_400_000)
    trained(data, person)
    settle()
    assert recordings.tidy()[1] == 1

    erasure.erase(cast.asha)
    assert not recordings.folder(person).exists()


@pytest.mark.parametrize("name", ["../../etc", "a/b", "", ".hidden", "x" * 200])
def test_a_name_that_leads_elsewhere_is_no_folder(data: Path, name: str) -> None:
    trained(data, name or "-", None)
    settle()

    assert list(data.rglob("_session.json")) == []


def test_a_disk_that_takes_nothing_stops_nobody_from_training(data: Path, cast: Cast) -> None:
    (data / erasure.FILES).write_text("a file where a folder should be")

    trained(data, str(cast.asha.pk))
    settle()
    assert sessions.manifest(data) == ()


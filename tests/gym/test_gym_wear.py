"""Being reminded to look at cables and anchor, and being refused when it is long overdue (H38)."""

from __future__ import annotations

import json

import pytest

from halfkilo.gym.bounds import INSPECT_DAYS, INSPECT_OVERDUE, INSPECT_REPS
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.supervisor.wear import DAY_MS, Wear

NOW = 1_800_000_000_000
pytestmark = pytest.mark.hazard("H38")


@pytest.fixture
def wear(tmp_path):
    wear = Wear(tmp_path / "wear.json")
    wear.known("gym", NOW)
    return wear


def test_repetitions_and_days_both_count_and_the_larger_share_decides(wear):
    wear.add("gym", INSPECT_REPS // 2, NOW)

    assert wear.due("gym", NOW) == 0.5
    assert wear.due("gym", NOW + int(0.9 * INSPECT_DAYS * DAY_MS)) == pytest.approx(0.9)


def test_due_reminds_and_long_overdue_refuses(wear):
    wear.add("gym", INSPECT_REPS, NOW)
    wear.check("gym", NOW)

    wear.add("gym", int(INSPECT_REPS * (INSPECT_OVERDUE - 1)), NOW)
    with pytest.raises(Refused) as refused:
        wear.check("gym", NOW)
    assert refused.value.reason is Reason.INSPECT


def test_looking_starts_anew_and_keeps_the_whole_count_over_a_restart(wear, tmp_path):
    wear.add("gym", 9_000, NOW)
    wear.inspected("gym", NOW + 5)
    again = Wear(tmp_path / "wear.json")

    assert (again.use("gym").reps, again.use("gym").reps_since, again.use("gym").at) == (9_000, 0, NOW + 5)
    again.check("gym", NOW + 10)


def test_a_clock_that_went_back_is_no_use(wear):
    assert wear.due("gym", NOW - 400 * DAY_MS) == 0


def test_a_file_that_cannot_be_read_counts_as_overdue_until_somebody_looked(tmp_path):
    (tmp_path / "wear.json").write_text('{"units": {"gym": {"reps": true}}}')
    wear = Wear(tmp_path / "wear.json")
    wear.known("gym", NOW)

    with pytest.raises(Refused):
        wear.check("gym", NOW)
    wear.inspected("gym", NOW)
    wear.check("gym", NOW)
    assert json.loads((tmp_path / "wear.json").read_text())["units"]["gym"] == {"at": NOW}


def test_what_cannot_wear_is_never_due(tmp_path):
    wear = Wear(tmp_path / "wear.json")
    wear.known("simulated", NOW, exempt=True)
    wear.add("simulated", 10**6, NOW)

    assert wear.due("simulated", NOW + 10**12) == 0

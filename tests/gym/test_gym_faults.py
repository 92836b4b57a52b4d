"""A short round of the fault campaign in every run; ten thousand instants in `make campaign` (docs/gym-faults.md)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.gym import faults

ROOT = Path(__file__).parents[2]


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H06")
@pytest.mark.hazard("H10")
@pytest.mark.hazard("H48")
@pytest.mark.parametrize("kind", ["drop", "delay", "corrupt", "spiking_force", "stuck_position", "supervisor_killed", "site_killed",
                                  "supervisor_frozen", "page_hidden", "wrong_device", "two_screens", "two_controllers"])
def test_after_any_fault_at_a_random_instant_nothing_is_on_that_should_not_be(kind):
    faults.run(faults.KINDS.index(kind) + 7 * len(faults.KINDS))


@pytest.mark.campaign
@pytest.mark.timeout(6 * 3600)
@pytest.mark.xdist_group("faults")
@pytest.mark.hazard("H01")
def test_ten_thousand_instants():
    """HALFKILO_FAULTS: how many cases."""
    results = faults.campaign(int(os.environ.get("HALFKILO_FAULTS", "10000")))
    (ROOT / "docs" / "gym-faults.md").write_text(faults.table(results), "utf-8")

    assert {one.kind for one in results if one.loaded} == set(faults.KINDS)

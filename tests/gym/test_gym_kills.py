"""A few real kills in every run, one of each kind but for the browser's; a thousand in `make campaign` (docs/gym-kills.md)."""

from __future__ import annotations

import os
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.gym import kills

ROOT = Path(__file__).parents[2]


@pytest.mark.xdist_group("gym processes")
@pytest.mark.hazard("H01")
@pytest.mark.hazard("H07")
@pytest.mark.hazard("H48")
def test_whatever_is_killed_the_load_goes_and_nothing_comes_back():
    """Three scenes side by side, two kills each."""
    whats = ["supervisor", "screen", "machine", "supervisor", "site", "supervisor"]
    results = []
    with ThreadPoolExecutor(3) as pool:
        for scene in [pool.submit(kills.play, number, whats[number::3], results.append) for number in range(3)]:
            scene.result()

    assert sorted(one.what for one in results) == sorted(whats)
    assert all(one.zero_ms <= kills.LET_GO for one in results)


@pytest.mark.campaign
@pytest.mark.timeout(6 * 3600)
@pytest.mark.xdist_group("kills")
@pytest.mark.hazard("H01")
def test_a_thousand_kills():
    """HALFKILO_KILLS: how many."""
    results = kills.campaign(int(os.environ.get("HALFKILO_KILLS", "1000")), seed=random.randrange(10**6))
    (ROOT / "docs" / "gym-kills.md").write_text(kills.table(results), "utf-8")

    assert {one.what for one in results if one.held} == set(kills.WHATS)

"""A link that only delays: readings that were long on their way are not known, and a heavier load is never believed to be lighter (H08)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.bounds import SILENT_MS
from halfkilo.gym.supervisor.hazards import Cause
from halfkilo.gym.supervisor.lateness import WINDOW_MS, Lateness
from tests.gym.rig import Rig

pytestmark = pytest.mark.hazard("H08")


@given(apart=st.integers(-10**9, 10**9), delays=st.lists(st.integers(0, 2_000), min_size=1, max_size=200))
def test_within_a_window_lateness_is_the_delay_beyond_the_quickest(apart, delays):
    lateness, now, quickest = Lateness(), 0, 10**9
    for delay in delays:
        now += 10
        quickest = min(quickest, delay)
        assert lateness.see(now + delay + apart, now) == delay - quickest


def test_clocks_that_drift_apart_are_not_taken_for_a_slow_link():
    """A second an hour is ten times what a cheap crystal does."""
    lateness = Lateness()

    assert max(lateness.see(ms + ms // 3600, ms) for ms in range(0, 3_600_000, 100)) <= 2 * WINDOW_MS // 3600 + 1


def test_a_link_that_begins_to_delay_under_load_ends_the_load_and_is_a_hazard(tmp_path):
    rig = Rig(tmp_path)
    rig.loaded(10_000)
    ordinary = rig.link.back
    rig.link.back = lambda line: rig.link.to_host.append((rig.ms + SILENT_MS + 200, line))
    rig.advance(SILENT_MS + 400)

    assert rig.unit.hazard.cause is Cause.SILENT
    rig.link.back = ordinary
    rig.advance(600)
    assert rig.held == [0, 0]


def test_a_reading_that_was_overtaken_changes_nothing(tmp_path):
    rig = Rig(tmp_path)
    rig.loaded(5_000)
    newer = rig.unit.last

    free = replace(newer.left, held_g=0)
    rig.unit.reading(replace(newer, at_ms=newer.at_ms - 50, state="idle", left=free, right=free))

    assert rig.unit.last is newer and rig.unit.believed == 5_000

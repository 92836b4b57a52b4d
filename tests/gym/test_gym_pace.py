"""Range, tempo and sides of a set, from the handles' positions alone."""

from __future__ import annotations

import pytest

from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.supervisor.tally import Pace, Tally


def path(low, high, out_ms, back_ms, wait_ms, reps):
    """(ms, mm) every 10 ms: out, back, a rest at the bottom."""
    at = 0
    for _ in range(reps):
        for ms in range(0, out_ms, 10):
            yield at + ms, low + (high - low) * ms // out_ms
        for ms in range(0, back_ms, 10):
            yield at + out_ms + ms, high - (high - low) * ms // back_ms
        for ms in range(0, wait_ms, 10):
            yield at + out_ms + back_ms + ms, low
        at += out_ms + back_ms + wait_ms


def told(left, right=()):
    tally, right = Tally(), dict(right)
    for mm in (100, 600):
        tally.show(Reading(0, "arming", "", False, 0, CableReading(mm, 0, 300, 0, 0), CableReading(mm, 0, 300, 0, 0)))
    for at, mm in left:
        cables = [CableReading(place, 0, 5_000, 5_000, 0) for place in (mm, right.get(at, 100))]
        tally.see(Reading(at, "loaded", "", True, 250, *cables))
    return tally


@pytest.mark.parametrize(("out_ms", "back_ms", "wait_ms"), [(2_000, 3_000, 0), (1_000, 4_000, 1_500), (800, 900, 200)])
def test_way_and_times_are_those_of_the_hand_and_waiting_at_the_bottom_is_no_part_of_them(out_ms, back_ms, wait_ms):
    pace, _ = told(path(100, 600, out_ms, back_ms, wait_ms, 5)).paces

    assert pace.range_mm == pytest.approx(500, abs=10)
    assert pace.out_ms == pytest.approx(out_ms, abs=20)
    assert pace.back_ms == pytest.approx(back_ms, abs=60)


def test_each_side_has_its_own_count_and_pace():
    tally = told(path(100, 600, 1_000, 1_000, 0, 6), path(100, 600, 2_000, 2_000, 0, 3))

    assert tally.reps == (6, 3)
    assert tally.paces[1].out_ms == pytest.approx(2 * tally.paces[0].out_ms, abs=40)
    assert tally.finish("asked").right == tally.paces[1]


def test_before_the_first_whole_repetition_there_is_no_pace():
    tally = told(path(100, 600, 1_000, 1_000, 0, 1))
    half = told([(at, mm) for at, mm in path(100, 600, 1_000, 1_000, 0, 1) if at < 1_200])

    assert isinstance(tally.paces[0], Pace) and half.paces == (None, None)

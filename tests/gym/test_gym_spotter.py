"""A stuck repetition is helped, a resting one is left alone, and nothing here ever makes a load heavier."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.bounds import STUCK_AGAIN_MS, STUCK_MS, TAUGHT_MM
from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.guide import Guide, Taught
from halfkilo.gym.supervisor.care import Act, Care
from halfkilo.gym.supervisor.spotter import Help, Slowing, Spotter

LOW, HIGH = 100, 600


def acts(spotter, path):
    """What a path of (ms, mm) leads to, without the silence in between."""
    return [(at, help_) for at, mm in path if (help_ := spotter.see(at, mm)) is not Help.NONE]


def still(mm, since, until, step=10):
    return [(at, mm) for at in range(since, until, step)]


def test_a_handle_stuck_half_way_is_helped_once_then_let_go():
    gone = STUCK_MS + STUCK_AGAIN_MS
    found = acts(Spotter(LOW, HIGH), still(350, 0, gone + 20))

    assert found == [(STUCK_MS, Help.LOWER), (gone, Help.LET_GO), (gone + 10, Help.LET_GO)]


@pytest.mark.parametrize("mm", [LOW, LOW + 40, HIGH, HIGH - 20])
def test_resting_at_either_end_is_not_being_stuck(mm):
    assert acts(Spotter(LOW, HIGH), still(mm, 0, 30_000)) == []


def test_a_slow_grind_that_makes_way_is_left_alone():
    """8 mm a second is far slower than any taught tempo, and still no reason to take over."""
    path = [(at, 200 + at * 8 // 1000) for at in range(0, 40_000, 10)]

    assert acts(Spotter(LOW, HIGH), path) == []


def test_after_help_that_got_it_going_it_may_stick_and_be_helped_again():
    spotter = Spotter(LOW, HIGH)
    first = acts(spotter, still(300, 0, STUCK_MS + 100))
    second = acts(spotter, [(STUCK_MS + 200, 400), *still(420, STUCK_MS + 300, 2 * STUCK_MS + 400)])

    assert [help_ for _, help_ in first + second] == [Help.LOWER, Help.LOWER]


def rep(start, out_ms):
    """Out and back in a straight line, every 10 ms."""
    away = [(start + at, LOW + (HIGH - LOW) * at // out_ms) for at in range(0, out_ms + 1, 10)]
    back = [(start + out_ms + at, HIGH - (HIGH - LOW) * at // 1000) for at in range(10, 1001, 10)]
    return away + back, start + out_ms + 1000


def run(slowing, outs):
    """The repetition (from 1) after which it counted as slowed; None if never."""
    at = 0
    for number, out_ms in enumerate(outs, 1):
        path, at = rep(at, out_ms)
        if any(slowing.see(ms, mm) for ms, mm in path):
            return number
    return None


@pytest.mark.parametrize(("percent", "outs", "ended"), [
    (20, [1000, 1000, 1000, 1100, 1200, 1300], 6),
    (20, [1000, 1000, 1000, 1200, 1240, 1240], None),
    (40, [1000, 900, 1000, 1200, 1500, 1800], 6),
    (20, [2000, 1000, 1000, 1000, 1000], None),
    (20, [1000, 1500], None),
    (0, [1000, 1000, 1000, 9000, 9000], None),
])
def test_a_repetition_that_is_slower_than_the_quickest_of_the_first_three_ends_the_set_when_it_is_back(percent, outs, ended):
    assert run(Slowing(LOW, HIGH, percent), outs) == ended


def reading(at, left=300, right=300, held=(5_000, 5_000)):
    cables = [CableReading(mm, 0, grams, grams, 0) for mm, grams in zip((left, right), held, strict=True)]
    return Reading(at, "loaded", "", True, 250, *cables)


@pytest.mark.hazard("H19")
def test_a_handle_beyond_what_this_person_taught_lets_go_on_its_side_only():
    guide = Guide(left=Taught(100, 450), spotter=False)
    care = Care(guide, ((100, 600), (100, 600)))

    assert care.see(reading(0, left=450 + TAUGHT_MM, right=600)).act is Act.NOTHING
    assert care.see(reading(10, left=451 + TAUGHT_MM)).why == "beyond_taught"
    assert Care(guide, (None, None)).see(reading(0, left=600, held=(0, 5_000))).act is Act.NOTHING, "a free cable is not watched"


def test_the_graver_of_two_sides_counts():
    care = Care(Guide(left=Taught(100, 400)), ((100, 600), (100, 600)))
    for at in range(0, STUCK_MS, 10):
        assert care.see(reading(at)).act is Act.NOTHING

    assert care.see(reading(STUCK_MS, left=500)).act is Act.LET_GO


def test_without_a_shown_range_and_for_holds_nobody_is_spotted():
    for care in (Care(Guide(), (None, None)), Care(Guide(), ((100, 120), None)), Care(Guide(spotter=False), ((100, 600), (100, 600)))):
        assert all(care.see(reading(at)).act is Act.NOTHING for at in range(0, 20_000, 100))


@given(path=st.lists(st.tuples(st.integers(1, 500), st.integers(-50, 900)), max_size=80))
def test_help_is_never_given_twice_without_way_in_between_and_letting_go_only_after_help(path):
    spotter, at, helped_at, anchor = Spotter(LOW, HIGH), 0, None, None
    for ms, mm in path:
        at += ms
        help_ = spotter.see(at, mm)
        if help_ is Help.LOWER:
            assert helped_at is None or anchor != mm
            helped_at, anchor = at, mm
        if help_ is Help.LET_GO:
            assert helped_at is not None and at - helped_at >= STUCK_AGAIN_MS

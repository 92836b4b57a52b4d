"""Capacity: the two equations agree at ten repetitions, and nothing above ten is used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.dose.capacity import Capacity, capacity


def test_epley_and_brzycki_agree_at_ten():
    found = capacity(30_000, 10, 0)

    assert found is not None
    assert found.middle == 40_000
    assert (found.low, found.high) == (36_000, 44_000)


@pytest.mark.parametrize(("grams", "reps", "reserve"), [(0, 5, 0), (10_000, 11, 0), (10_000, 9, 2), (10_000, 0, 2)])
def test_some_sets_say_nothing(grams, reps, reserve):
    assert capacity(grams, reps, reserve) is None


@given(st.integers(500, 100_000), st.integers(1, 8), st.integers(0, 10))
def test_never_below_what_was_lifted_and_always_whole_grams(grams, reps, reserve):
    found = capacity(grams, reps, reserve)

    assert found is not None
    assert type(found.middle) is int
    assert found.low <= found.middle <= found.high
    assert found.middle >= grams


def test_at_most_two_repetitions_in_reserve_are_counted_and_none_below_nothing():
    assert capacity(30_000, 8, 5) == capacity(30_000, 8, 3) == capacity(30_000, 8, 2) == capacity(30_000, 10, 0) == capacity(30_000, 10, -1)
    assert capacity(30_000, 9, 1) == capacity(30_000, 10, 0) != capacity(30_000, 9, 0) != capacity(30_000, 8, 0)


def test_the_mean_of_both_and_a_tenth_each_way_rounded_down():
    assert capacity(10_001, 1, 0) == Capacity(9_151, 10_167, 11_183)  # Epley 10,334, Brzycki 10,001
    assert capacity(10_000, 5, 2) == Capacity(10_950, 12_166, 13_382)  # 12,333 and 12,000
    assert capacity(1, 1, 0) == Capacity(1, 1, 1) and capacity(-1, 5, 0) is None

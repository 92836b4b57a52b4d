"""Capacity: the two equations agree at ten repetitions, and nothing above ten is used."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.dose.capacity import capacity


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

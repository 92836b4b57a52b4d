"""Counters of devices: they begin again, and time does not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.clock import Clock
from halfkilo.gym.kilograms import grams


def test_a_counter_that_begins_again_goes_on():
    clock = Clock()
    assert [clock.at(raw) for raw in (2**32 - 12_500, 0, 12_500)] == [2**32 - 12_500, 2**32, 2**32 + 12_500]


def test_told_to_begin_again_it_does():
    clock = Clock()
    clock.at(5_000_000)
    clock.restart()
    assert clock.at(12_500) == 12_500


def test_a_device_that_restarted_by_itself_never_turns_time_back():
    clock = Clock()
    assert [clock.at(raw) for raw in (5_000_000, 0, 12_500)] == [5_000_000, 5_000_000, 5_012_500]


def test_counted_from_the_first_reading_in_the_ticks_of_the_device():
    clock = Clock(us_per_tick=1000, from_first=True)
    assert [clock.at(raw) for raw in (123_456, 123_481)] == [0, 25_000]


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 2**31 - 1), max_size=20))
def test_unwrapped_time_is_the_true_time(first, gaps):
    clock, true = Clock(), first
    assert clock.at(first) == first
    for gap in gaps:
        true += gap
        assert clock.at(true % 2**32) == true


@given(st.lists(st.integers(0, 2**32 - 1), min_size=1))
def test_time_never_goes_back(raws):
    clock = Clock()
    times = [clock.at(raw) for raw in raws]
    assert times == sorted(times)


@pytest.mark.parametrize(("kilograms", "whole"), [(12.5, 12_500), (-0.25, -250), (-1000.0, -1_000_000)])
def test_grams_are_whole(kilograms, whole):
    assert grams(kilograms) == whole


@pytest.mark.parametrize("kilograms", [math.nan, math.inf, -math.inf, 1000.5, -1000.5])
def test_grams_that_nobody_pulls_are_nothing(kilograms):
    assert grams(kilograms) is None

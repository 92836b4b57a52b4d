"""The arithmetic of signals, against what can be worked out by hand."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.gym.trials.signal import best_mean, evenly, longest_above, low_pass, trace


def test_a_trace_is_in_order_and_has_no_moment_twice() -> None:
    made = trace([(1.0, 10), (0.0, 0), (1.0, 99), (3.0, 30)])
    assert (made.at, made.values) == ((0.0, 1.0, 3.0), (0, 10, 30))
    assert (made.lasts, made.gap, made.rate) == (3.0, 2.0, pytest.approx(2 / 3))
    assert [made.value(moment) for moment in (-1, 0.5, 2, 9)] == [0, 5, 20, 30]


def test_nothing_read_is_nothing_measured() -> None:
    nothing = trace([])
    assert (nothing.lasts, nothing.rate, nothing.gap) == (0.0, 0.0, math.inf)
    assert best_mean(nothing, 1.0) == (0.0, 0.0)


def test_the_best_second_of_a_plateau_is_the_plateau() -> None:
    mean, begin = best_mean(trace([(0, 0), (1, 100), (3, 100), (4, 0)]), 1.0)
    assert mean == pytest.approx(100) and 1 <= begin <= 2


def test_the_best_second_of_a_triangle_is_three_quarters_of_its_top() -> None:
    """From 0 to 100 in a second and back: around the top, 0.5 s on either side, the mean is 75."""
    fine = trace([(at / 100, 100 - abs(100 - at)) for at in range(201)])
    mean, begin = best_mean(fine, 1.0)
    assert mean == pytest.approx(75) and begin == pytest.approx(0.5)


@given(st.lists(st.tuples(st.floats(0.01, 0.3), st.floats(-1e5, 1e5)), min_size=5, max_size=60))
def test_the_best_mean_lies_between_the_readings(steps: list[tuple[float, float]]) -> None:
    at, readings = 0.0, []
    for pause, value in steps:
        at += pause
        readings.append((at, value))
    made = trace(readings)
    if made.lasts >= 0.5:
        mean, begin = best_mean(made, 0.5)
        assert min(made.values) - 1e-6 <= mean <= max(made.values) + 1e-6
        assert made.at[0] - 1e-9 <= begin <= made.at[-1] - 0.5 + 1e-9


def test_time_above_an_edge_is_counted_where_the_line_crosses_it() -> None:
    ramp = trace([(0, 0), (2, 100), (4, 100), (5, 0), (6, 80), (7, 0)])
    assert longest_above(ramp, 50) == pytest.approx(3.5)  # from 1 s to 4.5 s
    assert longest_above(ramp, 0) == pytest.approx(7)
    assert longest_above(ramp, 101) == 0


def test_an_even_spacing_keeps_straight_lines() -> None:
    assert evenly(trace([(0, 0), (0.7, 7), (1, 10)]), 10) == pytest.approx(list(range(11)))


@pytest.mark.parametrize(("hertz", "left"), [(0.5, 1.0), (5.0, 0.5), (10.0, 0.044), (15.0, 0.0037)])
def test_the_low_pass_leaves_what_a_butterworth_twice_leaves(hertz: float, left: float) -> None:
    """Analytic: forwards and backwards the amplitude is 1 / (1 + (tan(pi f / r) / tan(pi c / r))^4)."""
    rate, cut = 40.0, 5.0
    exact = 1 / (1 + (math.tan(math.pi * hertz / rate) / math.tan(math.pi * cut / rate)) ** 4)
    assert exact == pytest.approx(left, abs=0.02)
    wave = [math.sin(2 * math.pi * hertz * n / rate) for n in range(1200)]
    middle = slice(300, 900)
    out = low_pass(wave, rate, cut)
    amplitude = math.sqrt(2 * sum(value * value for value in out[middle]) / 600)
    assert amplitude == pytest.approx(exact, abs=0.003)
    if hertz <= 5:  # nothing is shifted: the same wave, smaller
        assert max(abs(y - exact * x) for x, y in zip(wave[middle], out[middle], strict=True)) < 0.005


@pytest.mark.campaign
def test_the_low_pass_agrees_with_another_program() -> None:
    scipy = pytest.importorskip("scipy.signal")
    wave = [math.sin(n * 0.3) + 0.3 * math.sin(n * 1.7) + n / 100 for n in range(400)]
    theirs = scipy.filtfilt(*scipy.butter(2, 5.0, fs=40.0), wave, padlen=24)
    assert low_pass(wave, 40.0, 5.0)[30:-30] == pytest.approx(list(theirs[30:-30]), abs=1e-3)


@settings(max_examples=40)
@given(st.floats(-1e4, 1e4), st.floats(-10, 10), st.integers(40, 150))
def test_the_low_pass_keeps_constants_and_straight_lines(start: float, slope: float, n: int) -> None:
    line = [start + slope * at for at in range(n)]
    assert low_pass(line, 40.0, 5.0) == pytest.approx(line, abs=1e-3 * (1 + abs(slope)))
    assert low_pass([start], 40.0, 5.0) == [start] and low_pass([], 40.0, 5.0) == []

"""Pulls by hand, pulls of simulated people, and every way in which a reading may not count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.gym.sensing import Force
from halfkilo.gym.trials.noise import Told
from halfkilo.gym.trials.signal import trace
from halfkilo.gym.trials.strength import Problem, Pull, Strength, Zero, force_trace, judge, outcome, sides, zero
from tests.gym.trials.people import pull, slack

STEADY = Zero(0.0, 0.0, steady=True)


def clean(peak: int) -> Pull:
    return Pull(peak, peak, 0, 4.0, 3.0, ())


def ramp(up_s: float = 1.0, hold_s: float = 3.0, top: float = 20_000, hz: int = 80):
    """A trapezoid, exactly; half a second slack before and after."""
    corners = ((0, 0), (0.5, 0), (0.5 + up_s, top), (0.5 + up_s + hold_s, top), (1.0 + up_s + hold_s, 0), (1.5 + up_s + hold_s, 0))
    shape = trace(corners)
    return trace([(n / hz, shape.value(n / hz)) for n in range(int(corners[-1][0] * hz) + 1)])


def test_a_trapezoid_by_hand() -> None:
    """20 kg, up in 1 s, held for 3 s, down in half a second: above a fifth for 0.8 + 3 + 0.4 s, above four fifths for 0.2 + 3 + 0.1 s."""
    found = judge(ramp(), STEADY)
    assert found.clean
    assert (found.peak_g, found.top_g, found.rate_g_s) == (20_000, 20_000, 20_000)
    assert (found.lasted_s, found.held_s) == (pytest.approx(4.2), pytest.approx(3.3))


def test_the_zero_is_taken_off() -> None:
    rest = zero(force_trace(slack(-1_240)))
    assert rest.steady and rest.grams == pytest.approx(-1_240, abs=5)
    assert judge(force_trace(pull(15_000, offset_g=-1_240)), rest).peak_g == pytest.approx(15_000, rel=0.02)


@pytest.mark.parametrize("hz", [80.0, 10.0, 6.5])
@pytest.mark.parametrize("peak", [2_000, 18_000, 60_000])
def test_a_simulated_person_is_measured_within_three_percent_at_every_rate(hz: float, peak: int) -> None:
    found = judge(force_trace(pull(peak, hz=hz)), zero(force_trace(slack(hz=hz))))
    assert found.clean, found
    assert found.peak_g == pytest.approx(peak, rel=0.03)


@pytest.mark.parametrize("slow", [
    slack(seconds=0.5),
    [Force(round(400 * n / 120), round(n / 80 * 1e6)) for n in range(121)],
    [Force(0, round(n * 1e6)) for n in range(4)],
    [],
], ids=["short", "drifting", "rare", "none"])
def test_no_zero_without_a_steady_second(slow: list[Force]) -> None:
    rest = zero(force_trace(slow))
    assert not rest.steady
    assert Problem.UNSTEADY_ZERO in judge(ramp(), rest).problems


def test_a_tug_does_not_count() -> None:
    assert Problem.JERK in judge(ramp(up_s=0.3), STEADY).problems
    assert judge(ramp(up_s=0.5), STEADY).clean


def test_a_lone_reading_does_not_count_and_hardly_moves_the_peak() -> None:
    shape = ramp()
    spiked = trace([(at, value + (9_000 if n == 200 else 0)) for n, (at, value) in enumerate(zip(shape.at, shape.values, strict=True))])
    found = judge(spiked, STEADY)
    assert Problem.SPIKE in found.problems and found.peak_g < 20_200


def test_a_short_pull_does_not_count() -> None:
    assert judge(ramp(hold_s=0.6), STEADY).problems == (Problem.TOO_SHORT,)
    peaked = trace([(n / 80, max(0.0, 20_000 * (1 - abs(n / 80 - 2) / 2))) for n in range(321)])  # a tent: long, but never held
    assert judge(peaked, STEADY).problems == (Problem.TOO_SHORT,)


def test_holes_and_rare_readings_do_not_count() -> None:
    shape = ramp()
    holed = trace([(at, value) for at, value in zip(shape.at, shape.values, strict=True) if not 2 < at < 2.6])
    assert judge(holed, STEADY).problems == (Problem.FEW_READINGS,)
    assert judge(ramp(hz=4), STEADY).problems == (Problem.FEW_READINGS,)
    assert judge(trace([]), STEADY).problems == (Problem.FEW_READINGS,)
    assert force_trace([Force(100)]).at == ()  # without a time it is no reading of a pull


def test_next_to_nothing_and_more_than_a_strap_is_for_do_not_count() -> None:
    assert judge(ramp(top=400), STEADY).problems == (Problem.TOO_LIGHT,)
    assert judge(ramp(top=-20_000), STEADY).problems == (Problem.TOO_LIGHT,)
    assert judge(ramp(top=101_000), STEADY).problems == (Problem.TOO_HEAVY,)


def test_three_clean_pulls_make_a_result_by_hand() -> None:
    broken = Pull(30_000, 30_000, 0, 1.0, 0.2, (Problem.JERK,))
    found = outcome([clean(19_000), broken, clean(21_000), clean(20_000), clean(90_000)])
    assert found == Strength((19_000, 21_000, 20_000)), "what was disturbed is left out, and a fourth is one too many"
    assert (found.best_g, found.mean_g, found.spread_g) == (21_000, 20_000, 1_000)
    assert found.noise is not None and round(found.noise.change) == 3513


def test_too_few_clean_pulls_are_no_result() -> None:
    assert outcome([clean(20_000)]) is None and outcome([]) is None
    two = outcome([clean(20_000), clean(21_000)])
    assert two is not None and two.noise is None


def test_sides_differ_only_by_more_than_noise() -> None:
    close = Strength((19_000, 20_000, 21_000))
    assert sides(close, Strength((18_000, 19_000, 20_000))) == (5, Told.CANT_TELL)
    assert sides(Strength((19_900, 20_000, 20_100)), Strength((14_900, 15_000, 15_100))) == (25, Told.HIGHER)
    assert sides(Strength((14_900, 15_000, 15_100)), Strength((19_900, 20_000, 20_100))) == (-25, Told.LOWER)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 400_000), st.integers(-200_000, 200_000)), max_size=80))
def test_whatever_a_gauge_sends_there_is_an_answer(sent: list[tuple[int, int]]) -> None:
    at, readings = 0, []
    for pause, grams in sent:
        at += pause
        readings.append(Force(grams, at))
    found = judge(force_trace(readings), zero(force_trace(readings[:20])))
    assert found.peak_g >= 0 and (not found.clean or found.held_s >= 1.5)

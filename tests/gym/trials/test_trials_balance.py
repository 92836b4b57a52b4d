"""Sway against circles and lines whose length and area are known; hands and feet that make a stand no result; body mass."""

import math

import pytest

from halfkilo.gym.sensing import Balance, Mass
from halfkilo.gym.trials.balance import Problem, Stance, ellipse_area, judge, path_velocity, weighed
from halfkilo.gym.trials.mass import body_mass
from tests.gym.trials.people import plate, stand


def circle(radius_mm: float = 20, turns_per_s: float = 0.5, seconds: float = 30, hz: float = 40) -> list[Balance]:
    angle = 2 * math.pi * turns_per_s
    return [plate(radius_mm * math.cos(angle * n / hz), radius_mm * math.sin(angle * n / hz), 70_000, n / hz)
            for n in range(int(seconds * hz) + 1)]


def test_a_circle_by_hand() -> None:
    """20 mm around, every 2 s: 2 pi 20 / 2 = 62.8 mm/s. Each axis has variance 20^2/2, so the ellipse is pi 5.991 200 = 3764 mm2."""
    found = judge(circle(), Stance.TOGETHER)
    assert found.clean and found.right_percent == 50
    assert found.velocity == pytest.approx(628, rel=0.01)
    assert found.area_mm2 == pytest.approx(math.pi * 5.991 * 200, rel=0.01)


def test_the_path_is_as_long_as_it_is() -> None:
    assert path_velocity([0, 3, 3], [0, 4, 4], 10) == pytest.approx(25)  # 5 mm in 0.2 s
    assert path_velocity([], [], 10) == 0
    assert ellipse_area([1, 2], [1, 2]) == 0
    assert ellipse_area([0, 1, 2, 3], [0, 2, 4, 6]) == pytest.approx(0, abs=1e-6), "a line has no area"


def test_what_shakes_faster_than_a_body_is_left_out() -> None:
    """15 Hz of half a millimetre would be 30 mm/s of path by itself; a twentieth and less of it is left."""
    still = [plate(0.5 * math.sin(2 * math.pi * 15 * n / 40), 0, 70_000, n / 40) for n in range(1201)]
    assert judge(still, Stance.TOGETHER).velocity < 15


def test_more_sway_is_more() -> None:
    found = [judge(stand(sway_mm=sway), Stance.TOGETHER) for sway in (2.0, 4.0, 8.0)]
    assert all(one.clean for one in found), found
    assert found[0].velocity < found[1].velocity < found[2].velocity
    assert found[0].area_mm2 < found[1].area_mm2 < found[2].area_mm2


def test_weight_on_the_right_is_seen_with_and_without_corners() -> None:
    leaning = stand(right=0.6)
    bare = [Balance(one.right_um100, one.forward_um100, one.grams, one.at_us) for one in leaning]
    assert judge(leaning, Stance.TOGETHER).right_percent == pytest.approx(60, abs=1)
    assert judge(bare, Stance.TOGETHER).right_percent == pytest.approx(60, abs=1)
    assert judge(leaning, Stance.ONE_AHEAD).right_percent is None, "one foot ahead there is no left and right"


def test_a_hand_on_the_counter_is_no_result() -> None:
    held = [plate(0, 0, 72_000 - (6_000 if 10 <= n / 40 < 10.5 else 0), n / 40) for n in range(1201)]
    touched = [plate(0, 0, 72_000 - (6_000 if 10 <= n / 40 < 10.1 else 0), n / 40) for n in range(1201)]
    assert judge(held, Stance.TOGETHER).problems == (Problem.HELD_ON,)
    assert judge(touched, Stance.TOGETHER).clean, "180 ms are let pass"
    assert judge(stand(), Stance.TOGETHER, said=True).problems == (Problem.HELD_ON,)


def test_leaning_on_the_counter_the_whole_time_is_found_by_the_weight_before() -> None:
    leaning = stand(weight_g=66_000)
    assert judge(leaning, Stance.TOGETHER).clean, "alone it looks like a lighter person"
    assert judge(leaning, Stance.TOGETHER, weighed(stand(seconds=2))).problems == (Problem.HELD_ON,)


def test_a_step_is_no_result() -> None:
    stepped = [plate(0 if n < 600 else 90, 0, 72_000, n / 40) for n in range(1201)]
    assert Problem.STEPPED in judge(stepped, Stance.ONE_AHEAD).problems


def test_off_the_plate_too_short_or_too_few_readings_is_no_result() -> None:
    off = [plate(0, 0, 72_000 if n < 600 else 4_000, n / 40) for n in range(1201)]
    assert judge(off, Stance.TOGETHER).problems == (Problem.NOBODY,)
    assert judge(stand(seconds=25), Stance.TOGETHER).problems == (Problem.TOO_SHORT,)
    assert judge(stand(hz=10), Stance.TOGETHER).problems == (Problem.FEW_READINGS,)
    assert judge([one for one in stand() if not 10e6 < (one.at_us or 0) < 10.3e6], Stance.TOGETHER).problems == (Problem.FEW_READINGS,)
    assert judge([], Stance.TOGETHER).problems == (Problem.FEW_READINGS,)


def test_body_mass_is_steady_or_nothing() -> None:
    assert body_mass([Mass(82_500)]) == 82_500
    assert body_mass([Mass(72_040), Mass(72_160), Mass(72_010)]) == 72_000
    assert body_mass([Mass(72_000), Mass(72_600)]) is None
    assert body_mass([]) is None and body_mass([Mass(4_000)]) is None and body_mass([Mass(400_000)]) is None

"""The person at the handle of an emulated motor: pulls with what they have, can be let down by nothing but themselves."""

from __future__ import annotations

import pytest

from halfkilo.gym.bodies.haul import HANDLE_KG, STEP_S, TAKE_UP_N, Hauler, newtons


def story(hauler, load_n, ms):
    """Place, speed and tension of each millisecond."""
    told = []
    for _ in range(ms):
        hauler.step(load_n)
        told.append((hauler.x, hauler.v, hauler.tension_n))
    return told


@pytest.mark.parametrize("kilograms", [0, 3, 10])
def test_a_handle_goes_out_and_back_and_the_cable_never_pushes(kilograms):
    hauler = Hauler(1)
    hauler.pull(0.1, 0.5, 2, 700, 800)
    told = story(hauler, newtons(kilograms * 1000), 3_600)
    assert 0.45 < max(x for x, _, _ in told) < 0.56 and abs(told[-1][0] - 0.1) < 0.06
    assert min(tension for _, _, tension in told) >= 0.0 and not hauler.busy


def test_held_still_the_cable_pulls_what_the_motor_pulls():
    hauler = Hauler(2)
    hauler.pull(0.4, 0.4, 1, 900, 4_000)
    story(hauler, newtons(8_000), 2_500)
    still = [tension for _, _, tension in story(hauler, newtons(8_000), 1_000)]
    assert abs(sum(still) / len(still) - newtons(8_000)) < 6.0


def test_more_than_a_person_has_is_not_pulled():
    hauler = Hauler(3, strongest_n=80.0)
    hauler.pull(0.1, 0.5, 1, 900)
    assert max(x for x, _, _ in story(hauler, newtons(12_000), 1_000)) < 0.02


def test_let_go_the_handle_flies_back_no_faster_than_the_drum_is_braked_and_stays():
    hauler = Hauler(4)
    hauler.pull(0.4, 0.4, 1, 700, 5_000)
    story(hauler, newtons(10_000), 1_500)
    hauler.let_go()
    told = story(hauler, newtons(10_000), 2_000)
    assert -2.6 < min(v for _, v, _ in told) < -1.6
    assert abs(hauler.x) < 0.03 and abs(hauler.v) < 0.05


def test_pulling_tires_and_resting_helps():
    hauler = Hauler(5)
    hauler.pull(0.1, 0.5, 12, 700, 800)
    story(hauler, newtons(12_000), 12_000)
    tired = hauler.tired
    hauler.let_go()
    story(hauler, TAKE_UP_N, 20_000)
    assert tired > 0.005 and hauler.tired < tired


def test_what_the_motor_does_to_a_free_handle_is_what_moves_it():
    hauler = Hauler(6)
    hauler.x, hauler.holding = 1.0, False
    told = story(hauler, newtons(5_000), 100)
    work = sum(tension * -v * STEP_S for _, v, tension in told)
    moving = 0.5 * HANDLE_KG * told[-1][1] ** 2
    assert work == pytest.approx(moving, rel=0.05), "the cable's work on the handle is the handle's energy"

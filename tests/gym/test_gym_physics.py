"""The simulated gym is physically right: forces in balance, energy accounted for, limits where they should be."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.gym.bounds import GRID, RAMP_DOWN, RAMP_UP, RELEASE_MS
from halfkilo.gym.devices.link.codec import Hold, Refusal, State
from halfkilo.gym.devices.simulated.firmware import Firmware
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order
from halfkilo.gym.devices.simulated.person import HAND_KG, Hand, Move, repetitions
from halfkilo.gym.devices.simulated.physics import (
    COULOMB,
    COULOMB_SHARE,
    DAMP,
    DRUM_INERTIA,
    DRUM_RADIUS_M,
    MOTOR_LAG_S,
    STEP_S,
    STIFF,
    TAKE_UP,
    TORQUE_MOST,
    Cable,
    newtons,
)
from halfkilo.gym.devices.simulated.ramp import Ramp
from halfkilo.gym.devices.simulated.sensors import Sensed


def pulled(load_n: float, seconds: float, moves: list[Move], strength: float = 2_000.0) -> Cable:
    cable, hand = Cable(), Hand(strength)
    hand.do(moves, cable)
    for ms in range(int(seconds * 1000)):
        cable.step(load_n, hand.step(ms, cable), HAND_KG)
    return cable


@pytest.mark.parametrize("grams", [500, 2_000, 10_000, 40_000, 100_000])
def test_a_handle_held_still_feels_the_load_within_friction(grams):
    cable = pulled(newtons(grams), 3.0, [Move(0.4, 1_000)])
    assert abs(cable.tension - newtons(grams)) <= COULOMB + COULOMB_SHARE * newtons(grams) + 2.0
    assert abs(cable.handle_v) < 0.02


def test_pulling_out_feels_a_little_more_than_going_back():
    cable, hand = Cable(), Hand(2_000.0)
    hand.do([Move(0.2, 500), *repetitions(0.2, 0.6, (2_000, 500, 2_000, 500), 1)], cable)
    felt = {1: [], -1: []}
    for ms in range(5_500):
        cable.step(newtons(10_000), hand.step(ms, cable), HAND_KG)
        if abs(cable.handle_v) > 0.1 and ms > 600:
            felt[1 if cable.handle_v > 0 else -1].append(cable.tension)
    out, back = (sum(felt[way]) / len(felt[way]) for way in (1, -1))
    assert back < newtons(10_000) < out
    assert out - back < 4 * (COULOMB + COULOMB_SHARE * newtons(10_000))


@given(st.lists(st.tuples(st.floats(0, 1000), st.floats(0, 600), st.booleans()), min_size=1, max_size=8))
@settings(max_examples=12, deadline=None)
def test_no_energy_comes_from_nowhere(pieces):
    """Stored energy rises by no more than hand and motor put in; friction and stops only take."""
    cable = Cable()
    stored, given_in = cable.stored, 0.0
    for load, pull, _ in pieces:
        for _ in range(150):
            before = cable.handle_v, cable.drum_v
            cable.step(load, pull, 0.0)
            handle_v, drum_v = (before[0] + cable.handle_v) / 2, (before[1] + cable.drum_v) / 2
            given_in += (pull * handle_v - cable.motor * drum_v) * 0.001
    slack = 0.02 * (abs(given_in) + stored) + 2.0
    assert cable.stored - stored <= given_in + slack


@pytest.mark.parametrize("grams", [2_000, 15_000, 40_000])
def test_every_joule_of_a_set_is_accounted_for(grams):
    """What the hand gives is in the motor, in motion and stretch, or went into friction and the cable's own damping: to one per cent."""
    cable, hand = Cable(), Hand(2_000.0)
    hand.do([Move(0.2, 600), *repetitions(0.2, 0.7, (900, 200, 900, 200), 3)], cable)
    by_hand = to_motor = lost = 0.0
    for ms in range(7_000):
        if ms == 800:
            by_hand = to_motor = lost = 0.0
            stored, hand_stored = cable.stored, 0.5 * HAND_KG * cable.handle_v**2
        before, pull = (cable.handle_v, cable.drum_v), hand.step(ms, cable)
        apart = cable.handle_v - cable.drum_v
        cable.step(newtons(grams), pull, HAND_KG)
        handle_v, drum_v = (before[0] + cable.handle_v) / 2, (before[1] + cable.drum_v) / 2
        by_hand += pull * handle_v * STEP_S
        to_motor += cable.motor * drum_v * STEP_S
        lost += (cable.friction * drum_v + DAMP * apart**2) * STEP_S
    moved = cable.stored + 0.5 * HAND_KG * cable.handle_v**2 - stored - hand_stored
    assert lost > 0.0
    work = 3 * 0.5 * newtons(grams)
    assert by_hand - to_motor - lost - moved == pytest.approx(0.0, abs=0.01 * work + 0.05)


@pytest.mark.parametrize("grams", [5_000, 50_000, 100_000])
def test_a_cable_stretches_as_a_spring_of_its_stiffness(grams):
    cable = pulled(newtons(grams), 4.0, [Move(0.4, 1_000)])
    assert cable.handle_x - cable.drum_x == pytest.approx(cable.tension / STIFF, rel=0.02)


def test_a_drum_without_a_taut_cable_speeds_up_as_its_inertia_says():
    cable = Cable()
    cable.drum_x = cable.handle_x = 0.5
    cable.handle_x -= 0.1
    speeds = []
    for _ in range(20):
        cable.step(newtons(1_000), 0.0, 100.0)
        speeds.append(cable.drum_v)
        assert cable.tension == 0.0
    mass = DRUM_INERTIA / DRUM_RADIUS_M**2
    for before, after in itertools.pairwise(speeds[10:]):
        assert (after - before) * mass / STEP_S == pytest.approx(-(cable.motor + cable.friction), rel=0.1)


def test_the_motor_follows_what_it_is_asked_with_its_lag():
    cable = Cable()
    for _ in range(round(MOTOR_LAG_S / STEP_S)):
        cable.step(104.0, 0.0, 0.0)
    assert 0.55 < (cable.motor - TAKE_UP) / 100.0 < 0.8
    for _ in range(20):
        cable.step(104.0, 104.0, 0.0)
    assert cable.motor == pytest.approx(104.0, rel=0.01)


@given(st.lists(st.tuples(st.floats(0, 1_200), st.floats(-200, 900), st.integers(1, 120)), max_size=8))
@settings(max_examples=10, deadline=None)
def test_no_cable_ever_pushes_and_no_hand_is_pulled_out_of_the_cables_length(pieces):
    cable = Cable()
    for load, pull, ms in pieces:
        for _ in range(ms):
            cable.step(load, pull, HAND_KG)
            assert cable.tension >= 0.0
            assert -0.2 < cable.handle_x < 2.6


def test_pulling_harder_for_longer_tires_more_and_never_beyond_all():
    def tired_after(load_kg: float, seconds: int, tiring: float) -> float:
        hand, cable = Hand(300.0), Cable()
        hand.tiring = tiring
        hand.do([Move(0.4, 500)], cable)
        for ms in range(seconds * 1000):
            cable.step(newtons(load_kg * 1000), hand.step(ms, cable), HAND_KG)
        return hand.tired

    assert 0.0 < tired_after(5, 4, 1.0) < tired_after(15, 4, 1.0) < tired_after(15, 8, 1.0) < tired_after(15, 8, 50.0) <= 1.0


@given(st.floats(0, 5_000))
@settings(max_examples=8, deadline=None)
def test_the_motor_never_exceeds_its_torque(load):
    cable = Cable()
    for _ in range(300):
        cable.step(load, 0.0, 0.0)
        assert abs(cable.motor) * DRUM_RADIUS_M <= TORQUE_MOST + 1e-9


def test_a_handle_let_go_comes_back_braked_and_comes_to_rest():
    cable = pulled(newtons(30_000), 2.0, [Move(0.8, 1_000)])
    fastest = 0.0
    for ms in range(3_000):
        load = newtons(30_000) if ms < 20 else 0.0
        cable.step(load, 0.0, 0.0)
        fastest = max(fastest, -cable.drum_v)
    assert fastest < 4.0
    assert cable.asleep and cable.tension == pytest.approx(TAKE_UP, abs=0.1)


def test_a_cable_never_pushes():
    cable = pulled(newtons(5_000), 1.0, [Move(0.5, 800)])
    cable.handle_x -= 0.1
    cable.step(newtons(5_000), 0.0, HAND_KG)
    assert cable.tension == 0.0 and DAMP > 0


@pytest.mark.hazard("H04")
@given(st.lists(st.one_of(st.integers(0, 100_000), st.just(-1)), max_size=12), st.integers(1, 400))
@settings(max_examples=15, deadline=None)
def test_a_load_rises_no_faster_than_its_ramp_and_a_release_is_quick_but_no_drop(wishes, pause):
    ramp, last = Ramp(), 0.0
    for wish in wishes:
        if wish < 0:
            ramp.release()
        else:
            ramp.aim(wish)
        for _ in range(pause):
            held = ramp.step()
            assert held - last <= RAMP_UP / 1000 + 1e-9
            assert last - held <= max(RAMP_DOWN / 1000, 100_000 / RELEASE_MS * 1.6) + 1e-9
            last = held


@pytest.mark.hazard("H39")
@given(st.integers(500, 100_000))
@settings(max_examples=10, deadline=None)
def test_a_release_is_at_zero_in_time_from_any_load_and_has_no_edge(grams):
    ramp = Ramp()
    ramp.aim(grams)
    while ramp.held < grams:
        ramp.step()
    ramp.release()
    ramp.release()
    path = [float(grams)] + [ramp.step() for _ in range(RELEASE_MS)]
    assert path[-1] == 0.0
    drops = [before - after for before, after in itertools.pairwise(path)]
    assert max(drops) <= grams * 0.016
    assert drops[0] < grams * 0.001 and drops[-1] < grams * 0.001


@given(st.integers(0, 100_000), st.integers(0, 100_000))
@settings(deadline=None)
def test_a_load_between_notches_becomes_the_lighter_one(left, right):
    firmware = Firmware()
    firmware.state = State.ARMED
    for side in firmware.sides:
        side.sweep.low, side.sweep.high, side.sweep.done = 0, 500, True
        side.sensed = Sensed(counts=20_000)
    assert firmware.take(Hold(1, left, right, 250)) is Refusal.NONE
    for wish, side in ((left, firmware.left), (right, firmware.right)):
        assert side.ramp.target % GRID == 0
        assert wish - GRID < side.ramp.target <= wish


def test_a_tired_person_pulls_less_and_rests_back():
    gym = Gym(person=True)
    gym.puller.obey(Order(Deed.BODY, strength_n=120, tiring=2_000))
    hand, cable = gym.hands[0], gym.cables[0]
    hand.do([Move(0.4, 800)], cable)
    for ms in range(20_000):
        cable.step(newtons(8_000), hand.step(ms, cable), HAND_KG)
    tired = hand.tired
    assert 0.3 < tired < 1.0
    hand.let_go()
    for ms in range(20_000):
        cable.step(0.0, hand.step(ms, cable), 0.0)
    assert hand.tired < tired - 0.05


def test_a_load_above_the_persons_strength_wins():
    cable = pulled(newtons(60_000), 3.0, [Move(0.6, 1_500)], strength=200.0)
    assert cable.handle_x < 0.05

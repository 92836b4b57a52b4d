"""Sharing among contacts: the rules of pushing, friction and balance, and the answer being the best one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.body.loads.contacts import EDGE
from halfkilo.body.loads.evaluate import evaluate
from halfkilo.body.loads.library import exercise, movement_of, validation
from halfkilo.body.loads.mechanics import Push
from halfkilo.body.loads.share import EXACT, Cones, prepared, share
from halfkilo.exercises.facts import With

SCENES = ("chair_stand", "wall_push_up", "glute_bridge", "bird_dog", "goblet_squat", "side_lying_leg_raise", "seated_row")
"""One of each way of being carried: seat to feet, wall, lying, all fours, feet, side, seat."""


@pytest.mark.parametrize("slug", SCENES)
def test_contacts_push_stay_in_their_cones_and_carry_everything(slug):
    place = exercise(slug)
    loads = evaluate(place)
    weight = place.seen.who.weight
    for index, spot in enumerate(place.spots):
        along = loads.forces[:, index] @ spot.normal
        across = np.linalg.norm(loads.forces[:, index] - along[:, None] * spot.normal, axis=1)
        assert along.min() >= -1e-9, "a contact pulls"
        assert (across - spot.friction * along).max() <= 1e-6 * weight
    room = [index for index, spot in enumerate(place.spots) if not spot.other]
    total = loads.forces[:, room].sum(axis=1)
    assert total == pytest.approx(place.seen.needed[:, 1, 3:], abs=2e-4 * weight)
    assert loads.unbalanced < 2e-4


def test_quiet_standing_gives_each_foot_half_the_weight():
    place = validation("two_leg_stand")
    loads = evaluate(place)
    right = sum(loads.forces[0, index, 2] for index, spot in enumerate(place.spots) if spot.name.startswith("right"))
    assert right == pytest.approx(place.seen.who.weight / 2, rel=1e-3)


def test_the_floor_carries_the_dumbbell_too():
    place = exercise("goblet_squat", kind=With.DUMBBELL)
    held = [i for i, phase in enumerate(place.play.phase) if phase == "rest"]
    without, with_ten = (evaluate(place, With.DUMBBELL, kg).forces[held].sum(axis=1)[:, 2] for kg in (0.0, 10.0))
    assert with_ten - without == pytest.approx(98.1, rel=1e-3)


def test_the_chair_hands_over_to_the_feet_without_a_jolt():
    place = exercise("chair_stand")
    loads = evaluate(place)
    seat = sum(loads.forces[:, index, 2] for index, spot in enumerate(place.spots) if "chair" in spot.name)
    way = np.array([phase == "there" for phase in place.play.phase])
    there = seat[way] / place.seen.who.weight
    assert there[0] > 0.6
    assert there[-1] == pytest.approx(0, abs=1e-9)
    assert np.diff(there).max() < 0.1  # once left, it is not sat on again


def test_a_push_that_no_contact_can_answer_stays_unmet_and_is_told():
    place = validation("two_leg_stand")
    pelvis = place.seen.places[:, 1]
    sideways = Push(1, pelvis, np.tile([0.0, 900.0, 0.0], (len(pelvis), 1)))
    assert evaluate(place, more=[sideways]).unbalanced > 0.1


@pytest.mark.parametrize("slug", ["wall_push_up", "glute_bridge"])
def test_where_the_search_begins_does_not_change_the_answer(slug):
    place = exercise(slug)
    rows, soft, _ = place.rows
    wanted = np.random.default_rng(7).normal(0, 0.05, (len(rows), rows.shape[1]))
    wanted[:, 5] += 1
    begun = prepared(rows, np.roll(wanted, 1, axis=0), soft, place.cones)
    cold, warm, odd = (share(rows, wanted, soft, place.cones, start) for start in (None, place.start, begun))
    carried = np.abs(cold.left[:, :6]).max(axis=1) < 1e-3
    assert carried.any()
    assert warm.forces[carried] == pytest.approx(cold.forces[carried], abs=1e-6)
    assert odd.forces[carried] == pytest.approx(cold.forces[carried], abs=1e-6)


def test_a_knee_carries_the_side_bridge():
    place = exercise("side_bridge_knees")
    loads = evaluate(place)
    held = [index for index, phase in enumerate(place.play.phase) if phase == "hold" or place.play.done[index] > 0.99]
    knee = [index for index, spot in enumerate(place.spots) if spot.name == "left_knee on floor"]
    assert loads.forces[held][:, knee].sum(axis=1)[:, 2].min() > 0.2 * place.seen.who.weight
    assert loads.unbalanced < 2e-4


def test_a_foot_before_the_step_does_not_stand_on_it():
    place = exercise("step_up_low")
    near = movement_of("step_up_low").scene.step.forward / 100
    foot = [index for index, spot in enumerate(place.spots) if spot.name == "left_foot on step"]
    before = place.points[:, foot, 0] < near - EDGE
    opened = np.stack([place.spots[index].open for index in foot], axis=1)
    assert before.any() and opened[before].max() == 0
    assert opened.max() == 1


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_the_answer_is_the_least_among_all_that_balance(seed):
    """Against random other answers: none that meets the rows as well is cheaper."""
    rng = np.random.default_rng(seed)
    points = 5
    rows = rng.normal(size=(1, 6, points, 3))
    ease = rng.uniform(0.2, 1, (1, points))
    cones = Cones(np.full(points, 0.6), ease)
    some = np.concatenate([rng.uniform(-0.2, 0.2, (points, 2)), rng.uniform(0.5, 1, (points, 1))], axis=1)
    wanted = np.einsum("nrpk,pk->nr", rows, some)
    found = share(rows, wanted, np.full(6, EXACT), cones)
    assert np.abs(found.left).max() < 1e-5

    def cost(forces):
        return float((forces**2 / ease[0][:, None]).sum())

    assert cost(found.forces[0]) <= cost(some) + 1e-6
    assert (np.linalg.norm(found.forces[0, :, :2], axis=1) <= 0.6 * found.forces[0, :, 2] + 1e-6).all()

"""Cables, bands, dumbbells and presses: direction, size, and that loads add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.body.loads import joints
from halfkilo.body.loads.evaluate import evaluate
from halfkilo.body.loads.library import exercise
from halfkilo.body.loads.outside import G, efforts, of_efforts, of_load, tension, where
from halfkilo.exercises.catalogue import catalogue
from halfkilo.exercises.facts import With

AT = {name: index for index, name in enumerate(joints.names())}
ARMS = [AT[f"{side}_{name}"] for side in ("right", "left") for name in ("shoulder", "elbow", "wrist")]


def test_a_cable_pulls_along_its_line_with_its_load_per_piece():
    place = exercise("seated_row", kind=With.CABLE)
    pushes = list(of_load(place.clip, With.CABLE, place.loads[With.CABLE], 8.0, place.seen))
    assert len(pushes) == 2
    for push, line in zip(pushes, place.clip["loads"]["cable"]["lines"], strict=True):
        way = np.array(line[0]) / 1000 - push.point
        assert np.linalg.norm(push.force, axis=1) == pytest.approx(8 * G)
        assert np.cross(way, push.force) == pytest.approx(0, abs=1e-9)
        assert (np.einsum("nk,nk->n", way, push.force) > 0).all()


def test_one_dumbbell_in_two_hands_is_carried_half_by_each():
    place = exercise("goblet_squat", kind=With.DUMBBELL)
    pushes = list(of_load(place.clip, With.DUMBBELL, place.loads[With.DUMBBELL], 10.0, place.seen))
    held = place.play.phase.index("rest") if "rest" in place.play.phase else 0
    assert [push.force[held, 2] for push in pushes] == pytest.approx([-5 * G] * 2, rel=1e-6)


@given(st.lists(st.floats(0.2, 3.0), min_size=2, max_size=30))
def test_a_band_pulls_more_the_longer_it_is_and_its_name_at_the_longest(lengths):
    found = tension(np.array(lengths))
    assert found.max() == pytest.approx(1.0)
    assert found.min() > 0
    assert (np.diff(found[np.argsort(lengths, kind="stable")]) >= -1e-12).all()


def test_arm_moments_grow_in_a_straight_line_with_the_load():
    place = exercise("biceps_curl", kind=With.DUMBBELL)
    none, five, ten = (evaluate(place, With.DUMBBELL, kg).moments[:, ARMS] for kg in (0.0, 5.0, 10.0))
    assert ten - none == pytest.approx(2 * (five - none), abs=1e-6)


def test_a_press_between_two_parts_leaves_the_body_as_a_whole_alone():
    for slug in ("palm_press", "seated_ball_squeeze", "seated_cross_press", "neck_isometric_side"):
        pushes = list(of_efforts(slug, exercise(slug).seen))
        assert len(pushes) >= 2
        assert sum(push.force for push in pushes) == pytest.approx(0, abs=1e-9)


def test_every_effort_belongs_to_an_exercise_or_to_the_validation_set():
    assert set(efforts()) <= {*catalogue(), "inverted_row"}


def test_the_neck_holds_against_the_hands():
    place = exercise("neck_isometric_back")
    loads = evaluate(place)
    pressed = place.play.phase.index("hold")
    assert loads.moments[pressed, AT["neck"], 0] < loads.moments[0, AT["neck"], 0] - 3  # extension: backward


def test_a_point_is_where_its_site_is():
    place = exercise("seated_row")
    body, point = where(place.seen, "right_hand")
    assert place.seen.who.model.body(body).name == "right_hand"
    assert point.shape == (len(place.play.q), 3)

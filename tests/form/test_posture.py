"""The look at posture: what is read is what is there, what is not seen is left out, and nothing inside the error is called a change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.form import posture, posture_error
from halfkilo.form.joints import AT
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.posture import ERROR, ITEMS, NotSeen, Part, Told, beside, own_error, taken
from halfkilo.measures import measures


def without(seen: Landmarks, *joints: str) -> Landmarks:
    places = seen.places.copy()
    places[:, [AT[name] for name in joints]] = np.nan
    return Landmarks(seen.times, places)


@pytest.mark.parametrize("part", list(Part))
def test_what_is_read_is_what_the_figure_does(part):
    wanted = {Part.STILL: {"shoulders": 0, "hips": 0, "side": 0}, Part.ARMS: {"left": 168, "right": 168},
              Part.HINGE: {"left": 74, "right": 74}, Part.SQUAT: {"left": 50, "right": 50}}[part]
    found = taken(part, posture_error.body(part))
    assert all(found[item] == pytest.approx(value, abs=4) for item, value in wanted.items())
    assert found == taken(part, posture_error.body(part).turned(60)), "where the camera stands does not matter"
    assert found.keys() == ITEMS[part].keys() == ERROR[part].keys()
    assert set(measures()[part].names) == found.keys() and all(measures()[part].least <= value <= measures()[part].most
                                                                for value in found.values())


@pytest.mark.parametrize("degrees", [-12, 5, 20])
def test_a_lean_is_told_to_the_side_it_goes(degrees):
    seen = posture_error.body(Part.STILL)
    a = np.radians(degrees)
    tilted = Landmarks(seen.times, seen.places @ np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]]))
    found = taken(Part.STILL, tilted)
    assert (found["side"], found["shoulders"]) == (pytest.approx(degrees, abs=1.5), pytest.approx(-degrees, abs=1.5))
    mirrored = taken(Part.STILL, tilted.mirrored)
    assert (mirrored["side"], mirrored["shoulders"]) == (pytest.approx(-degrees, abs=1.5), pytest.approx(degrees, abs=1.5))


def test_only_one_arm_up_is_seen_as_that():
    seen = posture_error.body(Part.ARMS)
    places = seen.places.copy()
    for joint in ("right_elbow", "right_wrist"):
        places[:, AT[joint]] = places[0, AT[joint]]
    found = taken(Part.ARMS, Landmarks(seen.times, places))
    assert found["left"] > 160 and found["right"] < 15


def test_what_is_not_seen_is_left_out_and_never_guessed():
    assert taken(Part.ARMS, without(posture_error.body(Part.ARMS), "left_elbow")).keys() == {"right"}
    assert taken(Part.STILL, without(posture_error.body(Part.STILL), "left_shoulder")).keys() == {"hips"}
    with pytest.raises(NotSeen) as found:
        taken(Part.SQUAT, without(posture_error.body(Part.SQUAT), "left_knee", "right_knee"))
    assert found.value.reason == "unseen"


def test_what_was_not_done_is_said():
    still = posture_error.body(Part.STILL)
    with pytest.raises(NotSeen) as found:
        taken(Part.ARMS, still)
    assert found.value.reason == "still"
    walking = Landmarks(still.times, still.places + np.array([300.0, 0, 0]) * still.times[:, None, None])
    with pytest.raises(NotSeen) as found:
        taken(Part.STILL, walking)
    assert found.value.reason == "moving"
    with pytest.raises(NotSeen) as short:
        taken(Part.STILL, posture_error.body(Part.STILL).cut(0, 10))
    assert short.value.reason == "short"


def test_the_sensor_of_the_simulation_is_as_far_off_as_the_published_one():
    assert posture_error.knee_off(200) == pytest.approx(posture_error.KNEE_OFF, rel=0.08)


@pytest.mark.parametrize("part", list(Part))
def test_the_error_that_is_told_is_the_simulated_one(part):
    found = posture_error.simulated(part, 120, seed=5)
    for item, size in found.items():
        assert ERROR[part][item] == pytest.approx(size, rel=0.25), f"{item}: {size:.1f}"


def test_a_body_that_did_not_change_is_called_the_same():
    """Three takings and one more of the same body, again and again: at most a twentieth is called a change, and a bit for chance."""
    called = 0
    every = [one["left"] for one in posture_error.takings(Part.HINGE, 160, seed=9)]
    for at in range(0, 160, 4):
        before, now = [[value] for value in every[at:at + 3]], every[at + 3]
        called += beside(now, before, ERROR[Part.HINGE]["left"]).told is not Told.SAME
    assert called <= 5


def test_a_change_beyond_the_error_is_told_without_a_grade():
    assert beside(90, [[50], [52]], 6.9).told is Told.MORE and beside(10, [[50], [52]], 6.9).told is Told.LESS
    assert beside(60, [[50], [52]], 6.9).told is Told.SAME
    first = beside(60, [], 6.9)
    assert first.told is Told.FIRST and first.before is None
    assert {one.value for one in Told} == {"first", "same", "more", "less"}


def test_only_the_last_ones_count():
    assert beside(80, [[10], [10], [80], [80], [80]], 5).before == 80


def test_ones_own_repeats_narrow_it_once_there_are_enough():
    days = [[50, 52], [49, 51], [50, 50], [51, 53]]
    assert own_error(days) is None
    size, freedom = own_error([*days, [50, 51]]) or (0, 0)
    assert freedom == 5 and size == posture.LEAST_ERROR
    assert beside(60, [*days, [50, 51]], 10.0).own and beside(60, [*days, [50, 51]], 10.0).told is Told.MORE
    assert beside(60, days, 10.0).told is Told.SAME


@given(st.integers(-90, 200), st.lists(st.lists(st.integers(-90, 200), min_size=1, max_size=3), max_size=6), st.floats(1, 20))
def test_within_the_change_is_always_the_same(now, days, error):
    found = beside(now, days, error)
    assert found.change >= posture.LEAST_ERROR * 0.5
    if found.before is not None:
        assert (found.told is Told.SAME) == (abs(now - found.before) <= found.change)

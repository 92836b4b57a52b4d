"""What is held, worn and laid beside a movement: on the body and not in it, and standing still where it stands in the room."""

from __future__ import annotations

import mujoco
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.body.skeleton import model, site
from halfkilo.exercises import catalogue
from halfkilo.film.angles import angle, hidden
from halfkilo.film.cables import CABLE
from halfkilo.film.exercise import take_of
from halfkilo.film.look import BAND, View
from halfkilo.film.motion import Moment
from halfkilo.film.solids import Drawn, Kind
from halfkilo.film.straps import contour
from halfkilo.film.takes import Take
from halfkilo.film.things import Carried
from halfkilo.film.weights import HALF

DATA = mujoco.MjData(model())


def drawn(slug: str, load: str, last: bool = False, left: bool = False) -> list[Drawn]:
    """What is drawn in the first or the last posture; the posture stays in `DATA`."""
    take = Take(slug, View.SIDE, load)
    DATA.qpos[:] = take.clip.posture(Moment(float(len(take.clip.postures) - 1) if last else 0.0, left))
    mujoco.mj_kinematics(model(), DATA)
    return Carried(take.clip.raw, load, left).drawn(DATA)


def at(name: str) -> np.ndarray:
    return np.array(DATA.site_xpos[site(name)])


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("left", [False, True])
def test_a_weight_lies_across_the_hips_between_the_hands(last: bool, left: bool) -> None:
    bar = drawn("glute_bridge", "dumbbell", last, left)[0]
    pelvis = np.array(DATA.xmat[model().body("pelvis").id]).reshape(3, 3)
    assert (bar.at - at("pelvis")) @ pelvis[:, 0] == pytest.approx(0.145) and abs(bar.axes[:, 2] @ pelvis[:, 1]) == pytest.approx(1)
    assert max(np.linalg.norm(bar.at - at(f"{side}_hand")) for side in ("right", "left")) < HALF + 0.03


def test_weights_stand_on_the_thighs_just_above_the_knees() -> None:
    right, left = (one for one in drawn("seated_calf_raise", "dumbbell") if one.kind == Kind.mjGEOM_CAPSULE)
    for side, bar in (("right", right), ("left", left)):
        foot = bar.at - bar.axes[:, 2] * np.sign(bar.axes[2, 2]) * HALF
        assert abs(bar.axes[2, 2]) > 0.9 and foot[2] > at(f"{side}_knee")[2] + 0.04
        assert np.linalg.norm(foot - at(f"{side}_knee")) < 0.13


@pytest.mark.parametrize("left", [False, True])
def test_a_strap_is_worn_around_the_leg_that_pulls(left: bool) -> None:
    slug = next(slug for slug in catalogue() if take_of(slug).clip.raw["loads"].get("cable", {}).get("at") == ["right_ankle"])
    cuff = drawn(slug, "cable", left=left)[-1]
    mine, other = ("left", "right") if left else ("right", "left")
    assert np.linalg.norm(cuff.at - at(f"{mine}_ankle")) < 0.06 < np.linalg.norm(cuff.at - at(f"{other}_ankle"))


@pytest.mark.parametrize("slug", ["cable_pull_through", "hip_hinge", "pallof_press", "cable_chop_stand"])
def test_one_cable_for_two_hands_is_one_line(slug: str) -> None:
    assert sum(one.size[0] == CABLE for one in drawn(slug, "cable", last=True)) == 1


def test_two_cables_are_two_lines() -> None:
    assert sum(one.size[0] == CABLE for one in drawn("seated_row", "cable")) == 2


@pytest.mark.parametrize("slug", ["cable_chop_stand", "triceps_pushdown", "standing_hip_abduction"])
def test_the_post_stands_still(slug: str) -> None:
    first, then = ([one.at for one in drawn(slug, "cable", last) if one.size[0] == 0.12] for last in (False, True))
    assert len(first) == len(then) > 0 and np.allclose(first, then)


def test_a_band_lies_round_both_legs() -> None:
    pieces = [one for one in drawn("seated_band_abduction", "band") if one.kind == Kind.mjGEOM_BOX and one.colour == BAND]
    across = sorted(float(one.at[1]) for one in pieces)
    assert across[0] < at("right_knee")[1] - 0.03 and across[-1] > at("left_knee")[1] + 0.03
    assert sum(abs(one.axes[1, 2]) * one.long > 0.03 for one in pieces) == 2, "straight before and behind"


@given(st.floats(0.05, 0.8), st.floats(0.03, 0.09), st.floats(-1, 1))
def test_a_loop_holds_both_legs_and_no_more(apart: float, radius: float, tilt: float) -> None:
    along = np.array([np.cos(tilt), 0.0, np.sin(tilt)])
    ring = contour(np.zeros(3), np.array([0.0, apart, 0.0]), along, radius)
    near = np.minimum(np.linalg.norm(ring, axis=1), np.linalg.norm(ring - [0.0, apart, 0.0], axis=1))
    assert np.allclose(near, radius) and np.allclose(ring @ along, 0)


@pytest.mark.parametrize("slug", ["side_lying_leg_raise", "side_lying_external_rotation"])
def test_a_pillow_fills_the_room_under_the_head(slug: str) -> None:
    pillow = next(one for one in drawn(slug, "") if one.kind == Kind.mjGEOM_ELLIPSOID)
    assert pillow.at[2] == pytest.approx(pillow.size[2]) and np.linalg.norm((pillow.at - at("head"))[:2]) < 0.05
    assert 0.02 < at("head")[2] - 2 * pillow.size[2] < 0.08


def test_a_towel_roll_lies_under_the_knee_and_stays() -> None:
    first, then = (drawn("short_arc_knee_extension", "", last)[0] for last in (False, True))
    assert np.allclose(first.at, then.at) and 0.2 <= 2 * first.long <= 0.32
    assert first.at[2] >= first.thick and first.at[2] + first.thick < at("right_knee")[2]


@pytest.mark.parametrize("slug", ["calf_stretch_wall", "wall_push_up", "wall_slide_arm", "knee_to_wall", "plank_wall"])
def test_nobody_is_looked_at_through_a_wall(slug: str) -> None:
    clip = take_of(slug).clip.raw
    assert hidden(clip) and all(angle(clip, view, "")[0] < 90 for view in View)
    top = max(float(one[2]) for frame in clip["frames"] for one in np.reshape(frame, (-1, 3)))
    wall = take_of(slug).room().corners
    assert wall[:, 2].max() * 1000 > top, "the wall is higher than the hands"

"""The skeleton is an adult, is even, and stands as the books say."""

from __future__ import annotations

import mujoco
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.body.curve import Curve
from halfkilo.body.motion import ease
from halfkilo.body.pose import data_at
from halfkilo.body.skeleton import ROOT, joint_names, mirror, model, rest, site
from halfkilo.body.vocabulary import CENTRAL, PAIRED, Base, mirrored, parts

NEUTRAL = np.array(model().qpos0)


def test_it_has_the_joints_mass_and_height_it_says():
    assert model().nv >= 36
    assert model().body_mass.sum() == pytest.approx(70.0, abs=1e-6)
    data = data_at(NEUTRAL)
    assert data.site("crown").xpos[2] == pytest.approx(1.70, abs=0.01)
    assert data.site("right_heel").xpos[2] == pytest.approx(0.0, abs=0.001)


@pytest.mark.parametrize(("name", "share"), [("right_knee", 0.285), ("right_hip", 0.530), ("right_shoulder", 0.818)])
def test_joints_are_as_high_as_winter_says(name, share):
    assert data_at(NEUTRAL).site_xpos[site(name)][2] / 1.70 == pytest.approx(share, abs=0.005)


def test_segments_weigh_what_de_leva_says():
    for body, percent in (("right_thigh", 14.47), ("right_shank", 4.57), ("right_upper_arm", 2.63), ("pelvis", 11.82)):
        assert model().body(body).mass[0] / 0.70 == pytest.approx(percent, abs=0.01)


def test_it_is_the_same_on_both_sides():
    data = data_at(NEUTRAL)
    for index in range(model().nsite):
        other = model().site(mirrored(model().site(index).name)).id
        assert data.site_xpos[index] * (1, -1, 1) == pytest.approx(data.site_xpos[other], abs=1e-9)
    for name in joint_names():
        assert model().joint(name).range == pytest.approx(model().joint(mirrored(name)).range)
    for index in range(model().nbody):
        assert model().body_mass[index] == model().body(mirrored(model().body(index).name)).mass[0]


@given(st.integers(0, 2**32 - 1))
def test_a_mirrored_posture_is_the_mirror_image(seed):
    random = np.random.default_rng(seed)
    q = np.concatenate([random.normal(size=ROOT), random.uniform(model().jnt_range[1:, 0], model().jnt_range[1:, 1])])
    q[3:ROOT] /= np.linalg.norm(q[3:ROOT])
    one, two = data_at(q), data_at(mirror(q))
    for index in range(0, model().nsite, 7):
        other = model().site(mirrored(model().site(index).name)).id
        assert one.site_xpos[index] * (1, -1, 1) == pytest.approx(two.site_xpos[other], abs=1e-9)


@pytest.mark.parametrize("base", list(Base))
def test_every_base_is_inside_the_joints(base):
    q = rest(base).q
    assert (q[ROOT:] >= model().jnt_range[1:, 0] - 1e-9).all()
    assert (q[ROOT:] <= model().jnt_range[1:, 1] + 1e-9).all()
    assert np.linalg.norm(q[3:ROOT]) == pytest.approx(1.0)


def test_every_part_a_file_may_name_is_on_the_body():
    for word in (*CENTRAL, *PAIRED.values()):
        for part in parts(word, ""):
            assert site(part) >= 0


def test_weight_is_carried_by_inertia_of_a_real_size():
    eigen = model().body_inertia[1:]
    assert (eigen > 0).all()
    assert (2 * eigen.max(axis=1) <= eigen.sum(axis=1) + 1e-9).all(), "no solid body has such moments"
    data = mujoco.MjData(model())
    mujoco.mj_inverse(model(), data)
    assert data.qfrc_inverse[2] == pytest.approx(70 * 9.81, rel=1e-6)


def test_the_easing_starts_and_ends_at_rest():
    t = np.linspace(0, 1, 1001)
    s = ease(t)
    assert s[0] == 0
    assert s[-1] == 1
    assert (np.diff(s) >= 0).all()
    assert np.gradient(s, t)[[0, -1]] == pytest.approx(0, abs=1e-4)


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=6))
def test_a_curve_goes_through_its_points(values):
    knots = np.linspace(0, 1, len(values))
    curve = Curve(knots, np.array(values)[:, None])
    assert [float(curve.at(float(s))[0]) for s in knots] == pytest.approx(values, abs=1e-9)

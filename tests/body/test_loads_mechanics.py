"""Inverse dynamics against what can be worked out by hand, and rules that hold for every posture."""

from __future__ import annotations

import mujoco
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.body.loads import joints
from halfkilo.body.loads.mechanics import Push, about_joints, mechanics, with_pushes
from halfkilo.body.loads.play import Play, derivatives, still
from halfkilo.body.person import NoSuchPerson, Person, person, scaled
from halfkilo.body.skeleton import ROOT, joint, mirror, model, rest
from halfkilo.body.vocabulary import Base, mirrored

G = 9.81
AT = {name: index for index, name in enumerate(joints.names())}


def level_arm() -> np.ndarray:
    """Standing, the right arm straight forward and level."""
    q = np.array(rest(Base.STAND).q)
    q[ROOT:] = 0.0
    q[joint("right_shoulder_flexion")] = np.pi / 2
    return q


def held(q: np.ndarray, kilograms: float, who: Person) -> np.ndarray:
    """Moments (1, j, 3) in the room with a weight in the right hand."""
    seen = mechanics(who, still(q[None], who))
    hand = int(who.model.body("right_hand").id)
    grip = seen.at(hand, who.model.site("right_grip").pos)
    push = Push(hand, grip, np.array([[0, 0, -kilograms * G]]))
    return about_joints(seen, with_pushes(seen, [push]), joints.bodies())[0]


def test_an_arm_with_a_dumbbell_is_the_textbook_lever():
    who, m = person(), model()
    found = held(level_arm(), 5.0, who)
    upper, lower, hand = (float(m.body(f"right_{name}").mass[0]) for name in ("upper_arm", "forearm", "hand"))
    weights = [(upper, 0.182), (lower, 0.316 + 0.1133), (hand, 0.316 + 0.248 + 0.07), (5.0, 0.316 + 0.248 + 0.078)]
    by_hand = G * sum(mass * reach for mass, reach in weights)
    elbow = G * sum(mass * (reach - 0.316) for mass, reach in weights[1:])
    assert -found[0, AT["right_shoulder"], 1] == pytest.approx(by_hand, rel=1e-9)  # flexion is turning about -y
    assert -found[0, AT["right_elbow"], 1] == pytest.approx(elbow, rel=1e-9)


def test_a_mass_in_the_hand_feels_its_acceleration():
    who = person()
    q = level_arm()[None]
    v, a = np.zeros((1, model().nv)), np.zeros((1, model().nv))
    a[0, 2] = 3.0  # the whole body is lifted
    none = np.zeros(1)
    seen = mechanics(who, Play(q, v, a, none, np.zeros(1, int), none, ("up",)))
    hand = int(who.model.body("right_hand").id)
    felt = seen.felt(hand, seen.at(hand, who.model.site("right_grip").pos))
    assert felt[0] == pytest.approx([0, 0, G + 3.0], abs=1e-9)


def test_without_gravity_a_still_body_needs_nothing():
    floating = person(1.71, 70.0)
    floating.model.opt.gravity[:] = 0
    try:
        seen = mechanics(floating, still(rest(Base.SIT).q[None], floating))
        assert np.abs(seen.needed).max() < 1e-9
    finally:
        floating.model.opt.gravity[2] = -G


postures = st.lists(st.floats(-1, 1), min_size=model().nv - 6, max_size=model().nv - 6)


def bent(shares: list[float]) -> np.ndarray:
    """A posture inside the joints: -1 and 1 are their ends."""
    q = np.array(rest(Base.STAND).q)
    low, high = model().jnt_range[1:].T
    q[ROOT:] = low + (np.array(shares) + 1) / 2 * (high - low)
    return q


@settings(max_examples=15)
@given(postures)
def test_the_mirror_image_carries_the_mirror_image(shares):
    q, who = bent(shares), person()
    one, two = (mechanics(who, still(row[None], who)) for row in (q, mirror(q)))
    first, second = (about_joints(seen, seen.needed, joints.bodies())[0][0] for seen in (one, two))
    for name, index in AT.items():
        assert second[AT[mirrored(name)]] == pytest.approx(first[index] * (-1, 1, -1), abs=1e-6)


@settings(max_examples=15)
@given(postures, st.lists(st.floats(-3, 3), min_size=model().nv, max_size=model().nv))
def test_joint_moments_are_those_of_mj_inverse(shares, rates):
    who, q = person(), bent([0.999 * share for share in shares])  # at a joint's very end mj_inverse adds the push of its stop
    v, a = np.array(rates), np.array(rates[::-1])
    none = np.zeros(1)
    seen = mechanics(who, Play(q[None], v[None], a[None], none, np.zeros(1, int), none, ("any",)))
    data = mujoco.MjData(who.model)
    data.qpos[:], data.qvel[:], data.qacc[:] = q, v, a
    mujoco.mj_inverse(who.model, data)
    moments = about_joints(seen, seen.needed, range(who.model.nbody))[0][0]
    hinges = range(1, who.model.njnt)
    found = [moments[who.model.jnt_bodyid[k]] @ data.xaxis[k] for k in hinges]
    assert found == pytest.approx(list(data.qfrc_inverse[6:]), abs=1e-7)


def test_derivatives_of_a_known_curve_and_of_a_turn():
    t = np.linspace(0, 1, 41)
    ease = t**3 * (10 - 15 * t + 6 * t**2)
    q = np.tile(rest(Base.STAND).q, (41, 1))
    q[:, ROOT] = ease
    q[:, 3], q[:, 6] = np.cos(ease / 2), np.sin(ease / 2)  # the root turns by one radian about z
    v, a = derivatives(q, t[1])
    speed, rise = 30 * t**2 * (1 - t) ** 2, 60 * t - 180 * t**2 + 120 * t**3
    assert np.abs(v[:, 6] - speed).max() < 2e-3
    assert np.abs(v[:, 5] - speed).max() < 2e-3
    assert np.abs(a[3:-3, 6] - rise[3:-3]).max() < 0.05


class TestPeople:
    def test_a_scaled_person_has_the_height_and_mass_asked_for(self):
        made = person(1.90, 95.0)
        assert made.model.body_mass.sum() == pytest.approx(95.0)
        data = mujoco.MjData(made.model)
        data.qpos[:] = made.posed(model().qpos0[None])[0]
        mujoco.mj_kinematics(made.model, data)
        assert data.site("crown").xpos[2] - data.site("right_heel").xpos[2] == pytest.approx(1.90, rel=0.01)

    @pytest.mark.parametrize("legs", [0.50, 0.56])
    def test_the_soles_stay_on_the_floor_whatever_the_legs(self, legs):
        made = person(1.80, 80.0, legs=legs)
        data = mujoco.MjData(made.model)
        q = rest(Base.STAND).q.copy()
        plain = mujoco.MjData(model())
        plain.qpos[:], data.qpos[:] = q, made.posed(q[None])[0]
        mujoco.mj_kinematics(model(), plain)
        mujoco.mj_kinematics(made.model, data)
        assert data.site("right_ball").xpos[2] == pytest.approx(plain.site("right_ball").xpos[2] * made.lengths[2], abs=1e-6)

    def test_moments_grow_with_mass_and_height(self):
        small, large = (held(level_arm(), 0.0, person(h, m))[0, AT["right_shoulder"], 1] for h, m in ((1.5, 50.0), (1.8, 100.0)))
        assert large / small == pytest.approx(2 * 1.2, rel=1e-6)

    def test_nobody_is_four_metres_tall(self):
        with pytest.raises(NoSuchPerson, match="height is 4"):
            scaled(4.0)

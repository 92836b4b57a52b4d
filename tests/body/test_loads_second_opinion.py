"""Pinocchio, which shares no code with MuJoCo, must find the same joint moments."""

from __future__ import annotations

import mujoco
import numpy as np
import pytest

from halfkilo.body.person import person
from halfkilo.body.skeleton import ROOT

pin = pytest.importorskip("pinocchio", reason="the second opinion needs `pip install pin`; the campaign has it")

pytestmark = pytest.mark.campaign


def twin(source: mujoco.MjModel):
    """The same body in Pinocchio, built number by number: every hinge a joint of its own, the last of a body with its mass."""
    made, joints = pin.Model(), {0: 0}
    made.gravity.linear = source.opt.gravity.copy()
    for body in range(1, source.nbody):
        parent, place = joints[int(source.body_parentid[body])], pin.SE3(np.eye(3), source.body_pos[body].copy())
        if body == 1:
            last = made.addJoint(parent, pin.JointModelFreeFlyer(), pin.SE3.Identity(), "root")
        else:
            first, count = int(source.body_jntadr[body]), int(source.body_jntnum[body])
            for k in range(first, first + count):
                hinge = pin.JointModelRevoluteUnaligned(source.jnt_axis[k].copy())
                parent = last = made.addJoint(parent, hinge, place, source.joint(k).name)
                place = pin.SE3.Identity()
        turn = np.zeros(9)
        mujoco.mju_quat2Mat(turn, source.body_iquat[body])
        turn = turn.reshape(3, 3)
        spread = turn @ np.diag(source.body_inertia[body]) @ turn.T
        inertia = pin.Inertia(float(source.body_mass[body]), source.body_ipos[body].copy(), spread)
        made.appendBodyToJoint(last, inertia, pin.SE3.Identity())
        joints[body] = last
    return made


@pytest.mark.parametrize("build", [(1.70, 70.0), (1.55, 52.0), (1.95, 120.0)])
def test_both_find_the_same_moments(build):
    source = person(*build).model
    model, data = twin(source), mujoco.MjData(source)
    other, rng = model.createData(), np.random.default_rng(7)
    for _ in range(200):
        data.qpos[:] = source.qpos0
        data.qpos[:3] = rng.normal(size=3)
        turn = rng.normal(size=4)
        data.qpos[3:ROOT] = turn / np.linalg.norm(turn)
        data.qpos[ROOT:] = rng.uniform(*source.jnt_range[1:].T)
        data.qvel[:], data.qacc[:] = rng.normal(size=(2, source.nv))
        mujoco.mj_inverse(source, data)
        assert pin.rnea(model, other, *_translated(data))[6:] == pytest.approx(data.qfrc_inverse[6:], abs=1e-9)


def _translated(data: mujoco.MjData):
    """MuJoCo's free joint moves in room axes and turns in its own; Pinocchio's does both in its own."""
    q, v, a = data.qpos.copy(), data.qvel.copy(), data.qacc.copy()
    w, x, y, z = data.qpos[3:ROOT]
    q[3:ROOT] = x, y, z, w
    turn = np.zeros(9)
    mujoco.mju_quat2Mat(turn, data.qpos[3:ROOT])
    back = turn.reshape(3, 3).T
    v[:3] = back @ data.qvel[:3]
    a[:3] = back @ data.qacc[:3] - np.cross(data.qvel[3:6], v[:3])
    return q, v, a

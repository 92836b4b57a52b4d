"""The steps that make a figure, each on something small enough to know the answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.body.shape import raster
from halfkilo.body.shape.bones import about, bones, origins, turns
from halfkilo.body.shape.cloth import cut
from halfkilo.body.shape.field import Place, capsule, ellipsoid, gradient, limb, soft_union
from halfkilo.body.shape.hard import HARD, posture
from halfkilo.body.shape.make import hanging
from halfkilo.body.shape.remesh import edges_of, lighten, normals, rim_of
from halfkilo.body.shape.sample import right_half, volume
from halfkilo.body.shape.spread import frame
from halfkilo.body.shape.weights import evened, raw, swapped, whole
from halfkilo.body.skeleton import model

HERE = Place(np.eye(3), np.zeros(3))
BALL = ellipsoid(HERE, (0, 0, 0), (0.1, 0.1, 0.1))


@pytest.fixture(scope="module")
def ball():
    """Half a ball of 10 cm, meshed and made light."""
    return lighten(right_half(BALL, (-0.12, -0.12, -0.12), (0.12, 0, 0.12), 0.01), BALL, lambda p: np.full(len(p), 0.03))


def test_half_a_ball_has_its_volume_and_is_open_only_at_the_middle(ball):
    assert volume(ball) == pytest.approx(2 / 3 * np.pi * 0.001, rel=0.06)
    assert (ball.points[rim_of(ball), 1] == 0).all()
    assert (ball.points[~rim_of(ball), 1] < 0).all()


def test_making_light_draws_edges_to_their_wished_length_and_keeps_the_surface(ball):
    edges, count = edges_of(ball)
    span = np.linalg.norm(ball.points[edges[:, 0]] - ball.points[edges[:, 1]], axis=1)
    assert 0.02 < span.mean() < 0.036
    assert set(count.tolist()) == {1, 2}
    assert np.abs(np.linalg.norm(ball.points, axis=1) - 0.1).max() < 1e-3
    assert np.einsum("ij,ij->i", normals(ball), ball.points).min() > 0


def test_a_line_of_cloth_becomes_a_row_of_edges(ball):
    done = cut(ball, BALL, lambda p: p[:, 2] - 0.031)
    height = done.points[done.triangles][:, :, 2] - 0.031
    assert ((height.min(axis=1) > -1e-3) | (height.max(axis=1) < 1e-3)).all()
    assert set(edges_of(done)[1].tolist()) == {1, 2}


@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.floats(0.001, 0.1))
def test_a_soft_union_reaches_at_most_a_quarter_of_its_softness_further(a, b, k):
    found = float(soft_union(np.array([a]), np.array([b]), k)[0])
    assert min(a, b) - k / 4 - 1e-12 <= found <= min(a, b) + 1e-12


def test_a_limb_reaches_as_far_as_its_rows_say():
    leg = limb(HERE, [(0.0, 0.05, 0.07, 0.04, 0.06), (-0.4, 0.03, 0.03, 0.03, 0.03)])
    on = np.array([[0.05, -0.01, 0.0], [-0.07, -0.01, 0.0], [-0.01, 0.04, 0.0], [-0.01, -0.06, 0.0], [0.03, 0, -0.4]])
    np.testing.assert_allclose(leg(on), 0, atol=1e-6)
    assert leg(np.array([[0.0, 0, -0.2]]))[0] < 0 < leg(np.array([[0.2, 0, -0.2]]))[0]


def test_the_slope_of_a_distance_points_outward_with_length_one():
    stick = capsule(HERE, (0, 0, 0), (0, 0, 1), 0.1, 0.1)
    np.testing.assert_allclose(gradient(stick, np.array([[0.3, 0, 0.5]])), [[1, 0, 0]], atol=1e-6)


@settings(max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=9, max_size=9).filter(lambda w: sum(w) > 0.1))
def test_whole_weights_sum_to_all_and_keep_to_four_bones(shares):
    w = np.zeros((1, len(bones())))
    w[0, :9] = shares
    for rim in (False, True):
        found = whole(w / w.sum(), np.array([rim]))
        assert found.sum() == 255
        assert (found > 0).sum() <= 4
        assert not rim or (found == found[:, swapped()]).all()


def test_weights_begin_and_stay_shares_of_one():
    from scipy import sparse

    places = np.stack([frame(f"right_{name}").origin for name in ("shank", "forearm", "hand", "foot")])
    first = raw(places)
    np.testing.assert_allclose(first.sum(axis=1), 1)
    near = sparse.csr_matrix(np.ones((4, 4)) - np.eye(4))
    np.testing.assert_allclose(evened(first, near).sum(axis=1), 1)


def test_letting_the_limbs_hang_undoes_the_modelling_posture():
    weight = np.zeros((2, len(bones())))
    names = [bone.name for bone in bones()]
    weight[0, names.index("right_hand")] = weight[1, names.index("right_foot")] = 255
    places = np.stack([frame("right_hand").origin, frame("right_foot").origin])
    np.testing.assert_allclose(hanging(places, weight), origins()[[names.index("right_hand"), names.index("right_foot")]], atol=1e-9)


def test_a_helper_turns_by_its_share():
    q = posture("deep sit")
    turn, _ = turns(q)
    names = [bone.name for bone in bones()]
    thigh, half, shank = (turn[names.index(f"right_{name}")] for name in ("thigh", "knee_half", "shank"))
    np.testing.assert_allclose(thigh.T @ half @ (thigh.T @ half), thigh.T @ shank, atol=1e-9)
    np.testing.assert_allclose(thigh.T @ half, about((0, 1, 0), np.radians(60)), atol=1e-9)


def test_hard_postures_are_within_what_joints_can_do():
    low, high = model().jnt_range[1:].T
    for name in HARD:
        q = posture(name)[7:]
        assert ((q >= low - 1e-9) & (q <= high + 1e-9)).all(), name


def test_the_renderer_shows_the_nearer_of_two_triangles():
    points = np.array([[0, -1, 0], [0, 1, 0], [0, 0, 1.5], [-1, -1, 0], [-1, 1, 0], [-1, 0, 1.5]], float)
    colours = np.repeat([[200.0, 0, 0], [0, 0, 200.0]], 3, axis=0)
    normal, view = np.tile([1.0, 0, 0], (6, 1)), raster.View(0, 0, (0, 0, 0.5), 2)
    seen = raster.draw(points, np.array([[3, 4, 5], [0, 1, 2]]), normal, colours, view, (40, 40))
    assert seen[20, 20, 0] > 100 > seen[20, 20, 2]
    assert tuple(seen[0, 0]) == raster.PAPER

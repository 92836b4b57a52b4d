"""The stored figures: current, small, closed, mirror images of themselves, and on the skeleton's own measures."""

from __future__ import annotations

import json
import struct
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from halfkilo.body.shape import SHAPES, Figure, FigureError, Hand, load, skinned
from halfkilo.body.shape.bones import bones, origins, turns
from halfkilo.body.shape.command import TOLERANCE, apart, check, fresh
from halfkilo.body.shape.figure import PARTS, UNIT
from halfkilo.body.shape.hard import HARD, posture
from halfkilo.body.shape.remesh import edges_of
from halfkilo.body.shape.sample import Mesh, volume
from halfkilo.body.shape.store import ARRAYS, packed, path_of, unpacked
from halfkilo.body.skeleton import mirror, model
from halfkilo.exercises.muscles import Muscle

MOST_BYTES = 400_000
SHAPE = pytest.mark.parametrize("shape", SHAPES)


@cache
def figure(shape: str) -> Figure:
    return load(shape)


def still() -> np.ndarray:
    return np.array(model().qpos0)


def litres(points: np.ndarray, one: Figure) -> float:
    return 1000 * volume(Mesh(points, one.triangle.astype(np.int64)))


@SHAPE
def test_is_current_and_reads_back_as_it_was_stored(shape):
    one = figure(shape)
    fresh(one)
    assert one.shape == shape
    assert packed(one) == path_of(shape).read_bytes()


@SHAPE
def test_is_small_enough_for_the_wire(shape):
    brotli = pytest.importorskip("brotli")
    assert len(brotli.compress(path_of(shape).read_bytes(), quality=5)) < MOST_BYTES
    assert 9_000 < len(figure(shape).position) < 20_000


@SHAPE
def test_the_header_says_what_the_document_says(shape):
    raw = path_of(shape).read_bytes()
    assert raw[:8] == b"HKFIG1\0\0"
    length = struct.unpack_from("<I", raw, 8)[0]
    assert length % 4 == 0
    header = json.loads(raw[12 : 12 + length])
    assert header["parts"] == list(PARTS) == ["skin", "top", "trousers", "shoe", "sole", "hair"]
    assert header["muscles"] == [muscle.value for muscle in Muscle]
    assert set(header["arrays"]) == set(ARRAYS)
    assert all(entry["offset"] % 4 == 0 for entry in header["arrays"].values())
    assert header["bones"][0]["name"] == "pelvis"
    assert all(bone["parent"] < index for index, bone in enumerate(header["bones"]))
    assert header["height"] == 1.70
    assert header["unit"] == UNIT


def test_the_bones_are_the_skeletons_bodies_and_move_with_them():
    import mujoco

    q = posture("split")
    data = mujoco.MjData(model())
    data.qpos[:] = q
    mujoco.mj_kinematics(model(), data)
    turn, place = turns(q)
    count = model().nbody - 1
    assert [bone.name for bone in bones()[:count]] == [model().body(index).name for index in range(1, model().nbody)]
    np.testing.assert_allclose(place[:count], data.xpos[1:], atol=1e-9)
    np.testing.assert_allclose(turn[:count], data.xmat[1:].reshape(-1, 3, 3), atol=1e-9)


@SHAPE
def test_every_edge_has_two_triangles_so_no_hole_shows(shape):
    one = figure(shape)
    _, count = edges_of(Mesh(one.points(), one.triangle.astype(np.int64)))
    assert (count == 2).all()
    assert set(one.triangle.ravel().tolist()) == set(range(len(one.position)))


@SHAPE
def test_weights_sum_to_all_and_every_bone_carries_something(shape):
    one = figure(shape)
    assert (one.weight.astype(int).sum(axis=1) == 255).all()
    assert set(one.bone[one.weight > 0].tolist()) == set(range(len(bones())))


@SHAPE
def test_the_left_is_the_exact_mirror_image_of_the_right(shape):
    one = figure(shape)
    pair = {index: [other.name for other in bones()].index(_other(bone.name)) for index, bone in enumerate(bones())}
    assert sorted(_rows(one, None)) == sorted(_rows(one, pair))


def _other(name: str) -> str:
    side, _, stem = name.partition("_")
    return f"{ {'right': 'left', 'left': 'right'}[side]}_{stem}" if side in {"right", "left"} else name


def _rows(one: Figure, pair: dict[int, int] | None) -> list[tuple[object, ...]]:
    """Every vertex as one row; with `pair`, of the mirror image."""
    sign = np.array([1, -1, 1]) if pair else 1
    carried = [tuple(sorted((pair[b] if pair else b, w) for b, w in zip(bone, weight, strict=True) if w))
               for bone, weight in zip(one.bone.tolist(), one.weight.tolist(), strict=True)]
    numbers = np.concatenate([one.position * sign, one.normal * sign, np.stack([one.part, one.muscle, one.muscle_weight], axis=1)], axis=1)
    return [(*row, held) for row, held in zip(numbers.astype(int).tolist(), carried, strict=True)]


@SHAPE
def test_a_mirrored_posture_gives_the_mirrored_skin(shape):
    one, q = figure(shape), posture("split")
    a, b = (skinned(one, p)[:, 2] for p in (q, mirror(q)))
    np.testing.assert_allclose(np.sort(a), np.sort(b), atol=1e-6)


@SHAPE
def test_stands_on_the_floor_and_is_as_tall_as_it_says(shape):
    points = figure(shape).points()
    assert abs(points[:, 2].min()) < 0.005
    assert abs(points[:, 2].max() - 1.70) < 0.008
    assert 1.70 / 8.0 < points[:, 2].max() - _chin(figure(shape)) < 1.70 / 7.2


def _chin(one: Figure) -> float:
    """Height of the lowest skin of the face in front of the neck."""
    points = one.points()
    face = (points[:, 0] > 0.06) & (np.abs(points[:, 1]) < 0.02) & (points[:, 2] > 1.44) & (one.part == PARTS.index("skin"))
    return float(points[face, 2].min())


def test_weighs_what_an_adult_weighs_in_order_of_build():
    found = [litres(figure(shape).points(), figure(shape)) for shape in SHAPES]
    assert all(a * 1.05 < b for a, b in pairwise(found))
    assert 55 < found[1] < 85


@pytest.mark.parametrize("shape", ["slim", "middle"])
def test_skin_that_touches_things_is_where_the_skeleton_touches_them(shape):
    for name in ("seat", "sacrum", "low_back", "upper_back", "right_palm", "right_heel", "right_sole", "right_ball",
                 "right_thigh_back", "head_back"):
        assert _gap(figure(shape), name) < 0.015, name


@pytest.mark.parametrize("name", ["right_palm", "right_heel", "right_sole", "right_ball", "head_back", "upper_back", "sacrum"])
def test_the_broad_build_touches_there_too(name):
    assert _gap(figure("broad"), name) < 0.020


def _gap(one: Figure, name: str) -> float:
    """From a place of the skeleton to the skin; the seat is where it is when one sits."""
    q = posture("deep sit") if name in {"seat", "right_thigh_back"} else still()
    turn, place = turns(q)
    bone, *at = one.sites[name]
    where = place[bone] + turn[bone] @ np.array(at)
    points = skinned(one, q, (Hand.FLAT, Hand.FLAT))
    corners = points[one.triangle.astype(np.int64)]
    return float(min(np.linalg.norm(points - where, axis=1).min(), np.linalg.norm(corners.mean(axis=1) - where, axis=1).min()))


@SHAPE
def test_hard_postures_neither_thin_nor_swell_it(shape):
    one = figure(shape)
    resting = litres(one.points(), one)
    found = {name: litres(skinned(one, posture(name)), one) / resting for name in HARD}
    assert len(found) == 10
    assert {name: round(share, 3) for name, share in found.items() if abs(share - 1) > 0.12} == {}


@SHAPE
def test_a_hand_that_holds_closes_and_a_flat_one_is_straight(shape):
    one = figure(shape)
    tips = one.bone[:, 0] == [bone.name for bone in bones()].index("right_fingertips")
    flat, hold = (skinned(one, still(), (hand, hand))[tips] for hand in (Hand.FLAT, Hand.HOLD))
    wrist = origins()[[bone.name for bone in bones()].index("right_hand")]
    assert np.linalg.norm(flat - wrist, axis=1).max() > 0.17
    assert np.linalg.norm(hold - wrist, axis=1).max() < 0.13


@SHAPE
def test_every_muscle_has_skin_on_both_sides(shape):
    one = figure(shape)
    strong = one.muscle_weight > 120
    for side in (-1, 1):
        seen = set(one.muscle[strong & (one.position[:, 1] * side >= 0)].tolist())
        assert {muscle.value for index, muscle in enumerate(Muscle) if index + 1 not in seen} == set()
    assert ((one.muscle > 0) == (one.muscle_weight > 0)).all()


@SHAPE
def test_every_part_is_worn_and_a_triangle_wears_one_thing_but_at_hems(shape):
    one = figure(shape)
    assert set(one.part.tolist()) == set(range(len(PARTS)))
    worn = one.part[one.triangle.astype(np.int64)]
    assert (worn.min(axis=1) != worn.max(axis=1)).mean() < 0.06


def test_a_damaged_or_foreign_file_says_so(tmp_path):
    with pytest.raises(FigureError, match="is missing"):
        load("nobody")
    with pytest.raises(FigureError, match="no figure file"):
        unpacked(b"GLB", tmp_path / "x.bin")


@pytest.mark.campaign
@SHAPE
def test_building_it_again_gives_the_same_skin(shape):
    check(shape)


def test_apart_measures_between_skins():
    one = figure("slim")
    assert apart(one, one) < TOLERANCE
    assert apart(one, figure("middle")) > 0.004

"""Landmark files: three formats say the same, and what does not fit is named with its place."""

from __future__ import annotations

import json

import numpy as np
import pytest

from halfkilo.form.errors import Unreadable
from halfkilo.form.joints import AT, JOINTS, LAYOUTS
from halfkilo.form.landmarks import landmarks
from halfkilo.form.reading import MEDIAPIPE_NAMES, read

POINTS = np.random.default_rng(0).normal(size=(6, 33, 4)).round(4)
POINTS[..., 3] = np.abs(POINTS[..., 3]).clip(0, 1)
TIMES = np.arange(6) / 30


def csv_of(path, names, points=POINTS, times=TIMES):
    head = ["time", *(f"{name}_{axis}" for name in names for axis in "xyzv")]
    rows = [",".join(map(str, [time, *frame.ravel()])) for time, frame in zip(times, points, strict=True)]
    path.write_text("\n".join([",".join(head), *rows]))
    return path


def test_three_formats_say_the_same(tmp_path):
    csv_of(tmp_path / "a.csv", MEDIAPIPE_NAMES)
    csv_of(tmp_path / "b.csv", [f"p{index}" for index in range(33)])
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps({"time": time, "points": frame.tolist()})
                                                for time, frame in zip(TIMES, POINTS, strict=True)))
    np.savez(tmp_path / "d.npz", points=POINTS, times=TIMES)
    first, *others = (read(tmp_path / name) for name in ("a.csv", "b.csv", "c.jsonl", "d.npz"))
    assert np.isnan(first.places).any() and np.isfinite(first.places).any()
    for other in others:
        assert np.allclose(first.places, other.places, equal_nan=True) and np.allclose(first.times, other.times)


def test_times_may_follow_from_the_rate(tmp_path):
    np.savez(tmp_path / "a.npz", points=POINTS, fps=10, layout="mediapipe")
    assert read(tmp_path / "a.npz").times[-1] == pytest.approx(0.5)
    (tmp_path / "b.jsonl").write_text("\n".join([json.dumps({"layout": "mediapipe", "fps": 20}),
                                                 *(json.dumps({"points": frame.tolist()}) for frame in POINTS)]))
    assert read(tmp_path / "b.jsonl").times[-1] == pytest.approx(0.25)


def test_points_that_are_missing_are_not_seen(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("time,left_knee_x,left_knee_y,left_knee_z,nose_x,nose_y,nose_z\n0,1,2,3,4,5,6\n0.1,,,,4,5,6\n")
    found = read(path)
    assert found.places[0, AT["left_knee"]].tolist() == [1, 3, -2], "MediaPipe's y points down"
    assert np.isnan(found.places[1, AT["left_knee"]]).all() and np.isnan(found.places[:, AT["right_knee"]]).all()


@pytest.mark.parametrize(("name", "text", "said"), [
    ("a.txt", "", "is read as .csv"),
    ("a.csv", "time,what_x,what_y,what_z\n0,1,2,3", "line 1: names points that are not known: what"),
    ("a.csv", "time,nose_x,nose_y,nose_z\n0,1,2", "line 2: has 3 cells"),
    ("a.csv", "time,nose_x,nose_y,nose_z\n0,1,2,here", "line 2, nose_z: 'here' is not a number"),
    ("a.csv", "time,nose_x,nose_y\n0,1,2", "line 1: nose needs nose_x"),
    ("a.csv", "time,nose_x,nose_x,nose_y,nose_z\n0,1,1,2,3", "names a column twice"),
    ("a.csv", "nose_x,nose_y,nose_z\n1,2,3", "times: are missing"),
    ("a.csv", "time,nose_x,nose_y,nose_z\n0,1,2,3\n0,1,2,3", "frame 1: its time does not rise"),
    ("a.csv", "time,nose_x,nose_y,nose_z,nose_v\n0,1,2,3,7", "visibility: lies from 0 to 1"),
    ("a.csv", "", "line 1: has no columns"),
    ("a.csv", "time,nose_x,nose_y,nose_z\n", "has 0 frames"),
    ("a.jsonl", "{", "line 1: is not JSON"),
    ("a.jsonl", "[1]", "line 1: is an object"),
    ("a.jsonl", '{"layout": "mine"}', "line 1: layout is one of"),
    ("a.jsonl", '{"points": [[1, 2, 3]], "time": 0}', "points: are 1; known are 33 (mediapipe)"),
    ("a.jsonl", '{"points": [[1, 2, 3]], "time": 0}\n{"points": [], "time": 1}', "every frame has the same number of points"),
    ("a.jsonl", '{"points": [[1, 2, 3]], "time": true}', "time is a number"),
    ("a.npz", "no zip", "is not an npz file"),
])
def test_what_does_not_fit_is_named(tmp_path, name, text, said):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(Unreadable) as found:
        read(path)
    assert said in str(found.value) and str(path) in str(found.value)


def test_no_code_comes_out_of_a_file(tmp_path):
    np.savez(tmp_path / "a.npz", points=np.array([{"a": 1}], dtype=object))
    with pytest.raises(Unreadable):
        read(tmp_path / "a.npz")


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=lambda layout: layout.name)
def test_every_layout_has_every_joint(layout):
    assert len(layout.sources) == len(JOINTS)
    assert all(0 <= point < layout.points for source in layout.sources for point in source)
    forward, left, up = (np.eye(3)[abs(axis) - 1] * np.sign(axis) for axis in layout.axes)
    assert np.allclose(np.cross(forward, left), up), "right-handed"


def test_what_is_hardly_visible_is_not_seen():
    points = np.ones((2, 33, 3))
    visible = np.full((2, 33), 0.9)
    visible[1, 25] = 0.3
    found = landmarks(LAYOUTS["mediapipe"], np.array([0.0, 0.1]), points, visible)
    assert np.isfinite(found.places[0, AT["left_knee"]]).all() and np.isnan(found.places[1, AT["left_knee"]]).all()

"""Films go through one door: without a pose model a clear sentence, with one (a stand-in here) the same figures as from landmarks."""

from __future__ import annotations

import json
import sys
from types import ModuleType, SimpleNamespace

import av
import numpy as np
import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.exercises.catalogue import HERE
from halfkilo.form import video
from halfkilo.form.clips import repeated
from halfkilo.form.errors import Unreadable
from tests.form.test_evaluate import into

RATE = 10


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """A film whose pictures only tell their number: the top left grey, 0 to 250."""
    path = tmp_path_factory.mktemp("film") / "set.mp4"
    seen = body()
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"crf": "1", "preset": "ultrafast"})
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for number in range(len(seen)):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number, np.uint8), format="rgb24")
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return path


def body() -> np.ndarray:
    """(frames, 33, 3) of three chair stands at ten pictures a second."""
    seen = repeated(json.loads((HERE / "chair_stand" / "clip.json").read_text("utf-8")), 3, rate=RATE)
    from halfkilo.form.joints import MEDIAPIPE

    return into(MEDIAPIPE, seen.places / 1000)


@pytest.fixture
def stand_in(monkeypatch):
    """A pose model that knows the film: from the grey of a picture it tells where the body was."""
    points = body()

    class Pose:
        def __init__(self, **settings: object) -> None:
            assert settings["static_image_mode"] is False

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def process(self, picture: np.ndarray) -> SimpleNamespace:
            assert picture.shape == (64, 64, 3) and picture.dtype == np.uint8
            number = round(float(picture.mean()))
            if number % 30 == 7:
                return SimpleNamespace(pose_world_landmarks=None)
            spots = [SimpleNamespace(x=x, y=y, z=z, visibility=0.9) for x, y, z in points[min(number, len(points) - 1)]]
            return SimpleNamespace(pose_world_landmarks=SimpleNamespace(landmark=spots))

    module = ModuleType("mediapipe")
    module.solutions = SimpleNamespace(pose=SimpleNamespace(Pose=Pose))
    monkeypatch.setitem(sys.modules, "mediapipe", module)
    monkeypatch.setattr(video, "version", lambda name: "0.10.21")


def run(*words):
    return CliRunner().invoke(app, ["form", *map(str, words)])


def test_a_film_is_counted_judged_and_watched_through_the_same_door(film, stand_in):
    assert json.loads(run("count", film, "--exercise", "chair_stand", "--json").stdout)["repetitions"] == 3
    assert json.loads(run("judge", film, "--exercise", "chair_stand", "--json").stdout)["judged"] == 0
    assert run("watch", film, "--exercise", "chair_stand", "--json").stdout.count('"is": "repetition"') == 3


def test_without_a_pose_model_it_says_what_to_install(film, monkeypatch):
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    done = run("count", film)
    assert done.exit_code and "mediapipe==0.10.21" in done.stderr and "Landmark files work without" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", ["0.10.35", "1.0.0", "0.10.14"])
def test_a_version_that_may_call_home_is_not_used(film, stand_in, monkeypatch, number):
    monkeypatch.setattr(video, "version", lambda name: number)
    done = run("count", film)
    assert done.exit_code and f"mediapipe {number}" in done.stderr and "Google" in done.stderr


def test_one_without_its_model_says_so(film, stand_in, monkeypatch):
    monkeypatch.delattr(sys.modules["mediapipe"], "solutions")
    monkeypatch.setattr(video, "version", lambda name: "0.10.33")
    assert "without its pose model" in run("count", film).stderr


def test_what_is_no_film_is_named(tmp_path, stand_in):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"no film at all")
    with pytest.raises(Unreadable, match="no film that can be read"):
        video.read_film(path)
    assert not video.is_film(tmp_path / "a.jsonl") and video.is_film(tmp_path / "A.MOV")

"""`halfkilo form`: count, judge and watch a file; errors say what to do."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.exercises.catalogue import HERE
from halfkilo.form.clips import repeated


@pytest.fixture(scope="module")
def chair(tmp_path_factory):
    seen = repeated(json.loads((HERE / "chair_stand" / "clip.json").read_text(encoding="utf-8")), 5)
    path = tmp_path_factory.mktemp("form") / "chair.npz"
    np.savez(path, points=seen.places, times=seen.times)
    return path


def run(*words):
    return CliRunner().invoke(app, ["form", *map(str, words)])


def test_counting(chair):
    assert json.loads(run("count", chair, "--exercise", "chair_stand", "--json").stdout)["repetitions"] == 5
    assert run("count", chair).stdout.startswith("5 repetitions")


def test_judging_against_the_first_three_or_another_file(chair):
    found = json.loads(run("judge", chair, "--exercise", "chair_stand", "--json").stdout)
    assert (found["judged"], found["off"], found["unsure"]) == (2, 0, 0) and all(0 <= one["score"] <= 100 for one in found["each"])
    assert json.loads(run("judge", chair, "--exercise", "chair_stand", "--baseline", chair, "--json").stdout)["judged"] == 5
    assert "never a grade" in run("judge", chair, "--exercise", "chair_stand").stdout


def test_watching(chair):
    events = [json.loads(line) for line in run("watch", chair, "--exercise", "chair_stand", "--json").stdout.splitlines()]
    assert [event["number"] for event in events if event["is"] == "repetition"] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("words", "said"), [
    (("--exercise", "juggling"), "halfkilo.form make juggling"), (("--exercise", "body_scan"), "is held"),
    (("--layout", "mine"), "layout: is one of"), (("--layout", "mediapipe"), "mediapipe has 33")])
def test_trouble_is_told(chair, words, said):
    done = run("count", chair, *words)
    assert done.exit_code and said in done.stderr and "Traceback" not in done.stderr

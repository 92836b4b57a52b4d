"""What the viewer's joints are tested against is what MuJoCo says. To write it anew: `python -m tests.web.test_figure_truth`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mujoco
import numpy as np
import pytest

from halfkilo import exercises
from halfkilo.body.clip import posture_of
from halfkilo.body.pose import data_at
from halfkilo.body.skeleton import ROOT, mirror, model

TRUTH = Path(__file__).parent / "front" / "figure-truth.json"
SITES = ("crown", "nose", "right_grip", "left_grip", "right_thumb", "left_thumb", "right_ball", "left_toe", "right_kneecap", "low_back",
         "right_sole", "left_shoulder_blade")
MOMENTS = (("chair_stand", 0), ("chair_stand", 12), ("bird_dog", 9), ("seated_row", 20))


def where(row: list[int], other: bool) -> dict[str, list[float]]:
    """Where the sites are in a clip's row, metres; `other`: right and left exchanged."""
    posture = posture_of(row)
    data = data_at(mirror(posture) if other else posture)
    return {name: [round(float(v), 5) for v in data.site_xpos[model().site(name).id]] for name in SITES}


def bones() -> list[dict[str, Any]]:
    """The bodies of the skeleton as a figure file names them."""
    found = []
    for body in (model().body(index) for index in range(1, model().nbody)):
        first, count = int(body.jntadr[0]), int(body.jntnum[0])
        numbers = [number for number in range(first, first + count) if model().jnt_type[number] == mujoco.mjtJoint.mjJNT_HINGE]
        hinges = [{"axis": model().jnt_axis[number].tolist(), "angle": int(model().jnt_qposadr[number]) - ROOT} for number in numbers]
        found.append({"name": body.name, "parent": int(body.parentid[0]) - 1, "at": np.round(body.pos, 6).tolist(), "hinges": hinges})
    return found


def truth() -> dict[str, Any]:
    """Bones, sites and cases, as the file holds them."""
    sites = {name: [int(model().site(name).bodyid[0]) - 1, *np.round(model().site(name).pos, 6).tolist()] for name in SITES}
    rows = [(slug, json.loads((folder(slug) / "clip.json").read_text("utf-8"))["angles"][frame]) for slug, frame in MOMENTS]
    cases = [{"slug": slug, "mirror": other, "row": row, "sites": where(row, other)} for slug, row in rows for other in (False, True)]
    return {"bones": bones(), "sites": sites, "cases": cases}


def folder(slug: str) -> Path:
    """The folder of an exercise."""
    return Path(exercises.__file__).parent / slug


@pytest.mark.parametrize("case", json.loads(TRUTH.read_text("utf-8"))["cases"] if TRUTH.exists() else [])
def test_the_recorded_places_are_those_of_mujoco(case: dict[str, Any]) -> None:
    for name, place in where(case["row"], case["mirror"]).items():
        assert np.allclose(place, case["sites"][name], atol=2e-5), name


def test_the_recorded_bones_are_those_of_the_skeleton() -> None:
    recorded = json.loads(TRUTH.read_text("utf-8"))
    assert recorded["bones"] == bones()
    assert len(recorded["cases"]) == 2 * len(MOMENTS)


if __name__ == "__main__":
    TRUTH.write_text(json.dumps(truth(), separators=(",", ":")).replace('},{"slug"', '},\n{"slug"') + "\n", encoding="utf-8")

"""The committed loads: current, complete, ordered as bodies are."""

from __future__ import annotations

import json

import pytest

from halfkilo.body.loads import summary
from halfkilo.exercises import catalogue, loads
from halfkilo.exercises.facts import Sides
from halfkilo.strict import Malformed
from halfkilo.units import Joint, Region, Side
from tests.every import asked_of

SLUGS = tuple(catalogue())
AGAIN = ("bird_dog", "chair_stand", "glute_bridge", "goblet_squat", "lateral_raise", "palm_press", "seated_knee_extension", "seated_row",
         "side_lying_leg_raise", "standing_march", "stationary_cycle", "wall_push_up")
"""Weighed again in every run: one of each way of being carried and of being loaded. The campaign weighs all."""


@pytest.mark.hazard("H21")
def test_stored_loads_come_from_this_movement():
    assert [found for slug in SLUGS if (found := stale(slug))] == []


def stale(slug):
    """What is not current, and what to run."""
    try:
        summary.check(slug, again=False)
    except summary.StaleLoads as found:
        return f"{slug}: {found.why}"
    return ""


@pytest.mark.parametrize("slug", AGAIN)
def test_weighing_again_gives_the_same(slug):
    summary.check(slug)


@pytest.mark.campaign
@pytest.mark.parametrize("slug", sorted(set(SLUGS) - set(AGAIN)))
def test_weighing_all_again_gives_the_same(slug):
    summary.check(slug)


def test_a_changed_number_is_noticed(tmp_path, monkeypatch):
    found = json.loads(summary.path_of("palm_press").read_text())
    found["ways"]["body"]["joints"]["neck"][0] += 0.5
    path = tmp_path / "palm_press" / "loads.json"
    path.parent.mkdir()
    path.write_text(json.dumps(found))
    monkeypatch.setattr(summary, "path_of", lambda slug: path)
    with pytest.raises(summary.StaleLoads, match=r"ways\.body\.joints\.neck"):
        summary.check("palm_press")


def test_loads_stay_small():
    assert sum(summary.path_of(slug).stat().st_size for slug in SLUGS) < 600_000


@asked_of(slug=SLUGS)
def test_the_reader_understands_each(slug):
    found = loads.read_demand(summary.path_of(slug).parent)
    assert Joint.WIDESPREAD not in found.own
    assert (found.other is not None) == (catalogue()[slug].facts.sides is Sides.EACH)


def test_nothing_hangs_in_the_air():
    """A step may be caught in passing, by a little and not for long; all else is carried."""
    for slug in SLUGS:
        for way in json.loads(summary.path_of(slug).read_text())["ways"].values():
            assert way.get("unmet", 0) < 0.2 and way.get("carried", 1) > 0.97, slug


def test_hands_on_a_rail_steady_and_do_not_lift():
    for slug in ("calf_raise", "single_leg_calf_raise", "step_up_low", "counter_one_leg_stand"):
        joints = json.loads(summary.path_of(slug).read_text())["ways"]["body"]["joints"]
        assert max(joints[f"{side}_wrist"][2] for side in ("right", "left")) < 0.3, slug


def test_the_standing_leg_is_heard_on_the_other_side():
    raised = catalogue()["standing_hip_abduction"].demand
    assert raised.on(Region.KNEE_LEFT, Side.RIGHT) > raised.on(Region.KNEE_RIGHT, Side.RIGHT)
    assert raised.on(Region.WIDESPREAD, Side.RIGHT) == max(raised.own.values())


@pytest.mark.parametrize(("lighter", "heavier", "joint"), [
    ("chair_stand_high", "chair_stand", Joint.KNEE), ("wall_push_up", "counter_push_up", Joint.ELBOW),
    ("body_scan", "seated_row", Joint.SHOULDER),
    ("mini_squat", "goblet_squat", Joint.KNEE), ("step_up_low", "step_up", Joint.HIP), ("slow_breathing", "bird_dog", Joint.LOW_BACK),
    ("glute_bridge", "single_leg_bridge", Joint.HIP), ("seated_calf_raise", "single_leg_calf_raise", Joint.ANKLE),
    ("armrest_press", "triceps_pushdown", Joint.ELBOW), ("weight_shift", "counter_one_leg_stand", Joint.HIP),
    ("step_up_low", "step_up", Joint.KNEE), ("marching_in_place", "step_up", Joint.HIP), ("body_scan", "seated_glute_squeeze", Joint.HIP)])
def test_harder_ones_ask_more(lighter, heavier, joint):
    assert catalogue()[lighter].demand.own.get(joint, 0) < catalogue()[heavier].demand.own[joint]


def test_what_was_not_weighed_counts_as_loading_everything(tmp_path):
    """Before its loads are derived an exercise is heard by every place: caution until it is known."""
    assert loads.read_demand(tmp_path) is loads.UNKNOWN
    assert all(loads.UNKNOWN.on(region, Side.BOTH) == 100 for region in Region)


def test_a_damaged_file_says_what_to_run(tmp_path):
    (tmp_path / "loads.json").write_text("{")
    with pytest.raises(Malformed, match=r"halfkilo\.body loads"):
        loads.read_demand(tmp_path)


def test_what_is_judged_only_adds():
    judged = loads.Demand({Joint.NECK: 5, Joint.HIP: 40}).at_least({Joint.NECK: 20, Joint.HIP: 20}, {})
    assert judged.own == {Joint.NECK: 20, Joint.HIP: 40} and judged.other is None

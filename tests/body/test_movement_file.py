"""A slip of the pen in a movement file is answered with the file, the key and what would be right."""

from __future__ import annotations

import pytest

from halfkilo.body import MovementError, OutOfReach, load
from halfkilo.body.motion import solve_file, solve_layer
from halfkilo.body.pose import data_at
from halfkilo.body.skeleton import site

GOOD = """
base = "stand"
signal = { measure = "height", of = "pelvis" }
[always]
touch = ["feet on floor"]
[[pose]]
name = "tall"
[[pose]]
name = "low"
reach.pelvis = { of = "start", up = -20, only = ["up"] }
"""


@pytest.fixture
def write(tmp_path):
    folder = tmp_path / "knee_bend"
    folder.mkdir()

    def written(text):
        (folder / "movement.toml").write_text(text)
        return folder / "movement.toml"

    return written


def test_a_good_file_is_read_and_solved(write):
    motion = solve_file(write(GOOD))
    assert motion.there[0][2] - motion.there[-1][2] == pytest.approx(0.20, abs=0.02)
    assert motion.movement.home == ("low", "tall")


@pytest.mark.parametrize(("old", "new", "key", "says"), [
    ('"feet on floor"', '"feet on flor"', "always.touch[0]", "did you mean floor"),
    ('"feet on floor"', '"foots on floor"', "always.touch[0]", "no part of the body is called 'foots'"),
    ('"feet on floor"', '"feet at floor"', "always.touch[0]", "reads `<part> on <surface>`"),
    ('"feet on floor"', '"feet on bench"', "always.touch", "not in [scene]"),
    ('base = "stand"', 'base = "standing"', "base", "must be one of stand"),
    ("reach.pelvis", "reach.pelivs", "pose[1].reach", "did you mean pelvis"),
    ("up = -20", "up = -20.5", "pose[1].reach.pelvis.up", "must be a whole number"),
    ("up = -20", "up = true", "pose[1].reach.pelvis.up", "must be a whole number"),
    ("up = -20", "upwards = -20", "pose[1].reach.pelvis.upwards", "is not a known field"),
    ('of = "start"', 'of = "strat"', "pose[1].reach.pelvis.of", "no part of the body"),
    ('only = ["up"]', 'only = ["height"]', "pose[1].reach.pelvis.only", "forward, out, up"),
    ('name = "low"', 'name = "tall"', "pose", "a name of its own"),
    ('name = "low"', 'name = "low"\nbend = { nose = 5 }', "pose[1].bend.nose", "no such hint"),
    ('name = "low"', 'name = "low"\nlean = 400', "pose[1].lean", "from -180 to 180"),
    ('of = "pelvis" }', 'of = "hands" }', "signal.of", "names one part"),
    ('measure = "height"', 'measure = "angle"', "signal.to", "is needed"),
    ('[always]', 'there = ["tall", "lower"]\n[always]', "there[1]", "did you mean low"),
    ('[always]', 'back = ["tall", "low"]\n[always]', "back", "so that the loop closes"),
    ('[always]', 'scene.wall = { away = 60, side = "up" }\n[always]', "scene.wall.side", "forward, back, right or left"),
    ('[always]', '[load.cable]\nto = "hand"\n[always]', "load.cable.to", "did you mean hands"),
])
def test_a_slip_names_file_and_key(write, old, new, key, says):
    assert old in GOOD
    with pytest.raises(MovementError) as caught:
        load(write(GOOD.replace(old, new, 1)))
    assert caught.value.file == "exercises/knee_bend/movement.toml"
    assert caught.value.key == key
    assert says in caught.value.problem


def test_what_is_not_toml_names_the_file(write):
    with pytest.raises(MovementError, match=r"exercises/knee_bend/movement\.toml: is not TOML"):
        load(write("base = "))


def test_what_the_body_cannot_reach_names_pose_and_part(write):
    with pytest.raises(OutOfReach, match=r"pose 'low': pelvis stays \d+ mm away"):
        solve_file(write(GOOD.replace("up = -20", "up = 60")))


FAULT = GOOD + '\n[[fault]]\nwords = 0\n[[fault.pose]]\nname = "low"\nreach.hands = { of = "good", forward = -15, only = ["forward"] }\n'


def test_a_fault_is_laid_over_the_good_form(write):
    motion = solve_file(write(FAULT))
    shown = solve_layer(motion, motion.movement.fault[0], "a test")
    assert len(shown.there) == len(motion.there)
    hands = [data_at(m.there[-1]).site_xpos[site("right_hand")][0] for m in (motion, shown)]
    assert hands[1] - hands[0] == pytest.approx(-0.15, abs=0.02)
    feet = [data_at(m.there[-1]).site_xpos[site("right_foot")] for m in (motion, shown)]
    assert feet[1] == pytest.approx(feet[0], abs=0.01)


@pytest.mark.parametrize(("old", "new", "key", "says"), [
    ('name = "low"\nreach.hands', 'name = "lower"\nreach.hands', "fault[0].pose[0].name", "did you mean low"),
    ("words = 0", "words = -1", "fault[0].words", "from 0 to 9"),
    ('of = "start", up = -20', 'of = "good", up = -20', "pose[1].reach.pelvis.of", "only for [[fault]]"),
    ('[always]', 'says = [{ pose = "lo", measure = "right_knee", between = [0, 9] }]\n[always]', "says[0].pose", "did you mean low"),
    ('[always]', 'says = [{ pose = "low", measure = "right_nee", between = [0, 9] }]\n[always]', "says[0].measure",
     "did you mean right_knee"),
    ('[always]', 'says = [{ pose = "low", measure = "above", between = [0, 9] }]\n[always]', "says[0].of", "is needed"),
    ('[always]', 'says = [{ pose = "low", measure = "right_knee", between = [9, 0] }]\n[always]', "says[0].between", "least and the most"),
])
def test_a_slip_in_a_fault_or_a_saying_names_file_and_key(write, old, new, key, says):
    assert old in FAULT
    with pytest.raises(MovementError) as caught:
        load(write(FAULT.replace(old, new, 1)))
    assert caught.value.key == key
    assert says in caught.value.problem


def test_what_always_holds_from_the_start_does_not_add_up(write):
    hand = 'reach.right_hand = { of = "start", forward = 10, only = ["forward"] }'
    motion = solve_file(write(GOOD.replace("[always]", f"[always]\n{hand}")))
    places = [data_at(key.q).site_xpos[site("right_hand")][0] for key in motion.keys.values()]
    assert places[0] == pytest.approx(places[1], abs=0.02)


def test_chest_axes_that_count_alone_turn_with_the_chest(write):
    hand = 'lean = 60\nreach.right_hand = { of = "breastbone", axes = "chest", forward = 30, only = ["forward"] }\n'
    motion = solve_file(write(GOOD.replace('reach.pelvis = { of = "start", up = -20, only = ["up"] }\n', hand)))
    data = data_at(motion.keys["low"].q)
    way = data.site_xpos[site("right_hand")] - data.site_xpos[site("breastbone")]
    assert float(data.body("thorax").xmat.reshape(3, 3)[:, 0] @ way) == pytest.approx(0.30, abs=0.03)

"""`halfkilo loads`: a table, JSON, and errors that say what to do."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from halfkilo.cli import app

RUN = CliRunner()


def test_the_table_names_joints_and_calls_itself_relative():
    said = RUN.invoke(app, ["loads", "seated_row", "--kg", "10", "--mass", "75"])
    assert said.exit_code == 0
    for word in ("relative load", "low back", "shoulder", "knee", "per kg"):
        assert word in said.stdout.lower().replace("relative load (", "relative load ")


def test_json_has_every_joint_on_both_sides():
    said = RUN.invoke(app, ["loads", "seated_row", "--kg", "10", "--with", "cable", "--json"])
    found = json.loads(said.stdout)
    assert found["with"] == "cable" and found["pieces"] == 2
    assert len(found["joints"]) == 15
    right, left = ({row["joint"]: row for row in found["joints"] if row["side"] == side} for side in ("right", "left"))
    assert right["shoulder"]["moment"] == left["shoulder"]["moment"] > 20


def test_a_heavier_person_has_larger_moments():
    light, heavy = (json.loads(RUN.invoke(app, ["loads", "chair_stand", "--mass", mass, "--json"]).stdout) for mass in ("60", "90"))
    first, second = (next(row for row in found["joints"] if row["joint"] == "knee") for found in (light, heavy))
    assert second["moment"] == pytest.approx(1.5 * first["moment"], rel=0.01)
    assert second["contact"] == pytest.approx(first["contact"], rel=0.01)


@pytest.mark.parametrize(("words", "hint"), [
    (["seatd_row"], "seated_row"), (["chair_stand", "--with", "cable"], "body, dumbbell"),
    (["wall_push_up", "--kg", "5"], "leave out --kg"), (["lateral_raise", "--kg", "90"], "goes up to")])
def test_what_cannot_be_done_is_said_with_what_can(words, hint):
    said = RUN.invoke(app, ["loads", *words])
    assert said.exit_code == 2
    assert hint in said.stderr and "Traceback" not in said.stderr


def test_no_word_that_frightens():
    for slug in ("romanian_deadlift", "step_up"):
        text = RUN.invoke(app, ["loads", slug]).stdout
        assert not [word for word in ("fail", "weak", "bad", "wrong", "damage", "danger", "crush") if word in text.lower()]

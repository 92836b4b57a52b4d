"""`halfkilo measures`: what there is, and words for a slot."""

import json

import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.measures import measures
from tests.measures.slots import made_up, packed


def run(*arguments):
    return CliRunner().invoke(app, ["measures", *map(str, arguments)])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "phq.json"
    path.write_bytes(packed(made_up(measures()["phq_4"])))
    return path


def test_every_measure_is_listed_with_source_and_licence(tmp_path):
    rows = json.loads(run("list", "--data", tmp_path, "--json").stdout)

    assert [row["measure"] for row in rows] == list(measures())
    assert all(row["licence"] and row["change_source"] for row in rows)
    assert next(row for row in rows if row["measure"] == "chair_stand_30")["name"] == "Chair stands in 30 seconds"


def test_words_for_a_slot_are_taken_in_and_listed(file, tmp_path):
    added = run("add", file, "--slot", "phq_4", "--right", "Opened in 2010", "--data", tmp_path)

    assert added.exit_code == 0
    assert "whoever runs this site answers for it" in added.stdout
    assert "a slot, words in en" in run("list", "--data", tmp_path).stdout
    assert (tmp_path / "measures" / "phq_4.en.json").exists()


@pytest.mark.parametrize(("slot", "right", "said"), [
    ("phq9", "x", "Do you mean phq_8?"), ("gad_7", "x", "GAD-7 has 7 items"), ("phq_4", " ", "by what right"),
    ("own_mood", "x", "There is no slot")])
def test_what_does_not_fit_is_said_and_nothing_kept(file, tmp_path, slot, right, said):
    told = run("add", file, "--slot", slot, "--right", right, "--data", tmp_path)

    assert told.exit_code == 1
    assert said in told.stderr
    assert not (tmp_path / "measures").exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert "nothing.json" in run("add", tmp_path / "nothing.json", "--slot", "peg", "--right", "x", "--data", tmp_path).stderr

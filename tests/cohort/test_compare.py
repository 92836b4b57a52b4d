"""Comparisons: figures and intervals, the same outcomes from every engine, the chart, and errors that say what would do."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from math import isclose
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.cohort.biologies import maker
from halfkilo.cohort.chart import BOTTOM, LABEL, across, chart, spread
from halfkilo.cohort.compare import figure, rows, share
from halfkilo.cohort.comparison import Comparison
from halfkilo.cohort.errors import CohortError, NotKnown
from halfkilo.cohort.outcome import Outcome
from halfkilo.cohort.page import page
from halfkilo.cohort.policies import policies
from halfkilo.cohort.runs import Plan, run, sort
from halfkilo.cohort.workers import in_processes, on_dask
from halfkilo.web.pages.mine import how

NAMES = ("halfkilo", "oracle", "linear")


def outcome(seed: int, policy: str = "halfkilo", gain: float = 0.05, flares: int = 0, **more: object) -> Outcome:
    one = Outcome(seed, policy, 182, 78, 39, gain, flares, 2, 14, 3, 20, None, 4.0, 3.0, 8, 2, 30)
    return replace(one, **more)


def made(**gains: float) -> Comparison:
    """Ten people under each policy named, who gain that much and, but for the oracle, flare once."""
    found = {name: [outcome(seed, name, gain, int(name != "oracle")) for seed in range(10)] for name, gain in gains.items()}
    return Comparison(Plan(10, 26, tuple(gains)), found)


# --- figures --------------------------------------------------------------------------------------------------------
def test_a_figure_has_its_mean_and_interval():
    one = figure([1.0, 2.0, 3.0, 4.0, 5.0])

    assert one.mean == 3.0 and isclose(one.high - one.mean, 1.96 * (2.5 / 5) ** 0.5) and isclose(one.mean - one.low, one.high - one.mean)
    assert figure([0.0, 0.0, 3.0], 0.0).low == 0.0 and figure([4.0]).low == 4.0


def test_a_row_counts_by_starters_and_by_year():
    row = rows({"halfkilo": [outcome(0, flares=1), outcome(1, left=9, done=0, gain=0.01, first_raise=None, breaches={"week": 2})]})[0]

    assert isclose(row.gain.mean, 3.0) and isclose(row.load_flares.mean, 365 / 182 / 2) and isclose(row.flare_days.mean, 14 * 365 / 182)
    assert row.attendance.mean == 25.0 and row.drop_out.mean == 50.0 and row.pain.mean == -1.0
    assert (row.sessions, row.first_raise, row.breaches, row.people) == (39, 30.0, 2, 2)


def test_a_share_is_taken_of_the_same_people_in_pairs():
    theirs = [outcome(seed, gain=0.10 + seed / 100) for seed in range(6)]
    ours = [replace(one, gain=0.9 * one.gain) for one in theirs]
    found = share(ours, theirs)

    assert isclose(found.mean, 0.9) and isclose(found.high, 0.9) and isclose(found.low, 0.9)
    with pytest.raises(ValueError, match="same people"):
        share(ours, theirs[1:])
    assert share(ours[:1], [replace(theirs[0], gain=0.0)]).mean == float("inf")


def test_losses_are_said():
    assert made(halfkilo=0.05, linear=0.04).losses() == []
    worse = made(halfkilo=0.05, oracle=0.08, linear=0.06).losses()

    assert len(worse) == 3 and "62 %" in worse[0] and "load flares a year" in worse[1] and worse[2].startswith("linear: at least as much")
    assert made(linear=0.06).losses() == []


# --- engines --------------------------------------------------------------------------------------------------------
def lived(**more: object) -> list[Outcome]:
    told: list[int] = []
    plan = Plan(6, 3, ("halfkilo", "linear"))
    how = more.get("engine", in_processes)
    outcomes = how(list(plan.pieces()), *more.get("words", (1,)), told.append)

    assert sum(told) == len(outcomes) == 12
    return sort(outcomes)["halfkilo"] + sort(outcomes)["linear"]


@pytest.fixture(scope="module")
def here() -> list[Outcome]:
    return lived()


def test_processes_give_the_same_outcomes(here: list[Outcome]):
    assert lived(words=(2,)) == here


@pytest.mark.skipif(find_spec("distributed") is None, reason="dask is an optional extra")
def test_a_local_dask_cluster_gives_the_same_outcomes(here: list[Outcome]):
    assert lived(engine=on_dask, words=(None, 2)) == here


def test_without_dask_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("halfkilo.cohort.workers.find_spec", lambda name: None)
    with pytest.raises(CohortError, match="pip install"):
        on_dask([], None, 1, lambda lived: None)


def test_other_people_have_other_lives_and_order_does_not_matter(here: list[Outcome]):
    pieces = list(Plan(3, 3, ("halfkilo",), first=3).pieces())

    assert run(pieces[0]) == here[3:6]
    assert [one.seed for one in sort([*reversed(here)])["linear"]] == list(range(6))


# --- what can be asked for ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("more", "said"), [
    ({"people": 0}, "people must be at least 1"), ({"weeks": 0}, "weeks must be at least 1"), ({"weeks": 521}, "at most 520"),
    ({"first": -1}, "seed-from must be at least 0"), ({"policies": ("halfkillo",)}, "Did you mean halfkilo"),
    ({"biology": "standart"}, "Did you mean standard"), ({"biology": "no.such:person"}, "can't be imported"),
    ({"biology": "tests.cohort.mine:nobody"}, "has no seed"),
])
def test_a_plan_that_can_not_be_says_why(more, said):
    with pytest.raises(CohortError, match=said):
        Plan(**more)


def test_somebody_elses_biology_is_lived():
    plan = Plan(2, 8, ("linear",), "tests.cohort.mine:person")
    outcomes = [one for piece in plan.pieces() for one in run(piece)]

    assert [one.done for one in outcomes] == [24, 24] and all(one.flare_days == 0 and one.gain > 0.03 for one in outcomes)
    with pytest.raises(NotKnown):
        maker("halfkilo.cohort:nothing")


# --- chart and page -------------------------------------------------------------------------------------------------
def test_the_chart_shows_every_policy_once_and_stays_inside():
    done = made(halfkilo=0.06, oracle=0.07, linear=0.061, traffic_light=0.0605, two_for_two=0.0602)
    tree = ElementTree.fromstring(chart(done.rows, "Strength & flares"))
    texts = [one.text for one in tree.iter("{http://www.w3.org/2000/svg}text")]

    assert all(texts.count(name) == 1 for name in done.plan.names)
    assert len(list(tree.iter("{http://www.w3.org/2000/svg}circle"))) == 5
    assert across(0.0) == across(0.01) < across(0.1) < across(1.0) < across(99.0) == across(10.0)


def test_labels_keep_their_distance():
    found = spread([60.0, 61.0, 62.0, 390.0, 399.0, 400.0])

    assert found == sorted(found) and max(found) <= BOTTOM
    assert all(second - first >= LABEL - 1e-9 for first, second in pairwise(found))


def test_the_page_shows_losses_and_says_it_is_no_evidence():
    said = page([made(halfkilo=0.05, oracle=0.08, linear=0.06), replace(made(halfkilo=0.05, oracle=0.05),
                                                                      plan=Plan(10, 26, ("halfkilo", "oracle"), "standard"))], "a.svg")

    assert "None of this is evidence in real people" in said and "Where it loses" in said and "](a.svg)" in said
    assert "62 % (62..62)" in said and "linear 6.0 % at" in said


# --- the command ----------------------------------------------------------------------------------------------------
def command(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["cohort", "compare", *words])
    assert done.exit_code == code, done.output
    return done.output


def test_the_command_writes_table_chart_and_outcomes(tmp_path: Path):
    said = command("--people", "2", "--weeks", "3", "--policies", "halfkilo, never_progress", "--jobs", "1", "--out", str(tmp_path))
    lines = (tmp_path / "standard.jsonl").read_text(encoding="utf-8").splitlines()

    assert "never_progress" in said and "Nothing here is evidence" in said
    assert len(lines) == 4 and json.loads(lines[0])["policy"] == "halfkilo"
    assert json.loads((tmp_path / "standard.json").read_text(encoding="utf-8"))["simulated"] is True
    assert (tmp_path / "standard.svg").read_text(encoding="utf-8").startswith("<svg") and (tmp_path / "standard.md").exists()


def test_the_command_speaks_json():
    said = json.loads(command("--people", "2", "--weeks", "2", "--policies", "oracle,halfkilo", "--jobs", "1", "--json"))

    assert [row["policy"] for row in said[0]["rows"]] == ["oracle", "halfkilo"] and said[0]["share_of_oracle"]["mean"] > 0


def test_the_docs_are_written_where_there_are_docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert "no folder docs" in command("--people", "1", "--weeks", "1", "--docs", code=2)
    (tmp_path / "docs").mkdir()
    command("--people", "1", "--weeks", "1", "--policies", "linear", "--jobs", "1", "--docs")

    assert (tmp_path / "docs" / "cohort.md").exists() and (tmp_path / "docs" / "pictures" / "cohort.svg").exists()
    assert how.tried(tmp_path / "docs" / "cohort.json")["rows"], "the page of the rules reads it"


@pytest.mark.parametrize("words", [("--engine", "threads"), ("--scheduler", "tcp://127.0.0.1:1"), ("--jobs", "0"), ("--policies", "best")])
def test_what_can_not_be_ends_with_a_sentence(words):
    assert "Traceback" not in command(*words, code=2)


def test_the_page_in_the_docs_names_every_policy_and_its_picture_is_there():
    docs = Path(__file__).parents[2] / "docs"
    said = (docs / "cohort.md").read_text(encoding="utf-8")

    assert all(f"| {name} |" in said for name in policies()) and "evidence in real people" in said
    assert "halfkilo" in (docs / "pictures" / "cohort.svg").read_text(encoding="utf-8")

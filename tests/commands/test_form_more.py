"""`halfkilo form agreement` and `evaluate`: what is printed, and that trouble is told."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.form.recordings import about as files
from halfkilo.form.recordings.about import About, Engine, Found, Label, Labels
from halfkilo.units import Side

HEAD = "person,exercise,repetition,rater,label,score\n"
ROWS = "".join(f"p{n},squat,1,anna,right,5\np{n},squat,1,engine,{'off' if n == 1 else 'right'},\np{n},squat,1,ben,right,4\n"
               f"p{n},squat,2,anna,fault 0,2\np{n},squat,2,engine,fault 0,\n" for n in range(3))


def run(*words):
    return CliRunner().invoke(app, ["form", *map(str, words)])


def test_agreement_of_a_table_stands_beside_its_yardstick(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text(HEAD + ROWS)
    shown = run("agreement", path).stdout
    assert "squat, people and engine: 9 repetitions of 3 people, 2 raters" in shown
    assert "0.833" in shown and "e26658" in shown and "a guess" in shown
    plain = json.loads(run("agreement", path, "--json").stdout)
    assert plain["yardstick"]["percent"] == 0.833
    engine = next(one for one in plain["each"] if (one["exercise"], one["between"]) == ("squat", "engine"))
    assert engine["percent"]["value"] == 0.778 and engine["percent"]["low"] < 0.78 < engine["percent"]["high"]


def test_agreement_of_a_site(tmp_path):
    for person in ("a", "b"):
        folder = tmp_path / "people" / person / "form" / "01990000-0000-7000-8000-000000000001"
        (folder / "labels").mkdir(parents=True)
        files.write(folder / "about.json", About(folder.name, "2026-11-22T10:00:00+00:00", "squat", Side.BOTH, 20, 300, "x"))
        found = (Found(1, 0, 1, 2, 60, None, "baseline"), Found(2, 2, 3, 4, 60, False), Found(3, 4, 5, 6, 60, True, "", 1))
        files.write(folder / "engine.json", Engine("1", True, found))
        files.write(folder / "labels" / "rater.json", Labels("rater", "2026-11-22T10:00:00+00:00", (
            Label(1, "right", 5), Label(2, "right", 5), Label(3, "fault 1", 2))))
    plain = json.loads(run("agreement", "--data", tmp_path, "--json").stdout)["each"]
    engine = next(one for one in plain if one["between"] == "engine" and one["exercise"] == "squat")
    assert engine["repetitions"] == 4, "the engine's own baseline is not compared"
    assert engine["percent"]["value"] == 1 and engine["kappa_fault"]["value"] == 1
    assert not any(one["between"] == "people" for one in plain)
    (tmp_path / "people" / "a" / "form" / "01990000-0000-7000-8000-000000000001" / "labels" / "other.json").write_text("{")
    assert "1 recordings could not be read" in run("agreement", "--data", tmp_path).stdout


def test_trouble_is_told(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text("a,b\n")
    for words, said in ((("agreement",), "Name a table"), (("agreement", path), "has the columns"),
                        (("evaluate", "kimore", tmp_path / "none"), "your own copy"), (("evaluate", "countix", tmp_path), "test.csv")):
        done = run(*words)
        assert done.exit_code and said in " ".join(done.stderr.split()) and "Traceback" not in done.stderr
    path.write_text(HEAD)
    assert "nothing to compare yet" in run("agreement", path).stdout

"""`halfkilo rules`: the table three ways, and a file of own numbers from template to decision."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.commands import doctor
from halfkilo.dose import RULES, STANDARD
from halfkilo.dose.table import STAGES, table
from tests.life import DAY0, begun

RUN = CliRunner()


def run(*words: str | Path, code: int = 0, **around: str) -> str:
    done = RUN.invoke(app, ["rules", *(str(word) for word in words)], env={"HALFKILO_RULES": "", "COLUMNS": "160", **around})
    assert done.exit_code == code and "Traceback" not in done.output, done.output
    return done.output


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    run("--write", path)
    path.write_text(path.read_text().replace("cut_red = 20", "cut_red = 30"))
    return path


def test_the_terminal_shows_every_stage_and_rule() -> None:
    said = run()
    assert f"version {RULES}" in said and all(title in said for title in STAGES.values())
    assert all(row.id in said for row in table().rules) and "10.1136/bmj.e787" in said


def test_json_holds_rules_numbers_and_the_version_in_force(mine: Path) -> None:
    ours, theirs = json.loads(run("--json")), json.loads(run("--json", "--rules", mine))
    assert [row["id"] for row in ours["rules"]] == [row.id for row in table().rules]
    assert ours["version"] == RULES and theirs["version"].startswith(f"{RULES}+")
    assert [one["name"] for one in theirs["numbers"] if one["changed"]] == ["cut_red"]
    assert json.loads(run("--json", HALFKILO_RULES=str(mine)))["version"] == theirs["version"]


def test_a_file_is_written_once_and_looked_over(mine: Path, tmp_path: Path) -> None:
    assert "is there already" in run("--write", mine, code=1)
    assert "cut_red 20 -> 30" in run("--check", mine)
    mine.write_text("cut_red = 40\ncut_rad = 1")
    assert "Worth a look" in (said := run("--check", mine, code=1)) and "line 2: cut_rad" in said and "1 thing to put right" in said
    assert "can't be read" in run("--check", tmp_path / "none.toml", code=1)
    run("--json", "--check", mine, code=2)


def test_today_decides_with_the_numbers_and_refuses_without_them(mine: Path, tmp_path: Path) -> None:
    journal = begun(tmp_path / "asha.jsonl")
    words = ["today", "--journal", str(journal), "--on", DAY0.isoformat(), "--json"]
    ours, theirs = (json.loads(RUN.invoke(app, [*words, *more]).stdout) for more in ([], ["--rules", str(mine)]))
    assert ours["session"]["rules"] == ours["proposed"]["body"]["rules"] == STANDARD.version == RULES
    assert theirs["session"]["rules"] == theirs["proposed"]["body"]["rules"] != RULES
    mine.write_text("cut_red = 5")
    done = RUN.invoke(app, [*words, "--rules", str(mine)])
    assert done.exit_code == 1 and "line 1: cut_red must be from 10 to 50" in done.stderr and done.stdout == ""


def test_the_doctor_looks_at_the_numbers(mine: Path) -> None:
    assert doctor.numbers("").good and f"version {RULES}+" in (found := doctor.numbers(str(mine))).what and found.good
    mine.write_text("cut_red = 5")
    assert not (found := doctor.numbers(str(mine))).good and "line 1: cut_red" in found.advice and found.needed
    assert not doctor.numbers(str(mine) + "x").good

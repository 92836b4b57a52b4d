"""Small changes of the dose are noticed by its tests; those that are not stand in docs/mutation.md, each with its reason."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from halfkilo.dose import rules
from scripts.mutate import files
from scripts.mutation.choice import Choice
from scripts.mutation.known import Known, sources
from scripts.mutation.mutants import mutants
from scripts.mutation.page import explained, write

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutation.md"
REASONS = ("equivalent", "words only", "performance only", "open", "not looked at")
SHARE = 95
"""Percent that must be noticed."""


@cache
def program(path: Path) -> str:
    """A file as its syntax tree is written, so that layout does not matter."""
    return " ".join(ast.unparse(ast.parse(path.read_text(encoding="utf-8"))).split())


def test_what_nobody_noticed_still_stands_in_the_program():
    listed = explained(PAGE)
    assert listed
    for key, why in listed.items():
        path, _, change = key.split(":", 2)
        assert why.startswith(REASONS), key
        assert change.rsplit(" #", 1)[0].split(" -> ")[0].removeprefix("if ") in program(files()[path]), f"gone: {key}"


def test_every_kind_of_change_is_tried(tmp_path):
    path = tmp_path / "some.py"
    path.write_text('X = 3\ndef f(a, b):\n    """Doc."""\n    if not a < b and "word":\n        return min(a + 1, b)\n'
                    "    return [c for c in a if c]\n")
    found = {(one.function, one.old, one.new) for one, _ in mutants(path, "some.py")}

    assert ("", "X = 3", "X = 4") in found
    assert ("f", "if not a < b and 'word'", "if not a <= b and 'word'") in found
    assert ("f", "if not a < b and 'word'", "if not a < b or 'word'") in found
    assert ("f", "if not a < b and 'word'", "if not a < b and 'wordXX'") in found
    assert ("f", "return min(a + 1, b)", "return max(a + 1, b)") in found
    assert ("f", "return min(a + 1, b)", "return min(a - 1, b)") in found
    assert ("f", "return min(a + 1, b)", "return None") in found
    assert ("f", "return [c for c in a if c]", "return [c for c in a if not c]") in found
    assert not any("Doc" in old for _, old, _ in found)


def test_the_page_keeps_what_was_said(tmp_path):
    page, key = tmp_path / "page.md", "dose/a.py:f:a | b -> a & b #1"
    write(page, {key: None, "dose/a.py:f:c -> d #1": "some test"}, {"dose/a.py": [key, "dose/a.py:f:c -> d #1"]})
    assert explained(page) == {key: "not looked at"} and "50.0 %" in page.read_text()
    page.write_text(page.read_text().replace("not looked at", "equivalent: both are bits"))
    write(page, {key: None}, {"dose/a.py": [key]})
    assert explained(page) == {key: "equivalent: both are bits"}
    write(page, {}, {"dose/a.py": [key, "dose/a.py:f:never -> tried #1"]})
    assert explained(page) == {key: "equivalent: both are bits"}, "it was not tried this time"
    write(page, {key: "some test"}, {"dose/a.py": [key]})
    assert explained(page) == {}, "a test notices it by now"


def known(tmp_path: Path) -> Known:
    """Found out with one program, a helper and two tests, and kept in a file."""
    one, two = "tests/dose/test_one.py::test_it", "tests/dose/test_two.py::test_it"
    found = Known(tmp_path / "known.json", {one: 1.0, two: 2.0}, {one: ["limits.py:1"], two: ["limits.py:2"]},
                  {"by one": one, "by two": two, "by time": "signal 27", "by nobody": None},
                  {"src/halfkilo/limits.py": "a", "tests/life.py": "a", "tests/dose/test_one.py": "a", "tests/dose/test_two.py": "a"})
    found.write()
    return Known.read(found.file)


def test_what_was_found_out_is_kept_while_everything_is_the_same(tmp_path):
    kept = known(tmp_path)
    kept.only_about(dict(kept.sources))
    assert kept == known(tmp_path) and len(kept.noticed) == 4 and len(kept.seconds) == 2


@pytest.mark.parametrize("place", ["src/halfkilo/limits.py", "tests/life.py", "src/halfkilo/dose/new.py"])
def test_what_was_found_out_about_another_program_is_forgotten(tmp_path, place: str):
    kept = known(tmp_path)
    now = {**kept.sources, place: "b"}
    kept.only_about(now)
    assert (kept.noticed, kept.seconds, kept.lines, kept.sources) == ({}, {}, {}, now)
    old = known(tmp_path)
    old.sources = {}
    old.only_about(now)
    assert old.noticed == {}, "kept before sources were"


@pytest.mark.parametrize(("change", "left"), [
    ({"tests/dose/test_two.py": "b"}, ["by one", "by time"]),
    ({"tests/dose/test_three.py": "b"}, ["by one", "by two", "by time"]),
    ({"tests/dose/test_one.py": None}, ["by two", "by time"]),
], ids=["changed", "new", "gone"])
def test_another_test_is_asked_anew_about_what_it_did_and_what_nobody_noticed(tmp_path, change: dict[str, str | None], left: list[str]):
    kept = known(tmp_path)
    kept.only_about({place: one for place, one in (kept.sources | change).items() if one is not None})
    assert list(kept.noticed) == left
    there = [one for one in kept.seconds if one.split("::")[0] not in change]
    assert list(kept.seconds) == list(kept.lines) == there


def test_the_program_is_known_by_its_files(tmp_path):
    place = Path(rules.__file__).relative_to(ROOT).as_posix()
    found = sources(ROOT, ["src/halfkilo/dose/table.toml", "src/halfkilo/dose/never.toml"])
    assert {place, "src/halfkilo/limits.py", "src/halfkilo/dose/table.toml", "tests/dose/test_mutation.py"} <= found.keys()
    assert not any("never" in one or ".venv" in one for one in found)
    (tmp_path / "a.toml").write_text("x = 1")
    before = sources(tmp_path, ["a.toml"])
    (tmp_path / "a.toml").write_text("x = 2")
    assert before.keys() == {"a.toml"} and sources(tmp_path, ["a.toml"]) != before


@pytest.mark.campaign
@pytest.mark.timeout(14_400)
def test_mutants_are_noticed(tmp_path):
    """An even sample; all of them with HALFKILO_MUTANTS=all (some hours)."""
    sample = os.environ.get("HALFKILO_MUTANTS", "200")
    file = tmp_path / "known.json"
    more = [] if sample == "all" else ["--sample", sample]
    subprocess.run([sys.executable, "-m", "scripts.mutate", "--known", str(file), *more], cwd=ROOT, check=False)
    noticed, said = json.loads(file.read_text(encoding="utf-8"))["noticed"], explained(PAGE)
    left = [key for key, who in noticed.items() if who is None and not said.get(key, "").startswith("equivalent")]

    assert len(noticed) == len(Choice.of(files(), None if sample == "all" else int(sample)).chosen)
    assert 100 * (len(noticed) - len(left)) >= SHARE * len(noticed), left

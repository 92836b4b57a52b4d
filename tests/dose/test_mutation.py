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

from scripts.mutate import files
from scripts.mutation.choice import Choice
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
    known = explained(PAGE)
    assert known
    for key, why in known.items():
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


@pytest.mark.campaign
@pytest.mark.timeout(14_400)
def test_mutants_are_noticed(tmp_path):
    """An even sample; all of them with HALFKILO_MUTANTS=all (some hours)."""
    sample = os.environ.get("HALFKILO_MUTANTS", "200")
    known = tmp_path / "known.json"
    more = [] if sample == "all" else ["--sample", sample]
    subprocess.run([sys.executable, "-m", "scripts.mutate", "--known", str(known), *more], cwd=ROOT, check=False)
    noticed, said = json.loads(known.read_text(encoding="utf-8"))["noticed"], explained(PAGE)
    left = [key for key, who in noticed.items() if who is None and not said.get(key, "").startswith("equivalent")]

    assert len(noticed) == len(Choice.of(files(), None if sample == "all" else int(sample)).chosen)
    assert 100 * (len(noticed) - len(left)) >= SHARE * len(noticed), left

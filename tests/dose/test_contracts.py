"""CrossHair looks for whole numbers that break a contract of the dose's core (`contracts.py`), and finds them where there are some."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dose import contracts

ROOT = Path(__file__).parents[2]
SECONDS = 60
"""CPU time that one contract may take."""
PLANTED = {
    "src/halfkilo/dose/progress.py": ("if new.grams > old.grams and new.target > old.target:", "if False:"),
    "src/halfkilo/dose/grid.py": ("index = bisect_right(self.notches, load)\n        return self.notches[index - 1] if index",
                                  "index = bisect_right(self.notches, load)\n        return self.notches[index % 2] if index"),
}
"""Mistakes that a person could make, and the contract that must notice."""
NOTICED = {"src/halfkilo/dose/progress.py": "what_is_allowed_keeps_the_invariants", "src/halfkilo/dose/grid.py": "a_grid_rounds_down"}


def crosshair(name: str, source: Path = ROOT / "src") -> subprocess.CompletedProcess[str]:
    """What CrossHair says of one contract: 0 and nothing where it found no counterexample, 1 and the numbers where it did."""
    pytest.importorskip("crosshair")
    line = [sys.executable, "-m", "crosshair", "check", "--analysis_kind=PEP316", f"--per_condition_timeout={SECONDS / 2}",
            f"tests.dose.contracts.{name}"]
    paths = os.pathsep.join((str(source), str(ROOT)))
    return subprocess.run(line, cwd=ROOT, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=False)


@pytest.mark.campaign
@pytest.mark.parametrize("name", [one.__name__ for one in contracts.CONTRACTS])
def test_no_numbers_break_it(name):
    said = crosshair(name)

    assert (said.returncode, said.stdout) == (0, ""), said.stdout + said.stderr


@pytest.mark.campaign
@pytest.mark.parametrize("file", sorted(PLANTED))
def test_a_planted_mistake_is_found(file, tmp_path):
    """Else no counterexample would mean nothing."""
    package = tmp_path / "src" / "halfkilo"
    package.parent.mkdir()
    package.mkdir()
    for one in (ROOT / "src" / "halfkilo").iterdir():
        if one.name != "dose" and one.name != "__pycache__":
            (package / one.name).symlink_to(one)
    (package / "dose").mkdir()
    for one in (ROOT / "src" / "halfkilo" / "dose").iterdir():
        if one.is_file():
            (package / "dose" / one.name).write_bytes(one.read_bytes())
    right, mistake = PLANTED[file]
    path = tmp_path / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, mistake), encoding="utf-8")

    said = crosshair(NOTICED[file], tmp_path / "src")

    assert said.returncode == 1 and "error: false when calling" in said.stdout.lower(), said.stdout + said.stderr


def test_every_contract_is_kept_by_small_numbers():
    """A quick look without CrossHair: each contract can be called, and its words are a contract."""
    for one in contracts.CONTRACTS:
        assert one.__doc__ is not None and "pre:" in one.__doc__ and "post:" in one.__doc__, one.__name__
    public = {name for name, one in vars(contracts).items() if getattr(one, "__module__", "") == contracts.__name__ and callable(one)}
    assert public == {one.__name__ for one in contracts.CONTRACTS}

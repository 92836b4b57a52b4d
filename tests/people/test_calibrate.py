"""The report is of this biology, a small calibration still meets its targets, and a miss is said and counted."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from halfkilo.people.calibrate import __main__, fingerprint, measured
from halfkilo.people.calibrate.report import missed, page

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"
SMALL = 700
SLACK = 0.12
"""A small crowd scatters: each range may be missed by this share of its larger end."""


@pytest.fixture(scope="module")
def found():
    return list(measured(SMALL))


def test_the_report_is_of_this_biology():
    assert f"`{fingerprint()}`" in PAGE.read_text(encoding="utf-8"), "run python -m halfkilo.people.calibrate and commit its page"


def test_the_report_misses_nothing():
    told = re.search(r"(\d+) targets, (\d+) met", PAGE.read_text(encoding="utf-8"))

    assert told is not None and told[1] == told[2]


def test_a_small_calibration_stays_near_its_targets(found):
    assert len(found) >= 50
    for one in found:
        slack = SLACK * max(abs(one.low), abs(one.high))
        assert one.low - slack <= one.simulated <= one.high + slack, one


def test_every_target_is_on_the_page(found):
    text = PAGE.read_text(encoding="utf-8")

    assert all(f"| {one.name} | {one.source} |" in text for one in found)
    assert all(one.low <= one.high and one.source for one in found)


def test_a_miss_is_said(found):
    wrong = replace(found[0], simulated=found[0].high + 1.0)

    assert not wrong.met and found[0].name in missed([wrong]) and "**missed**" in page([wrong], 50)
    assert missed([replace(wrong, simulated=wrong.low)]) == ""


def test_a_miss_ends_with_one(monkeypatch, tmp_path, found, capsys):
    out = str(tmp_path / "calibration.md")
    for target, code in ((replace(found[0], simulated=found[0].low), 0), (replace(found[0], simulated=found[0].low - 1.0), 1)):
        monkeypatch.setattr(__main__, "measured", lambda _, one=target: [one])
        monkeypatch.setattr(__main__, "page", lambda *_: "")
        assert __main__.main(["--out", out]) == code
    assert "missed: usual pain" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--people", "3"], ["--out", "/nowhere/at/all.md"]])
def test_what_cannot_be_done_is_said(wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        __main__.main(wrong)
    assert ended.value.code == 2 and wrong[0] in capsys.readouterr().err


def test_people_need_no_arrays():
    """The film and the site use people without numpy."""
    code = "import sys, halfkilo.people; sys.exit('numpy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.campaign
def test_the_whole_calibration_misses_nothing():
    assert missed(list(measured(__main__.PEOPLE))) == ""

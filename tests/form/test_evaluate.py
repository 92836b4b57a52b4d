"""Loaders for other people's data, on made-up folders of the same layout; figures on the data themselves only where somebody has a copy."""

from __future__ import annotations

import json
import math
import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from halfkilo.exercises.catalogue import HERE
from halfkilo.form.clips import repeated
from halfkilo.form.errors import FormError, Unreadable
from halfkilo.form.evaluate import countix, kimore, ranking
from halfkilo.form.evaluate.sheet import cells
from halfkilo.form.joints import JOINTS, KINECT25, MEDIAPIPE
from halfkilo.form.landmarks import Landmarks


def chair(times: int, amount: float = 1.0) -> Landmarks:
    clip = json.loads((HERE / "chair_stand" / "clip.json").read_text("utf-8"))
    seen = repeated(clip, times)
    return Landmarks(seen.times, (seen.places[0] + (seen.places - seen.places[0]) * amount) / 1000)


def into(layout, places: np.ndarray) -> np.ndarray:
    """Our joints in another layout's points and axes."""
    out = np.zeros((len(places), layout.points, 3))
    for joint, source in enumerate(layout.sources):
        turned = np.zeros((len(places), 3))
        for own, axis in enumerate(layout.axes):
            turned[:, abs(axis) - 1] = np.sign(axis) * places[:, joint, own]
        for point in source if len(source) == 1 or JOINTS[joint] == "head" else ():
            out[:, point] = turned
    return out


# --- KIMORE ---------------------------------------------------------------------------------------------------------


def sheet(path: Path, values: list[float | None]) -> None:
    """An xlsx file as a clinician's: headings in the first row, shared strings, the scores below."""
    heads = ["Subject ID", *(f"clinical TS Ex#{n}" for n in range(1, 6))]
    shared = "".join(f"<si><t>{one}</t></si>" for one in heads)
    first = "".join(f'<c r="{chr(65 + n)}1" t="s"><v>{n}</v></c>' for n in range(6))
    second = "".join(f'<c r="{chr(66 + n)}2"><v>{value}</v></c>' for n, value in enumerate(values) if value is not None)
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/sharedStrings.xml", f'<sst xmlns="{name}">{shared}</sst>')
        file.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{name}"><sheetData><row r="1">{first}</row><row r="2">{second}</row>'
                      "</sheetData></worksheet>")


def a_person(root: Path, name: str, amount: float, score: float | None) -> None:
    """Es1 of one person: the chair stand, gone so far; the score in the authors' sheet."""
    place = root / "CG" / "Expert" / name / "Es1"
    (place / "Raw").mkdir(parents=True)
    (place / "Label").mkdir()
    points = into(KINECT25, chair(4, amount).places)
    rows = np.concatenate([points, np.full((*points.shape[:2], 1), 2.0)], 2).reshape(len(points), -1)
    (place / "Raw" / "JointPosition010203.csv").write_text("\n".join(",".join(f"{value:.4f}" for value in row) + "," for row in rows))
    sheet(place / "Label" / f"ClinicalAssessment_{name}.xlsx", [score, None, None, None, None])


def test_the_authors_folders_are_read_and_ranked(tmp_path):
    for number, (amount, score) in enumerate(((1.0, 48.5), (0.85, 40.0), (0.7, 33.0), (0.55, 21.0), (0.4, 12.0))):
        a_person(tmp_path, f"E_ID{number}", amount, score)
    a_person(tmp_path, "E_ID17", 1.0, None)
    found = kimore.evaluate(tmp_path)
    assert (found.people, found.recordings, found.passed_over) == (5, 5, {"without a score": 1})
    assert found.by_exercise["Es1"].value == pytest.approx(1.0), "who goes farther is scored higher, by us as well"


def test_a_table_of_ones_own_says_the_same(tmp_path):
    lines = ["person,exercise,file,score"]
    for number, amount in enumerate((1.0, 0.8, 0.6, 0.4, 0.3)):
        seen = chair(3, amount)
        np.savez(tmp_path / f"{number}.npz", points=into(KINECT25, seen.places), times=seen.times)
        lines.append(f"p{number},squat,{number}.npz,{50 - 8 * number}")
    (tmp_path / "scores.csv").write_text("\n".join([*lines, "p9,squat,none.npz,3", "p8,squat,0.npz,good"]))
    found = kimore.evaluate(tmp_path)
    assert found.by_exercise["squat"].value == pytest.approx(1.0)
    assert found.passed_over == {"unreadable": 1, "without a score": 1}
    (tmp_path / "scores.csv").write_text("person,exercise,file,score\np,squat,../away.npz,3\n")
    with pytest.raises(Unreadable, match="outside"):
        kimore.evaluate(tmp_path)


def test_an_empty_folder_is_said(tmp_path):
    with pytest.raises(FormError, match=r"scores\.csv"):
        kimore.evaluate(tmp_path)
    with pytest.raises(FormError, match=r"test\.csv"):
        countix.evaluate(tmp_path)


@pytest.mark.parametrize(("text", "said"), [("1,2,3", "line 1: has 3 numbers"), (",".join(["x"] * 100), "line 1: is numbers"),
                                            ("", "no frames")])
def test_a_torn_table_of_positions_is_named(tmp_path, text, said):
    path = tmp_path / "JointPosition.csv"
    path.write_text(text)
    with pytest.raises(Unreadable, match=said):
        kimore.kinect(path)


@pytest.mark.parametrize("raw", [b"", b"PK", b"<!DOCTYPE x><worksheet/>", b"<worksheet"])
def test_a_sheet_that_is_none_is_named(tmp_path, raw):
    path = tmp_path / "a.xlsx"
    if raw.startswith(b"<"):
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("xl/worksheets/sheet1.xml", raw)
    else:
        path.write_bytes(raw)
    with pytest.raises(Unreadable):
        cells(path)


# --- Countix --------------------------------------------------------------------------------------------------------


def test_videos_are_counted_within_one(tmp_path):
    (tmp_path / "annotation").mkdir()
    (tmp_path / "test_poses").mkdir()
    lines = ["type,name,count"]
    for name, times, flat in (("a", 3, True), ("b", 6, False), ("c", 5, True)):
        points = into(MEDIAPIPE, chair(times).places)
        points[::40] = 0.0  # nobody found
        np.save(tmp_path / "test_poses" / f"{name}_pose.npy", points.reshape(len(points), -1) if flat else points)
        lines.append(f"squat,{name}.mp4,{times}")
    lines += ["squat,gone.mp4,4", "jump,c.mp4,40"]
    (tmp_path / "annotation" / "test.csv").write_text("\n".join(lines))
    found = countix.evaluate(tmp_path)
    assert (found.videos, found.by_kind, found.passed_over) == (4, {"jump": 0.0, "squat": 1.0}, {"without points": 1})
    assert found.within_one == 0.75 and 0.15 < found.error < 0.35


def test_objects_in_an_array_are_not_unpickled(tmp_path):
    path = tmp_path / "a.npy"
    np.save(path, np.array([{"a": 1}], dtype=object))
    with pytest.raises(Unreadable):
        countix._poses(path, 30)


# --- ranks ----------------------------------------------------------------------------------------------------------


def test_ranks_share_ties_and_few_people_have_none():
    assert ranking.spearman(np.array([1, 2, 3, 4]), np.array([10, 20, 30, 40])) == pytest.approx(1)
    # by hand: ranks 1 2.5 2.5 4 and 1 2 3 4: 4.5 / sqrt(4.5 * 5)
    assert ranking.spearman(np.array([1, 2, 2, 9]), np.array([1, 2, 3, 4])) == pytest.approx(4.5 / math.sqrt(4.5 * 5))
    assert math.isnan(ranking.spearman(np.ones(4), np.arange(4)))
    few = ranking.ranked(np.arange(4), np.arange(4))
    assert few.people == 4 and few.plain()["spearman"] is None


# --- somebody's own copy --------------------------------------------------------------------------------------------


@pytest.mark.skipif("HALFKILO_KIMORE" not in os.environ, reason="KIMORE has no licence to ship: name your own copy in HALFKILO_KIMORE")
def test_the_score_ranks_strangers_as_clinicians_do():
    assert kimore.evaluate(Path(os.environ["HALFKILO_KIMORE"])).mean >= 0.45


@pytest.mark.skipif("HALFKILO_COUNTIX" not in os.environ, reason="Countix-Fitness has no licence: name your own copy in HALFKILO_COUNTIX")
def test_videos_in_the_wild_are_counted_within_one():
    assert countix.evaluate(Path(os.environ["HALFKILO_COUNTIX"])).within_one >= 0.75

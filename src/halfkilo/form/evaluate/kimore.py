"""KIMORE (78 people, five movements, Kinect v2, clinicians' scores): does our score, learned from nobody, rank strangers likewise?

Two layouts are read. The authors' own: `GROUP/SUBGROUP/PERSON/Es1 .. Es5/Raw/JointPosition*.csv` (a row a frame, 25 joints of x, y, z and
a state) and `Label/ClinicalAssessment*.xlsx` (a heading `clinical TS Ex#1` above the score). Or ours: `scores.csv` with the columns
person, exercise, file, score beside landmark files of any layout. The authors' layout is written from memory; the data were not at hand.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from halfkilo.form import signals
from halfkilo.form.errors import FormError, Unreadable
from halfkilo.form.evaluate.ranking import Rank, ranked
from halfkilo.form.evaluate.sheet import cells
from halfkilo.form.exercise import Known
from halfkilo.form.joints import KINECT25
from halfkilo.form.landmarks import Landmarks, landmarks
from halfkilo.form.reading import read
from halfkilo.form.score import scores
from halfkilo.form.watcher import watch

RATE = 30.0
"""Frames a second of the Kinect, where a file has no times."""

TABLE, COLUMNS = "scores.csv", ("person", "exercise", "file", "score")
HEADING = re.compile(r"clinical\s*TS\s*Ex\s*#?\s*([1-5])", re.IGNORECASE)
"""TS: the total score, 10 to 50."""


@dataclass(frozen=True)
class Scored:
    """One recording and what a clinician gave it."""

    person: str
    exercise: str
    seen: Landmarks
    score: float


@dataclass(frozen=True)
class Ranking:
    """by_exercise: rank correlation of ours with theirs. mean: over exercises. passed_over: recordings without a score, that could not be
    read or had fewer than two repetitions, by why."""

    by_exercise: dict[str, Rank]
    mean: float
    people: int
    recordings: int
    passed_over: dict[str, int]


def evaluate(folder: Path) -> Ranking:
    """Over everything in a user's own copy.

    Raises:
        FormError: there is nothing of either layout.
    """
    pairs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    people, passed, count = set[str](), defaultdict[str, int](int), 0
    for one in recordings(folder, passed):
        ours = of(one.seen)
        if math.isnan(ours):
            passed["fewer than two repetitions"] += 1
            continue
        pairs[one.exercise].append((ours, one.score))
        people.add(one.person)
        count += 1
    if not count and not passed:
        raise FormError(f"{folder}: neither {TABLE} nor folders with Raw and Label in them")
    found = {exercise: ranked(np.array([a for a, _ in each]), np.array([b for _, b in each])) for exercise, each in sorted(pairs.items())}
    known = [rank.value for rank in found.values() if not math.isnan(rank.value)]
    return Ranking(found, sum(known) / len(known) if known else math.nan, len(people), count, dict(passed))


def of(seen: Landmarks) -> float:
    """Our score of a recording: the mean over its repetitions, which are found without knowing the movement; NaN with fewer than two."""
    try:
        movement = Known("", signals.of_recording(seen))
    except FormError:
        return math.nan
    drawn = [one.whole for one in scores([one.shape for one in watch(seen, movement)])]
    return float(np.nanmean(drawn)) if len(drawn) > 1 else math.nan


def recordings(folder: Path, passed: dict[str, int]) -> Iterator[Scored]:
    """Everything that has a score. passed: counts what has none or can't be read."""
    yield from _ours(folder, passed) if (folder / TABLE).exists() else _authors(folder, passed)


def _ours(folder: Path, passed: dict[str, int]) -> Iterator[Scored]:
    path = folder / TABLE
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not set(COLUMNS) <= set(rows.fieldnames or ()):
            raise Unreadable(path, "line 1", f"has the columns {', '.join(COLUMNS)}")
        for row in rows:
            place = (folder / str(row["file"])).resolve()
            if not place.is_relative_to(folder.resolve()):
                raise Unreadable(path, f"line {rows.line_num}", "names a file outside this folder")
            try:
                yield Scored(str(row["person"]), str(row["exercise"]), read(place, fps=RATE), float(str(row["score"])))
            except (FormError, OSError):
                passed["unreadable"] += 1
            except ValueError:
                passed["without a score"] += 1


def _authors(folder: Path, passed: dict[str, int]) -> Iterator[Scored]:
    for place in sorted(folder.rglob("Es[1-5]")):
        if not place.is_dir():
            continue
        score = _score(place)
        raw = sorted((place / "Raw").glob("JointPosition*.csv"))
        if score is None or not raw:
            passed["without a score" if raw else "without positions"] += 1
            continue
        try:
            yield Scored(place.parent.name, place.name, kinect(raw[0]), score)
        except FormError:
            passed["unreadable"] += 1


def _score(place: Path) -> float | None:
    """The total score of this exercise: from its own sheet, which holds all five."""
    for path in sorted((place / "Label").glob("ClinicalAssessment*.xlsx")):
        table = cells(path)
        for (row, column), text in table.items():
            found = HEADING.fullmatch(str(text).strip())
            if found and f"Es{found[1]}" == place.name:
                value = table.get((row + 1, column))
                if isinstance(value, float) and math.isfinite(value):
                    return value
    return None


def kinect(path: Path, rate: float = RATE) -> Landmarks:
    """`JointPosition*.csv`: a row a frame, 25 joints of x, y, z in metres (y up) and a state, which is 2 where tracked.

    Raises:
        Unreadable: it does not fit.
    """
    rows = []
    for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
        parts = [part for part in line.split(",") if part.strip()]
        if not parts:
            continue
        if len(parts) != 4 * KINECT25.points:
            raise Unreadable(path, f"line {number}", f"has {len(parts)} numbers; a frame has {4 * KINECT25.points}")
        try:
            rows.append([float(part) for part in parts])
        except ValueError as problem:
            raise Unreadable(path, f"line {number}", "is numbers") from problem
    if len(rows) < 2:
        raise Unreadable(path, "", "has no frames")
    frames = np.array(rows).reshape(len(rows), KINECT25.points, 4)
    return landmarks(KINECT25, np.arange(len(rows)) / rate, frames[..., :3], (frames[..., 3] > 0).astype(float))

"""How far raters agree, per exercise: between people, and between people and the engine. Percent, Cohen's kappa, weighted kappa of scores.

Intervals come from drawing people anew (bootstrap), never repetitions: repetitions of one person resemble each other, and an interval that
takes them for strangers would be far too narrow.

Formulas: kappa Cohen 1960 (Educ Psychol Meas 20:37), weighted kappa Cohen 1968 (Psychol Bull 70:213) with squared distances; with more
than two raters the mean over their pairs (Light 1971), each pair weighing as its repetitions do.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo.form.errors import FormError, Unreadable
from halfkilo.form.joints import Array
from halfkilo.form.recordings.about import CANT_TELL, RIGHT
from halfkilo.form.recordings.store import Kept, manifest

ENGINE = "engine"
"""The name of the engine among the raters."""

YARDSTICK = 0.833
YARDSTICK_KAIA = 0.828
YARDSTICK_SOURCE = ("share of repetitions on which two physiotherapists agreed, and an app with them (0.828): 24 people, 6 exercises, "
                    "JMIR 2021;23(7):e26658, sponsored; told as agreement, so it stands beside percent and not beside kappa")

SCORES = range(1, 6)
DRAWS = 2000
LEAST_PEOPLE = 2
FEW_PEOPLE = 10
"""Below this an interval from drawing people is itself a guess, and that is said."""

COLUMNS = ("person", "exercise", "repetition", "rater", "label", "score")
MOST_ROWS = 1_000_000


@dataclass(frozen=True)
class Said:
    """One rater on one repetition. label: `right`, `fault N`, `off` (other than usual, no fault named), `cant_tell` or "" (a score only).
    score: 1 to 5, or None."""

    person: str
    exercise: str
    repetition: str
    rater: str
    label: str
    score: int | None = None


@dataclass(frozen=True)
class Figure:
    """value with its 95 % limits over people (NaN where there are too few)."""

    value: float
    low: float
    high: float

    def plain(self) -> dict[str, float | None]:
        """For JSON: three decimals, null where nothing can be told."""
        return {"value": _told(self.value), "low": _told(self.low), "high": _told(self.high)}


@dataclass(frozen=True)
class Agreement:
    """Of one exercise (or `all`), between people or with the engine. repetitions: on which two could be compared. people: recorded ones.
    raters: how many labelled. cant_tell: share of what was labelled. right: kappa of right or not. fault: kappa of which one.
    score: weighted kappa. percent: share of alike answers to right or not."""

    exercise: str
    between: str
    people: int
    raters: int
    repetitions: int
    cant_tell: float
    percent: Figure
    right: Figure
    fault: Figure
    score: Figure

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return {"exercise": self.exercise, "between": self.between, "people": self.people, "raters": self.raters,
                "repetitions": self.repetitions, "cant_tell": _told(self.cant_tell), "percent": self.percent.plain(),
                "kappa_right": self.right.plain(), "kappa_fault": self.fault.plain(), "kappa_score": self.score.plain()}


# --- the formulas ---------------------------------------------------------------------------------------------------


def kappa(table: Sequence[Sequence[float]]) -> float:
    """Cohen's kappa of a square table of counts, rows one rater, columns the other; NaN where chance alone would agree on everything."""
    return float(kappas(np.asarray(table, float), apart(len(table))))


def weighted(table: Sequence[Sequence[float]]) -> float:
    """Weighted kappa of ordered answers: a step twice as far counts four times."""
    return float(kappas(np.asarray(table, float), apart(len(table), ordered=True)))


def apart(size: int, ordered: bool = False) -> Array:
    """(size, size): how far two answers disagree, 0 where they are alike."""
    step = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(float)
    return step**2 if ordered else np.minimum(step, 1.0)


def kappas(counts: Array, far: Array) -> Array:
    """Of many tables at once: (..., size, size) -> (...); NaN where there is nothing to tell."""
    whole = counts.sum((-1, -2))
    chance = counts.sum(-1)[..., :, None] * counts.sum(-2)[..., None, :] / np.maximum(whole, 1e-12)[..., None, None]
    expected = (far * chance).sum((-1, -2))
    seen = (far * counts).sum((-1, -2))
    found: Array = np.where(expected > 0, 1.0 - seen / np.where(expected > 0, expected, 1.0), np.nan)
    return found


def alike(counts: Array, far: Array) -> Array:
    """Share of like answers, of many tables at once."""
    whole = counts.sum((-1, -2))
    found: Array = np.where(whole > 0, 1.0 - (np.minimum(far, 1.0) * counts).sum((-1, -2)) / np.maximum(whole, 1e-12), np.nan)
    return found


# --- pairs of answers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Both:
    """Two raters on one repetition of one person."""

    person: str
    pair: tuple[str, str]
    one: Said
    other: Said


def _both(rows: Iterable[Said], between: str) -> list[_Both]:
    by: dict[tuple[str, str, str], dict[str, Said]] = defaultdict(dict)
    for row in rows:
        by[row.person, row.exercise, row.repetition][row.rater] = row
    found = []
    for (person, _, _), said in sorted(by.items()):
        for one, other in combinations(sorted(said), 2):
            if (ENGINE in (one, other)) == (between == ENGINE):
                first, second = (other, one) if one == ENGINE else (one, other)
                found.append(_Both(person, (first, second), said[first], said[second]))
    return found


def _tables(pairs: Sequence[_Both], answer: Callable[[Said], int | None], size: int) -> Array:
    """(people, pairs of raters, size, size): how often they answered so, where both did."""
    said = [(both.person, both.pair, answer(both.one), answer(both.other)) for both in pairs]
    known = [one for one in said if one[2] is not None and one[3] is not None]
    people, raters = (sorted({one[at] for one in known}) for at in (0, 1))  # type: ignore[type-var]  # names, or pairs of names
    counts = np.zeros((len(people), len(raters), size, size))
    for person, pair, row, column in known:
        counts[people.index(person), raters.index(pair), row, column] += 1
    return counts


def _right(said: Said) -> int | None:
    return None if said.label in ("", CANT_TELL) else int(said.label != RIGHT)


def _score(said: Said) -> int | None:
    return None if said.score is None else said.score - SCORES[0]


def _over_pairs(counts: Array, figure: Callable[[Array, Array], Array], far: Array) -> Array:
    """(..., pairs, size, size) -> (...): Light's mean over pairs of raters, each as heavy as its repetitions."""
    value, weight = figure(counts, far), counts.sum((-1, -2))
    weight = np.where(np.isnan(value), 0.0, weight)
    whole = weight.sum(-1)
    mean: Array = np.where(whole > 0, (np.nan_to_num(value) * weight).sum(-1) / np.maximum(whole, 1e-12), np.nan)
    return mean


def _figure(counts: Array, figure: Callable[[Array, Array], Array], seed: int, ordered: bool = False) -> Figure:
    people, far = len(counts), apart(counts.shape[-1], ordered)
    value = float(_over_pairs(counts.sum(0), figure, far))
    if people < LEAST_PEOPLE or math.isnan(value):
        return Figure(value, math.nan, math.nan)
    times = np.random.default_rng(seed).multinomial(people, np.full(people, 1 / people), DRAWS)  # how often each person is drawn
    drawn = _over_pairs(np.tensordot(times.astype(float), counts, 1), figure, far)
    known = drawn[~np.isnan(drawn)]
    if len(known) < DRAWS // 2:
        return Figure(value, math.nan, math.nan)
    low, high = np.percentile(known, (2.5, 97.5))
    return Figure(value, float(low), float(high))


def agreement(rows: Sequence[Said], seed: int = 1) -> list[Agreement]:
    """Every exercise, then `all`; between people first, then with the engine. Nothing where no repetition has two answers."""
    found = []
    for exercise in [*sorted({row.exercise for row in rows}), "all"]:
        mine = [row for row in rows if exercise in (row.exercise, "all")]
        for between in ("people", ENGINE):
            pairs = _both(mine, between)
            if pairs:
                found.append(_one(exercise, between, pairs, seed))
    return found


def _one(exercise: str, between: str, pairs: Sequence[_Both], seed: int) -> Agreement:
    right = _tables(pairs, _right, 2)
    kinds = sorted({said.label for both in pairs for said in (both.one, both.other)} - {"", CANT_TELL})
    fault = _tables(pairs, lambda said: kinds.index(said.label) if said.label in kinds else None, max(1, len(kinds)))
    score = _tables(pairs, _score, len(SCORES))
    labels = {(both.person, said.repetition, said.rater): said.label for both in pairs for said in (both.one, both.other) if said.label}
    both_said = sum(_right(both.one) is not None and _right(both.other) is not None for both in pairs)
    return Agreement(exercise, between, len({both.person for both in pairs}),
                     len({rater for both in pairs for rater in both.pair} - {ENGINE}), both_said,
                     sum(label == CANT_TELL for label in labels.values()) / max(1, len(labels)),
                     _figure(right, alike, seed), _figure(right, kappas, seed), _figure(fault, kappas, seed),
                     _figure(score, kappas, seed, ordered=True))


def _told(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 3)


# --- where answers come from ----------------------------------------------------------------------------------------


def of_file(path: Path) -> list[Said]:
    """A table with the columns `COLUMNS`; `score` may be missing. The engine's rows have the rater `engine`.

    Raises:
        Unreadable: with the line and what would be right. OSError.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        head = rows.fieldnames or []
        missing = [name for name in COLUMNS[:5] if name not in head]
        if missing or set(head) - set(COLUMNS):
            raise Unreadable(path, "line 1", f"has the columns {', '.join(COLUMNS)}; missing or strange: "
                             f"{', '.join([*missing, *sorted(set(head) - set(COLUMNS))])}")
        found: dict[tuple[str, str, str, str], Said] = {}
        for row in rows:
            place = f"line {rows.line_num}"
            if len(found) >= MOST_ROWS:
                raise Unreadable(path, place, f"more than {MOST_ROWS} rows")
            one = _row(path, place, row)
            key = (one.person, one.exercise, one.repetition, one.rater)
            if key in found:
                raise Unreadable(path, place, f"{one.rater} says something about this repetition twice")
            found[key] = one
    return list(found.values())


def _row(path: Path, place: str, row: dict[str | None, Any]) -> Said:
    if None in row or None in row.values():
        raise Unreadable(path, place, "has another number of cells than the first line")
    cells = {str(name): str(value).strip() for name, value in row.items()}
    if not all(cells[name] for name in COLUMNS[:4]):
        raise Unreadable(path, place, "person, exercise, repetition and rater are never empty")
    label, score = cells["label"], cells.get("score", "")
    if label not in ("", RIGHT, CANT_TELL, "off") and not (label.startswith("fault ") and label[6:].isdigit()):
        raise Unreadable(path, place, f"label is {RIGHT}, fault N, off, {CANT_TELL} or empty, not {label[:30]!r}")
    if score and score not in {str(one) for one in SCORES}:
        raise Unreadable(path, place, f"score is 1 to 5 or empty, not {score[:30]!r}")
    return Said(cells["person"], cells["exercise"], cells["repetition"], cells["rater"], label, int(score) if score else None)


def of_site(data: Path) -> tuple[list[Said], int]:
    """Everything that was labelled in a site's data folder, people and raters by their ids; and how many recordings can't be read."""
    found: list[Said] = []
    skipped = 0
    for root in sorted((data / "people").glob("*/form")):
        for kept in manifest(root):
            try:
                found += of_recording(root.parent.name, kept)
            except FormError:
                skipped += 1
    return found, skipped


def of_recording(person: str, kept: Kept) -> list[Said]:
    """The labels of one recording and what the engine said; nothing where nobody labelled it."""
    labels = kept.labels
    if not labels:
        return []
    exercise, name = kept.about.exercise, kept.about.id
    people = [Said(person, exercise, f"{name}.{one.number}", by.rater, one.said, one.score) for by in labels for one in by.each]
    engine = [Said(person, exercise, f"{name}.{one.number}", ENGINE, one.said) for one in kept.engine.repetitions if one.why != "baseline"]
    return people + engine

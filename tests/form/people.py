"""UI-PRMD's people as landmarks, for figures and campaign tests. One person's repetitions are never on both sides of a split."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from halfkilo.form.baseline import Baseline, baseline
from halfkilo.form.change import Change, Model, change, learn, odds
from halfkilo.form.channels import CHANNELS
from halfkilo.form.joints import KINECT22, VICON39
from halfkilo.form.landmarks import Landmarks, landmarks
from halfkilo.form.shape import LEAST_FRAMES, Shape, shape

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "form"
MISSING = "the movement data (../shared/data/form) are not here"
MOVEMENTS = ("deep squat", "hurdle step", "inline lunge", "side lunge", "sit to stand", "active straight leg raise", "shoulder abduction",
             "shoulder extension", "shoulder rotation", "shoulder scaption")
FIRST = 3
"""Repetitions of each person's own that make the baseline and are never judged."""


def here() -> bool:
    """Whether the data are."""
    return (DATA / "uiprmd_dev.npz").exists()


@dataclass(frozen=True)
class One:
    """A repetition: movement from 1, person, number, whether done right."""

    move: int
    person: int
    number: int
    right: bool
    seen: Landmarks

    @property
    def first(self) -> bool:
        """Whether it belongs to the baseline."""
        return self.right and self.number <= FIRST

    @property
    def key(self) -> tuple[int, int, int, bool]:
        """Without what was seen."""
        return self.move, self.person, self.number, self.right


@cache
def everybody(sensor: str = "kinect") -> tuple[One, ...]:
    """All repetitions of seven people by one sensor."""
    raw = np.load(DATA / "uiprmd_dev.npz")
    layout, rate = (KINECT22, 30.0) if sensor == "kinect" else (VICON39, 100 / 3)
    cuts, points = raw[f"{sensor}_offset"], raw[sensor]
    found = []
    for index, (move, person, number, right) in enumerate(raw["index"].tolist()):
        part = points[cuts[index]:cuts[index + 1]].astype(float)
        if len(part) >= LEAST_FRAMES:  # one of Vicon's is a single frame
            found.append(One(move, person, number, bool(right), landmarks(layout, np.arange(len(part)) / rate, part)))
    return tuple(found)


@cache
def in_egcn() -> frozenset[tuple[int, int, int, bool]]:
    """The repetitions that EGCN's authors kept."""
    with (DATA / "uiprmd_egcn_subset_dev.csv").open(encoding="utf-8") as file:
        return frozenset((int(row["move"]), int(row["sub"]), int(row["rep"]), row["correct"] == "1") for row in csv.DictReader(file))


def shapes(ones: tuple[One, ...]) -> list[Shape]:
    """Laid out."""
    return [shape(one.seen) for one in ones]


@dataclass(frozen=True)
class Compared:
    """Repetitions beside their baselines (None where a person has fewer than three)."""

    ones: tuple[One, ...]
    shapes: list[Shape]
    usual: dict[tuple[int, int], Baseline]

    @property
    def judged(self) -> list[int]:
        """All that are not part of a baseline."""
        return [index for index, one in enumerate(self.ones) if not one.first and (one.move, one.person) in self.usual]

    def changes(self, which: list[int], yardstick: np.ndarray) -> list[Change]:
        """Differences from the own baseline."""
        return [change(self.shapes[index], self.usual[self.ones[index].move, self.ones[index].person], yardstick) for index in which]


def compared(ones: tuple[One, ...], forms: list[Shape] | None = None, base: list[Shape] | None = None) -> Compared:
    """forms: instead of the repetitions' own; base: forms that baselines are made of, where other ones."""
    forms = shapes(ones) if forms is None else forms
    own: dict[tuple[int, int], list[Shape]] = {}
    for one, form in zip(ones, base or forms, strict=True):
        if one.first:
            own.setdefault((one.move, one.person), []).append(form)
    return Compared(ones, forms, {key: baseline(found) for key, found in own.items() if len(found) >= FIRST})


def fitted(data: Compared, which: list[int]) -> Model:
    """A model from these repetitions alone: everybody's spread from the right ones, weights from all."""
    nothing = np.zeros(len(CHANNELS))
    right = [found.difference for index, found in zip(which, data.changes(which, nothing), strict=True) if data.ones[index].right]
    yardstick = np.sqrt(np.nanmean(np.array(right) ** 2, axis=(0, 1)))
    off = np.array([0.0 if data.ones[index].right else 1.0 for index in which])
    return learn(data.changes(which, yardstick), off, yardstick)


@cache
def models(sensor: str = "kinect", unseen_movement: bool = False) -> dict[tuple[int, int], Model]:
    """By (person, movement) the model that knows neither this person nor, if `unseen_movement`, this movement (else movement 0)."""
    data = compared(everybody(sensor))
    found = {}
    for person in people():
        for move in range(1, len(MOVEMENTS) + 1) if unseen_movement else (0,):
            which = [index for index in data.judged if data.ones[index].person != person and data.ones[index].move != move]
            found[person, move] = fitted(data, which)
    return found


@cache
def people() -> tuple[int, ...]:
    """Their numbers."""
    return tuple(sorted({one.person for one in everybody()}))


@dataclass(frozen=True)
class Judged:
    """odds (n,), and what was true."""

    ones: tuple[One, ...]
    odds: np.ndarray
    level: float

    def figures(self) -> dict[str, float]:
        """Shares: right judgements, false cues, missed, the person with most false cues; and the area under the curve."""
        off, right = self.odds > self.level, np.array([one.right for one in self.ones])
        who = np.array([one.person for one in self.ones])
        above = self.odds[~right][:, None] > self.odds[right][None]
        return {"accuracy": float((off != right).mean()), "auc": float(above.mean()), "false": float(off[right].mean()),
                "missed": float((~off[~right]).mean()), "worst": max(float(off[right & (who == one)].mean()) for one in set(who.tolist())),
                "n": len(off)}


def judged(data: Compared, by: dict[tuple[int, int], Model], unseen_movement: bool = False) -> Judged:
    """Each by the model that never saw its person."""
    which, found = data.judged, []
    for index in which:
        one = data.ones[index]
        model = by[one.person, one.move if unseen_movement else 0]
        found.append(odds(data.changes([index], model.everybody)[0], model))
    return Judged(tuple(data.ones[index] for index in which), np.array(found), next(iter(by.values())).level)



"""What a browser says about a body, read strictly: frames of 33 points, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from halfkilo.form.errors import FormError
from halfkilo.form.joints import Array

POINTS = 33
MOST_FRAMES = 10
"""Frames of one message; more is refused."""

FARTHEST = 10.0
"""Metres from the middle of the body, or shares of a picture: a point farther off was not seen."""

MOST_MS = 2**53
SIDES = frozenset({"left", "right", "both"})
LONGEST_NAME = 60


class NotUnderstood(FormError):
    """A message that does not fit. `place` and `why` are kept."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place, self.why = place, why


@dataclass(frozen=True)
class Frame:
    """ms: the page's own clock. seen: people found. points (33, 4): metres and visibility; NaN where there is no number. picture (33, 2):
    shares of the picture from its top left, or None."""

    ms: int
    seen: int
    points: Array
    picture: Array | None


@dataclass(frozen=True)
class Task:
    """What is done in front of the camera. baseline: as `kept.pack` made it, or None. mirrored: it is of the other side. limit: percent of
    the usual range that is far enough (100: no limit). old: the baseline is to be taken anew."""

    exercise: str
    side: str
    load: str = ""
    baseline: dict[str, Any] | None = None
    mirrored: bool = False
    old: bool = False
    limit: int = 100


def task(said: dict[str, Any]) -> Task:
    """The task of a `hello`.

    Raises:
        NotUnderstood: it names no exercise, or something does not fit.
    """
    name, side, load = (said.get(key, "") for key in ("exercise", "side", "load"))
    if not isinstance(name, str) or not name.isascii() or not name.replace("_", "a").isalnum() or len(name) > LONGEST_NAME:
        raise NotUnderstood("exercise", "is the short name of an exercise")
    if not isinstance(side, str) or side not in SIDES:
        raise NotUnderstood("side", "is left, right or both")
    kept, limit = said.get("baseline"), said.get("limit", 100)
    if kept is not None and not isinstance(kept, dict):
        raise NotUnderstood("baseline", "is what was kept, or null")
    if not _whole(limit) or not 10 <= limit <= 100:
        raise NotUnderstood("limit", "is a whole number of percent from 10 to 100")
    return Task(name, side, load if isinstance(load, str) else "", kept, said.get("mirrored") is True, said.get("old") is True, limit)


def frames(said: dict[str, Any]) -> list[Frame]:
    """The frames of one message.

    Raises:
        NotUnderstood: they do not fit.
    """
    rows = said.get("frames")
    if not isinstance(rows, list) or len(rows) > MOST_FRAMES:
        raise NotUnderstood("frames", f"is a list of at most {MOST_FRAMES}")
    return [_frame(row) for row in rows]


def _frame(row: object) -> Frame:
    if not isinstance(row, list) or len(row) not in (3, 4) or not _whole(row[0]) or not 0 <= row[0] <= MOST_MS or not _whole(row[1]):
        raise NotUnderstood("frames", "each is [ms, seen, points] or [ms, seen, points, picture]")
    if row[1] == 0 and row[2] == []:
        return Frame(row[0], 0, NOBODY.copy(), None)
    points = _numbers(row[2], 4)
    points[:, 3] = np.where(np.isfinite(points).all(1) & (np.abs(points[:, :3]) <= FARTHEST).all(1), np.clip(points[:, 3], 0.0, 1.0), 0.0)
    return Frame(row[0], max(0, min(row[1], 9)), points, _numbers(row[3], 2) if len(row) == 4 and row[3] is not None else None)


NOBODY = np.column_stack([np.full((POINTS, 3), np.nan), np.zeros(POINTS)])
"""The points of a picture in which nobody is: none of them seen."""


def _numbers(values: object, across: int) -> Array:
    """(33, across) from a flat list or a list of lists."""
    try:
        found = np.asarray(values, float)
    except (TypeError, ValueError) as problem:
        raise NotUnderstood("frames", "points are numbers") from problem
    if found.size != POINTS * across or found.ndim not in (1, 2):
        raise NotUnderstood("frames", f"there are {POINTS} points of {across} numbers each")
    shaped: Array = found.reshape(POINTS, across)
    return shaped


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

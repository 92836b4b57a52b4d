"""Countix-Fitness-pose: repetitions in videos of the web, as MediaPipe points. How often is the count within one?

Layout: `annotation/test.csv` (or `test.csv`) with a column that names the video and one with its count, and `test_poses/NAME*.npy` of
(frames, 33, 3 or 4) or (frames, 99 or 132); frames without a person are all zeros. Written from memory; the data were not at hand.
Nothing is known of the movement: the signal is whatever moves most.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from halfkilo.form import signals
from halfkilo.form.errors import FormError, Unreadable
from halfkilo.form.exercise import Known
from halfkilo.form.joints import MEDIAPIPE, Array
from halfkilo.form.landmarks import Landmarks, landmarks
from halfkilo.form.watcher import watch

RATE = 30.0
"""Frames a second where nothing says otherwise; the count hardly hangs on it."""

NAMES, COUNTS, KINDS = ("name", "video_id", "video", "file"), ("count", "repetitions", "counts"), ("type", "class", "label")
MOST_FRAMES = 100_000


@dataclass(frozen=True)
class Counting:
    """within_one: share of videos. error: mean of |found - true| / true. constant: what answering with the median count would do.
    by_kind: within one, by kind of exercise. passed_over: videos left out, by why."""

    videos: int
    within_one: float
    error: float
    constant: float
    by_kind: dict[str, float]
    passed_over: dict[str, int]


def evaluate(folder: Path, rate: float = RATE) -> Counting:
    """Over everything in a user's own copy.

    Raises:
        FormError: there is nothing of this layout, or nothing in it can be counted.
    """
    passed: dict[str, int] = defaultdict(int)
    told: list[tuple[str, int, int]] = []
    for name, kind, count in _listed(folder):
        path = next(iter(sorted((folder / "test_poses").glob(f"{_escaped(name)}*.npy"))), None)
        if path is None or count < 1:
            passed["without points" if path is None else "without repetitions"] += 1
            continue
        try:
            told.append((kind, counted(_poses(path, rate)), count))
        except FormError:
            passed["unreadable"] += 1
    if not told:
        raise FormError(f"{folder}: none of its videos can be counted ({dict(passed) or 'none is listed'})")
    found, true = np.array([one[1] for one in told]), np.array([one[2] for one in told])
    near = np.abs(found - true) <= 1
    kinds = {kind: float(near[[one[0] == kind for one in told]].mean()) for kind in sorted({one[0] for one in told})}
    return Counting(len(told), float(near.mean()), float((np.abs(found - true) / true).mean()),
                    float((np.abs(np.median(true) - true) <= 1).mean()), kinds, dict(passed))


def counted(seen: Landmarks) -> int:
    """Repetitions of whatever moves most; none where nothing does."""
    try:
        return sum(1 for _ in watch(seen, Known("", signals.of_recording(seen))))
    except FormError:
        return 0


def _listed(folder: Path) -> list[tuple[str, str, int]]:
    path = next((one for one in (folder / "annotation" / "test.csv", folder / "test.csv") if one.exists()), None)
    if path is None:
        raise FormError(f"{folder}: there is no annotation/test.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        head = rows.fieldnames or []
        name, count = (next((one for one in wanted if one in head), None) for wanted in (NAMES, COUNTS))
        kind = next((one for one in KINDS if one in head), None)
        if name is None or count is None:
            raise Unreadable(path, "line 1", f"has one of {', '.join(NAMES)} and one of {', '.join(COUNTS)}")
        found = []
        for row in rows:
            try:
                found.append((Path(str(row[name])).stem, str(row[kind]) if kind else "all", round(float(str(row[count])))))
            except (ValueError, OverflowError) as problem:
                raise Unreadable(path, f"line {rows.line_num}", f"{count} is a number") from problem
    return found


def _poses(path: Path, rate: float) -> Landmarks:
    try:
        raw = np.asarray(np.load(path, allow_pickle=False), dtype=float)
    except (ValueError, TypeError, EOFError) as problem:
        raise Unreadable(path, "", f"is not an array of numbers ({problem})") from problem
    points = _shaped(path, raw)
    gone = (points == 0).all((1, 2))
    points = np.where(gone[:, None, None], np.nan, points)
    visible = points[..., 3] if points.shape[2] == 4 else None
    return landmarks(MEDIAPIPE, np.arange(len(points)) / rate, points[..., :3], visible)


def _shaped(path: Path, raw: Array) -> Array:
    width = MEDIAPIPE.points
    if raw.ndim == 2 and raw.shape[1] in (3 * width, 4 * width):
        raw = raw.reshape(len(raw), width, -1)
    if raw.ndim != 3 or raw.shape[1] != width or raw.shape[2] not in (3, 4) or not 1 < len(raw) <= MOST_FRAMES:
        raise Unreadable(path, "", f"has the shape (frames, 33, 3 or 4), not {raw.shape}")
    return raw


def _escaped(name: str) -> str:
    return "".join(f"[{one}]" if one in "[]*?" else one for one in name)

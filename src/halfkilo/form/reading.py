"""Landmark files: CSV, JSON Lines and npz, read strictly. docs/form.md documents them with examples under test."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo.form.errors import Unreadable
from halfkilo.form.joints import JOINTS, LAYOUTS, MEDIAPIPE, OWN, Array, Layout
from halfkilo.form.landmarks import Landmarks, landmarks

MOST_FRAMES = 400_000
"""Almost four hours at 30 frames/s. A longer file is not a session."""

MOST_BYTES = 400_000_000

_FACE = ("nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer", "left_ear", "right_ear",
         "mouth_left", "mouth_right")
_LIMBS = ("shoulder", "elbow", "wrist", "pinky", "index", "thumb", "hip", "knee", "ankle", "heel", "foot_index")
MEDIAPIPE_NAMES = (*_FACE, *(f"{side}_{name}" for name in _LIMBS for side in ("left", "right")))
"""Names of MediaPipe's 33 points in their order, as CSV columns may be called."""


def read(path: Path, layout: str | None = None, fps: float | None = None) -> Landmarks:
    """Read a recording by its ending: .csv, .jsonl or .npz.

    layout: one of `LAYOUTS`, else what the file says or its number of points tells. fps: frames per second where the file has no times.

    Raises:
        Unreadable: with the place and what would be right.
        OSError: the file cannot be opened.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise Unreadable(path, "", f"is read as {', '.join(_READERS)}")
    if layout is not None and layout not in LAYOUTS:
        raise Unreadable(path, "layout", f"is one of {', '.join(LAYOUTS)}, not {layout!r}")
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(path, "", f"has more than {MOST_BYTES // 1_000_000} MB")
    return reader(path, layout, fps)


def _made(path: Path, points: Array, times: Array | None, layout: str | None, fps: float | None) -> Landmarks:
    """points (frames, n, 3 or 4: with visibility)."""
    if points.ndim != 3 or points.shape[2] not in (3, 4):
        raise Unreadable(path, "points", f"have the shape (frames, points, 3 or 4), not {points.shape}")
    if not 0 < len(points) <= MOST_FRAMES:
        raise Unreadable(path, "", f"has {len(points)} frames; 1 to {MOST_FRAMES} are read")
    chosen = _layout(path, points.shape[1], layout)
    if times is None:
        if fps is None or not np.isfinite(fps) or fps <= 0:
            raise Unreadable(path, "times", "are missing; say how many frames a second there are (--fps)")
        times = np.arange(len(points)) / fps
    if times.shape != (len(points),) or not np.isfinite(times).all():
        raise Unreadable(path, "times", f"are one number for each of the {len(points)} frames")
    falls = np.flatnonzero(np.diff(times) <= 0)
    if falls.size:
        raise Unreadable(path, f"frame {falls[0] + 1}", "its time does not rise")
    visible = points[..., 3] if points.shape[2] == 4 else None
    if visible is not None and ((visible < 0) | (visible > 1)).any():
        raise Unreadable(path, "visibility", "lies from 0 to 1")
    return landmarks(chosen, times, points[..., :3], visible)


def _layout(path: Path, count: int, name: str | None) -> Layout:
    if name is not None:
        if LAYOUTS[name].points != count:
            raise Unreadable(path, "points", f"are {count}; {name} has {LAYOUTS[name].points}")
        return LAYOUTS[name]
    found = next((layout for layout in LAYOUTS.values() if layout.points == count), None)
    if found is None:
        known = ", ".join(f"{layout.points} ({layout.name})" for layout in LAYOUTS.values())
        raise Unreadable(path, "points", f"are {count}; known are {known}")
    return found


def _csv(path: Path, layout: str | None, fps: float | None) -> Landmarks:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        head = [name.strip() for name in next(rows, [])]
        if len(set(head)) != len(head):
            raise Unreadable(path, "line 1", "names a column twice")
        found, columns, axes = _columns(path, head, layout)
        time_at = head.index("time") if "time" in head else None
        values, times = [], []
        for row in rows:
            if not row:
                continue
            place = f"line {rows.line_num}"
            if len(row) != len(head):
                raise Unreadable(path, place, f"has {len(row)} cells; the first line has {len(head)}")
            values.append([_number(path, f"{place}, {head[at]}", row[at]) for at in columns])
            if time_at is not None:
                times.append(_number(path, f"{place}, time", row[time_at]))
            if len(values) > MOST_FRAMES:
                raise Unreadable(path, place, f"more than {MOST_FRAMES} frames")
    count = LAYOUTS[found].points
    points = np.full((len(values), count, 4 if any(axis == 3 for _, axis in axes) else 3), np.nan)
    if points.shape[2] == 4:
        points[..., 3] = 1.0
    for column, (point, axis) in enumerate(axes):
        points[:, point, axis] = [row[column] for row in values]
    return _made(path, points, np.array(times) if time_at is not None else None, found, fps)


def _columns(path: Path, head: list[str], layout: str | None) -> tuple[str, list[int], list[tuple[int, int]]]:
    """The layout, the columns that are read, and (point, axis) of each. Columns are `NAME_x`, or `p0_x` by number."""
    stems = [name.rpartition("_") for name in head]
    wanted = [(index, stem, "xyzv".index(axis)) for index, (stem, _, axis) in enumerate(stems) if axis in {"x", "y", "z", "v"} and stem]
    if not wanted:
        raise Unreadable(path, "line 1", "has no columns such as left_knee_x, left_knee_y, left_knee_z")
    names = {stem for _, stem, _ in wanted}
    if all(name[0] == "p" and name[1:].isdigit() for name in names):
        found = _layout(path, max(int(name[1:]) for name in names) + 1, layout).name
        number: Mapping[str, int] = {name: int(name[1:]) for name in names}
    elif layout != MEDIAPIPE.name and names <= set(JOINTS):
        found, number = OWN.name, {name: index for index, name in enumerate(JOINTS)}
    elif names <= set(MEDIAPIPE_NAMES):
        found, number = MEDIAPIPE.name, {name: index for index, name in enumerate(MEDIAPIPE_NAMES)}
    else:
        strange = sorted(names - set(MEDIAPIPE_NAMES) - set(JOINTS))
        raise Unreadable(path, "line 1", f"names points that are not known: {', '.join(strange[:5]) or 'of two layouts at once'}")
    for name in sorted(names):
        axes = {axis for _, stem, axis in wanted if stem == name}
        if not axes >= {0, 1, 2}:
            raise Unreadable(path, "line 1", f"{name} needs {name}_x, {name}_y and {name}_z")
    return found, [index for index, _, _ in wanted], [(number[stem], axis) for _, stem, axis in wanted]


def _number(path: Path, place: str, cell: str) -> float:
    """A cell; an empty one was not seen."""
    if not cell.strip():
        return float("nan")
    try:
        return float(cell)
    except ValueError as problem:
        raise Unreadable(path, place, f"{cell[:30]!r} is not a number") from problem


def _jsonl(path: Path, layout: str | None, fps: float | None) -> Landmarks:
    times: list[float] = []
    frames: list[Any] = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            frame = _object(path, number, line)
            if "points" not in frame:
                if frames or not frame.keys() <= {"layout", "fps"}:
                    raise Unreadable(path, f"line {number}", "a frame has points; only the first line may be {layout, fps}")
                layout, fps = layout or frame.get("layout"), fps or frame.get("fps")
                if layout is not None and layout not in LAYOUTS:
                    raise Unreadable(path, f"line {number}", f"layout is one of {', '.join(LAYOUTS)}")
                continue
            if "time" in frame:
                times.append(_real(path, number, frame["time"]))
            frames.append(frame["points"])
            if len(frames) > MOST_FRAMES:
                raise Unreadable(path, f"line {number}", f"more than {MOST_FRAMES} frames")
            if times and len(times) != len(frames):
                raise Unreadable(path, f"line {number}", "every frame has a time or none has")
    try:
        points = np.array([[[np.nan if value is None else value for value in point] for point in frame] for frame in frames], dtype=float)
    except (TypeError, ValueError) as problem:
        raise Unreadable(path, "points", "every frame has the same number of points, each [x, y, z] or [x, y, z, visibility]") from problem
    return _made(path, points, np.array(times) if times else None, layout, fps)


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        frame = json.loads(line)
    except json.JSONDecodeError as problem:
        raise Unreadable(path, f"line {number}", f"is not JSON ({problem.msg})") from problem
    if not isinstance(frame, dict):
        raise Unreadable(path, f"line {number}", "is an object")
    return frame


def _real(path: Path, number: int, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(path, f"line {number}", "time is a number of seconds")
    return float(value)


def _npz(path: Path, layout: str | None, fps: float | None) -> Landmarks:
    try:
        with np.load(path, allow_pickle=False) as raw:
            if "points" not in raw:
                raise Unreadable(path, "points", f"is the array that is read; there are {', '.join(raw.files) or 'none'}")
            points = np.asarray(raw["points"], dtype=float)
            times = np.asarray(raw["times"], dtype=float) if "times" in raw else None
            fps = fps or (float(raw["fps"]) if "fps" in raw else None)
            layout = layout or (str(raw["layout"]) if "layout" in raw else None)
    except (ValueError, TypeError, zipfile.BadZipFile, EOFError) as problem:
        if isinstance(problem, Unreadable):
            raise
        raise Unreadable(path, "", f"is not an npz file of numbers ({problem})") from problem
    if layout is not None and layout not in LAYOUTS:
        raise Unreadable(path, "layout", f"is one of {', '.join(LAYOUTS)}, not {layout!r}")
    return _made(path, points, times, layout, fps)


_READERS: Mapping[str, Callable[[Path, str | None, float | None], Landmarks]] = {".csv": _csv, ".jsonl": _jsonl, ".npz": _npz}

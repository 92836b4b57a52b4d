"""Films through a pose model, where one is installed: the one door to `mediapipe`, which is no part of halfkilo.

Only 0.10.21 to 0.10.33 are used, because later ones were seen to call Google; of these, 0.10.21 has its model in the package. The film is
read on this machine and goes nowhere; from it only the points are kept in memory.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo.form.errors import FormError, Unreadable
from halfkilo.form.joints import MEDIAPIPE, Array
from halfkilo.form.landmarks import Landmarks, landmarks

ENDINGS = frozenset({".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v"})
FIRST, LAST = (0, 10, 21), (0, 10, 33)
INSTALL = 'pip install halfkilo "mediapipe==0.10.21" av (Python 3.11 or 3.12, an environment of its own: it needs numpy below 2)'
MOST_FRAMES = 100_000


class NoPoseModel(FormError):
    """There is nothing that finds a body in a film. The message says what to install."""


def is_film(path: Path) -> bool:
    """By its ending."""
    return path.suffix.lower() in ENDINGS


def read_film(path: Path) -> Landmarks:
    """The body in a film, as landmarks in metres; frames without a body are not seen.

    Raises:
        NoPoseModel: none is installed. Unreadable: it is no film. OSError.
    """
    model = _model()
    times: list[float] = []
    points: list[Array] = []
    with model.Pose(static_image_mode=False, model_complexity=1, smooth_landmarks=True) as pose:
        for time, picture in pictures(path):
            if times and time <= times[-1]:
                continue
            if len(times) >= MOST_FRAMES:
                raise Unreadable(path, "", f"has more than {MOST_FRAMES} frames")
            times.append(time)
            points.append(_points(pose.process(picture)))
    if len(times) < 2:
        raise Unreadable(path, "", "has no pictures that could be read")
    whole = np.array(points)
    return landmarks(MEDIAPIPE, np.array(times) - times[0], whole[..., :3], whole[..., 3])


def pictures(path: Path) -> Iterator[tuple[float, Any]]:
    """(seconds, RGB picture) of a film's first track, one at a time."""
    try:
        av = importlib.import_module("av")
    except ImportError as problem:
        raise NoPoseModel(f"Reading films needs a decoder. Run: {INSTALL}") from problem
    try:
        with av.open(str(path)) as film:
            if not film.streams.video:
                raise Unreadable(path, "", "has no pictures")
            for number, frame in enumerate(film.decode(video=0)):
                seconds = frame.time if frame.time is not None else number / 30
                yield float(seconds), frame.to_ndarray(format="rgb24")
    except getattr(av, "FFmpegError", ()) as problem:
        raise Unreadable(path, "", f"is no film that can be read ({problem})") from problem


def _model() -> Any:
    """`mediapipe.solutions.pose` of a version we know.

    Raises:
        NoPoseModel: it is missing, or another version.
    """
    found = ""
    with suppress(PackageNotFoundError):
        found = version("mediapipe")
    if found and not FIRST <= _numbers(found) <= LAST:
        raise NoPoseModel(f"mediapipe {found} is installed. Later ones than 0.10.33 were seen to call Google, so they are not used. "
                          f"Run: {INSTALL}")
    try:
        mediapipe = importlib.import_module("mediapipe")
        return mediapipe.solutions.pose
    except ImportError as problem:
        raise NoPoseModel("Finding a body in a film needs a pose model, which is not part of halfkilo. "
                          f"Landmark files work without. Run: {INSTALL}") from problem
    except AttributeError as problem:
        raise NoPoseModel(f"mediapipe {found} came without its pose model. Run: {INSTALL}") from problem


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def _points(result: Any) -> Array:
    """(33, 4), visibility last; zeros where nobody was found."""
    found = getattr(result, "pose_world_landmarks", None)
    if found is None:
        return np.zeros((MEDIAPIPE.points, 4))
    return np.array([[one.x, one.y, one.z, one.visibility] for one in found.landmark], dtype=float)

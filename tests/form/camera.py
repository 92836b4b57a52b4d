"""A camera that sees the figure: sixteen joints -> the 33 points of a pose model, as a browser sends them."""

from __future__ import annotations

import json

import numpy as np

from halfkilo.exercises.catalogue import HERE
from halfkilo.form.clips import loop, repeated
from halfkilo.form.joints import AT, JOINTS, MEDIAPIPE
from halfkilo.form.landmarks import Landmarks, joined

LIKE = {**dict.fromkeys((0, 1, 2, 3, 4, 5, 6, 9, 10), "head"), **dict.fromkeys((17, 19, 21), "left_wrist"),
        **dict.fromkeys((18, 20, 22), "right_wrist"), 29: "left_ankle", 30: "right_ankle"}
"""Points that our joints don't come from, and where they are put."""
NEEDS = {"front": 0.0, "side": -90.0, "any": -90.0}
"""Degrees at which the camera stands for each view."""


def clip(slug):
    return json.loads((HERE / slug / "clip.json").read_text(encoding="utf-8"))


def seen(slug, loops=4, fault=None, rate=12.0, amount=1.0, pace=1.0):
    """The figure doing an exercise."""
    if amount == 1.0 and pace == 1.0:
        return repeated(clip(slug), loops, fault, rate)
    one = loop(clip(slug), fault, rate, pace, amount)
    return joined([*[one] * loops, one.cut(0, 1)], 1 / rate)


def facing(recording: Landmarks, azimuth: float) -> Landmarks:
    """As from a camera at `azimuth` degrees of the person: 0 in front, 90 at their left, -90 at their right. Afterwards x runs right in
    the picture, y away, z up."""
    return recording.turned(-90.0 - azimuth)


def points(recording: Landmarks, visible=None) -> np.ndarray:
    """(frames, 33, 4): metres around the hips, y down, z away; visible: share by joint name."""
    places = recording.places / 1000.0
    places = places - (places[:, [AT["left_hip"]]] + places[:, [AT["right_hip"]]]) / 2
    out = np.zeros((len(places), 33, 4))
    for index, joint in enumerate(JOINTS):
        for point in MEDIAPIPE.sources[index]:
            if joint != "neck":
                _put(out, point, places[:, index], (visible or {}).get(joint, 0.95))
    for point, joint in LIKE.items():
        _put(out, point, places[:, AT[joint]], (visible or {}).get(joint, 0.95))
    return out


def _put(out, point, places, share):
    out[:, point, 0], out[:, point, 1], out[:, point, 2], out[:, point, 3] = places[:, 0], -places[:, 2], places[:, 1], share


def picture(recording: Landmarks, scale=1 / 2.6, middle=(0.5, 0.9)) -> np.ndarray:
    """(frames, 33, 2): shares of the picture; `scale` per metre, the floor at `middle`'s height."""
    places = recording.places / 1000.0
    out = np.zeros((len(places), 33, 2))
    for index, joint in enumerate(JOINTS):
        for point in (*MEDIAPIPE.sources[index], *(point for point, like in LIKE.items() if like == joint)):
            if joint != "neck":
                out[:, point, 0] = middle[0] + places[:, index, 0] * scale
                out[:, point, 1] = middle[1] - places[:, index, 2] * scale
    return out


def messages(recording: Landmarks, at=0, per=10, found=1, visible=None, shown=None):
    """`frames` messages, beginning at `at` ms of the page's clock."""
    rows = np.round(points(recording, visible), 3)
    flat = None if shown is None else np.round(shown, 3)
    frames = [[at + round(1000 * float(time)), found, row.ravel().tolist(), *([] if flat is None else [flat[index].ravel().tolist()])]
              for index, (time, row) in enumerate(zip(recording.times, rows, strict=True))]
    return [{"is": "frames", "frames": frames[start:start + per]} for start in range(0, len(frames), per)]


def track(slug, azimuth, seconds, loops=4):
    """What a pose model would tell of the figure, for ever: [ms, world points, picture points] a look. seconds: of one repetition."""
    recording = facing(seen(slug, loops), azimuth)
    at = np.round(1000 * loops * seconds * recording.times / recording.times[-1]).astype(int)
    rows = zip(at.tolist(), np.round(points(recording), 3).tolist(), np.round(picture(recording), 3).tolist(), strict=True)
    return [list(row) for row in rows][:-1]

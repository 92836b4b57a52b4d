"""From where an exercise is seen best: the view that was asked for, moved aside where furniture or a cable would be in the way."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin
from typing import Any

import numpy as np

from halfkilo.film.look import AZIMUTH, ELEVATION, View

LYING = {"side": (106, -15), "supine": (138, -17), "crook": (138, -17), "prone": (138, -17)}
"""The front of somebody who lies: towards where the camera looks (degrees), and how far it looks down."""

BESIDE_WALL = {View.SIDE: 74, View.TURNED: 60, View.FRONT: 60}
"""With a wall in front of the person: from a little behind, so that the wall is beyond the hands. Through it nothing would be seen,
so the front is the half-turned view."""

PAST_CABLE = (148, 140, 132, 126, 120)
"""The front with a cable coming from there: from between front and side, so that its post is not before the face. The first that is so."""

FACE = 0.18
"""Metres that a post keeps from the middle of the head, as it is seen."""

POST_BACK, POST_OVER = 0.12, 0.14
"""Metres of a post behind the place where a cable leaves, and over it."""

WALL_AT_THE_RIGHT = 205
"""With a wall at the right side: from the front, the wall beyond."""


def angle(clip: Mapping[str, Any], view: View, load: str) -> tuple[float, float]:
    """Towards where the camera looks, from +x to the left, and up, degrees."""
    if view is View.FRONT and clip["base"] in LYING:
        return LYING[clip["base"]]
    side = _wall(clip)
    if side == "front" and view in BESIDE_WALL:
        return BESIDE_WALL[view], ELEVATION
    if side == "right" and view is not View.FRONT:
        return WALL_AT_THE_RIGHT, ELEVATION
    if view is View.FRONT and _cable_in_front(clip, load):
        return next((one for one in PAST_CABLE if not _before_face(clip, load, one)), PAST_CABLE[-1]), ELEVATION
    return AZIMUTH[view], ELEVATION


def hidden(clip: Mapping[str, Any]) -> bool:
    """Whether a wall or a counter stands before the person, so that the half-turned view shows more than the front."""
    return _wall(clip) == "front" or any(prop["kind"] == "counter" for prop in clip["props"])


def _wall(clip: Mapping[str, Any]) -> str:
    """Where the wall is, if there is one: front, back, right, left."""
    box = next((prop["boxes"][0] for prop in clip["props"] if prop["kind"] == "wall"), None)
    if box is None:
        return ""
    if box[3] - box[0] < box[4] - box[1]:
        return "front" if box[0] > 0 else "back"
    return "left" if box[1] > 0 else "right"


def _cable_in_front(clip: Mapping[str, Any], load: str) -> bool:
    lines = clip["loads"].get(load, {}).get("lines", [])
    return any(not isinstance(start, str) and start[0] > 300 and start[0] > abs(start[1]) for start, _ in lines)


def _before_face(clip: Mapping[str, Any], load: str, azimuth: float) -> bool:
    """Whether a post hides the face in the first or the last posture, seen by a camera that looks towards `azimuth` (degrees)."""
    right = np.array([sin(radians(azimuth)), -cos(radians(azimuth)), 0.0])
    index, starts = 3 * clip["points"].index("head"), [start for start, _ in clip["loads"][load]["lines"] if not isinstance(start, str)]
    heads = [np.array(frame[index : index + 3]) / 1000 for frame in (clip["frames"][0], clip["frames"][-1])]
    posts = [np.array(start) / 1000 + np.array([POST_BACK, 0.0, POST_OVER]) for start in starts if load == "cable"]
    return any(abs(float((post - head) @ right)) < FACE and post[2] > head[2] - FACE for post in posts for head in heads)

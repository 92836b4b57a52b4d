"""From where an exercise is seen best: the view that was asked for, moved aside where furniture or a cable would be in the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from halfkilo.film.look import AZIMUTH, ELEVATION, View

LYING = {"side": (106, -15), "supine": (138, -17), "crook": (138, -17), "prone": (138, -17)}
"""The front of somebody who lies: towards where the camera looks (degrees), and how far it looks down."""

BESIDE_WALL = {View.SIDE: 74, View.TURNED: 60, View.FRONT: 60}
"""With a wall in front of the person: from a little behind, so that the wall is beyond the hands. Through it nothing would be seen,
so the front is the half-turned view."""

PAST_CABLE = 148
"""The front with a cable coming from there: from between front and side, so that its post is not before the face."""

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
        return PAST_CABLE, ELEVATION
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

"""Where the person's parts are: in this posture, and in the first of the movement, where what stands in the room was put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mujoco
import numpy as np

from halfkilo.body.skeleton import Vector, site
from halfkilo.body.vocabulary import mirrored

HANDS = ("knuckle", "hand", "wrist")


@dataclass(frozen=True)
class Posed:
    """The person now. left: the clip's names stand for the other side."""

    clip: Mapping[str, Any]
    data: mujoco.MjData
    left: bool = False

    def _site(self, name: str) -> int:
        """Hands hold at the grip, which is in the palm."""
        stem = name.replace("knuckle", "hand")
        return site(mirrored(stem) if self.left else stem)

    def place(self, name: str) -> Vector:
        """Where a point of the clip is, (3,) metres."""
        return np.array(self.data.site_xpos[self._site(name)])

    def axes(self, name: str) -> Vector:
        """Forward, left and up (columns) of the part of the body that a point belongs to."""
        return np.array(self.data.site_xmat[self._site(name)]).reshape(3, 3)

    def near(self, name: str, forward: float, up: float) -> Vector:
        """A place beside a point, metres in the axes of its part of the body."""
        axes = self.axes(name)
        return np.asarray(self.place(name) + axes[:, 0] * forward + axes[:, 2] * up)

    def grip(self, name: str) -> tuple[Vector, Vector] | None:
        """Where a hand grips, and along which direction a bar lies in it (towards the thumb); none for other parts."""
        side, _, part = name.partition("_")
        return (self.place(f"{side}_hand"), self.axes(f"{side}_hand")[:, 0]) if part in HANDS else None

    def home(self, name: str) -> Vector:
        """Where a point is in the first posture."""
        return home(self.clip, name, self.left)


def home(clip: Mapping[str, Any], name: str, left: bool = False) -> Vector:
    """Where a point of a clip is in its first frame, metres; left: in the mirror."""
    index = 3 * clip["points"].index(name)
    return place(clip["frames"][0][index : index + 3], left)


def place(start: Sequence[float], left: bool = False) -> Vector:
    """A place of the room from whole millimetres; left: in the mirror."""
    return np.array([start[0], -start[1] if left else start[1], start[2]]) / 1000

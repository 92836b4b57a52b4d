"""Whether cables and bands run as they would: straight, pulled longer by the work, past the body and not through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from halfkilo.body.skeleton import Vector, model
from halfkilo.body.space import Seen, along, apart, from_boxes

HANDLE = 0.10
"""Metres at each end on the body where the handle, cuff or knot is: there it touches."""

CLEAR, LAID = 0.02, 0.0
"""Metres that a cable, and a band from one part of the body to another (it may lie on skin), keep from trunk, head and legs."""

ARMS = ("upper_arm", "forearm", "hand", "clavicle")
LIMBS = {"knee": ("thigh", "shank"), "ankle": ("shank", "foot", "heel", "toes"), "knuckle": (),
         "ball": ("foot", "heel", "toes", "shank"), "heel": ("foot", "heel", "shank"),
         "pelvis": ("pelvis", "lumbar", "thigh"), "hip": ("pelvis", "thigh"), "neck": ("chest", "ribs", "neck"),
         "head": ("head", "neck"), "nose": ("head", "neck")}
"""What a line lies on where it is tied to a point of the clip."""


@dataclass(frozen=True)
class Line:
    """One cable or band over n postures: both ends (n, 2, 3), metres, and the clip's names of ends that are on the body."""

    kind: str
    ends: Vector
    tied: tuple[str | None, str | None]

    @property
    def length(self) -> Vector:
        """Metres, shape (n,)."""
        return np.asarray(np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=1))

    @property
    def free(self) -> Vector:
        """What hangs free between the handles, shape (n, 2, 3)."""
        share = np.minimum(HANDLE / np.maximum(self.length, 1e-6), 1 / 3)[:, None]
        way = self.ends[:, 1] - self.ends[:, 0]
        near, far = (share * (name is not None) for name in self.tied)
        return np.stack([self.ends[:, 0] + way * near, self.ends[:, 1] - way * far], axis=1)


def lines_of(clip: Mapping[str, Any], load: str, frames: Sequence[Sequence[int]]) -> Iterator[Line]:
    """The lines of one way of loading over some frames of a clip."""
    points = np.array(frames, float).reshape(len(frames), -1, 3) / 1000
    for pair in clip["loads"][load]["lines"]:
        ends = [points[:, clip["points"].index(end)] if isinstance(end, str) else np.tile(np.array(end, float) / 1000, (len(points), 1))
                for end in pair]
        one, two = (end if isinstance(end, str) else None for end in pair)
        yield Line(load, np.stack(ends, axis=1), (one, two))


def grazes(line: Line, seen: Seen) -> dict[str, float]:
    """Trunk, head and legs that the line comes too near to, with the metres that remain (negative: it passes through)."""
    tied = {limb for name in line.tied if name for limb in _lain_on(name)}
    gap = (apart(np.repeat(line.free[:, None], seen.ends.shape[1], axis=1), seen.ends) - seen.thick).min(axis=0)
    names = (model().geom(index).name for index in range(model().ngeom))
    return {name.replace("_", " "): float(gap[index]) for index, name in enumerate(names)
            if gap[index] < (LAID if line.tied[0] else CLEAR) and not name.endswith(ARMS) and name not in tied}


def _lain_on(name: str) -> set[str]:
    side, _, stem = name.partition("_")
    if side not in {"right", "left"}:
        return {f"{prefix}{limb}" for limb in LIMBS.get(name, ()) for prefix in ("", "right_", "left_")}
    return {f"{prefix}{limb}" for limb in LIMBS.get(stem, ()) for prefix in ("", f"{side}_")}


def blocked(line: Line, boxes: Sequence[Sequence[int]]) -> float:
    """How deep the line is inside a prop, metres; 0 where it passes by."""
    return max(0.0, float(-from_boxes(along(line.free, 25), boxes).min())) if boxes else 0.0


def drawn_out(line: Line) -> float:
    """By how much the work changes its length, metres."""
    return float(np.ptp(line.length))

"""The sixteen joints this room works with, and how each landmark layout is brought to them.

Axes: right-handed, z up, any forward; metres or millimetres alike (everything later is an angle or a share of leg length).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LIMB = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "toe")
JOINTS = ("head", "neck", *(f"left_{name}" for name in LIMB), *(f"right_{name}" for name in LIMB))
AT: Mapping[str, int] = {name: index for index, name in enumerate(JOINTS)}
_SWAPPED = {"left": "right", "right": "left"}
MIRRORED = np.array([AT["_".join(_SWAPPED.get(part, part) for part in name.split("_"))] for name in JOINTS])
"""For each joint the one on the other side."""


@dataclass(frozen=True)
class Layout:
    """How somebody else's points become ours: for each of `JOINTS` the points whose mean it is, and the points' axes as (forward or any
    level axis, left of it, up) in signed columns from 1 (`-2` is column 2 turned round)."""

    name: str
    points: int
    sources: tuple[tuple[int, ...], ...]
    axes: tuple[int, int, int]

    def joints(self, points: Array, visible: Array | None = None) -> tuple[Array, Array]:
        """(frames, points, 3) and (frames, points) or None -> (frames, 16, 3) z up and (frames, 16): a joint is as visible as the least
        visible of its points; a point that is not finite is not visible."""
        seen = np.isfinite(points).all(-1).astype(float) if visible is None else np.where(np.isfinite(points).all(-1), visible, 0.0)
        turned = np.stack([points[..., abs(axis) - 1] * np.sign(axis) for axis in self.axes], -1)
        places = np.stack([turned[:, source].mean(1) for source in map(list, self.sources)], 1)
        return places, np.stack([seen[:, source].min(1) for source in map(list, self.sources)], 1)


def _layout(name: str, points: int, axes: tuple[int, int, int], where: Callable[[str], tuple[int, ...]]) -> Layout:
    return Layout(name, points, tuple(where(joint) for joint in JOINTS), axes)


def _table(middle: Mapping[str, tuple[int, ...]], left: Mapping[str, tuple[int, ...]], right: Mapping[str, tuple[int, ...]]
           ) -> Callable[[str], tuple[int, ...]]:
    def where(joint: str) -> tuple[int, ...]:
        side, _, stem = joint.partition("_")
        return middle[joint] if not stem else (left if side == "left" else right)[stem]
    return where


def _row(*points: int) -> dict[str, tuple[int, ...]]:
    return {name: (point,) for name, point in zip(LIMB, points, strict=True)}


MEDIAPIPE = _layout("mediapipe", 33, (1, 3, -2), _table(
    {"head": (7, 8), "neck": (11, 12)}, _row(11, 13, 15, 23, 25, 27, 31), _row(12, 14, 16, 24, 26, 28, 32)))
"""MediaPipe Pose (33 points, y down, z away from the camera); world landmarks in metres are the ones to give."""

KINECT25 = _layout("kinect25", 25, (3, 1, 2), _table(
    {"head": (3,), "neck": (20,)}, _row(4, 5, 6, 12, 13, 14, 15), _row(8, 9, 10, 16, 17, 18, 19)))
"""Kinect v2 in the order of its own library, y up."""

KINECT22 = _layout("kinect22", 22, (3, 1, 2), _table(
    {"head": (4,), "neck": (3,)}, _row(7, 8, 9, 14, 15, 16, 17), _row(11, 12, 13, 18, 19, 20, 21)))
"""Kinect v2 as UI-PRMD orders it, y up."""

VICON39 = _layout("vicon39", 39, (1, 2, 3), _table(
    {"head": (0, 1, 2, 3), "neck": (4, 6)},
    {"shoulder": (9,), "elbow": (11,), "wrist": (13, 14), "hip": (23, 23, 25, 27), "knee": (28,), "ankle": (30,), "toe": (32,)},
    {"shoulder": (16,), "elbow": (18,), "wrist": (20, 21), "hip": (24, 24, 26, 33), "knee": (34,), "ankle": (36,), "toe": (38,)}))
"""Plug-in Gait markers, z up. Markers lie on the skin: knees and hips are near their joints, not in them."""

OWN = Layout("joints16", 16, tuple((index,) for index in range(len(JOINTS))), (1, 2, 3))
"""Our own sixteen, z up."""

LAYOUTS: Mapping[str, Layout] = {layout.name: layout for layout in (MEDIAPIPE, KINECT25, KINECT22, VICON39, OWN)}

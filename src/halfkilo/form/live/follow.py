"""Who is followed when somebody else walks by: a body does not jump across the picture, nor grow by half within a moment."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from halfkilo.form.joints import AT, Array
from halfkilo.form.live.setup import joints_in

STEP, PER_SECOND = 0.1, 0.9
"""Shares of the picture that the hips may move at once, and per second (a brisk side step crosses a third of it in half a second)."""

GROWTH = 1.5
"""Times by which a body may grow or shrink between two frames close together."""

SHOULDERS, SHANK = 1.4, 1.2
"""A trunk is about so many times as long as the shoulders are wide, and as a lower leg. Bent towards the camera it looks short, turned the
shoulders look narrow, seated a shank may point at it: the longest of them is the body's size, whatever it does. From head to foot is
none: whoever sits down is not somebody else."""

BACK = 0.15
"""Shares of the picture: that near to where the person was, it is the person again."""

ANOTHER_S = 2.0
"""Seconds after which whoever stays where they are is the person."""

LONG_GONE_S = 3.0
"""Seconds unseen after which whoever comes is the person."""


@dataclass
class _Body:
    time: float
    x: float
    y: float
    size: float

    def far(self, other: _Body) -> float:
        return math.hypot(self.x - other.x, self.y - other.y)


class Follow:
    """`step` once per frame: whether it shows the same person."""

    def __init__(self) -> None:
        self._own: _Body | None = None
        self._other: _Body | None = None
        self._since = math.inf

    def step(self, time: float, picture: Array | None) -> bool:
        """picture: (33, 2), or None where the browser does not send it: then nothing can be said, and it is taken to be the same."""
        body = _body(time, picture)
        if body is None:
            return True
        own = self._own
        if own is None or time - own.time > LONG_GONE_S or _same(own, body) or (self._other and own.far(body) < BACK and _alike(own, body)):
            self._own, self._other = body, None
            return True
        if self._other is None or not _same(self._other, body):
            self._since = time
        self._other = body
        own.time = time  # still remembered, while somebody else is there
        if time - self._since >= ANOTHER_S:
            self._own, self._other = body, None
        return False


def _same(before: _Body, now: _Body) -> bool:
    return before.far(now) <= STEP + PER_SECOND * min(0.3, now.time - before.time) and _alike(before, now)


def _alike(one: _Body, other: _Body) -> bool:
    return max(one.size, other.size) <= GROWTH * min(one.size, other.size)


def _body(time: float, picture: Array | None) -> _Body | None:
    if picture is None:
        return None
    shown = joints_in(picture)
    hips, neck = (shown[AT["left_hip"]] + shown[AT["right_hip"]]) / 2, shown[AT["neck"]]
    if not np.isfinite([*hips, *neck]).all():
        return None
    trunk, wide = float(np.linalg.norm(neck - hips)), _long(shown, "left_shoulder", "right_shoulder")
    shank = max(_long(shown, f"{side}_knee", f"{side}_ankle") for side in ("left", "right"))
    return _Body(time, float(hips[0]), float(hips[1]), max(0.02, trunk, SHOULDERS * wide, SHANK * shank))


def _long(shown: Array, one: str, other: str) -> float:
    """From one joint to another in the picture; 0 where that is not known."""
    length = float(np.linalg.norm(shown[AT[one]] - shown[AT[other]]))
    return length if math.isfinite(length) else 0.0

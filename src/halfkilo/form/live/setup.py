"""Before a set: whether the camera sees what this exercise needs, and the one or two things that would help."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from halfkilo.form.joints import AT, MEDIAPIPE, Array
from halfkilo.form.landmarks import SEEN
from halfkilo.form.live import view
from halfkilo.form.live.expected import Expected

OVER_S = 0.7
"""Seconds that are looked back on, so that one odd frame changes nothing."""

EDGE = 0.01
"""Share of the picture within its border that counts as outside."""

TALL, WIDE = 0.97, 1.0
"""Share of the picture that the whole movement may take."""

SMALL = 0.3
"""... and below which a step closer helps: a person of 300 of 1000 lines has joints of a few lines each."""

POINTS = np.array([(source[0], source[-1]) for source in MEDIAPIPE.sources])
"""The two points between which each of our joints lies (or the one, twice): `Layout.joints` for one frame, quicker."""

SAID_AT_ONCE = 2
LEVEL = 0.6
"""Of `view.rising`: below, somebody who should be upright lies, or the picture is turned."""

FIT_TALL, FIT_WIDE, FLOOR = 0.85, 0.9, 0.95
"""The outline: how much of the picture it takes, and where the floor is."""


@dataclass
class Picture:
    """What the browser says of the picture. aspect: width over height."""

    dark: bool = False
    covered: bool = False
    aspect: float = 1.0

    def hear(self, said: dict[str, Any]) -> None:
        """A `picture` message."""
        self.dark, self.covered = said.get("dark") is True, said.get("covered") is True
        aspect = said.get("aspect")
        if isinstance(aspect, int | float) and not isinstance(aspect, bool) and 0.2 <= aspect <= 5:
            self.aspect = float(aspect)


@dataclass
class Setup:
    """`see` each frame, then `told`."""

    wanted: Expected
    picture: Picture
    _frames: deque[tuple[float, Array, Array, Array | None, int]] = field(default_factory=deque)

    def see(self, time: float, places: Array, raw: Array, picture: Array | None, seen: int) -> None:
        """places (16, 3), NaN where unseen; raw the same with guesses where unseen; picture (33, 2) or None."""
        self._frames.append((time, places, raw, picture, seen))
        while time - self._frames[0][0] > OVER_S:
            self._frames.popleft()

    @property
    def azimuth(self) -> float | None:
        """From where it is seen (see `view.azimuth`), averaged."""
        return view.azimuth(np.mean([raw for _, _, raw, _, _ in self._frames], 0)) if self._frames else None

    @property
    def unseen(self) -> list[str]:
        """Joints that are needed and mostly not seen. From the side the far ones are hidden, which is fine while the near ones show."""
        if not self._frames:
            return list(self.wanted.joints)
        shown = np.mean([np.isfinite(places[:, 0]) for _, places, _, _, _ in self._frames], 0)
        gone = [name for name in self.wanted.joints if shown[AT[name]] < 0.5]
        return near(gone, self.wanted.joints, view.far_side(self.azimuth))

    def told(self) -> dict[str, Any]:
        """The `setup` message."""
        unseen = self.unseen
        amiss = self._amiss(unseen)[:SAID_AT_ONCE]
        return {"is": "setup", "ok": not amiss, "say": [f"form.setup.{name}" for name in amiss or ["ready"]], "unseen": unseen,
                "outline": outline(self.wanted, self.picture.aspect)}

    def _amiss(self, unseen: list[str]) -> list[str]:
        """What is amiss, most important first; what makes the rest moot stands alone."""
        if self.picture.covered or self.picture.dark:
            return ["covered" if self.picture.covered else "dark"]
        if not self._frames or len(unseen) == len(self.wanted.joints):
            return ["nobody"]
        _, _, raw, picture, seen = self._frames[-1]
        rising = view.rising(raw)
        if self.wanted.upright and rising is not None and rising < LEVEL:
            return ["turned"]
        found = ["two"] if seen > 1 else []
        found += self._place(raw, picture) if picture is not None else []
        found += [] if view.fits(self.wanted.view, self.azimuth) else [self.wanted.view]
        return found or (["unseen"] if unseen else [])

    def _place(self, raw: Array, picture: Array) -> list[str]:
        """Nearer, farther, aside; a joint that is out of the picture has a place beyond its border all the same."""
        across, up = scale(raw, joints_in(picture))
        takes = (self.wanted.size[0] / 1000 * across, self.wanted.size[1] / 1000 * up)
        shown = joints_in(picture)[[AT[name] for name in self.wanted.joints]]
        left, right = bool((shown[:, 0] < EDGE).any()), bool((shown[:, 0] > 1 - EDGE).any())
        top, foot = bool((shown[:, 1] < EDGE).any()), bool((shown[:, 1] > 1 - EDGE).any())
        if takes[1] > TALL or takes[0] > WIDE or (left and right) or (top and foot):
            return ["step_back"]
        if left or right:
            return ["left" if left else "right"]
        if top or foot:
            return ["higher" if top else "lower"]
        return ["closer"] if max(takes) < SMALL else []


def near(gone: list[str], needed: tuple[str, ...], far: str) -> list[str]:
    """Without the joints of the far side, when both sides are needed alike."""
    other = {"left": "right", "right": "left"}.get(far, "")
    return [name for name in gone if not (far and name.startswith(far) and name.replace(far, other, 1) in needed)]


def joints_in(picture: Array) -> Array:
    """(33, 2) -> (16, 2)."""
    found: Array = picture[POINTS].mean(1)
    return found


def scale(places: Array, shown: Array) -> tuple[float, float]:
    """Shares of the picture per metre, across and up: by how the joints (16, 3) lie in it (16, 2). 0 where that cannot be told."""
    return _slope(places[:, 0], shown[:, 0]), _slope(-places[:, 2], shown[:, 1])


def _slope(metres: Array, shares: Array) -> float:
    there = np.isfinite(metres) & np.isfinite(shares)
    off = metres[there] - metres[there].mean() if there.any() else metres[there]
    spread = float(off @ off)
    return abs(float(off @ shares[there]) / spread) if spread > 0.05 else 0.0


def outline(wanted: Expected, aspect: float) -> dict[str, Any]:
    """Where to stand so that the whole movement fits: shares of the picture. joints: of the figure as it begins; metre: of its height."""
    wide, tall = wanted.size
    per = min(FIT_TALL / tall, FIT_WIDE * aspect / wide)
    height, width = per * tall, per * wide / aspect
    x, y = (1 - width) / 2, FLOOR - height
    box = {"x": x, "y": y, "width": width, "height": height, "metre": 1000 * per}
    joints = [[round(x + across * width, 3), round(y + down * height, 3)] for across, down in wanted.start]
    return {name: round(share, 3) for name, share in box.items()} | {"joints": joints}


def joints(points: Array) -> tuple[Array, Array]:
    """(33, 4) -> (16, 3) with NaN where unseen, and the same with the pose model's guesses."""
    turned = np.stack([points[:, 0], points[:, 2], -points[:, 1]], -1)
    raw: Array = turned[POINTS].mean(1)
    seen: Array = np.where((points[POINTS, 3].min(1) >= SEEN)[:, None], raw, np.nan)
    return seen, raw

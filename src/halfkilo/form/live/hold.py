"""Held exercises: how long a posture is kept. Nothing is counted and nothing is judged."""

from __future__ import annotations

from collections import deque

import numpy as np

from halfkilo.form.joints import Array

OVER_S = 1.0
"""Seconds over which stillness is looked at."""

STILL = 12.0
"""Degrees by which most of the body's angles may wander over that time: landmarks scatter by 3 to 5 degrees at rest."""

MOST = 80
"""Percent of the channels that must be that still: a hand may move."""

GAP_S = 0.5
"""Between frames farther apart than this nobody knows."""


class Hold:
    """`step` once per frame; `seconds` so far."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._seen: deque[tuple[float, Array]] = deque()

    def step(self, time: float, seen: Array) -> None:
        """seen (channels,), NaN where unseen."""
        before = self._seen[-1][0] if self._seen else time
        self._seen.append((time, seen))
        while time - self._seen[0][0] > OVER_S:
            self._seen.popleft()
        if time - before <= GAP_S and self._still():
            self.seconds += time - before

    def _still(self) -> bool:
        rows = np.array([row for _, row in self._seen])
        there = np.isfinite(rows).all(0)
        return bool(there.sum() >= 10) and float(np.percentile(np.ptp(rows[:, there], axis=0), MOST)) <= STILL

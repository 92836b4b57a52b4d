"""The machine's cable beside the camera: it wins for range, tempo and count; where both do not tell the same, nothing is said.

Two clocks that know nothing of each other: both are brought to the supervisor's by the quickest message of each, and what the camera
lags behind is found by laying its signal over the cable's.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from halfkilo.form.joints import Array
from halfkilo.form.repetitions import Cut, Cutter

UNIT = 300.0
"""Millimetres that count as one whole way before anything of the person is known: a quarter of it is the smallest repetition."""

MOVED = 75.0
"""Millimetres that a cable must have moved in a set before it is what counts."""

SILENT_MS = 1_500
"""Without a reading for so long the machine says nothing any more, and the camera counts."""

BOTH = 0.6
"""The cable that moves less counts as moving too from this share of the other on."""

KEPT_S, RATE = 24.0, 20.0
"""Seconds that are laid over each other, and how many values per second."""

FOR_SURE_S = 6.0
"""Seconds of both before anything is said of whether they agree."""

MOST_LAG_S = 1.2
ALIKE = 0.6
"""Correlation from which both tell of one movement. Simulated sets with noise of 20 mm lie above 0.9, another rhythm below 0.4."""

APART = 1
"""Repetitions by which both counts may differ."""

RESTING = 0.15


@dataclass(frozen=True)
class Pull:
    """One repetition on the cable. Seconds there, hold, back; range in millimetres per cable."""

    number: int
    range_mm: float
    there: float
    hold: float
    back: float


@dataclass
class Clock:
    """How much later than its own clock somebody is heard, by the quickest message of the last while; milliseconds."""

    _offs: deque[int] = field(default_factory=lambda: deque(maxlen=120))

    def hear(self, at: int, own: int) -> None:
        """at: when it was heard. own: when it was said, on its own clock."""
        self._offs.append(at - own)

    @property
    def off(self) -> int:
        """0 before anything was heard."""
        return min(self._offs, default=0)


class Cable:
    """`row` for each reading, `seen` for each frame."""

    def __init__(self) -> None:
        self._machine, self._page = Clock(), Clock()
        self._cutter = Cutter()
        self._rows: deque[tuple[float, float, float]] = deque(maxlen=4096)
        self._camera: deque[tuple[float, float]] = deque(maxlen=2048)
        self._low, self._high = [math.inf, math.inf], [-math.inf, -math.inf]
        self._heard = -(10**9)
        self.pulls: list[Pull] = []

    def row(self, at: int, ms: int, left: float, right: float) -> Pull | None:
        """One reading: milliseconds (the supervisor's, the machine's), millimetres. The repetition that it ends, if it does."""
        self._machine.hear(at, ms)
        self._heard = at
        if self._rows and ms / 1000 <= self._rows[-1][0]:
            return None
        for index, value in enumerate((left, right)):
            self._low[index], self._high[index] = min(self._low[index], value), max(self._high[index], value)
        self._rows.append((ms / 1000, left, right))
        return self._cut(self._cutter.step(ms / 1000, self._along(left, right) / UNIT))

    def finish(self) -> Pull | None:
        """The set is over."""
        return self._cut(self._cutter.finish())

    def seen(self, at: int, ms: int, progress: float) -> None:
        """What the camera saw: milliseconds (the supervisor's when it was heard, the page's), progress or NaN."""
        self._page.hear(at, ms)
        if math.isfinite(progress):
            self._camera.append((ms / 1000, progress))

    def live(self, at: int) -> bool:
        """Whether the cable is what counts: it is heard, and it moved in this set."""
        return at - self._heard <= SILENT_MS and max(high - low for high, low in zip(self._high, self._low, strict=True)) >= MOVED

    @property
    def count(self) -> int:
        """Repetitions so far."""
        return self._cutter.count

    def agrees(self, camera_count: int) -> bool | None:
        """Whether camera and cable tell the same; None while that cannot be said yet."""
        if abs(self.count - camera_count) > APART:
            return False
        alike, _ = self.aligned()
        return None if alike is None else alike >= ALIKE

    def aligned(self) -> tuple[float | None, float]:
        """(correlation, seconds by which the camera lags behind the cable); None while there is too little of both."""
        pulled, seen = self._series()
        if len(pulled) < FOR_SURE_S * RATE or np.std(pulled) * 1000 < MOVED / 4 or np.std(seen) < 0.05:
            return None, 0.0
        most = round(MOST_LAG_S * RATE)
        found = [(_alike(pulled, seen, lag), lag / RATE) for lag in range(-most, most + 1)]
        return max(found)

    def _series(self) -> tuple[Array, Array]:
        """Both on the page's clock at `RATE`, over the last seconds that both have: metres, progress."""
        if len(self._rows) < 2 or len(self._camera) < 2:
            return np.empty(0), np.empty(0)
        shift = (self._machine.off - self._page.off) / 1000
        cable = np.array([(time + shift, self._along(left, right) / 1000) for time, left, right in self._rows])
        camera = np.array(self._camera)
        first, last = max(cable[0, 0], camera[0, 0], camera[-1, 0] - KEPT_S), min(cable[-1, 0], camera[-1, 0])
        if last <= first:
            return np.empty(0), np.empty(0)
        times = np.arange(first, last, 1 / RATE)
        return np.interp(times, cable[:, 0], cable[:, 1]), np.interp(times, camera[:, 0], camera[:, 1])

    def _along(self, left: float, right: float) -> float:
        """Millimetres per cable: the mean of both where both move, else the one that does."""
        ways = [high - low for high, low in zip(self._high, self._low, strict=True)]
        off = [value - low for value, low in zip((left, right), self._low, strict=True)]
        if min(ways) >= BOTH * max(ways):
            return sum(off) / 2
        return off[ways.index(max(ways))]

    def _cut(self, cut: Cut | None) -> Pull | None:
        if cut is None:
            return None
        rows = np.array([(time, self._along(left, right)) for time, left, right in self._rows if cut.start <= time <= cut.end])
        if len(rows) < 3:
            return None
        way = float(np.ptp(rows[:, 1]))
        away = rows[rows[:, 1] >= rows[:, 1].max() - RESTING * way, 0]
        pull = Pull(len(self.pulls) + 1, way, float(away[0] - cut.start), float(away[-1] - away[0]), float(cut.end - away[-1]))
        self.pulls.append(pull)
        return pull


def _alike(one: Array, other: Array, lag: int) -> float:
    """Correlation with `other` moved back by `lag` values."""
    a, b = (one[:len(one) - lag], other[lag:]) if lag >= 0 else (one[-lag:], other[:lag])
    if np.std(a) < 1e-9 or np.std(b) < 1e-9:
        return 0.0
    return abs(float(np.corrcoef(a, b)[0, 1]))

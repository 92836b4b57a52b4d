"""Cutting a set into repetitions, one value at a time, on the exercise's own signal.

A repetition is: away from rest, to a turn, and back. Both turns are taken only once the signal has come back from them by a share of the
person's own span (hysteresis), so that tremor and jitter do not count; the span follows the last repetitions, so that neither a small
range nor another sensor changes the count.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median

BACK = 0.4
"""Share of the span by which the signal must come back from a turn before that counts as one."""

HOME = 0.3
"""A repetition is over once the signal is within this share of the span from its rest."""

SMALLEST = 0.25
"""The smallest excursion that counts before anything of the person is known, as a share of the exercise's own."""

LEAST_OF_OWN = 0.35
"""Later: the smallest that counts, as a share of the person's own."""

SHORTEST = 0.35
"""Seconds. Faster there and back is a glitch of the landmarks."""

EDGE, HALF = 0.12, 0.5
"""A repetition begins where the signal leaves the first share of its excursion, earlier by `LEAD` times what it then takes to the second,
and ends likewise: rests stay outside, and where it is cut does not hang on how still somebody rests."""

LEAD = 1.2

WAIT = 0.5
"""Seconds without getting nearer to the rest after which it has come to rest, wherever that is."""

LOST = 1.0
"""Seconds unseen after which a repetition under way is given up."""

SMOOTH = 0.08
"""Seconds of the exponential smoothing before turns are looked for."""

CALM, LONGEST, MEMORY = 0.05, 0.5, 1.0
"""A movement so small that the landmarks' jitter makes up more than the first (a standard deviation, in shares of the exercise's own way)
is smoothed longer, by the square of how much more, at most for the second, seconds. The third: seconds over which jitter is measured."""

GAP = 0.3
"""Seconds without a frame over which no jitter is told."""

OF_BENDS = 1.25 / 6 ** 0.5
"""Standard deviation of white jitter from the mean size of second differences of what is seen."""


@dataclass(frozen=True)
class Cut:
    """One repetition: seconds at which it began, was farthest, and ended; progress at the rest before, at the turn, at the end."""

    start: float
    turn: float
    end: float
    low: float
    high: float
    back: float

    @property
    def span(self) -> float:
        """How far it went, in shares of the exercise's own way."""
        return self.high - min(self.low, self.back)


@dataclass
class Jitter:
    """How much a signal trembles from frame to frame, whatever it does over longer: `step` gives a standard deviation."""

    size: float = 0.0
    _last: tuple[float, float] = (math.nan, math.nan)

    def step(self, gone: float, value: float) -> float:
        """gone: seconds since the last frame."""
        before, last = self._last if gone <= GAP else (math.nan, math.nan)
        bend = abs(value - 2 * last + before)
        self._last = (last, value)
        if not math.isnan(bend):
            self.size += (OF_BENDS * bend - self.size) * (1 - math.exp(-min(gone, MEMORY) / MEMORY))
        return self.size


@dataclass
class Cutter:
    """`step` once per frame; gives a `Cut` when a repetition has come to rest. `count` goes up as soon as it is home."""

    count: int = 0
    track: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=4096))
    _spans: deque[float] = field(default_factory=lambda: deque(maxlen=5))
    _rests: deque[float] = field(default_factory=lambda: deque(maxlen=5))
    _value: float = math.nan
    _jitter: Jitter = field(default_factory=Jitter)
    _seen: float = -math.inf
    _low: tuple[float, float] | None = None
    _high: tuple[float, float] | None = None
    _landing: Cut | None = None
    _ended: float = -math.inf
    _due: float = math.nan

    @property
    def span(self) -> float:
        """The span that is reckoned with now."""
        return median(self._spans) if self._spans else 1.0

    @property
    def least(self) -> float:
        """The smallest excursion that counts now."""
        return LEAST_OF_OWN * self.span if self._spans else SMALLEST

    def step(self, time: float, value: float) -> Cut | None:
        """time: seconds, rising. value: progress, NaN while unseen."""
        if math.isnan(value):
            if time - self._seen <= LOST:
                return None
            self._low = self._high = None
            return self.finish()
        fresh = math.isnan(self._value) or time - self._seen > LOST
        smooth = min(LONGEST, SMOOTH * max(1.0, self._jitter.step(time - self._seen, value) / CALM) ** 2)
        self._value = value if fresh else self._value + (value - self._value) * (1 - math.exp(-(time - self._seen) / smooth))
        self._seen = time
        self.track.append((time, self._value))
        landed = self._landed(time, self._value)
        if self._turned(time, self._value):
            landed = self.finish() or landed  # the next one is home already
            self._landing = self._over(time, self._value)
        return landed

    def finish(self) -> Cut | None:
        """The repetition that is home but not yet at rest, when nothing more comes."""
        over, self._landing, self._due = self._landing, None, math.nan
        if over is not None:
            self._ended = over.end
        return over

    def _landed(self, time: float, value: float) -> Cut | None:
        """Waits until the rest is reached, the next repetition begins, or nothing gets nearer."""
        cut = self._landing
        if cut is None:
            return None
        span = cut.high - cut.low
        if value < cut.back:
            self._landing = cut = replace(cut, end=time, back=value)
        elif value >= cut.back + EDGE * span or time - cut.end >= WAIT:
            return self.finish()
        if math.isnan(self._due) and value <= cut.low + EDGE * span:
            half = next((at for at, was in reversed(self.track) if was >= cut.low + HALF * span), cut.turn)
            self._due = time + LEAD * (time - half)
        if time >= self._due:
            self._landing = replace(cut, end=time, back=value)
            return self.finish()
        return None

    def _turned(self, time: float, value: float) -> bool:
        """Whether a repetition is home."""
        if self._low is None or (self._high is None and value <= self._low[1]):
            self._low = (time, value)
            return False
        if self._high is None:
            self._high = (time, value) if value - self._low[1] >= self.least else None
            return False
        if value > self._high[1]:
            self._high = (time, value)
            return False
        went = self._high[1] - self._low[1]
        rest = median(self._rests) if self._rests else self._low[1]
        return self._high[1] - value >= BACK * max(went, self.least) and value <= max(rest, self._low[1]) + HOME * went

    def _over(self, time: float, value: float) -> Cut | None:
        assert self._low is not None and self._high is not None
        low, high = self._low, self._high
        self._low, self._high = (time, value), None
        start = self._start(low, high)
        if time - start < SHORTEST:
            return None
        self.count += 1
        self._spans.append(high[1] - low[1])
        self._rests.append(low[1])
        return Cut(start, high[0], time, low[1], high[1], value)

    def _start(self, low: tuple[float, float], high: tuple[float, float]) -> float:
        """When it left its rest; at the earliest when the last repetition ended."""
        span, half = high[1] - low[1], high[0]
        left = low[0]
        for at, was in reversed(self.track):
            if at > high[0]:
                continue
            if was >= low[1] + HALF * span:
                half = at
            if was <= low[1] + EDGE * span:
                left = at
                break
        return max(left - LEAD * (half - left), self._ended, self.track[0][0])

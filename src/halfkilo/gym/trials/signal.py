"""Readings over time: the mean between two moments, an even spacing, and a low-pass that shifts nothing."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Trace:
    """One quantity over time: seconds, rising, and a value each. Between two readings it is taken for a straight line."""

    at: tuple[float, ...]
    values: tuple[float, ...]

    @property
    def lasts(self) -> float:
        """Seconds from the first to the last reading."""
        return self.at[-1] - self.at[0] if self.at else 0.0

    @property
    def rate(self) -> float:
        """Readings a second; 0 for fewer than two."""
        return (len(self.at) - 1) / self.lasts if self.lasts > 0 else 0.0

    @property
    def gap(self) -> float:
        """The longest silence between two readings, seconds."""
        return max((after - before for before, after in pairwise(self.at)), default=math.inf)

    def less(self, offset: float) -> Trace:
        """The same with `offset` taken off every value."""
        return Trace(self.at, tuple(value - offset for value in self.values))

    def value(self, moment: float) -> float:
        """The value at a moment; before the first and after the last reading it is theirs."""
        place = bisect_right(self.at, moment)
        if place in (0, len(self.at)):
            return self.values[0 if place == 0 else -1]
        (a, b), (x, y) = self.at[place - 1 : place + 1], self.values[place - 1 : place + 1]
        return x + (y - x) * (moment - a) / (b - a)


def trace(readings: Sequence[tuple[float, float]]) -> Trace:
    """Readings in the order of their time; of two at the same moment the later one is left out."""
    kept: list[tuple[float, float]] = []
    for moment, value in sorted(readings, key=lambda one: one[0]):
        if not kept or moment > kept[-1][0]:
            kept.append((moment, value))
    return Trace(tuple(moment for moment, _ in kept), tuple(value for _, value in kept))


def best_mean(of: Trace, seconds: float) -> tuple[float, float]:
    """(highest mean over a window of `seconds`, when that window begins); windows that begin or end at a reading are tried.

    A trace shorter than the window has the mean 0 at its beginning.
    """
    if of.lasts < seconds:
        return 0.0, of.at[0] if of.at else 0.0
    area = _Area(of)
    begins = [moment for moment in of.at if moment + seconds <= of.at[-1]]
    begins += [moment - seconds for moment in of.at if moment - seconds >= of.at[0]]
    return max(((area.upto(begin + seconds) - area.upto(begin)) / seconds, begin) for begin in begins)


class _Area:
    """The integral of a trace from its first reading on."""

    def __init__(self, of: Trace) -> None:
        self._of = of
        self._sums = [0.0]
        for (a, b), (x, y) in zip(pairwise(of.at), pairwise(of.values), strict=True):
            self._sums.append(self._sums[-1] + (b - a) * (x + y) / 2)

    def upto(self, moment: float) -> float:
        place = max(1, min(bisect_right(self._of.at, moment), len(self._of.at)))
        since = moment - self._of.at[place - 1]
        return self._sums[place - 1] + since * (self._of.values[place - 1] + self._of.value(moment)) / 2


def longest_above(of: Trace, edge: float) -> float:
    """The longest stretch, seconds, in which the trace stays at or above `edge`."""
    longest, since = 0.0, None
    for (a, b), (x, y) in zip(pairwise(of.at), pairwise(of.values), strict=True):
        if x < edge and y < edge:
            since = None
            continue
        crossing = a + (b - a) * (edge - x) / (y - x) if (x < edge) != (y < edge) else b
        if since is None:
            since = crossing if x < edge else a
        end = crossing if y < edge else b
        longest = max(longest, end - since)
        if y < edge:
            since = None
    return longest


def evenly(of: Trace, rate_hz: float) -> list[float]:
    """The values at an even spacing from the first reading to the last."""
    number = int(of.lasts * rate_hz + 1e-9) + 1
    return [of.value(of.at[0] + step / rate_hz) for step in range(number)]


def low_pass(values: Sequence[float], rate_hz: float, cut_hz: float) -> list[float]:
    """Butterworth of second order, forwards and backwards: nothing is shifted in time, and at `cut_hz` half of the amplitude is left.

    The ends are mirrored about their last value, so that a constant and (from about a second on) a straight line stay what they are.
    """
    if len(values) < 2:
        return list(values)
    pad = min(len(values) - 1, int(3 * rate_hz / cut_hz))
    head = [2 * values[0] - value for value in values[pad:0:-1]]
    tail = [2 * values[-1] - value for value in values[-2 : -pad - 2 : -1]]
    weights = _butterworth(rate_hz, cut_hz)
    there = _filter([*head, *values, *tail], weights)
    back = _filter(there[::-1], weights)[::-1]
    return back[pad : pad + len(values)]


def _butterworth(rate_hz: float, cut_hz: float) -> tuple[float, float, float, float, float]:
    """b0, b1, b2, a1, a2 by the bilinear transform with its frequency bent back."""
    bent = math.tan(math.pi * cut_hz / rate_hz)
    scale = 1 / (1 + math.sqrt(2) * bent + bent * bent)
    b0 = bent * bent * scale
    return b0, 2 * b0, b0, 2 * (bent * bent - 1) * scale, (1 - math.sqrt(2) * bent + bent * bent) * scale


def _filter(values: Sequence[float], weights: tuple[float, float, float, float, float]) -> list[float]:
    """One pass, as if the first value had stood for ever."""
    b0, b1, b2, a1, a2 = weights
    x1 = x2 = y1 = y2 = values[0]
    out = []
    for x in values:
        y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
        out.append(y)
        x1, x2, y1, y2 = x, x1, y, y1
    return out

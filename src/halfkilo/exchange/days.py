"""Many readings of a day as few whole numbers: heart rate as least, mean and most, steps of the fullest source, sleep without overlaps.

Memory grows with days and sources, not with readings, so ten years of a watch fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

MERGE_AT = 64
"""Pieces of sleep in one night before those that touch are made one."""

MOST_PIECES = 2_000
"""Pieces of sleep in one night that do not touch; more than that is no night."""


@dataclass
class Pulse:
    """Heart rate of one day."""

    count: int = 0
    total: int = 0
    least: int = 1000
    most: int = 0

    def add(self, rate: int) -> None:
        """One reading, beats a minute."""
        self.count += 1
        self.total += rate
        self.least, self.most = min(self.least, rate), max(self.most, rate)

    def values(self) -> dict[str, int]:
        """As `measured` holds it."""
        return {"mean": (2 * self.total + self.count) // (2 * self.count), "least": self.least, "most": self.most}


@dataclass
class Night:
    """Sleep that ended on one day: pieces in seconds since 1970, merged where they touch, so that phone and watch count once."""

    pieces: list[tuple[int, int]] = field(default_factory=list)

    def add(self, start: int, end: int) -> None:
        """One piece."""
        self.pieces.append((start, end))
        if len(self.pieces) % MERGE_AT == 0:
            self._merge()
            del self.pieces[MOST_PIECES:]

    def minutes(self) -> int:
        """How long in all."""
        self._merge()
        return min(1440, sum(end - start for start, end in self.pieces) // 60)

    def _merge(self) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self.pieces):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        self.pieces = merged


@dataclass
class Days:
    """What is gathered, by day. last: the last moment of each day's readings, as local text, so that an entry has a time."""

    pulse: dict[date, Pulse] = field(default_factory=dict)
    resting: dict[date, int] = field(default_factory=dict)
    mass: dict[date, int] = field(default_factory=dict)
    steps: dict[date, dict[str, int]] = field(default_factory=dict)
    sleep: dict[date, Night] = field(default_factory=dict)
    last: dict[tuple[str, date], str] = field(default_factory=dict)

    def at(self, measure: str, on: date, moment: str) -> None:
        """Note when a reading was."""
        if moment > self.last.get((measure, on), ""):
            self.last[measure, on] = moment

    def stepped(self, on: date, source: str, steps: int) -> None:
        """Steps of one source; two devices in one pocket count the same steps, so sources are never added up."""
        sources = self.steps.setdefault(on, {})
        sources[source] = sources.get(source, 0) + steps

    def readings(self) -> Iterator[tuple[str, date, str, dict[str, int]]]:
        """Measure, day, moment and values, day by day."""
        for on, pulse in sorted(self.pulse.items()):
            yield "heart_rate", on, self.last["heart_rate", on], pulse.values()
        for on, rate in sorted(self.resting.items()):
            yield "resting_heart_rate", on, self.last["resting_heart_rate", on], {"rate": rate}
        for on, mass in sorted(self.mass.items()):
            yield "body_mass", on, self.last["body_mass", on], {"decagrams": mass}
        for on, sources in sorted(self.steps.items()):
            yield "steps", on, self.last["steps", on], {"steps": min(100_000, max(sources.values()))}
        for on, night in sorted(self.sleep.items()):
            yield "sleep_time", on, self.last["sleep_time", on], {"sleep": night.minutes()}


def morning_of(end_day: date, hour: int) -> date:
    """The day a piece of sleep belongs to: what ends in the evening belongs to the next morning."""
    return end_day + timedelta(days=1) if hour >= 18 else end_day

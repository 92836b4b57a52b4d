"""What one simulated half-year came to, and the keeping of it day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from halfkilo.people.protocol import Observed
from halfkilo.units import Joint

ENDS = 14
"""Days at either end over which pain is averaged."""


@dataclass(frozen=True)
class Outcome:
    """One person under one policy. Counts are of the whole time, also of what came after leaving (analysis by starters).

    gain: true gain of strength, share of the fresh one. loud: sessions with a true worst pain above 5. weeks: weeks with a session.
    left: day of leaving. pain_start, pain_end: true mean pain, NRS, of the first and last 14 days. raised, lowered: loads that went
    up or down from one time to the next; first_raise: day of the first. rules: how often each rule decided about strength work.
    breaches: doses past an invariant of DOSE.md 6, by which.
    """

    seed: int
    policy: str
    days: int
    planned: int
    done: int
    gain: float
    flares_by_load: int
    flares_other: int
    flare_days: int
    loud: int
    weeks: int
    left: int | None
    pain_start: float
    pain_end: float
    raised: int
    lowered: int
    first_raise: int | None
    rules: Mapping[str, int] = field(default_factory=dict)
    breaches: Mapping[str, int] = field(default_factory=dict)


@dataclass
class Tally:
    """Counts while the days go by."""

    planned: int = 0
    done: int = 0
    left: int | None = None
    weeks: set[int] = field(default_factory=set)
    pains: list[float] = field(default_factory=list)

    def morning(self, person: Observed) -> None:
        """Before anything else of the day."""
        self.pains.append(person.mean_pain())

    def session(self, day: int) -> None:
        """A session was done."""
        self.done += 1
        self.weeks.add(day // 7)

    def night(self, person: Observed, day: int) -> None:
        """After the person's night."""
        if person.left and self.left is None:
            self.left = day


def mean_of(levels: Sequence[float]) -> float:
    """The mean, 0 for nobody."""
    return fmean(levels) if levels else 0.0


def gain(person: Observed, joints: Sequence[Joint]) -> float:
    """True gain of strength, share of the fresh one: the mean over the joints that the programme trains."""
    return mean_of([person.gained(joint) for joint in joints])

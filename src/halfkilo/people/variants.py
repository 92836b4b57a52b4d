"""Painful places that work otherwise, for asking whether a rule of dosing only fits the standard biology. None has been measured: all D.

Each is a `Tissue` with some of its questions answered in another way. Numbers are chosen so that a moderate constant load provokes flares
of the same order as in the standard biology, 0.4 to 1.5 a year against 0.5; what differs is which loads do it and what warns.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from halfkilo.people import biology
from halfkilo.people.parameters import Parameters
from halfkilo.people.tissue import Tissue

WEEKS_4, WEEK = 28, 7


@dataclass
class Jump(Tissue):
    """Not how much, but how much more than usual: what counts is the load relative to the harder sessions of the last four weeks.

    Daily life is a habit, too, so there is a floor. Nothing adapts but the habit, and it is gone after four weeks."""

    days: deque[float] = field(default_factory=lambda: deque(maxlen=WEEKS_4))
    floor: float = 0.45
    jump: float = 1.05
    most: float = 2.5

    def follow(self, p: Parameters) -> None:
        """The habit is the mean of the harder half of the sessions in four weeks."""
        self.days.append(biology.together(self.stress))
        trained = sorted(stress for stress in self.days if stress > 0.0)
        hard = trained[len(trained) // 2:]
        habit = sum(hard) / len(hard) if hard else 0.0
        self.tolerance = min(self.most * self.place.tolerance, max(self.floor * self.place.tolerance, self.jump * habit))


@dataclass
class Volume(Tissue):
    """Not peaks but sums: all stress of seven days counts alike, against a budget for the week that grows with use."""

    week: deque[float] = field(default_factory=lambda: deque(maxlen=WEEK - 1))
    sets: float = 11.0

    def adds(self, stress: float) -> float:
        """A set adds its stress."""
        return stress

    def room(self, p: Parameters) -> float:
        """What is left of the week's budget."""
        return max(0.0, self.sets * self.bears(p) - sum(self.week))

    def ordinary(self, p: Parameters) -> float:
        """The same on an ordinary day."""
        return max(0.0, self.sets * self.tolerance - sum(self.week))

    def rises(self, p: Parameters, stress: float) -> float:
        """Pain rises as the budget runs out, whatever the set is."""
        return biology.rise(p, sum(self.week) + self.stress, self.sets * self.bears(p))

    def over(self, p: Parameters) -> float:
        """Share by which the week is over its budget, on days with load."""
        return biology.excess(sum(self.week) + self.stress, self.sets * self.bears(p)) if self.stress > 0.0 else 0.0

    def follow(self, p: Parameters) -> None:
        """The budget follows the week."""
        fresh, used = self.place.tolerance, (sum(self.week) + self.stress) / self.sets
        if self.stress > 0.0:
            self.tolerance = biology.adapted(p, self.tolerance, fresh, used)
        else:
            self.tolerance = biology.unused(p, self.tolerance, fresh)
        self.week.append(self.stress)


@dataclass
class Threshold(Tissue):
    """Nothing at all up to a hard threshold of one's own, then a lot at once. No warning below it, and it does not move."""

    steep: float = 0.5
    higher: float = 1.2

    def __post_init__(self) -> None:
        self.tolerance *= self.higher

    def rises(self, p: Parameters, stress: float) -> float:
        """Nothing, or at once much."""
        return p.peak_excess * self.steep if stress > self.bears(p) else 0.0

    def over(self, p: Parameters) -> float:
        """Nothing, or at once much."""
        return self.steep if self.stress > 0.0 and biology.together(self.stress) > self.bears(p) else 0.0

    def follow(self, p: Parameters) -> None:
        """It stays."""


@dataclass
class Sensitised(Tissue):
    """Any effort is felt, tolerance hardly matters: pain rises and soreness follows with every load, flares by load are rare and come
    in proportion to it. So answers to load say little about what a load does."""

    felt: float = 2.5
    sored: float = 0.35
    likelier: float = 0.01

    def rises(self, p: Parameters, stress: float) -> float:
        """In proportion to the set."""
        return self.felt * stress

    def over(self, p: Parameters) -> float:
        """In proportion to the session."""
        return self.sored * biology.together(self.stress) if self.stress > 0.0 else 0.0

    def hazard(self, p: Parameters, over: float) -> float:
        """In proportion to the session, and to how strongly somebody reacts."""
        return p.flare_gain * self.likelier * over / self.sored

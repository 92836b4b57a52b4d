"""Lives of many simulated people under fixed schedules, kept as the numbers that the targets are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from halfkilo.people.many import Crowd, Generated, Schedule, live
from halfkilo.people.parameters import Parameters
from halfkilo.people.population import draw, draw_anybody
from halfkilo.units import Region

Numbers = npt.NDArray[Any]

NONE: None = None
SUPERVISED = Schedule(0.45, attends=0.88)
"""Three supervised sessions a week with a moderate, constant load."""

TRIAL = Schedule(0.52, attends=0.88, days=84)
LOW, HIGH = Schedule(0.30, attends=0.8), Schedule(0.60, attends=0.8)
"""START's arms: about a third and about two thirds of what could be lifted once; adherence as there, D."""

GLAD, SALINE = Schedule(0.40, sets=2, attends=0.62, days=56), Schedule(0.0, attends=0.62, days=56)
"""Sixteen sessions in eight weeks, or as many contacts without movement."""

HOME = Schedule(0.40)
"""At home, everybody with their own attendance."""

HEAVY = Schedule(0.70, reps=10, sets=3, current=True, demand=0.0, attends=0.9)
LIGHT = Schedule(0.40, reps=10, sets=3, current=True, demand=0.0, attends=0.9)
"""Strength trials with pain-free people: 70 and 40 % of today's strength."""


@dataclass(frozen=True)
class Life:
    """A crowd at the end of its days, with every morning's answers (days, people) and the unrounded pain of the first and last day."""

    crowd: Crowd
    mornings: Numbers
    first: Numbers
    last: Numbers

    @cached_property
    def start(self) -> Numbers:
        """Mean of the first week's answers."""
        return self.mornings[:7].mean(axis=0)  # type: ignore[no-any-return]

    @cached_property
    def change(self) -> Numbers:
        """Last week's mean less the first week's."""
        return self.mornings[-7:].mean(axis=0) - self.start  # type: ignore[no-any-return]

    @cached_property
    def recalled(self) -> Numbers:
        """As people recall a week: half its mean, half the pain of the moment (ours; a week's mean alone scatters less than trials saw)."""
        return (self.change + self.mark) / 2.0

    @cached_property
    def mark(self) -> Numbers:
        """Last day less first, each marked once on a line."""
        return self.last - self.first


def lived(people: Sequence[Parameters], schedule: Schedule | None, days: int, seed: int, leave: bool = True, keep: int = 10_000) -> Life:
    """Live so many days. leave: whether people may leave; keep: so many of the last mornings, besides the first week."""
    crowd = Crowd(people, Generated(seed, len(people)))
    if not leave:
        crowd.p.leaves_early = crowd.p.leaves_later = 0.0
    first = crowd.felt()
    week, late = [], []
    for day, answers in enumerate(live(crowd, schedule, days)):
        if day < 7:
            week.append(answers)
        elif day >= days - keep:
            late.append(answers)
    return Life(crowd, np.stack(week + late), first, crowd.felt())


def backs(count: int, begin: int = 0) -> list[Parameters]:
    """People with low back pain."""
    return [draw(seed) for seed in range(begin, begin + count)]


def knees(count: int, begin: int = 0) -> list[Parameters]:
    """People with knee pain."""
    return [draw(seed, (Region.KNEE_LEFT,)) for seed in range(begin, begin + count)]


def anybody(count: int, begin: int = 0) -> list[Parameters]:
    """People with one or two places, by how common they are; the crowd lives with the first."""
    return [draw_anybody(seed) for seed in range(begin, begin + count)]

"""Strength: how much, how fast, how different, what a pause leaves (evidence 7.4, 2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from halfkilo.people.calibrate.lives import HEAVY, HOME, LIGHT, Numbers, anybody, lived
from halfkilo.people.calibrate.targets import Target
from halfkilo.people.many import Crowd, Generated, Schedule, live
from halfkilo.people.parameters import Parameters


def targets(size: int) -> Iterator[Target]:
    """The targets of this part."""
    part, people = "strength", anybody(size)
    curve = _curve(people, HEAVY)
    heavy, light = curve[-1], _curve(people, LIGHT)[-1]
    home = lived(people, replace(HOME, exercises=1), 182, 23).crowd.gain
    yield Target(part, "gain in 8-26 weeks of supervised heavy training, mean of 12 and 26 weeks", "evidence 7.4: 0.24-0.33 V", 0.24, 0.33,
                 float((curve[36].mean() + heavy.mean()) / 2.0))
    yield Target(part, "sessions to 63 % of it", "evidence 7.4: 15-20 D", 13.0, 22.0, _tau(curve.mean(axis=1)))
    yield Target(part, "SD between people", "D: people respond differently", 0.08, 0.18, float(heavy.std()))
    yield Target(part, "heavy over light, gain", "evidence 7.4, ACSM 2009: more with load; size D", 1.2, 3.0,
                 float(heavy.mean() / light.mean()))
    yield Target(part, "left of 12 weeks' gain after 16 weeks off", "evidence 2.2: stays above the start V; size C", 0.3, 0.7,
                 _pause(people))
    yield Target(part, "all starters at home, 26 weeks, constant load", "D: half of them hardly come", 0.03, 0.12, float(home.mean()))


def _curve(people: Sequence[Parameters], schedule: Schedule) -> Numbers:
    """Gain after each planned session of 26 weeks, (sessions, people); nobody leaves."""
    crowd = _staying(people, 21)
    return np.stack([crowd.gain for day, _ in enumerate(live(crowd, schedule, 182)) if day % 7 in (1, 3, 5)])


def _staying(people: Sequence[Parameters], seed: int) -> Crowd:
    crowd = Crowd(people, Generated(seed, len(people)))
    crowd.p.leaves_early = crowd.p.leaves_later = 0.0
    return crowd


def _tau(means: Numbers) -> float:
    """Sessions planned until 1 - 1/e of the last mean is reached."""
    return float(np.argmax(means >= (1.0 - np.exp(-1.0)) * means[-1]))


def _pause(people: Sequence[Parameters]) -> float:
    crowd = _staying(people, 22)
    gained = [crowd.gain.mean() for _ in live(crowd, replace(HEAVY, days=84), 196)]
    return float(gained[-1] / max(gained))

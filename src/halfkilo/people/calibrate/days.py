"""Pain without training, day by day: levels, noise, flares, false alarms (evidence 7.1, 7.2, 7.3, 7.6)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from halfkilo.people.calibrate.alarms import rows
from halfkilo.people.calibrate.lives import NONE, Life, Numbers, anybody, backs, knees, lived
from halfkilo.people.calibrate.targets import Target
from halfkilo.people.population import draw
from halfkilo.units import Region

WEEKS = 26


def targets(size: int) -> Iterator[Target]:
    """The targets of this part."""
    yield from _levels(size)
    life = lived(anybody(size), NONE, 7 * WEEKS, 11, leave=False)
    yield from _noise(life)
    yield from _flares(life)
    apart = [abs(a - b) for _, published, found in rows(20 * size) for pair in zip(published, found, strict=True)
             for a, b in zip(*pair, strict=True)]
    yield Target("false alarms", "largest difference to the 60 published percents", "evidence 7.6 C", 0.0, 3.0, max(apart))


def _levels(size: int) -> Iterator[Target]:
    part = "usual pain"
    back, knee = (lived(people, NONE, 7, 1).start for people in (backs(size), knees(size)))
    neck = np.array([draw(seed, (Region.NECK,)).places[0].usual for seed in range(size)])
    yield Target(part, "low back, mean", "evidence 7.1: 4.3-5.1 V2", 4.3, 5.1, float(back.mean()))
    yield Target(part, "low back, SD between people", "evidence 7.1: 1.9 D", 1.5, 2.1, float(back.std()))
    yield Target(part, "knee, mean", "evidence 7.1: 3.6 (volunteers) to 4.6 V/D", 3.6, 5.0, float(knee.mean()))
    yield Target(part, "neck, mean", "evidence 7.1: 3.5-5 D", 3.5, 5.0, float(neck.mean()))


def _noise(life: Life) -> Iterator[Target]:
    part = "day to day"
    week = life.mornings[7:14].std(axis=0, ddof=1)
    memory = _memory(life.mornings)
    yield Target(part, "SD within a week, mean of people", "evidence 7.2: 1.2 V", 1.1, 1.3, float(week.mean()))
    yield Target(part, "its coefficient of variation between people", "evidence 7.2: 0.4 D (one week's SD scatters more)", 0.35, 0.60,
                 float(week.std() / week.mean()))
    yield Target(part, "autocorrelation from day to day, median", "evidence 7.2: 0.2-0.5 D", 0.2, 0.5, float(np.median(memory)))
    yield Target(part, "people with a positive one", "evidence 7.2: most of 47 series V", 0.75, 1.0, float((memory > 0).mean()))


def _memory(mornings: Numbers) -> Numbers:
    """Lag-one autocorrelation of each person's answers; 0 for who always says the same."""
    apart = mornings - mornings.mean(axis=0)
    whole = (apart**2).sum(axis=0)
    return np.divide((apart[1:] * apart[:-1]).sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0)  # type: ignore[no-any-return]


def _flares(life: Life) -> Iterator[Target]:
    part, crowd = "flares", life.crowd
    days = crowd.flare_days.sum() / crowd.own_flares.sum()
    raised = life.mornings >= np.median(life.mornings, axis=0) + 2
    two = (raised[1:] & raised[:-1]).mean()
    yield Target(part, "spontaneous, a person-week", "evidence 7.3: 0.040, 0.059, 0.078 (0.056-0.110) C", 0.04, 0.08,
                 float(crowd.own_flares.mean() / WEEKS))
    yield Target(part, "length, mean days", "evidence 7.3: median 5-8, 2 to 30, lognormal V", 5.0, 9.0, float(days))
    yield Target(part, "share of days in a flare", "pain-programs 5.1: at most 0.23; self-report at most 0.17 C", 0.03, 0.17,
                 float(crowd.flare_days.mean() / (7 * WEEKS)))
    yield Target(part, "share of days with pain 2 above usual, two days running", "pain-programs 5.1: at most 0.10 C", 0.0, 0.10,
                 float(two))
    yield Target(part, "provoked by load without training", "by definition", 0.0, 0.0, float(crowd.load_flares.sum()))

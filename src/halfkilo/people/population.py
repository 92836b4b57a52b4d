"""Drawing individuals: the spread between people (evidence 7, pain-programs 5.1). Deterministic by seed."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, sqrt
from random import Random

from halfkilo.people.parameters import Manner, Parameters, Place
from halfkilo.units import Joint, Region

USUAL = {Joint.LOW_BACK: (4.7, 1.9), Joint.KNEE: (4.6, 2.0), Joint.HIP: (4.6, 2.0), Joint.NECK: (4.2, 1.8), Joint.SHOULDER: (4.2, 1.8)}
"""Mean and sd of usual pain (evidence 7.1; sds from memory); other places as the back."""

DENIES, ENLARGES = 0.10, 0.15
"""Shares of people who answer smaller or larger than it is. Ours."""


def draw(seed: int, regions: Sequence[Region] = (Region.LOW_BACK,)) -> Parameters:
    """One person with these painful places, the first of them the worst."""
    random = Random(f"person {seed}")
    places = tuple(_place(random, region, 1.0 if index == 0 else 0.6) for index, region in enumerate(regions))
    return Parameters(
        places=places, manner=_manner(random.random()), age=round(min(88.0, max(19.0, random.gauss(52.0, 15.6)))),
        phi=random.uniform(0.2, 0.5), strength=lognormal(random, 1.0, 0.25), gain_most=lognormal(random, 0.30, 0.4),
        gain_sessions=random.uniform(15.0, 20.0), tissue_sessions=lognormal(random, 25.0, 0.3), flare_gain=lognormal(random, 1.2, 0.6),
        fear=min(1.0, max(0.0, random.gauss(0.38, 0.15))), attends=_attends(random), natural_drop=random.gauss(0.7, 1.2),
        context_drop=random.gauss(1.0, 1.2), answers=min(1.0, max(0.5, random.gauss(0.9, 0.08))))


def lognormal(random: Random, mean: float, variation: float) -> float:
    """A lognormal draw by its mean and its coefficient of variation."""
    sigma = sqrt(log(1.0 + variation**2))
    return random.lognormvariate(log(mean) - sigma**2 / 2.0, sigma)


def _place(random: Random, region: Region, share: float) -> Place:
    mean, sd = USUAL.get(region.joint, (4.7, 1.9))
    level = next(score for score in iter(lambda: random.gauss(mean, sd), None) if 1.0 <= score <= 8.0)
    return Place(region, usual=level * share, sd=lognormal(random, 1.2, 0.4), tolerance=lognormal(random, 0.30, 0.35),
                 flares=random.uniform(0.05, 0.08))


def _manner(chance: float) -> Manner:
    if chance < DENIES:
        return Manner.DENIES
    return Manner.ENLARGES if chance < DENIES + ENLARGES else Manner.PLAIN


def _attends(random: Random) -> float:
    """Bimodal (evidence 7.5): 45 % near full, 30 % near zero, the rest anywhere."""
    chance = random.random()
    if chance < 0.45:
        return random.uniform(0.85, 1.0)
    return random.uniform(0.02, 0.2) if chance < 0.75 else random.uniform(0.2, 0.85)

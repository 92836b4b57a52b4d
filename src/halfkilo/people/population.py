"""Drawing individuals: the spread between people (evidence 7, pain-programs 5.1). Deterministic by seed."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log, sqrt
from random import Random

from halfkilo.people.parameters import Manner, Parameters, Place
from halfkilo.units import Joint, Region

USUAL = {Joint.LOW_BACK: (4.7, 1.9), Joint.KNEE: (4.6, 2.0), Joint.HIP: (4.6, 2.0), Joint.NECK: (4.2, 1.8), Joint.SHOULDER: (4.2, 1.8)}
"""Mean and sd of usual pain (evidence 7.1; sds from memory); other places as the back."""

COMMON = {Region.LOW_BACK: 35, Region.KNEE_LEFT: 11, Region.KNEE_RIGHT: 11, Region.NECK: 13, Region.SHOULDER_LEFT: 5,
          Region.SHOULDER_RIGHT: 7, Region.HIP_LEFT: 4, Region.HIP_RIGHT: 4, Region.UPPER_BACK: 4, Region.WIDESPREAD: 6}
"""How common a place is among those who begin, percent. Ours: the back first, then knees and neck."""

SECOND = 0.35
"""Share of people with a second place. Ours."""

DENIES, ENLARGES = 0.10, 0.15
"""Shares of people who answer smaller or larger than it is. Ours."""

CLASSES = ((0.28, 0.55, 9.0), (0.32, 0.24, 18.0), (0.40, 0.02, 18.0))
"""Pain by taking part in three classes, fast, slow and hardly: chance, share relieved, sessions (pain-programs 5.1: three classes; D)."""

NATURAL_DAYS = (40.0, 500.0)
"""Half of the people change by themselves within weeks, half within years: -0.7 in 12 weeks (evidence 7.5) and -1.39 in five years
(pain-programs 5.1) do not fit one speed. C."""

STRONGER = ((0.25, 0.50, 14.0), (0.55, 0.33, 17.0), (0.20, 0.14, 20.0))
"""Strength in three classes, fast, middling and slow: chance, mean of the most that is gained, sessions (evidence 7.4 for the mean; D)."""

ATTENDS = ((0.45, 0.85, 1.0, 0.64), (0.25, 0.20, 0.85, 0.28), (0.30, 0.02, 0.20, 0.02))
"""Attendance in groups: chance, from, to, natural share. Bimodal: about 45 % near full, 30 % near zero (evidence 7.5). Those who get better
by themselves come more (evidence 0.2: adherence is confounded with improving; D)."""


def draw(seed: int, regions: Sequence[Region] = (Region.LOW_BACK,)) -> Parameters:
    """One person with these painful places, the first of them the worst."""
    random = Random(f"person {seed}")
    react = random.gauss(0.0, 1.0)
    places = tuple(_place(random, region, 1.0 if index == 0 else 0.6, react) for index, region in enumerate(regions))
    worst = (places[0].usual - 4.7) / 1.7
    fear = min(1.0, max(0.0, 0.38 + 0.15 * (0.18 * worst + sqrt(1 - 0.18**2) * random.gauss(0.0, 1.0))))
    _, relieved, relieved_in = _class(random, CLASSES)
    _, gained, gained_in = _class(random, STRONGER)
    _, least, most, natural = _class(random, ATTENDS)
    context = random.gauss(relieved, 0.10)
    return Parameters(
        places=places, manner=_manner(random, fear), age=round(min(88.0, max(19.0, random.gauss(52.0 - 1.1 * worst, 15.6)))),
        phi=random.uniform(0.2, 0.5), strength=lognormal(random, 1.0, 0.25), gain_most=min(0.8, lognormal(random, gained, 0.3)),
        gain_sessions=gained_in, tissue_sessions=lognormal(random, 25.0, 0.4), flare_gain=1.5 * _reacts(random, react, 1.0),
        peak_excess=4.0 * _reacts(random, react, 0.5), sore_gain=2.2 * _reacts(random, react, 0.5),
        fear=fear, attends=random.uniform(least, most),
        natural_share=random.gauss(natural, 0.23), natural_days=random.choice(NATURAL_DAYS),
        context_share=0.7 * context, moving_share=0.3 * context, context_sessions=relieved_in,
        answers=min(1.0, max(0.5, random.gauss(0.9, 0.08))))


def draw_anybody(seed: int) -> Parameters:
    """One person with one or two painful places, chosen by how common they are."""
    random = Random(f"places {seed}")
    first = random.choices(list(COMMON), list(COMMON.values()))[0]
    if first is Region.WIDESPREAD or random.random() >= SECOND:
        return draw(seed, (first,))
    others = {region: share for region, share in COMMON.items() if region not in {first, Region.WIDESPREAD}}
    return draw(seed, (first, random.choices(list(others), list(others.values()))[0]))


def lognormal(random: Random, mean: float, variation: float) -> float:
    """A lognormal draw by its mean and its coefficient of variation."""
    sigma = sqrt(log(1.0 + variation**2))
    return random.lognormvariate(log(mean) - sigma**2 / 2.0, sigma)


def _reacts(random: Random, common: float, sigma: float) -> float:
    """How strongly somebody reacts to load: most hardly, a few much, mean 1. Pain, soreness and flares share part of it, not all."""
    own = 0.7 * common + sqrt(1.0 - 0.7**2) * random.gauss(0.0, 1.0)
    return exp(sigma * own - sigma**2 / 2.0)


def _place(random: Random, region: Region, share: float, react: float) -> Place:
    mean, sd = USUAL.get(region.joint, (4.7, 1.9))
    level = next(score for score in iter(lambda: random.gauss(mean, sd), None) if 1.0 <= score <= 8.0)
    # Who hurts more, and who reacts more, bears a little less.
    tolerance = lognormal(random, 0.64, 0.28) * exp(-0.05 * (level - mean) - 0.10 * react)
    return Place(region, usual=level * share, sd=lognormal(random, 1.2, 0.4), tolerance=tolerance, flares=lognormal(random, 0.062, 0.4))


def _class(random: Random, classes: Sequence[tuple[float, ...]]) -> tuple[float, ...]:
    """One of several classes, by the chances that stand first."""
    return random.choices(classes, [one[0] for one in classes])[0]


def _manner(random: Random, fear: float) -> Manner:
    """Who is more afraid enlarges more often (pain-programs 5.1: catastrophising and fear .61)."""
    chance = random.random()
    if chance < DENIES:
        return Manner.DENIES
    return Manner.ENLARGES if chance < DENIES + ENLARGES * fear / 0.38 else Manner.PLAIN

"""Simulated people of whom the truth is known, lived without any dose: they answer their mornings, visit, and train at a fixed load."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from halfkilo.people import Manner, VirtualPerson, biology, draw
from halfkilo.units import Region

BACK = Region.LOW_BACK


def answered(level: float, sd: float) -> float:
    """Mean of a normal answer that is cut at 0 and 10."""
    normal = NormalDist()
    low, high = (0.0 - level) / sd, (10.0 - level) / sd
    inside = normal.cdf(high) - normal.cdf(low)
    return level * inside + sd * (normal.pdf(low) - normal.pdf(high)) + 10.0 * (1.0 - normal.cdf(high))


@dataclass(frozen=True)
class Life:
    """mornings: answers by day. flares: days that feel like a flare to the person. usual: what would be answered on average on each day
    outside flares (an answer can't fall below 0). went: 1 on days with a visit, else 0."""

    mornings: dict[int, int]
    flares: frozenset[int]
    usual: tuple[float, ...]
    went: dict[int, float]


def life(seed: int, days: int = 84) -> Life:
    """One plain answerer with a painful back who goes somewhere every second or third day, where nothing is lifted: going helps in the
    long run, and on the next day it changes nothing."""
    parameters = next(one for one in (draw(1000 * seed + step, (BACK,)) for step in range(100)) if one.manner is Manner.PLAIN)
    person, place = VirtualPerson(parameters, seed), parameters.places[0]
    mornings, flares, usual, went = {}, set(), [], {}
    for day in range(days):
        told = person.morning(day)[BACK]
        relieved = biology.relief(parameters, day, person.contacts, person.sessions)
        usual.append(answered(biology.usual(place.usual, relieved), math.hypot(place.sd, parameters.answer_sd)))
        if person.flares(BACK):
            flares.add(day)
        if person.random.random() < parameters.answers:
            mornings[day] = told
        went[day] = float(day % 7 in (0, 2, 4) and person.random.random() < parameters.attends)
        if went[day]:
            person.visit()
        person.night()
    return Life(mornings, frozenset(flares), tuple(usual), went)

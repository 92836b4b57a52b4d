"""Effort as people say it: linear in the load, and what an effort of four and of eight mean (evidence 2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np

from halfkilo.exercises import catalogue
from halfkilo.people import biology
from halfkilo.people.calibrate.targets import Target
from halfkilo.people.parameters import Parameters
from halfkilo.people.person import VirtualPerson
from halfkilo.people.population import draw
from halfkilo.units import Tool

REPS = 8


def targets(size: int) -> Iterator[Target]:
    """The targets of this part."""
    part, p = "effort", Parameters()
    loads, said = _asked(max(100, size // 10))
    four = [load for load in np.arange(0.2, 0.8, 0.005) if 3.5 <= biology.effort(p, load, biology.reserve(load, REPS, 1.0), 1.0) < 4.5]
    yield Target(part, "correlation with the load lifted, all people together", "evidence 2: 0.79-0.91 V", 0.79, 0.91,
                 float(np.corrcoef(loads, said)[0, 1]))
    yield Target(part, "load at effort 4, share of what can be lifted once", "evidence 2, OMNI; D", 0.40, 0.50, float(np.mean(four)))
    yield Target(part, "effort with two repetitions left", "evidence 2: 8 C", 7.5, 8.5, biology.effort(p, 0.5, 2.0, 1.0))


def _asked(people: int) -> tuple[list[float], list[int]]:
    """Loads and answers: five loads for each person, from light to heavy for an average adult. People in such a
    study are alike (one sex, one age): strengths lie half as far apart."""
    row, random = catalogue()["seated_row"], Random(5)
    average = VirtualPerson(Parameters(), 0).strength(row, Tool.CABLE)
    loads, said = [], []
    for seed in range(people):
        one = draw(seed)
        person = VirtualPerson(replace(one, strength=one.strength**0.5, peak_excess=0.0), seed)
        for share in (0.2, 0.3, 0.4, 0.5, 0.6):
            grams = round(average * share * random.uniform(0.9, 1.1))
            loads.append(grams / 1000.0)
            said.append(person.train(row, grams, REPS, 1).effort)
    return loads, said

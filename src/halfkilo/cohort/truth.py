"""What only the simulation knows about a person: the one place of the cohort that looks inside."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean

from halfkilo.exercises import Exercise
from halfkilo.people import VirtualPerson, biology
from halfkilo.units import Joint, Region, Side, Tool


def pain(person: VirtualPerson) -> float:
    """True pain now, NRS, the mean of the places."""
    return fmean(person._level(tissue) for tissue in person.tissues.values())


def gain(person: VirtualPerson, joint: Joint) -> float:
    """Strength gained by a joint, share of the fresh one, both sides together."""
    return person.muscles[joint].gain


def room(person: VirtualPerson) -> Mapping[Region, float]:
    """What each place bears today, in the units of `asks`, which add up over a session."""
    return {region: biology.counted(tissue.bears(person.parameters)) for region, tissue in person.tissues.items()}


def ordinary(person: VirtualPerson) -> Mapping[Region, float]:
    """What each place bears on an ordinary day."""
    return {region: biology.counted(tissue.tolerance) for region, tissue in person.tissues.items()}


def asks(person: VirtualPerson, exercise: Exercise, grams: int, target: int, sets: int, tool: Tool, side: Side) -> Mapping[Region, float]:
    """What `sets` sets ask of each place; sets and exercises of a session add up."""
    one = person.stress(exercise, grams, target, tool=tool, side=side)
    return {region: sets * biology.counted(stress) for region, stress in one.items()}


def promises(person: VirtualPerson, exercise: Exercise, grams: int, target: int, sets: int, tool: Tool, side: Side) -> float:
    """Strength that such a dose still leads to, summed over the sides it trains; only its order matters."""
    p, plan = person.parameters, person.bout(exercise, tool, side)
    led = biology.stimulus(p, plan.exertion(grams, target) / plan.grown()) * biology.dosed(p, sets)
    return sum(max(0.0, p.gain_most * led * share - half.gain) for half, share in plan.train)

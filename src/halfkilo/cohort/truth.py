"""What only the simulation knows about a person: the one place of the cohort that looks inside."""

from __future__ import annotations

from collections.abc import Mapping

from halfkilo.exercises import Exercise
from halfkilo.people import VirtualPerson
from halfkilo.units import Joint, Region, Side, Tool


def pain(person: VirtualPerson) -> float:
    """True pain now, NRS, the mean of the places."""
    return person.mean_pain()


def gain(person: VirtualPerson, joint: Joint) -> float:
    """Strength gained by a joint, share of the fresh one, both sides together."""
    return person.gained(joint)


def room(person: VirtualPerson) -> Mapping[Region, float]:
    """What each place bears today, in the units of `asks`, which add up over a session."""
    return person.room()


def ordinary(person: VirtualPerson) -> Mapping[Region, float]:
    """What each place bears on an ordinary day."""
    return person.room(ordinary=True)


def asks(person: VirtualPerson, exercise: Exercise, grams: int, target: int, sets: int, tool: Tool, side: Side) -> Mapping[Region, float]:
    """What `sets` sets ask of each place; sets and exercises of a session add up."""
    return person.asks(exercise, grams, target, sets, tool=tool, side=side)


def promises(person: VirtualPerson, exercise: Exercise, grams: int, target: int, sets: int, tool: Tool, side: Side) -> float:
    """Strength that such a dose still leads to, summed over the sides it trains; only its order matters."""
    return person.promises(exercise, grams, target, sets, tool=tool, side=side)

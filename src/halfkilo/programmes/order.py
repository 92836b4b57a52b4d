"""The order of a session: parts first, then as few ways down to the floor as can be (hazard H40)."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from halfkilo.exercises import Exercise
from halfkilo.programmes.programme import ORDER, Part, Slot


@dataclass(frozen=True)
class Chosen:
    """A slot and the exercise that fills it."""

    slot: Slot
    exercise: Exercise


def grouped(chosen: Iterable[Chosen]) -> tuple[Chosen, ...]:
    """The same choices in the order they are done.

    Parts keep their order. In the strength part the floor comes last, in the calm part first, and no other part has
    any: so there is one way down and one way up at most. Within that the order of the slots stays.
    """
    return tuple(sorted(chosen, key=lambda one: (ORDER.index(one.slot.part), _late(one))))


def transfers(chosen: Sequence[Chosen]) -> int:
    """How often one has to get down to the floor when the choices are done in this order."""
    floor = [False, *(one.exercise.on_floor for one in chosen)]
    return sum(now and not before for before, now in itertools.pairwise(floor))


def _late(one: Chosen) -> bool:
    return one.exercise.on_floor != (one.slot.part is Part.CALM)

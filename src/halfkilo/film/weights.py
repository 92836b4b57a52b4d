"""Dumbbells: in a hand, between two hands, across the hips, upright on a thigh."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from halfkilo.body.skeleton import Vector
from halfkilo.film.look import RUBBER, STEEL
from halfkilo.film.posed import Posed
from halfkilo.film.solids import UP, Drawn, Kind, rod

HALF = 0.106
"""Half the length of a dumbbell, metres."""

HIPS = (0.145, 0.035)
"""Where a weight lies on the hips: metres before and above the middle of the pelvis, in its own axes."""

APART = 0.24
"""Metres between two hands from which one dumbbell lies between them rather than hanging upright."""


def dumbbells(names: Sequence[str], pieces: int, who: Posed) -> Iterator[Drawn]:
    """All of one way of loading."""
    if pieces == 1 and len(names) == 2:
        a, b = (who.place(name) for name in names)
        far = float(np.linalg.norm(b - a))
        yield from dumbbell((a + b) / 2, (b - a) / far if far > APART else UP)
        return
    for name in names:
        yield from dumbbell(*(who.grip(name) or resting(name, who)))


def resting(name: str, who: Posed) -> tuple[Vector, Vector]:
    """Where a weight rests and along what it lies: upright on the thigh just above the knee, or across the hips."""
    side, _, part = name.partition("_")
    if part != "knee":
        return who.near("pelvis", *HIPS), who.axes("pelvis")[:, 1]
    outward = who.axes(f"{side}_hip")[:, 0]
    on = who.place(name) + (who.place(f"{side}_hip") - who.place(name)) * 0.19
    return on + outward * (0.062 + HALF), outward


def dumbbell(at: Vector, along: Vector) -> Iterator[Drawn]:
    """A handle with two heads of two plates."""
    yield rod(at - along * 0.085, at + along * 0.085, 0.014, STEEL)
    for side in (-1, 1):
        for low, high, radius in ((0.060, 0.084, 0.046), (0.086, HALF, 0.038)):
            yield rod(at + along * side * low, at + along * side * high, radius, RUBBER, Kind.mjGEOM_CYLINDER)

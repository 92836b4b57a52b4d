"""What is carried or laid beside a movement: balls, pillows, rolled towels, sticks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from halfkilo.body.skeleton import Vector
from halfkilo.film.look import SEAT, TEAL, WOOD
from halfkilo.film.posed import Posed
from halfkilo.film.solids import ROUND, UP, Drawn, Kind, frame, level, pad, rod, unit

CHEEK, LEG = 0.062, 0.055
"""Metres from the middle of a head that lies on its side to where it rests, and from the middle of a knee to its skin."""

ROLL = 0.15
"""Half the length of a rolled towel, metres."""

PILLOW = (0.15, 0.23)
"""Half a pillow's length along the body and across it, metres."""

BESIDE_HEAD = ("shoulder", "head", "neck", "nose", "ear")
"""Where a cushion means a pillow."""


def thing(kind: str, names: Sequence[str], size: int, who: Posed) -> Iterator[Drawn]:
    """A thing that the clip says is carried at one point or two; size: its thickness, whole millimetres."""
    half = size / 2000
    if kind == "ball":
        yield Drawn(Kind.mjGEOM_SPHERE, (half, half, half), np.mean([who.place(name) for name in names], 0), ROUND, TEAL)
    elif kind == "cushion":
        yield from _pillow(who) if names[0].endswith(BESIDE_HEAD) else _cushion(names, half, who)
    elif len(names) == 2:
        yield _between(kind, who.place(names[0]), who.place(names[1]), half)
    else:
        yield _roll(names[0], half, who) if kind == "towel" else _stick(names[0], half, who)


def _pillow(who: Posed) -> Iterator[Drawn]:
    """Between the floor and the head where that lies at first: a thick middle and two soft ends."""
    head, neck = who.home("head"), who.home("neck")
    top = max(0.05, float(head[2]) - CHEEK)
    along = unit(level(head - neck))
    axes = np.stack([along, np.cross(UP, along), UP], 1)
    middle, (long, wide) = level(head) + UP * top / 2, PILLOW
    yield pad(middle, axes, (long, wide, top / 2), SEAT)
    for side in (-1, 1):
        yield pad(middle + axes[:, 1] * side * wide * 0.42, axes, (long * 0.97, wide * 0.56, top * 0.45), SEAT)


def _cushion(names: Sequence[str], half: float, who: Posed) -> Iterator[Drawn]:
    """Between two parts, as thick as the room between them; or against one part, on its underside."""
    ends = [who.place(name) for name in names]
    if len(ends) == 2:
        thick = max(0.03, float(np.linalg.norm(ends[1] - ends[0])) / 2 - LEG * 0.6)
        yield pad((ends[0] + ends[1]) / 2, frame(unit(ends[1] - ends[0])), (0.15, 0.13, thick), SEAT)
    else:
        yield pad(ends[0] - UP * (LEG + half * 0.8), ROUND, (0.15, 0.15, half), SEAT)


def _between(kind: str, a: Vector, b: Vector, half: float) -> Drawn:
    """A stick that reaches beyond both hands, or a towel drawn out between them."""
    over = unit(b - a) * (0.12 if kind == "stick" else 0.05)
    return rod(a - over, b + over, max(half, 0.011), WOOD if kind == "stick" else SEAT)


def _roll(name: str, half: float, who: Posed) -> Drawn:
    """A rolled towel: in a hand, or lying under a part from the first posture on, squeezed as far as there is room."""
    if found := who.grip(name):
        at, along = found
        return rod(at - along * 0.09, at + along * 0.09, min(half, 0.024), SEAT)
    part = who.home(name)
    under = float(part[2]) - LEG
    radius = min(max(under / 2, half * 0.8), half * 1.3)
    middle = level(part) + UP * (under - radius)
    across = np.array([0.0, ROLL - radius * 0.5, 0.0])
    return rod(middle - across, middle + across, radius, SEAT, Kind.mjGEOM_CAPSULE if radius < 0.03 else Kind.mjGEOM_CYLINDER)


def _stick(name: str, half: float, who: Posed) -> Drawn:
    across = who.axes(name)[:, 1] * 0.45
    return rod(who.place(name) - across, who.place(name) + across, max(half, 0.011), WOOD)

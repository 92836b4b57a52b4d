"""What is worn around a leg: the cuff of a cable, and a band in a loop round both legs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from halfkilo.body.skeleton import Vector
from halfkilo.film.look import BAND, SEAT
from halfkilo.film.posed import Posed
from halfkilo.film.solids import Drawn, disc, strip, unit

LEGS = {"ankle": ("knee", 0.10, 0.047), "knee": ("hip", 0.14, 0.066)}
"""Where a strap is worn: towards which joint, how much of the way to it, and its radius in metres, as in the viewer."""

CUFF = 0.022
"""Metres, half as wide as a strap is."""

FLAT = (0.0022, 0.021)
"""Half the thickness and half the width of a flat band, metres."""

STEPS = 9
"""Pieces of a loop that go around the outer half of one leg."""


def worn(name: str, who: Posed) -> tuple[Vector, Vector, float] | None:
    """Middle, direction of the limb and radius (metres) where a strap sits at a point; none where nothing is worn."""
    side, _, part = name.partition("_")
    if part == "ball":
        axes = who.axes(name)
        return who.place(name) + axes[:, 2] * 0.026 - axes[:, 0] * 0.02, axes[:, 0], 0.044
    if part not in LEGS:
        return None
    near, share, radius = LEGS[part]
    low, high = who.place(name), who.place(f"{side}_{near}")
    return low + (high - low) * share, unit(high - low), radius


def cuff(name: str, who: Posed) -> Iterator[Drawn]:
    """A padded strap."""
    if found := worn(name, who):
        middle, along, radius = found
        yield disc(middle, along, CUFF, radius, SEAT)


def both(one: object, other: str) -> bool:
    """Whether a line goes from one leg to the same part of the other: then it is a loop round both."""
    parts = [name.partition("_")[2] for name in (one, other) if isinstance(name, str)]
    return len(parts) == 2 and parts[0] == parts[1] and (parts[0] in LEGS or parts[0] == "ball")


def loop(one: str, other: str, who: Posed) -> Iterator[Drawn]:
    """A flat closed band round both legs: straight before and behind, half round each leg at the outside."""
    ends = [found for name in (one, other) if (found := worn(name, who))]
    if len(ends) < 2:
        return
    (a, up, radius), (b, also, _) = ends
    along = unit(up + also)
    ring = contour(a, b, along, radius)
    for here, there in zip(ring, np.roll(ring, -1, 0), strict=True):
        yield strip(here, there, along, FLAT, BAND)


def contour(a: Vector, b: Vector, along: Vector, radius: float) -> Vector:
    """Points (n, 3) of the tightest loop round two limbs that run `along`, of one radius, with their middles at a and b."""
    out = unit((b - a) - along * float((b - a) @ along))
    before = np.cross(along, out)
    turns = np.linspace(-np.pi / 2, np.pi / 2, STEPS + 1)[:, None]
    arc = (np.cos(turns) * out + np.sin(turns) * before) * radius
    return np.concatenate([b + arc, a - arc])

"""Cables with their pulley on a post, bands from a hook, and what the hands hold of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from halfkilo.body.skeleton import Vector
from halfkilo.body.vocabulary import mirrored
from halfkilo.film.look import BAND, POST, RUBBER, SEAT, STEEL
from halfkilo.film.posed import Posed, home, place
from halfkilo.film.solids import ROUND, UP, Drawn, Kind, disc, level, rod, unit

PIECE = 0.13
"""Metres of a hand grip from end to end."""

REACH, ROPE = 0.12, 0.19
"""Metres from the hand to where the straps of a grip meet, and from two hands to where the ends of a rope do."""

CLASPED = 0.16
"""Metres between two hands up to which both hold one grip."""

POST_ROOM = 0.26
"""Metres that pulley, post and foot take behind the place where a cable leaves."""

CABLE = 0.0042


def away(clip: Mapping[str, Any], start: Any, end: str, left: bool) -> Vector:
    """The level direction from where a cable ends at first to where it comes from: the post stands still, whatever moves."""
    way = level(place(start, left) - home(clip, end, left))
    return unit(way if np.linalg.norm(way) > 0.05 else level(place(start, left)) + np.array([1e-6, 0, 0]))


def band(a: Vector, b: Vector, fixed: bool) -> Iterator[Drawn]:
    """A band from a hook or from a part of the body."""
    yield rod(a, b, 0.0085, BAND)
    if fixed:
        yield rod(a - UP * 0.05, a + UP * 0.05, 0.014, STEEL)


def pulley(a: Vector, back: Vector) -> Iterator[Drawn]:
    """A wheel on a slim post with a foot, `back` behind the place `a` where the cable leaves."""
    across, wheel = np.cross(UP, back), a + back * 0.045
    yield disc(wheel, across, 0.013, 0.046, RUBBER)
    yield disc(wheel, across, 0.016, 0.016, STEEL)
    post = wheel + back * 0.075
    yield rod(level(post) + UP * 0.02, level(post) + UP * (a[2] + 0.14), 0.02, POST)
    yield rod(post, wheel, 0.015, POST)
    yield Drawn(Kind.mjGEOM_CYLINDER, (0.12, 0.012, 0.0), level(post) + UP * 0.012, ROUND, POST)


def shared(load: Mapping[str, Any], who: Posed) -> tuple[str, str] | None:
    """The two hands that hold one cable: both named for one piece, or one named and the other at it from the first."""
    hands = [name for name in load["at"] if name.endswith("_knuckle")]
    starts = {str(start) for start, _ in load["lines"]}
    if load["pieces"] != 1 or len(starts) != 1 or load["held"] == "strap" or not hands or len(hands) != len(load["at"]):
        return None
    if len(hands) == 2:
        return hands[0], hands[1]
    other = mirrored(hands[0])
    return (hands[0], other) if np.linalg.norm(who.home(other) - who.home(hands[0])) < CLASPED else None


def together(a: Vector, load: Mapping[str, Any], pair: tuple[str, str], who: Posed) -> Iterator[Drawn]:
    """One line to one thing that two hands hold: a rope where each has an end of its own, otherwise a grip; from `a`."""
    grips = [found for name in pair if (found := who.grip(name))]
    (one, up), (two, also) = grips
    middle = (one + two) / 2
    apex = middle + unit(a - middle) * (ROPE if len(load["at"]) == 2 else REACH)
    yield rod(a, apex, CABLE, RUBBER)
    if load["held"] == "bar":
        yield from _grip(middle, unit(two - one), apex, float(np.linalg.norm(two - one)) / 2 + 0.09)
    elif len(load["at"]) == 2:
        yield from _rope(grips, apex)
    else:
        yield from _grip(middle, unit(up + also), apex, float(np.linalg.norm(two - one)) / 3)


def _rope(grips: list[tuple[Vector, Vector]], apex: Vector) -> Iterator[Drawn]:
    yield disc(apex, UP, 0.014, 0.017, STEEL)
    for at, along in grips:
        below = at - along * np.sign(float(along @ (apex - at)) or 1.0) * 0.062
        yield rod(apex, at, 0.0105, SEAT)
        yield rod(at, below, 0.0105, SEAT)
        yield Drawn(Kind.mjGEOM_SPHERE, (0.019, 0.019, 0.019), below, ROUND, RUBBER)


def _grip(at: Vector, along: Vector, apex: Vector | None, more: float = 0.0) -> Iterator[Drawn]:
    """A bar in the fist, and the two straps from its ends to the cable."""
    ends = [at + along * sign * (PIECE / 2 + more) for sign in (-1, 1)]
    yield rod(ends[0], ends[1], 0.0145, RUBBER)
    if apex is not None:
        yield from (rod(end, apex, 0.0055, SEAT) for end in ends)


def line(a: Vector, end: str, load: Mapping[str, Any], who: Posed) -> Iterator[Drawn]:
    """A cable from `a` to a hand, with its grip, or to a strap."""
    found = who.grip(end)
    if not found or load["held"] == "strap":
        yield rod(a, who.place(end), CABLE, RUBBER)
        return
    apex = found[0] + unit(a - found[0]) * REACH
    yield rod(a, apex, CABLE, RUBBER)
    yield from _grip(*found, apex)


def band_grip(end: str, load: Mapping[str, Any], who: Posed) -> Iterator[Drawn]:
    """What a hand holds of a band: its handle, or the band itself."""
    if not (found := who.grip(end)):
        return
    at, along = found
    if load["held"] == "strap":
        yield rod(at - along * 0.05, at + along * 0.05, 0.0105, BAND)
    else:
        yield from _grip(at, along, None)

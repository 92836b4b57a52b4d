"""Which parts of the body may not pass through each other, and how far flesh gives way where they press together.

The body is made of capsules, which are a little fuller than a person where limbs join. So three things are let be: neighbours along the
skeleton, the root of a limb (the near 35 % of upper arm and thigh belong to shoulder and hip), and the depth by which two soft parts
press into each other. The depths are reasoned, not measured: about a centimetre of skin and fat on each limb, two on the belly and the
inner thighs, and what the capsules already overlap in standing at rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.skeleton import Vector, model
from halfkilo.body.space import Seen, apart

ROOTED = 0.35
"""The part of upper arm and thigh, from the joint, that is one flesh with the trunk."""

TRUNK, HEAD = ("pelvis", "lumbar", "waist", "ribs", "chest"), ("neck", "head")
FOOT = ("foot", "heel", "toes")

SOFT = {frozenset(pair.split()): deep for pair, deep in {
    "arm trunk": 0.040,     # the arm hangs on the side of the chest: 28 mm of the capsules overlap in standing at rest already
    "thigh trunk": 0.045,   # the belly on the thighs in a deep bend
    "forearm trunk": 0.020, "hand trunk": 0.018,
    "thigh thigh": 0.030,   # inner thighs
    "forearm thigh": 0.018, "hand thigh": 0.018, "shank thigh": 0.020, "foot thigh": 0.020,
    "hand hand": 0.025,     # folded hands
    "forearm forearm": 0.018, "arm forearm": 0.018, "arm hand": 0.018, "arm arm": 0.018,  # folded arms
}.items()}
"""Depth in metres by which two kinds of part may press into each other; 1 cm for all others."""

HARD = 0.010


@dataclass(frozen=True)
class Pairs:
    """k pairs of capsules (k, 2), where along each the flesh begins to be its own (k, 2), how deep they may press (k,), metres."""

    of: NDArray[np.intp]
    starts: Vector
    soft: Vector

    def names(self, index: int) -> str:
        """`right forearm and ribs`."""
        return " and ".join(model().geom(int(geom)).name.replace("_", " ") for geom in self.of[index])

    def ends(self, ends: Vector, side: int) -> Vector:
        """Ends of the first (0) or second (1) capsules of all pairs; `ends` (..., geoms, 2, 3)."""
        chosen = ends[..., self.of[:, side], :, :]
        near = chosen[..., 0, :] + (chosen[..., 1, :] - chosen[..., 0, :]) * self.starts[:, side, None]
        return np.stack([near, chosen[..., 1, :]], axis=-2)


@cache
def pairs() -> Pairs:
    """All pairs that must stay apart."""
    names = [model().geom(index).name for index in range(model().ngeom)]
    found = [(a, b) for a, b in combinations(range(len(names)), 2) if _matter(names[a], names[b])]
    soft = [SOFT.get(frozenset((_kind(names[a]), _kind(names[b]))), HARD) for a, b in found]
    starts = [[_start(names[a], names[b]), _start(names[b], names[a])] for a, b in found]
    return Pairs(np.array(found), np.array(starts), np.array(soft))


def pressed(seen: Seen) -> dict[str, float]:
    """By pair: how much deeper than flesh gives way one part is in another, metres, over all postures; only where it is."""
    known = pairs()
    gap = apart(known.ends(seen.ends, 0), known.ends(seen.ends, 1)) - seen.thick[known.of].sum(axis=1)
    beyond = (-gap - known.soft).max(axis=0)
    return {known.names(int(index)): float(beyond[index]) for index in np.flatnonzero(beyond > 0)}


def _kind(name: str) -> str:
    stem = name.removeprefix("right_").removeprefix("left_")
    groups = {"upper_arm": "arm", **dict.fromkeys(TRUNK, "trunk"), **dict.fromkeys(HEAD, "head"), **dict.fromkeys(FOOT, "foot")}
    return groups.get(stem, stem)


def _side(name: str) -> str:
    side = name.partition("_")[0]
    return side if side in {"right", "left"} else ""


CHAIN = {frozenset(pair.split()) for pair in (
    "trunk head", "trunk clavicle", "head clavicle", "clavicle arm", "arm forearm", "forearm hand", "thigh shank", "shank foot")}
"""Neighbours, on one side of the body or in the middle."""


def _matter(one: str, two: str) -> bool:
    kinds, sides = frozenset((_kind(one), _kind(two))), {_side(one), _side(two)} - {""}
    if len(kinds) == 1 and len(sides) < 2:
        return False
    neighbours = kinds in CHAIN and len(sides) < 2
    return not neighbours and "clavicle" not in kinds and not _joined(one, two)


def _joined(one: str, two: str) -> bool:
    """The thigh ends in the pelvis, the arm at the upper chest."""
    return {"pelvis"} <= {one, two} and _kind(one if two == "pelvis" else two) == "thigh"


def _start(name: str, other: str) -> float:
    return ROOTED if _kind(name) in {"arm", "thigh"} and _kind(other) in {"trunk", "head", _kind(name)} else 0.0

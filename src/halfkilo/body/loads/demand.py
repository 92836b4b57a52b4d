"""Demand: what an exercise asks of each joint, 0 to 100, on one scale for all exercises.

    moment share   = |moment / strength|, all three axes together, of an adult's reference strength (`joints.py`)
    contact share  = (contact - quiet standing) / (hardest of daily life - quiet standing), for low back, hip, knee and arm
    reach share    = how near the joint comes to the end of its range (`reach.py`)
    demand         = 100 * the largest of the three, at its peak over the movement

An exercise with a load is asked at its **working load**: the one at which the busiest of the joints it works on reaches half of its
strength (about what eight to twelve repetitions at medium effort are), no more than the ceiling in `facts.toml`, no less than where the
finder starts; for joints that depend on where the body stands also no more than it can hold without being pulled over.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from halfkilo.body.loads import joints, reach
from halfkilo.body.loads.evaluate import Loads, Scene, evaluate
from halfkilo.body.loads.library import validation
from halfkilo.body.skeleton import Vector
from halfkilo.exercises.facts import Variant, With

HARDEST = {"low_back": 4.62, "hip": 4.41, "knee": 3.46, "shoulder": 1.8, "elbow": 2.5, "wrist": 0.8}
"""Contact of 100, body weights: 3,400 N on the low back of 75 kg (NIOSH), hip in weight-bearing exercise (10.1371/journal.pone.0077807),
stairs down (Kutzner 2010), all in evidence.md 8; those of the arm are ours, with tone: about a body carried on two hands and what
instrumented shoulders meet in hard daily work (from memory). Who leans on the
arms can keep their moments small, not what presses in them."""

HALF = 0.5
SHARED, BUSY = 0.5, 0.4
"""Which joints decide what a working load is: those that a kilogram asks at least half as much as the one it asks most, of them those
that body weight alone does not take to this share of their strength already (a standing hip is no measure for what the other leg lifts)."""

STEADY = 0.03
"""Share of body weight (or weight times a metre) that may stay unmet before a load counts as pulling the body over."""

TRIAL, GRID = 5.0, 0.5


@cache
def quiet() -> Vector:
    """Contact of every joint in quiet standing on both feet, body weights (j,)."""
    place = validation("two_leg_stand")
    return np.asarray(evaluate(place).contact.max(axis=0) / place.seen.who.weight)


def shares(place: Scene, loads: Loads) -> Vector:
    """(n, j): the larger of moment share and contact share."""
    found = moment_shares(place, loads.moments)
    pressed, still = loads.contact / place.seen.who.weight, quiet()
    for index, name in enumerate(joints.names()):
        most = HARDEST.get(joints.places()[index].kind.joint.value) if not name.endswith("blade") else None
        if most:
            found[:, index] = np.maximum(found[:, index], (pressed[:, index] - still[index]) / (most - still[index]))
    return found


def moment_shares(place: Scene, moments: Vector) -> Vector:
    """(n, j) of moments (n, j, 3): share of reference strength, all axes together."""
    strength = joints.strengths() * place.seen.who.mass * place.seen.who.height / (75.0 * 1.70)
    chosen = np.where(moments >= 0, strength[..., 0], strength[..., 1])
    return np.asarray(np.sqrt(((moments / chosen) ** 2).sum(axis=2)))


def working(place: Scene, variant: Variant) -> tuple[float, float]:
    """The working load of a variant as it is shown, and with a body that leans or steps against it; kg per piece, 0 for body weight."""
    if variant.with_ is With.BODY:
        return 0.0, 0.0
    least, most = max(variant.first / 1000, GRID), variant.ceiling / 1000
    half = load = min(max(_half(place, variant.with_, most), least), most)
    steady = max(STEADY, 1.2 * evaluate(place).unbalanced)
    while load > least and evaluate(place, variant.with_, load).unbalanced > steady:
        load = max(least, _step(load * 0.8))
    return load, half


def _half(place: Scene, kind: With, most: float) -> float:
    """The load at which the busiest joint reaches half its strength, from two loads and a straight line between."""
    none = evaluate(place).moments
    per = (evaluate(place, kind, TRIAL).moments - none) / TRIAL
    added = moment_shares(place, per)[:, _ACTIVE].max(axis=0)
    free = moment_shares(place, none)[:, _ACTIVE].max(axis=0) < BUSY
    deciding = free if free.any() else ~free
    busy = _ACTIVE[deciding & (added >= SHARED * added[deciding].max())]
    low, high = 0.0, most
    while high - low > GRID / 4:
        middle = (low + high) / 2
        low, high = (middle, high) if moment_shares(place, none + middle * per)[:, busy].max() < HALF else (low, middle)
    return _step(low + GRID / 4)


_ACTIVE = np.array([index for index, place in enumerate(joints.places()) if not place.name.endswith("blade")])


def _step(load: float) -> float:
    return float(np.floor(load / GRID) * GRID)


def percent(place: Scene, loads: Loads, leaning: Loads) -> dict[str, int]:
    """Demand by joint column: `low_back`, `right_knee` ...; the blades count to the upper back.

    Joints beyond every contact (arms and spine of who stands or sits) do not depend on balance: they are asked with `leaning` too.
    """
    peaks = shares(place, loads)[loads.carried].max(axis=0)
    free = np.array([not any(hung for hung in row) for row in place.hung])
    peaks = np.where(free, np.maximum(peaks, shares(place, leaning).max(axis=0)), peaks)
    peaks = np.maximum(peaks, reach.shares(place.seen.play.q).max(axis=0))
    found = {name: int(np.clip(round(100 * float(peak)), 0, 100)) for name, peak in zip(joints.names(), peaks, strict=True)}
    found["upper_back"] = max(found["upper_back"], found.pop("right_blade"), found.pop("left_blade"))
    return found

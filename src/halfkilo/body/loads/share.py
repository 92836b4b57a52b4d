"""Who carries what: the force that must come from outside is shared among the contacts.

The rule: of all contact forces that push (never pull), stay inside their cone of friction and act inside the patches of skin that
touch, take those that carry the body with the least of `sum(force^2 / ease) + sum((moment / capacity)^2) / LAZY`: a body leans so
that its joints have little to do and no patch has much. Forces in body weights, `ease` of a whole sole 1.

This is a convex problem with one answer. It is solved in its dual, which has only as many unknowns as there are balances
(6) and joint moments; Newton steps over all frames at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.skeleton import Vector

EXACT, TURNING, CARRIED = 1e-7, 1e-3, 1e-4
"""How soft the balances are: the residual left is this times their multiplier. Where no contact can balance a frame exactly, it is shared
again with a moment that may stay unmet (the body would begin to turn) rather than with forces that no body would use."""

UNMET = 0.001
"""Residual from which on a frame counts as one that cannot be balanced, body weights (and metres)."""

LAZY = 0.01
"""How soft the joints' wish for rest is: a joint at a tenth of its capacity costs as much as a body weight on one sole. Ours."""

STEPS, STILL = 60, 1e-7


@dataclass(frozen=True)
class Cones:
    """Per frame n and point p: `friction` (p,), `ease` (n, p)."""

    friction: Vector
    ease: Vector

    def only(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> Cones:
        """The same for some of the frames."""
        return Cones(self.friction, self.ease[which])


@dataclass(frozen=True)
class Shared:
    """`forces` (n, p, 3) in body weights in the axes of each contact, and what of each row stays unmet, (n, r)."""

    forces: Vector
    left: Vector


@dataclass(frozen=True)
class Start:
    """An answer from which others begin: its `multiplier` (n, r), and the inverse of the dual's second derivative there (n, r, r). Loads
    of one scene differ in what is wanted alone, and mostly by little."""

    multiplier: Vector
    inverse: Vector


def balanced(rows: Vector, wanted: Vector, soft: Vector, cones: Cones, start: Start | None = None) -> Shared:
    """`share`, and again with softer balances for the frames in which the exact ones cannot be met. The first six rows are the moments
    and forces of the whole body."""
    found = share(rows, wanted, soft, cones, start)
    lost = np.flatnonzero(np.abs(found.left[:, :6]).max(axis=1) > UNMET)
    if len(lost):
        loose = np.concatenate([[TURNING] * 3, [CARRIED] * 3, soft[6:]])
        again = share(rows[lost], wanted[lost], loose, cones.only(lost))
        found.forces[lost], found.left[lost] = again.forces, again.left
    return found


def share(rows: Vector, wanted: Vector, soft: Vector, cones: Cones, start: Start | None = None) -> Shared:
    """Find the contact forces.

    Args:
        rows: (n, r, p, 3): what a unit of force at each point gives to each row; along two tangents and the normal of its contact.
        wanted: (n, r).
        soft: (r,): `EXACT` for balances, `LAZY` for joint moments.
        start: from `prepared`; changes the way to the answer, not the answer.
    """
    dual = _dual(rows, wanted, soft, cones)
    forces = _climbed(dual, start).forces
    return Shared(forces, wanted - (dual.rows @ forces.reshape(len(rows), -1, 1))[..., 0])


def prepared(rows: Vector, wanted: Vector, soft: Vector, cones: Cones) -> Start:
    """Where to begin for other wishes with the same rows and cones: `share`'s answer to this one."""
    dual = _dual(rows, wanted, soft, cones)
    best = _climbed(dual, None)
    return Start(best.multiplier, np.asarray(np.linalg.inv(dual.bent(best))))


def _dual(rows: Vector, wanted: Vector, soft: Vector, cones: Cones) -> _Dual:
    return _Dual(rows.reshape(*rows.shape[:2], -1), wanted, soft, cones)


def _climbed(dual: _Dual, start: Start | None) -> _Seen:
    """The top of the dual, by Newton steps; frames that are there drop out. The first step from a start needs no new derivative."""
    if start is None:
        best = dual.seen(dual.beginning())
    else:
        best = dual.seen(start.multiplier)
        best = dual.along(best, (start.inverse @ best.gradient[..., None])[..., 0])
    for _ in range(STEPS):
        live = np.flatnonzero(np.abs(best.gradient).max(axis=1) > STILL)
        if not len(live):
            break
        part, there = dual.only(live), best.only(live)
        best.put(live, part.along(there, _solve(part.bent(there), there.gradient)))
    return best


def _solve(system: Vector, right: Vector) -> Vector:
    return np.asarray(np.linalg.solve(system, right[..., None])[..., 0])


@dataclass(frozen=True)
class _Seen:
    """The dual at a place: per frame its value, slope and the forces that belong to it."""

    multiplier: Vector
    value: Vector
    gradient: Vector
    forces: Vector

    def only(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> _Seen:
        return _Seen(self.multiplier[which], self.value[which], self.gradient[which], self.forces[which])

    def put(self, which: NDArray[np.intp] | NDArray[np.bool_], other: _Seen) -> None:
        self.multiplier[which], self.value[which], self.gradient[which] = other.multiplier, other.value, other.gradient
        self.forces[which] = other.forces


@dataclass(frozen=True)
class _Dual:
    """The dual function of some frames: concave and smooth. `rows` (n, r, 3 p)."""

    rows: Vector
    wanted: Vector
    soft: Vector
    cones: Cones

    def only(self, which: NDArray[np.intp]) -> _Dual:
        return self if len(which) == len(self.rows) else _Dual(self.rows[which], self.wanted[which], self.soft, self.cones.only(which))

    def beginning(self) -> Vector:
        """The answer if every contact could pull and slide."""
        easy = np.repeat(self.cones.ease, 3, axis=1)
        return _solve((self.rows * easy[:, None]) @ self.rows.transpose(0, 2, 1) + np.diag(self.soft), self.wanted)

    def seen(self, multiplier: Vector) -> _Seen:
        inside = self._cone(multiplier).nearest()
        forces = inside * self.cones.ease[..., None]
        spent, yielded = (inside * forces).sum(axis=(1, 2)), multiplier * self.soft
        value = (multiplier * (self.wanted - yielded / 2)).sum(axis=1) - spent / 2
        return _Seen(multiplier, value, self.wanted - (self.rows @ forces.reshape(len(forces), -1, 1))[..., 0] - yielded, forces)

    def _cone(self, multiplier: Vector) -> _Cone:
        pushed = multiplier[:, None] @ self.rows
        return _Cone(pushed.reshape(*self.cones.ease.shape, 3), self.cones.friction)

    def bent(self, there: _Seen) -> Vector:
        """The negative second derivative (n, r, r)."""
        (n, p), r = self.cones.ease.shape, self.rows.shape[1]
        turn = self._cone(there.multiplier).turn() * self.cones.ease[..., None, None]
        turned = (self.rows.reshape(n, r, p, 3).transpose(0, 2, 1, 3) @ turn).transpose(0, 2, 1, 3).reshape(n, r, 3 * p)
        return np.asarray(turned @ self.rows.transpose(0, 2, 1) + np.diag(self.soft))

    def along(self, there: _Seen, step: Vector) -> _Seen:
        """Go along the step as far as it pays, halving it where it does not."""
        slope = (step * there.gradient).sum(axis=1)
        least = there.value - 1e-13 * (1 + np.abs(there.value))
        best, length, live = self.seen(there.multiplier + step), 1.0, np.arange(len(step))
        for _ in range(30):
            live = live[best.value[live] < least[live] + 1e-4 * length * slope[live]]
            if not len(live):
                break
            length /= 2
            best.put(live, self.only(live).seen(there.multiplier[live] + step[live] * length))
        return best


class _Cone:
    """Pushes (n, p, 3) against cones of friction (p,) about the third axis."""

    def __init__(self, pushed: Vector, friction: Vector) -> None:
        self.pushed, self.mu = pushed, friction
        self.size = np.sqrt(pushed[..., 0] ** 2 + pushed[..., 1] ** 2)
        self.inside = self.size <= friction * pushed[..., 2]
        self.edge = ~self.inside & (friction * self.size > -pushed[..., 2])
        self.height = (pushed[..., 2] + friction * self.size) / (1 + friction**2)
        self.unit = pushed[..., :2] / np.maximum(self.size, 1e-12)[..., None]

    def nearest(self) -> Vector:
        """The nearest force inside each cone (n, p, 3)."""
        on_edge = np.concatenate([self.unit * (self.mu * self.height)[..., None], self.height[..., None]], axis=2)
        return np.asarray(np.where(self.inside[..., None], self.pushed, on_edge * self.edge[..., None]))

    def turn(self) -> Vector:
        """Its derivative (n, p, 3, 3), symmetric."""
        slope = np.concatenate([self.unit * self.mu[:, None], np.ones((*self.size.shape, 1))], axis=2)
        made = slope[..., None] * (slope / (1 + self.mu**2)[:, None])[..., None, :]
        ring = self.mu * self.height / np.maximum(self.size, 1e-12)
        made[..., :2, :2] += ring[..., None, None] * (np.eye(2) - self.unit[..., None] * self.unit[..., None, :])
        made *= self.edge[..., None, None]
        made[self.inside] = np.eye(3)
        return np.asarray(made)

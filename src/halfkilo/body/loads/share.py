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


def balanced(rows: Vector, wanted: Vector, soft: Vector, cones: Cones) -> Shared:
    """`share`, and again with softer balances for the frames in which the exact ones cannot be met. The first six rows are the moments
    and forces of the whole body."""
    found = share(rows, wanted, soft, cones)
    lost = np.flatnonzero(np.abs(found.left[:, :6]).max(axis=1) > UNMET)
    if len(lost):
        loose = np.concatenate([[TURNING] * 3, [CARRIED] * 3, soft[6:]])
        again = share(rows[lost], wanted[lost], loose, cones.only(lost))
        found.forces[lost], found.left[lost] = again.forces, again.left
    return found


def share(rows: Vector, wanted: Vector, soft: Vector, cones: Cones) -> Shared:
    """Find the contact forces.

    Args:
        rows: (n, r, p, 3): what a unit of force at each point gives to each row; along two tangents and the normal of its contact.
        wanted: (n, r).
        soft: (r,): `EXACT` for balances, `LAZY` for joint moments.
    """
    n, r, p, _ = rows.shape
    flat, easy = rows.reshape(n, r, 3 * p), np.repeat(cones.ease, 3, axis=1)
    multiplier = _solve((flat * easy[:, None]) @ flat.transpose(0, 2, 1), soft, wanted)
    live = np.arange(n)
    for _ in range(STEPS):
        part = _Dual(flat[live], wanted[live], soft, cones.only(live))
        gradient, hessian = part.derivatives(multiplier[live])
        busy = np.abs(gradient).max(axis=1) > STILL
        if not busy.any():
            break
        part, gradient, live = part.only(busy), gradient[busy], live[busy]
        multiplier[live] = part.along(multiplier[live], _solve(hessian[busy], soft, gradient), gradient)
    forces = _Dual(flat, wanted, soft, cones).forces(multiplier)[0]
    return Shared(forces, wanted - (flat @ forces.reshape(n, 3 * p, 1))[..., 0])


def _solve(system: Vector, soft: Vector, right: Vector) -> Vector:
    return np.asarray(np.linalg.solve(system + np.diag(soft), right[..., None])[..., 0])


@dataclass(frozen=True)
class _Dual:
    """The dual function of some frames: concave and smooth."""

    rows: Vector
    wanted: Vector
    soft: Vector
    cones: Cones

    def only(self, which: NDArray[np.intp] | NDArray[np.bool_]) -> _Dual:
        return _Dual(self.rows[which], self.wanted[which], self.soft, self.cones.only(which))

    def forces(self, multiplier: Vector) -> tuple[Vector, Vector]:
        """Forces (n, p, 3) and what the cones take of the push that makes them (n, p): their squares."""
        n, p = self.cones.ease.shape
        pushed = (multiplier[:, None] @ self.rows).reshape(n, p, 3)
        inside = _Cone(pushed, self.cones.friction).nearest()
        return inside * self.cones.ease[..., None], (inside**2).sum(axis=2)

    def value(self, multiplier: Vector) -> Vector:
        spent = (self.forces(multiplier)[1] * self.cones.ease).sum(axis=1)
        return np.asarray((multiplier * self.wanted).sum(axis=1) - spent / 2 - (multiplier**2 @ self.soft) / 2)

    def derivatives(self, multiplier: Vector) -> tuple[Vector, Vector]:
        """Gradient (n, r) and negative Hessian without the softness (n, r, r)."""
        (n, p), r = self.cones.ease.shape, self.rows.shape[1]
        cone = _Cone((multiplier[:, None] @ self.rows).reshape(n, p, 3), self.cones.friction)
        forces = (cone.nearest() * self.cones.ease[..., None]).reshape(n, 3 * p, 1)
        turn = cone.turn() * self.cones.ease[..., None, None]
        turned = (self.rows.reshape(n, r, p, 3).transpose(0, 2, 1, 3) @ turn).transpose(0, 2, 1, 3).reshape(n, r, 3 * p)
        return self.wanted - (self.rows @ forces)[..., 0] - multiplier * self.soft, turned @ self.rows.transpose(0, 2, 1)

    def along(self, multiplier: Vector, step: Vector, gradient: Vector) -> Vector:
        """Go along the step as far as it pays, halving it where it does not."""
        before, slope = self.value(multiplier), (step * gradient).sum(axis=1)
        length, live = np.ones(len(multiplier)), np.arange(len(multiplier))
        for _ in range(30):
            after = self.only(live).value(multiplier[live] + step[live] * length[live, None])
            live = live[after < before[live] + 1e-4 * length[live] * slope[live] - 1e-13 * (1 + np.abs(before[live]))]
            if not len(live):
                break
            length[live] /= 2
        return np.asarray(multiplier + step * length[:, None])


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

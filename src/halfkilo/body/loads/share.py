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

EXACT = 1e-7
"""How soft the six balances are: the residual left is this times their multiplier."""

LAZY = 0.01
"""How soft the joints' wish for rest is: a joint at a tenth of its capacity costs as much as a body weight on one sole. Ours."""

STEPS, STILL = 60, 1e-9


@dataclass(frozen=True)
class Cones:
    """Per frame n and point p: `normal` (n, p, 3), `friction` (p,), `ease` (n, p)."""

    normal: Vector
    friction: Vector
    ease: Vector


@dataclass(frozen=True)
class Shared:
    """`forces` (n, p, 3) in body weights, and what of each row stays unmet, (n, r)."""

    forces: Vector
    left: Vector


def share(rows: Vector, wanted: Vector, soft: Vector, cones: Cones) -> Shared:
    """Find the contact forces.

    Args:
        rows: (n, r, p, 3): what a unit of force at each point gives to each row.
        wanted: (n, r).
        soft: (r,): `EXACT` for balances, `LAZY` for joint moments.
    """
    n, r, p, _ = rows.shape
    flat = rows.reshape(n, r, 3 * p)
    ease = np.repeat(cones.ease, 3, axis=1)
    multiplier = np.zeros((n, r))
    sticking = (flat * ease[:, None]) @ flat.transpose(0, 2, 1)
    live, multiplier = np.arange(n), _solve(sticking, soft, wanted)
    for _ in range(STEPS):
        part = _Part(flat[live], wanted[live], soft, Cones(cones.normal[live], cones.friction, cones.ease[live]), ease[live])
        gradient, hessian = part.derivatives(multiplier[live])
        busy = np.abs(gradient).max(axis=1) > STILL
        if not busy.any():
            break
        part, gradient, hessian, live = part.only(busy), gradient[busy], hessian[busy], live[busy]
        step = _solve(hessian, soft, gradient)
        multiplier[live] = part.along(multiplier[live], step, gradient)
    pushed = (flat.transpose(0, 2, 1) @ multiplier[..., None])[..., 0].reshape(n, p, 3)
    forces = _projected(pushed, cones)[0] * cones.ease[..., None]
    return Shared(forces, wanted - (flat @ forces.reshape(n, 3 * p, 1))[..., 0])


def _solve(system: Vector, soft: Vector, right: Vector) -> Vector:
    return np.asarray(np.linalg.solve(system + np.diag(soft), right[..., None])[..., 0])


@dataclass(frozen=True)
class _Part:
    """The dual function of the frames that are not settled yet: concave and smooth."""

    rows: Vector
    wanted: Vector
    soft: Vector
    cones: Cones
    ease: Vector

    def only(self, which: NDArray[np.bool_]) -> _Part:
        cones = Cones(self.cones.normal[which], self.cones.friction, self.cones.ease[which])
        return _Part(self.rows[which], self.wanted[which], self.soft, cones, self.ease[which])

    def _pushed(self, multiplier: Vector) -> Vector:
        n, p = self.cones.ease.shape
        return np.asarray((multiplier[:, None] @ self.rows).reshape(n, p, 3))

    def value(self, multiplier: Vector) -> Vector:
        forces, _ = _projected(self._pushed(multiplier), self.cones, False)
        spent = (forces**2).sum(axis=2) * self.cones.ease
        return np.asarray((multiplier * self.wanted).sum(axis=1) - spent.sum(axis=1) / 2 - (multiplier**2 @ self.soft) / 2)

    def derivatives(self, multiplier: Vector) -> tuple[Vector, Vector]:
        """Gradient (n, r) and negative Hessian without the softness (n, r, r)."""
        n, p = self.cones.ease.shape
        forces, turn = _projected(self._pushed(multiplier), self.cones)
        carried = (self.rows @ (forces.reshape(n, 3 * p) * self.ease)[..., None])[..., 0]
        r = self.rows.shape[1]
        turned = self.rows.reshape(n, r, p, 3).transpose(0, 2, 1, 3) @ (turn * self.cones.ease[..., None, None])
        hessian = turned.transpose(0, 2, 1, 3).reshape(n, r, 3 * p) @ self.rows.transpose(0, 2, 1)
        return self.wanted - carried - multiplier * self.soft, hessian

    def along(self, multiplier: Vector, step: Vector, gradient: Vector) -> Vector:
        """Go along the step as far as it pays, halving it where it does not."""
        before, slope = self.value(multiplier), (step * gradient).sum(axis=1)
        length = np.ones(len(multiplier))
        for _ in range(30):
            after = self.value(multiplier + step * length[:, None])
            short = after < before + 1e-4 * length * slope - 1e-13 * (1 + np.abs(before))
            if not short.any():
                break
            length[short] /= 2
        return np.asarray(multiplier + step * length[:, None])


def _projected(pushed: Vector, cones: Cones, turning: bool = True) -> tuple[Vector, Vector]:
    """Nearest force inside each cone of friction (n, p, 3), and its derivative (n, p, 3, 3), symmetric."""
    normal, mu = cones.normal, cones.friction[None, :, None]
    along = (pushed * normal).sum(axis=2, keepdims=True)
    across = pushed - along * normal
    size = np.sqrt((across**2).sum(axis=2, keepdims=True))
    inside, away = size <= mu * along, mu * size <= -along
    edge = ~inside & ~away
    unit = across / np.maximum(size, 1e-12)
    height = (along + mu * size) / (1 + mu**2)
    slope = normal + mu * unit
    forces = np.where(inside, pushed, np.where(edge, height * slope, 0.0))
    if not turning:
        return forces, forces
    ring = mu * height / np.maximum(size, 1e-12)
    outer = slope[..., None] * slope[..., None, :] / (1 + mu**2)[..., None]
    rest = np.eye(3) - normal[..., None] * normal[..., None, :] - unit[..., None] * unit[..., None, :]
    turn = np.where(inside[..., None], np.eye(3), np.where(edge[..., None], outer + ring[..., None] * rest, 0.0))
    return forces, turn

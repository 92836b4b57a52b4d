"""One person's series of answers: a level that may drift, what a day goes with, and noise that remembers yesterday.

    y(day) = start + drift(day) + x(day) · effect + noise(day)
    drift: a random walk, variance (ratio * sigma)^2 per day, 0 on the first day
    noise: standard deviation sigma, correlation carry^(days apart)

Given (carry, ratio, sigma) everything else is normal and is worked out exactly; these three are averaged over a grid. There is no
sampling and nothing to tune: the same answers give the same result. Days without an answer are simply not there.

For one carry, the covariance of the answers is sigma^2 (C + ratio^2 K), C the noise's correlation and K(i, j) = min(day i, day j). With
C = L L' and the eigenvectors of L^-1 K L^-T every ratio and every sigma needs only sums over days. Priors (ours, D, in the wake of evidence
7.2 and 7.5): carry evenly on 0 to 0.6; ratio half-normal(0.2), so that twelve weeks of drift are mostly below two points; log sigma
normal about log(scale), sd 0.6, where the scale of pain is 1.2 points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from halfkilo.insight.mixture import Array, Mixture

Bools = NDArray[np.bool_]

CARRIES = (0.0, 0.15, 0.3, 0.45, 0.6)
RATIO_SD = 0.2
RATIO_MOST = 1.0
"""Five standard deviations of its prior."""
LOG_SIGMA_SD = 0.6
LOG_SIGMA_REACH = 4.0
"""Standard deviations of its prior that the grid reaches to either side."""
POINTS = 21
"""Points of the grid for ratio and for sigma. Two looks: over everything, then where the probability is."""
FAR = 10.0
"""Log density below the highest at which the second look may end (e^-10 is 1 in 20,000)."""
MOST_DAYS = 400
"""Most answers one fit takes; the work grows with their third power."""


class TooMany(ValueError):
    """More answers than `MOST_DAYS`: thin them first (`trend.thinned`)."""


@dataclass(frozen=True)
class Prior:
    """scale: usual size of day-to-day noise, in the series' unit. start: mean and sd of the level on the first day.
    effects: sd of each effect (mean 0)."""

    scale: float
    start: tuple[float, float]
    effects: tuple[float, ...] = ()
    carries: tuple[float, ...] = CARRIES

    @property
    def mean(self) -> Array:
        """Prior means of start and effects."""
        return np.array([self.start[0], *[0.0] * len(self.effects)])

    @property
    def precision(self) -> Array:
        """Prior precisions of start and effects, as a diagonal matrix."""
        return np.diag([1.0 / self.start[1] ** 2, *(1.0 / sd**2 for sd in self.effects)])


@dataclass(frozen=True)
class _Turned:
    """The answers of one carry, turned so that days no longer depend on each other. y: (days,); x: (days, effects + 1); lam: (days,)."""

    carry: float
    turn: Array
    lam: Array
    log_det: float
    y: Array
    x: Array


@dataclass(frozen=True)
class _Solved:
    """For ratios (R) and sigmas (S) of one carry: log posterior (R, S); mean (R, S, p) and covariance (R, S, p, p) of start and effects."""

    turned: _Turned
    log: Array
    mean: Array
    cov: Array
    w: Array


class Fit:
    """The posterior of one series.

    Args:
        days: day numbers, rising, no day twice. y: answers. x: one column per effect, as many rows as days. prior: see `Prior`.

    Raises:
        TooMany: more than `MOST_DAYS` answers. ValueError: shapes that don't fit, or days that don't rise.
    """

    def __init__(self, days: Sequence[int], y: Sequence[float], x: Array | None, prior: Prior) -> None:
        if len(days) > MOST_DAYS:
            raise TooMany(f"{len(days)} answers; at most {MOST_DAYS}")
        self.days = np.asarray(days, dtype=np.float64)
        if len(days) != len(y) or len(days) == 0 or np.any(np.diff(self.days) <= 0):
            raise ValueError("days must rise and be as many as answers, at least one")
        columns = np.zeros((len(days), 0)) if x is None else np.asarray(x, dtype=np.float64).reshape(len(days), -1)
        if columns.shape[1] != len(prior.effects):
            raise ValueError("as many columns as effects in the prior")
        self.prior = prior
        design = np.column_stack([np.ones(len(days)), columns])
        walk = np.minimum.outer(self.days - self.days[0], self.days - self.days[0])
        self._turned = [_turn(carry, self.days, walk, np.asarray(y, dtype=np.float64), design) for carry in prior.carries]
        self.ratios, self.sigmas = _look(self._turned, prior)

    @cached_property
    def _solved(self) -> list[_Solved]:
        return [_solve(one, self.ratios, self.sigmas, self.prior) for one in self._turned]

    @cached_property
    def weights(self) -> Array:
        """Posterior weight of every point of the grid: (carries, ratios, sigmas), summing to 1."""
        log = np.array([one.log for one in self._solved])
        ends = _ends(self.ratios)[None, :, None] * _ends(self.sigmas)[None, None, :]
        dense: Array = np.exp(log - log.max()) * ends
        return np.asarray(dense / dense.sum(), dtype=np.float64)

    def effect(self, number: int) -> Mixture:
        """What is known about effect `number` (from 0)."""
        means = np.array([one.mean[:, :, number + 1] for one in self._solved])
        sds = np.sqrt(np.array([one.cov[:, :, number + 1, number + 1] for one in self._solved]))
        return Mixture.of(self.weights, means, sds)

    def contrast(self, weights: dict[int, float], effects: Array | None = None) -> Mixture:
        """What is known about a weighted sum of levels by day number, such as last week's mean minus the first week's.

        effects: how much of each effect belongs to it, where one of them is a part of the level, such as a slope.
        """
        at = np.array(list(weights), dtype=np.float64) - self.days[0]
        c = np.array(list(weights.values()))
        cov = np.minimum.outer(np.maximum(at, 0.0), self.days - self.days[0])
        spread = float(c @ np.minimum.outer(np.maximum(at, 0.0), np.maximum(at, 0.0)) @ c)
        coefs = np.zeros(1 + len(self.prior.effects))
        coefs[0] = c.sum()
        if effects is not None:
            coefs[1:] = effects
        parts = [_functional(one, self.ratios, self.sigmas, coefs, c @ cov, spread) for one in self._solved]
        return Mixture.of(self.weights, np.array([mean for mean, _ in parts]), np.array([sd for _, sd in parts]))

    def level(self, day: int) -> Mixture:
        """What is known about the level on one day."""
        return self.contrast({day: 1.0})

    def levels(self, days: Sequence[int], effects: Array) -> tuple[Array, Array]:
        """Mean and standard deviation of the level on many days at once, as `contrast` has them one by one.

        effects: (days, effects): how much of each effect belongs to each day's level.
        """
        at = np.maximum(np.asarray(days, dtype=np.float64) - self.days[0], 0.0)
        cov = np.minimum.outer(at, self.days - self.days[0])
        coefs = np.column_stack([np.ones(len(at)), effects])
        first, second = np.zeros(len(at)), np.zeros(len(at))
        for one, share in zip(self._solved, self.weights, strict=True):
            mean, var = _functionals(one, self.ratios, self.sigmas, coefs, cov, at)
            first += np.einsum("rs,rsd->d", share, mean)
            second += np.einsum("rs,rsd->d", share, mean**2 + var)
        return first, np.sqrt(np.maximum(second - first**2, 0.0))

    @property
    def usual(self) -> tuple[float, float, float]:
        """Posterior means of carry, ratio and sigma: what a plan for more data starts from."""
        share = self.weights
        carry = float(share.sum(axis=(1, 2)) @ np.array(self.prior.carries))
        return carry, float(share.sum(axis=(0, 2)) @ self.ratios), float(share.sum(axis=(0, 1)) @ self.sigmas)


def effect_sds(days: Array, x: Array, prior: Prior, carry: float, ratio: float, sigma: float) -> Array:
    """How exactly the effects would be known from these days, whatever the answers: standard deviations, one per effect."""
    design = np.column_stack([np.ones(len(days)), x])
    covariance = sigma**2 * (carry ** np.abs(np.subtract.outer(days, days)) + ratio**2 * np.minimum.outer(days - days[0], days - days[0]))
    precision = design.T @ np.linalg.solve(covariance, design) + prior.precision
    return np.sqrt(np.diag(np.linalg.inv(precision)))[1:]


def _turn(carry: float, days: Array, walk: Array, y: Array, x: Array) -> _Turned:
    inverse, log_det = _whitening(carry, days)
    lam, vectors = np.linalg.eigh(inverse @ walk @ inverse.T)
    turn = vectors.T @ inverse
    return _Turned(carry, turn, np.maximum(lam, 0.0), log_det, turn @ y, turn @ x)


def _whitening(carry: float, days: Array) -> tuple[Array, float]:
    """L^-1 and log det C for noise that fades with the days between: what is left of each day once the day before is known."""
    held = carry ** np.diff(days)
    rest = 1.0 - held**2
    scale = np.concatenate([[1.0], 1.0 / np.sqrt(rest)])
    inverse = np.diag(scale)
    places = np.arange(1, len(days))
    inverse[places, places - 1] = -held * scale[1:]
    return inverse, float(np.log(rest).sum())


def _solve(one: _Turned, ratios: Array, sigmas: Array, prior: Prior) -> _Solved:
    w = 1.0 / (1.0 + np.outer(ratios**2, one.lam))  # (R, n)
    xwx = np.einsum("rn,np,nq->rpq", w, one.x, one.x)
    xwy = np.einsum("rn,np,n->rp", w, one.x, one.y)
    ywy = w @ one.y**2
    var = sigmas**2
    precision, mean = prior.precision, prior.mean
    a = xwx[:, None] / var[:, None, None] + precision
    b = xwy[:, None] / var[:, None] + precision @ mean
    cov = np.linalg.inv(a)
    coefs = np.einsum("rspq,rsq->rsp", cov, b)
    log = -0.5 * (len(one.y) * np.log(var) - np.log(w).sum(axis=1)[:, None] + one.log_det + np.linalg.slogdet(a)[1] + ywy[:, None] / var
                  - np.einsum("rsp,rsp->rs", b, coefs))
    log += (-0.5 * (ratios / RATIO_SD) ** 2)[:, None] - 0.5 * (np.log(sigmas / prior.scale) / LOG_SIGMA_SD) ** 2 - np.log(sigmas)
    return _Solved(one, log, coefs, cov, w)


def _functional(one: _Solved, ratios: Array, sigmas: Array, coefs: Array, cov: Array, spread: float) -> tuple[Array, Array]:
    """Mean and sd (R, S) of coefs · (start, effects) + a sum of drifts whose covariance with the answers' drifts is `cov` (n,)."""
    r = ratios**2
    k = one.turned.turn @ cov
    kw = one.w * k  # (R, n)
    v = coefs - r[:, None] * (kw @ one.turned.x)  # (R, p)
    mean = np.einsum("rp,rsp->rs", v, one.mean) + (r * (kw @ one.turned.y))[:, None]
    var = np.outer(r * spread - r**2 * (kw @ k), sigmas**2) + np.einsum("rp,rspq,rq->rs", v, one.cov, v)
    return mean, np.sqrt(np.maximum(var, 0.0))


def _functionals(one: _Solved, ratios: Array, sigmas: Array, coefs: Array, cov: Array, spread: Array) -> tuple[Array, Array]:
    """Mean and variance (R, S, D) of D sums at once, as `_functional`. coefs: (D, p); cov: (D, n); spread: (D,)."""
    r = ratios**2
    k = cov @ one.turned.turn.T  # (D, n)
    kwx = np.einsum("dn,rn,np->rdp", k, one.w, one.turned.x, optimize=True)
    kwy = np.einsum("dn,rn->rd", k, one.w * one.turned.y)
    kwk = (one.w @ (k**2).T)  # (R, D)
    v = coefs - r[:, None, None] * kwx  # (R, D, p)
    mean = np.einsum("rdp,rsp->rsd", v, one.mean) + (r[:, None] * kwy)[:, None]
    drift = r[:, None] * spread - (r**2)[:, None] * kwk
    var = sigmas[None, :, None] ** 2 * drift[:, None] + np.einsum("rdp,rspq,rdq->rsd", v, one.cov, v, optimize=True)
    return mean, np.maximum(var, 0.0)


def _look(turned: list[_Turned], prior: Prior) -> tuple[Array, Array]:
    """The grid where the probability is: a first look over everything, a second within."""
    reach = LOG_SIGMA_REACH * LOG_SIGMA_SD
    ratios, logs = np.linspace(0.0, RATIO_MOST, POINTS), np.linspace(-reach, reach, 2 * POINTS)
    sigmas = prior.scale * np.exp(logs)
    best = np.max([_solve(one, ratios, sigmas, prior).log + np.log(sigmas) for one in turned], axis=0)
    near = best > best.max() - FAR
    low, high = _around(near.any(axis=1))
    left, right = _around(near.any(axis=0))
    return np.linspace(ratios[low], ratios[high], POINTS), prior.scale * np.exp(np.linspace(logs[left], logs[right], POINTS))


def _around(near: Bools) -> tuple[int, int]:
    """First and last place of what is near, one wider to each side."""
    places = np.flatnonzero(near)
    return max(0, int(places[0]) - 1), min(len(near) - 1, int(places[-1]) + 1)


def _ends(points: Array) -> Array:
    """Weights of the trapezoid rule over uneven points."""
    gaps = np.diff(points)
    return np.concatenate([[gaps[0]], gaps[:-1] + gaps[1:], [gaps[-1]]]) / 2.0

"""A weighted sum of normal distributions: what is known about one number, once everything else has been averaged over."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LEAST_WEIGHT = 1e-7
"""Parts lighter than this share of the heaviest are left out: together they weigh less than a thousandth of a percent."""
HALVINGS = 50

_ERF = np.frompyfunc(math.erf, 1, 1)


def phi(z: Array) -> Array:
    """Standard normal distribution function, element by element."""
    found = np.asarray(_ERF(z / math.sqrt(2.0)), dtype=np.float64)
    return 0.5 * (1.0 + found)


@dataclass(frozen=True)
class Mixture:
    """weights (summing to 1), means and standard deviations of the parts, all of one length, in the unit of the number."""

    weights: Array
    means: Array
    sds: Array

    @classmethod
    def of(cls, weights: Array, means: Array, sds: Array) -> Mixture:
        """From parts of any shape, the lightest left out."""
        flat = weights.ravel()
        kept = flat > LEAST_WEIGHT * flat.max()
        return cls(flat[kept] / flat[kept].sum(), means.ravel()[kept], np.maximum(sds.ravel()[kept], 1e-12))

    @property
    def mean(self) -> float:
        """The mean of the whole."""
        return float(self.weights @ self.means)

    @property
    def sd(self) -> float:
        """Its standard deviation."""
        return math.sqrt(max(0.0, float(self.weights @ (self.sds**2 + self.means**2)) - self.mean**2))

    def below(self, value: float) -> float:
        """Probability that the number lies below `value`."""
        return float(self.weights @ phi((value - self.means) / self.sds))

    def quantile(self, share: float) -> float:
        """The value below which `share` (0 to 1, both excluded) of the probability lies."""
        low, high = float(np.min(self.means - 9.0 * self.sds)), float(np.max(self.means + 9.0 * self.sds))
        here = self.mean
        for _ in range(HALVINGS):
            off = self.below(here) - share
            low, high = (here, high) if off < 0.0 else (low, here)
            step = off / max(self._density(here), 1e-12)
            if high - low < 1e-7 * max(1.0, abs(low)) or abs(step) < 1e-9 * max(1.0, abs(here)):
                break
            # Newton's step where it stays between what is known, else the middle of that
            here = here - step if low < here - step < high else 0.5 * (low + high)
        return here

    def _density(self, value: float) -> float:
        z = (value - self.means) / self.sds
        return float(self.weights @ (np.exp(-0.5 * z**2) / self.sds)) / math.sqrt(2.0 * math.pi)

    def interval(self, share: float = 0.9) -> tuple[float, float]:
        """The middle `share` of the probability."""
        rest = 0.5 * (1.0 - share)
        return self.quantile(rest), self.quantile(1.0 - rest)

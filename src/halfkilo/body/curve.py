"""Natural cubic splines: the least bent curve through given points (no bend at its ends)."""

from __future__ import annotations

import numpy as np

from halfkilo.body.skeleton import Vector


class Curve:
    """Through `values` (n, k) at the knots `x` (n,), rising from 0 to 1. Continuous up to the second derivative."""

    def __init__(self, x: Vector, values: Vector) -> None:
        self.x, self.values, self.bends = x, values, _bends(x, values)

    def at(self, s: float) -> Vector:
        """The point at `s`, shape (k,)."""
        k = min(max(int(np.searchsorted(self.x, s, side="right")) - 1, 0), len(self.x) - 2)
        width = self.x[k + 1] - self.x[k]
        b = (s - self.x[k]) / width
        a = 1 - b
        bend = (a**3 - a) * self.bends[k] + (b**3 - b) * self.bends[k + 1]
        return np.asarray(a * self.values[k] + b * self.values[k + 1] + bend * width**2 / 6)


def _bends(x: Vector, y: Vector) -> Vector:
    """Second derivatives at the knots, shape of y."""
    n, h = len(x), np.diff(x)
    system, right = np.eye(n), np.zeros_like(y)
    for i in range(1, n - 1):
        system[i, i - 1: i + 2] = h[i - 1], 2 * (h[i - 1] + h[i]), h[i]
        right[i] = 6 * ((y[i + 1] - y[i]) / h[i] - (y[i] - y[i - 1]) / h[i - 1])
    return np.asarray(np.linalg.solve(system, right))

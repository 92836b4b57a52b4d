"""Vertices and triangles in an order in which neighbours follow each other, so that a figure file packs small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape.figure import Figure

PER_VERTEX = ("position", "normal", "part", "muscle", "muscle_weight", "bone", "weight")


def reordered(figure: Figure) -> Figure:
    """The same figure: triangles walk over the surface from neighbour to neighbour, vertices come in the order they are met."""
    triangles = figure.triangle.astype(np.int64)
    triangles = triangles[_walk(triangles)]
    _, first = np.unique(triangles.ravel(), return_index=True)
    met = triangles.ravel()[np.sort(first)]
    place = np.empty(len(figure.position), np.int64)
    place[met] = np.arange(len(met))
    arrays = {name: getattr(figure, name)[met] for name in PER_VERTEX}
    return replace(figure, triangle=_led(place[triangles]).astype(np.uint16), **arrays)


def _led(triangles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each triangle beginning with its lowest vertex, turning as before."""
    turn = (triangles.argmin(axis=1)[:, None] + np.arange(3)) % 3
    return np.take_along_axis(triangles, turn, axis=1)


def _walk(triangles: NDArray[np.int64]) -> list[int]:
    """Triangles in the order of a walk across shared edges, newest neighbour first."""
    by_edge: dict[tuple[int, int], int] = {}
    for index, (a, b, c) in enumerate(triangles.tolist()):
        by_edge[(a, b)] = by_edge[(b, c)] = by_edge[(c, a)] = index
    seen, order = np.zeros(len(triangles), bool), []
    for start in range(len(triangles)):
        stack = [start]
        while stack:
            index = stack.pop()
            if seen[index]:
                continue
            seen[index] = True
            order.append(index)
            a, b, c = triangles[index].tolist()
            near = (by_edge.get((y, x)) for x, y in ((c, a), (b, c), (a, b)))
            stack += [k for k in near if k is not None and not seen[k]]
    return order

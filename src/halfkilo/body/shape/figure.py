"""The figure: its arrays, how it is read from a file, and where a posture puts its skin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.shape.bones import Bone, Hand, bones, origins, turns
from halfkilo.body.skeleton import Vector

UNIT = 0.0001
"""Metres of one step of a stored position."""
PARTS = ("skin", "top", "trousers", "shoe", "sole", "hair")
"""What a vertex wears."""
FOLDER = Path(__file__).parents[1] / "figure"
Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class Figure:
    """A body of one build. `position` (n, 3) i16 in steps of `UNIT` metres and `normal` (n, 3) i8, rest posture; `part`, `muscle`
    (0: none, else 1 + index) and `muscle_weight` (n,) u8; `bone`, `weight` (n, 4) u8, each row of
    weights summing to 255; `triangle` (m, 3) u16."""

    shape: str
    position: NDArray[np.int16]
    normal: NDArray[np.int8]
    part: Bytes
    muscle: Bytes
    muscle_weight: Bytes
    bone: Bytes
    weight: Bytes
    triangle: NDArray[np.uint16]
    stamp: str = ""

    @property
    def bones(self) -> tuple[Bone, ...]:
        """Every bone, in the order `bone` counts."""
        return bones()

    @property
    def sites(self) -> Mapping[str, tuple[int, float, float, float]]:
        """Named places: bone, and where in its frame (m)."""
        return sites()

    def points(self) -> Vector:
        """Vertices at rest (n, 3), metres."""
        return np.asarray(self.position * UNIT, np.float64)


@cache
def sites() -> dict[str, tuple[int, float, float, float]]:
    """Every site of the skeleton by name."""
    from halfkilo.body.skeleton import model

    found = [model().site(index) for index in range(model().nsite)]
    return {site.name: (int(site.bodyid[0]) - 1, *(round(float(v), 6) for v in site.pos)) for site in found}  # type: ignore[misc]


def skinned(figure: Figure, q: Vector, curl: tuple[Hand, Hand] = (Hand.REST, Hand.REST)) -> Vector:
    """Vertices (n, 3) in posture `q` (nq,), metres, by linear blend skinning; `curl`: how the right and the left hand are."""
    turn, shift = moves(q, curl)
    share = figure.weight / 255.0
    points = figure.points()
    found = np.zeros_like(points)
    for k in range(4):
        bone = figure.bone[:, k]
        found += share[:, k, None] * (np.einsum("nij,nj->ni", turn[bone], points) + shift[bone])
    return found


def skinned_normals(figure: Figure, q: Vector, curl: tuple[Hand, Hand] = (Hand.REST, Hand.REST)) -> Vector:
    """Unit normals (n, 3) of the vertices that `skinned` gives."""
    turn, _ = moves(q, curl)
    blended = np.einsum("nk,nkij->nij", figure.weight / 255.0, turn[figure.bone])
    found = np.einsum("nij,nj->ni", blended, figure.normal / 127.0)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9))


def moves(q: Vector, curl: tuple[Hand, Hand]) -> tuple[Vector, Vector]:
    """Per bone the turn (b, 3, 3) and shift (b, 3) that take a point from rest to posture `q`."""
    turn, place = turns(q, curl)
    return turn, place - np.einsum("bij,bj->bi", turn, origins())

"""A clip played at its tempo: postures with smooth velocities and accelerations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.clip import posture_of
from halfkilo.body.person import Person
from halfkilo.body.skeleton import ROOT, Vector


@dataclass(frozen=True)
class Play:
    """`q` (n, nq), `v` (n, nv), `a` (n, nv) in metres, radians, seconds; `time` (n,) s; `frame` (n,) of the clip; `done` (n,) how far
    along the way there, 0 to 1; `phase` names by row. Mirrored phases are left out: they are the same with right and left exchanged."""

    q: Vector
    v: Vector
    a: Vector
    time: Vector
    frame: NDArray[np.intp]
    done: Vector
    phase: tuple[str, ...]


def played(clip: Mapping[str, Any], who: Person) -> Play:
    """The postures of a clip at the prescribed tempo for a person."""
    rows = who.posed(np.array([posture_of(row) for row in clip["angles"]]))
    parts, begun = [], 0.0
    for phase in clip["phases"]:
        if not phase["mirror"]:
            parts.append(_phase(rows, phase, begun, len(clip["angles"])))
        begun += phase["seconds"]
    joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ("q", "v", "a", "time", "frame", "done")}
    return Play(**joined, phase=tuple(name for part in parts for name in part.phase))


def still(postures: Vector, who: Person, name: str = "still") -> Play:
    """Postures (n, nq) of the skeleton held without movement."""
    q, count = who.posed(postures), len(postures)
    none = np.zeros((count, q.shape[1] - 1))
    return Play(q, none, none, np.zeros(count), np.arange(count), np.ones(count), (name,) * count)


def _phase(rows: Vector, phase: Mapping[str, Any], begun: float, frames: int) -> Play:
    first, last = phase["from"], phase["to"]
    step = 1 if last >= first else -1
    frame = np.arange(first, last + step, step)
    q, name = rows[frame], (phase["name"],) * len(frame)
    none = np.zeros((len(q), q.shape[1] - 1))
    v, a = derivatives(q, phase["seconds"] / (len(q) - 1)) if len(q) > 1 else (none, none)
    return Play(q, v, a, begun + np.linspace(0, phase["seconds"], len(q)), frame, _done(phase, len(q), frames), name)


def _done(phase: Mapping[str, Any], count: int, frames: int) -> Vector:
    """How much of the way there is behind: rises on the way there, falls on the way back (minimum jerk in time)."""
    t = np.linspace(0, 1, count)
    gone = t**3 * (10 - 15 * t + 6 * t**2)
    if phase["name"] in {"there", "back"} and count > 1:
        return gone if phase["name"] == "there" else np.asarray(1 - gone)
    return np.full(count, 1.0 if phase["name"] == "hold" or frames == 1 else 0.0)


def derivatives(q: Sequence[Vector] | Vector, step: float) -> tuple[Vector, Vector]:
    """Velocities and accelerations (n, nv) of postures (n, nq) a constant `step` apart (s), at rest at both ends.

    A clamped cubic spline through every number; turns of the root as MuJoCo has them, in the axes of the pelvis.
    """
    rows = _same_sign(np.array(q))
    slope, bend = _spline(rows, step)
    bend = _calm(bend)
    turn, spin, spun = (part[:, 3:ROOT] for part in (rows, slope, bend))
    return (np.concatenate([slope[:, :3], 2 * _vector(turn, spin), slope[:, ROOT:]], axis=1),
            np.concatenate([bend[:, :3], 2 * _vector(turn, spun), bend[:, ROOT:]], axis=1))


def _spline(y: Vector, h: float) -> tuple[Vector, Vector]:
    """First and second derivatives at the knots of the cubic spline that is at rest at both ends."""
    n = len(y)
    system = np.eye(n) * 4 + np.eye(n, k=1) + np.eye(n, k=-1)
    system[0, 1] = system[-1, -2] = 0
    system[0, 0] = system[-1, -1] = 1
    right = np.zeros_like(y)
    right[1:-1] = 3 * (y[2:] - y[:-2]) / h
    slope: Vector = np.asarray(np.linalg.solve(system, right), float)
    bend = np.empty_like(y)
    bend[:-1] = 6 * (y[1:] - y[:-1]) / h**2 - (4 * slope[:-1] + 2 * slope[1:]) / h
    bend[-1] = -6 * (y[-1] - y[-2]) / h**2 + (2 * slope[-2] + 4 * slope[-1]) / h
    return slope, bend


def _calm(bend: Vector) -> Vector:
    """Weigh each acceleration with its neighbours (1, 2, 1). Where a contact begins or ends the path has a corner that no body
    has; motion laboratories filter for the same reason."""
    padded = np.concatenate([bend[:1], bend, bend[-1:]])
    return np.asarray((padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4)


def _same_sign(rows: Vector) -> Vector:
    """A quaternion and its negative are one turn: keep the sign of the row before."""
    for index in range(1, len(rows)):
        if rows[index, 3:ROOT] @ rows[index - 1, 3:ROOT] < 0:
            rows[index, 3:ROOT] *= -1
    return rows


def _vector(turn: Vector, rate: Vector) -> Vector:
    """Vector part of conj(turn) * rate, both (n, 4)."""
    w, u = turn[:, :1], turn[:, 1:]
    return np.asarray(w * rate[:, 1:] - rate[:, :1] * u - np.cross(u, rate[:, 1:]))

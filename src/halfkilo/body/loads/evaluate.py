"""One movement, one person, one load: moments and contact at every joint in every frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from halfkilo.body.loads import joints, muscles
from halfkilo.body.loads.contacts import Spot, spots
from halfkilo.body.loads.mechanics import Mechanics, Push, about_joints, beyond, mechanics, with_pushes, wrench
from halfkilo.body.loads.outside import of_efforts, of_load, rests
from halfkilo.body.loads.play import Play, played
from halfkilo.body.loads.share import EXACT, LAZY, Cones, Shared, Start, balanced, prepared
from halfkilo.body.movement import Load, Movement
from halfkilo.body.person import Person, person
from halfkilo.body.pose import across
from halfkilo.body.skeleton import Vector
from halfkilo.exercises.facts import With

AIR = 0.1
"""Share of body weight that contacts may leave over before a frame counts as not carried."""


@dataclass(frozen=True)
class Loads:
    """`moments` (n, j, 3): flexion, side, turn, N m; `contact` (n, j): N; `joints.names()` says which j. `forces` (n, p, 3): what
    each contact point gives, N; `left` (n, 6): moment and force that no contact could give, in body weights (and metres)."""

    moments: Vector
    contact: Vector
    forces: Vector
    left: Vector

    @property
    def size(self) -> Vector:
        """Magnitude of the moments (n, j), N m."""
        return np.asarray(np.linalg.norm(self.moments, axis=2))

    @property
    def carried(self) -> NDArray[np.bool_]:
        """(n,): frames in which contacts carry the body's weight; in the others it hangs in the air or would slip (all, if none is)."""
        good: NDArray[np.bool_] = np.abs(self.left[:, 3:]).max(axis=1) <= AIR
        return good if good.any() else np.ones_like(good)

    @property
    def unbalanced(self) -> float:
        """The largest share of body weight that no contact could give."""
        return float(np.abs(self.left).max())


@dataclass(frozen=True)
class Scene:
    """All about a movement and a person that does not depend on the load."""

    slug: str
    clip: Mapping[str, Any]
    loads: Mapping[With, Load]
    seen: Mechanics
    spots: tuple[Spot, ...]

    @property
    def play(self) -> Play:
        """The frames."""
        return self.seen.play

    @cached_property
    def points(self) -> Vector:
        """Contact points in the room (n, p, 3), m."""
        lengths = self.seen.who.lengths
        found = [self.seen.at(spot.skin.body, spot.skin.local * lengths[spot.skin.body]) for spot in self.spots]
        return np.stack(found, axis=1) if found else np.zeros((len(self.play.q), 0, 3))

    @cached_property
    def cones(self) -> Cones:
        """Friction and ease of every contact point."""
        ease = np.stack([spot.open**2 * spot.skin.ease for spot in self.spots], axis=1)  # one that leaves gives way early
        return Cones(np.array([spot.friction for spot in self.spots]), ease)

    @cached_property
    def frames(self) -> Vector:
        """(p, 3, 3): per contact two tangents and the normal, as rows."""
        return np.array([[*across(spot.normal), spot.normal] for spot in self.spots])

    @cached_property
    def hung(self) -> Vector:
        """(j, p): 1 where the force of a contact passes through a joint."""
        below = beyond()
        pairs = [(spot.skin.body, spot.other) for spot in self.spots]
        return np.array([[below[body, own] - below[body, other] for own, other in pairs] for body in joints.bodies()])

    @cached_property
    def rows(self) -> tuple[Vector, Vector, tuple[int, ...]]:
        """(n, r, p, 3), softness (r,), and the joints whose moments depend on a contact."""
        return _rows(self)

    @cached_property
    def start(self) -> Start:
        """Who carries what without a load: where every other load begins."""
        rows, soft, _ = self.rows
        return prepared(rows, _wanted(self, self.seen.needed), soft, self.cones)

    @cached_property
    def turned(self) -> Vector:
        """Axes of every joint in the room (n, j, 3, 3), one axis a row."""
        return np.asarray(joints.axes_at(self.play.q) @ self.seen.turns[:, list(joints.bodies())].transpose(0, 1, 3, 2))


def scene(slug: str, clip: Mapping[str, Any], movement: Movement, who: Person | None = None, kind: With = With.BODY) -> Scene:
    """Play a clip for a person (usual: 1.70 m, 75 kg) and see where it leans. `kind` picks the form of a way of loading that has one."""
    who = who or person(1.70, 75.0)
    load = movement.load.get(kind)
    own = bool(load and load.moves)
    rows = {**clip, "angles": clip["loads"][kind.value]["angles"]} if own else clip
    formed = movement.with_layer(load) if load and own else movement
    seen = mechanics(who, played(rows, who))
    found = (*spots(formed, _plain(seen)), *rests(slug, seen))
    return Scene(slug, clip, movement.load, seen, found)


def _plain(seen: Mechanics) -> Mechanics:
    """The reference body in the same postures where the person is built otherwise: surfaces were placed for it."""
    who, play = seen.who, seen.play
    if np.ptp(who.lengths) < 1e-9:
        return seen
    q = play.q.copy()
    q[:, :3] /= who.lengths[2]
    return mechanics(person(), Play(q, play.v, play.a, play.time, play.frame, play.done, play.phase))


def _rows(place: Scene) -> tuple[Vector, Vector, tuple[int, ...]]:
    """What a newton at each contact point gives to the six balances (per weight, per weight and metre) and to the joints' moments
    (as shares of their strength)."""
    seen, carried, points = place.seen, place.hung, place.points
    weight = seen.who.weight
    root = np.array([1.0 - (spot.other != 0) for spot in place.spots])
    felt = tuple(int(j) for j in np.flatnonzero(np.abs(carried).sum(axis=1)) if joints.places()[j].name not in _IDLE)
    arm = points - seen.about[:, None]
    hard = np.concatenate([_skew(arm), np.broadcast_to(np.eye(3), (*arm.shape[:2], 3, 3))], axis=2) * root[:, None, None]
    soft = [_felt(place, j, points, weight) * carried[j][:, None, None] for j in felt]
    rows = (np.concatenate([hard, *soft], axis=2) @ place.frames.transpose(0, 2, 1)).transpose(0, 2, 1, 3)
    softness = np.array([EXACT] * 6 + [LAZY] * (3 * len(felt)))
    return np.ascontiguousarray(rows), softness, felt


_IDLE = ("right_blade", "left_blade", "upper_back")
"""Joints that do not steer where the body leans: their neighbours do, and fewer rows are faster."""


def _skew(arm: Vector) -> Vector:
    """(..., 3, 3) with which a force becomes its moment."""
    made = np.zeros((*arm.shape, 3))
    made[..., 0, 1], made[..., 0, 2], made[..., 1, 2] = -arm[..., 2], arm[..., 1], -arm[..., 0]
    made[..., 1, 0], made[..., 2, 0], made[..., 2, 1] = arm[..., 2], -arm[..., 1], arm[..., 0]
    return made


def _felt(place: Scene, j: int, points: Vector, weight: float) -> Vector:
    """(n, p, 3, 3): share of joint j's strength that a body weight at each point takes from its three axes."""
    arm = points - place.seen.places[:, joints.bodies()[j]][:, None]
    strength = joints.strengths()[j].mean(axis=1) * _stronger(place.seen.who) / weight
    return np.asarray(place.turned[:, None, j] / strength[:, None] @ _skew(arm))


def _stronger(who: Person) -> float:
    """How strength grows with the body: with mass and height, so that everybody's share of it is the same (ours)."""
    return who.mass * who.height / (75.0 * 1.70)


def evaluate(place: Scene, kind: With = With.BODY, kilograms: float = 0.0, more: Sequence[Push] = (), gain: float | None = None) -> Loads:
    """Weigh every joint in every frame.

    Args:
        kilograms: per piece of `kind`; nothing for body weight.
        more: further known forces.
        gain: of the muscles, in place of the calibrated one.
    """
    pushes = [*of_efforts(place.slug, place.seen), *more]
    if kind is not With.BODY and kilograms:
        pushes += of_load(place.clip, kind, place.loads[kind], kilograms, place.seen)
    needed = with_pushes(place.seen, pushes)
    shared = _leaning(place, needed)
    forces = shared.forces * place.seen.who.weight
    final = _leant(place, needed, forces)
    moments, through = about_joints(place.seen, final, joints.bodies())
    own = place.seen.turns[:, list(joints.bodies())]
    inside = (through[:, :, None] @ own)[:, :, 0]
    about = (place.turned @ moments[..., None])[..., 0]
    return Loads(about, muscles.contact(place.seen, about, inside, muscles.gain() if gain is None else gain), forces, shared.left[:, :6])


def _leaning(place: Scene, needed: Vector) -> Shared:
    weight = place.seen.who.weight
    if not place.spots:
        return Shared(np.zeros((len(needed), 0, 3)), needed[:, 1] / weight)
    rows, soft, _ = place.rows
    found = balanced(rows, _wanted(place, needed), soft, place.cones, place.start)
    return Shared((found.forces[:, :, None] @ place.frames)[:, :, 0], found.left)


def _wanted(place: Scene, needed: Vector) -> Vector:
    """(n, r): what contacts should give to the balances and, as shares of strength, to the joints."""
    felt = list(place.rows[2])
    moments, _ = about_joints(place.seen, needed, [joints.bodies()[j] for j in felt])
    strength = joints.strengths()[felt].mean(axis=2) * _stronger(place.seen.who)
    wish = (place.turned[:, felt] @ moments[..., None])[..., 0] / strength
    return np.concatenate([needed[:, 1] / place.seen.who.weight, wish.reshape(len(wish), -1)], axis=1)


def _leant(place: Scene, needed: Vector, forces: Vector) -> Vector:
    """`needed` when the contact forces act; the root is left with what no contact could give."""
    total = np.zeros_like(needed)
    wrenches = wrench(place.seen.about[:, None], place.points, forces)
    for index, spot in enumerate(place.spots):
        given = wrenches[:, index]
        total[:, spot.skin.body] += given
        if spot.other:
            total[:, spot.other] -= given
    return np.asarray(needed - beyond() @ total)


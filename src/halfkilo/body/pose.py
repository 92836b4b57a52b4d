"""Solving one key pose: contacts, places and hints become tasks, mink finds the posture inside the joint limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

import mink
import mujoco
import numpy as np

from halfkilo.body import hints
from halfkilo.body.keypose import EARLIER, Place, Pose, always, over
from halfkilo.body.movement import Movement
from halfkilo.body.scene import Plane, planes
from halfkilo.body.skeleton import Patch, Vector, even, joint, model, patch, rest, site
from halfkilo.body.tasks import AXES, Above, Aim, Balance, Clear, Goal, Point
from halfkilo.body.vocabulary import SIDES, SINGULAR, Axes, Base, Surface, Touch, side_of

CONTACT, PIN, PLACE, FACE, BALANCE = 100.0, 100.0, 10.0, 3.0, 20.0
"""Weights: metres of point error against radians of posture (`hints` uses 0.05 to 3)."""

STEPS, STILL, LONGEST = 200, 3e-4, 0.35
"""Most steps for a key pose, when it is found, and the longest stride in radians: further on the Jacobian says nothing."""
FAR_OFF = 0.06
"""Metres from which on a part has not come where it should."""

Spot = tuple[str, Surface]
UPRIGHT = {Base.STAND, Base.KNEEL, Base.HALF_KNEEL, Base.SIT}


@dataclass
class Solved:
    """A solved key pose: qpos, where each touching point is (m), and the contacts by (part, surface)."""

    q: Vector
    spots: dict[Spot, list[Vector]]
    touches: dict[Spot, Touch]
    tasks: list[mink.Task] = field(default_factory=list, repr=False)


def limits(movement: Movement) -> tuple[mink.Limit, ...]:
    """Joint limits, the floor, the wall if there is one, and the body itself."""
    solid = (plane for surface, plane in planes(movement).items() if surface in {Surface.FLOOR, Surface.WALL})
    return mink.ConfigurationLimit(model(), gain=0.9), *(Above(plane.point, plane.normal) for plane in solid), Clear()


def settle(q: Vector, tasks: Sequence[mink.Task], bounds: Sequence[mink.Limit], steps: int, still: float, same: bool) -> Vector:
    """Iterate inverse kinematics from `q` until nothing moves more than `still` (radians, metres).

    `same`: right and left do the same, so that rounding cannot grow into a crooked answer.
    """
    configuration = _workbench()
    configuration.update(q)
    before, stride = np.zeros(model().nv), 1.0
    for _ in range(steps):
        move = even(_step(configuration, tasks, bounds)) if same else _step(configuration, tasks, bounds)
        # a step that turns back on the last one has gone too far: shorter strides until it no longer does
        stride = max(0.05, stride * 0.5) if move @ before < 0 else min(1.0, stride * 1.5)
        before, largest = move, float(np.abs(move).max())
        configuration.integrate_inplace(move * min(stride, LONGEST / max(largest, 1e-9)), 1.0)
        if largest < still:
            break
    return np.array(configuration.q)


@cache
def _workbench() -> mink.Configuration:
    """One configuration for all solving in a process: making one costs as much as a step. Each `settle` sets it up anew."""
    return mink.Configuration(model())


def _step(configuration: mink.Configuration, tasks: Sequence[mink.Task], bounds: Sequence[mink.Limit]) -> Vector:
    for bound, damping in ((bounds, 1e-5), (bounds[:-1], 1e-4)):
        try:
            return np.asarray(mink.solve_ik(configuration, tasks, 1.0, "daqp", damping=damping, limits=bound))
        except mink.NoSolutionFound:  # they disagree for a moment: flesh gives way first, then the floor, joints never
            continue
    return np.asarray(mink.solve_ik(configuration, tasks, 1.0, "daqp", damping=1e-3, limits=bounds[:1]))


def touches_of(movement: Movement, pose: Pose) -> tuple[Touch, ...]:
    """The contacts of a pose: its own, else those of `[always]`, else those of the base (on mat, bench, if there is one)."""
    said = pose.touches if pose.touches is not None else movement.always.touches
    if said is not None:
        return said
    return tuple(Touch.parse(_under(movement, text), "base") for text in rest(movement.base).touch)


def _under(movement: Movement, text: str) -> str:
    if "on chair" in text and not movement.scene.chair:
        return text.replace("chair", "bench" if movement.scene.bench else "floor")
    if "on floor" in text and movement.scene.bench and rest(movement.base).lying and "feet" not in text:
        return text.replace("floor", "bench")
    return text


@dataclass(frozen=True)
class Known:
    """What is known when a pose is solved: the base, the first pose (for `start`), poses solved so far in their order (contacts stay
    where they were) and, for a layer, the good form of the same pose."""

    home: Vector
    first: Vector
    before: Sequence[Solved] = ()
    good: Solved | None = None

    def origin(self, of: str, part: str) -> Vector:
        """Where a part is in the first pose, the base or the good form, metres."""
        q = {"start": self.first, "base": self.home}.get(of)
        return np.asarray(data_at(self.good.q if q is None and self.good else self.first if q is None else q).site_xpos[site(part)])

    def pinned(self, spot: Spot) -> list[Vector] | None:
        """Where a contact was put down before, metres."""
        seen = (*((self.good,) if self.good else ()), *self.before)
        return next((solved.spots[spot] for solved in reversed(seen) if spot in solved.spots), None)


def solve(movement: Movement, pose: Pose, before: Sequence[Solved], good: Mapping[str, Solved] | None = None) -> Solved:
    """Find the posture of one key pose. `before` are the poses solved so far, in order; `good` those of the good form by name."""
    same = movement.symmetric if before else movement.same_on_both_sides(pose)
    pose = over(pose, always(movement.always))
    ground, home = planes(movement), _start(movement)
    first = home if not before else next(iter(good.values())).q if good else before[0].q
    known = Known(home, first, before, good[pose.name] if good else None)
    touching = {(part, touch.surface): touch for touch in touches_of(movement, pose) for part in touch.parts}
    tasks: list[mink.Task] = []
    for (part, surface), touch in touching.items():
        if surface in ground:
            tasks += _contact(movement, pose, part, touch, ground[surface], known)
    tasks += _places(movement, pose, known)
    tasks += hints.tasks(movement, pose)
    tasks += _balance(movement, pose, touching)
    q = _settled(_guess(known, touching), [*tasks, hints.posture(movement, pose)], limits(movement), same)
    spots = spots_at(movement, q, [spot for spot in touching if spot[1] in ground])
    return Solved(q, spots, touching, tasks)


def _settled(guess: Vector, tasks: Sequence[mink.Task], bounds: Sequence[mink.Limit], same: bool) -> Vector:
    """The posture; where flesh was in the way of getting there (a leg to be laid over the other), first without it, then freed of it."""
    q = settle(guess, tasks, bounds, STEPS, STILL, same)
    if miss(q, tasks) < FAR_OFF:
        return q
    other = settle(settle(guess, tasks, bounds[:-1], STEPS, STILL, same), tasks, bounds, STEPS, STILL, same)
    return min(q, other, key=lambda found: miss(found, tasks))


def miss(q: Vector, tasks: Sequence[mink.Task]) -> float:
    """The largest distance left between a part and where it should be, metres."""
    configuration = _workbench()
    configuration.update(q)
    return max((float(np.linalg.norm(task.compute_error(configuration))) for task in tasks if isinstance(task, Point)), default=0.0)


def _guess(known: Known, touching: Mapping[Spot, Touch]) -> Vector:
    """Where to begin: a fault near its good form, a pose near the one before."""
    if known.good:
        return known.good.q
    return known.before[-1].q if known.before else _raised(known.home, touching)


def spots_at(movement: Movement, q: Vector, touching: Sequence[Spot]) -> dict[Spot, list[Vector]]:
    """Where the touching points of each contact are, metres."""
    data = data_at(q)
    return {spot: [data.site_xpos[point].copy() for point, _ in patch(spot[0], movement.base).points] for spot in touching}


def data_at(q: Vector) -> mujoco.MjData:
    """Forward kinematics of one posture. What comes back is shared: read it, change nothing in it."""
    return _data_at(np.asarray(q, float).tobytes())


@lru_cache(maxsize=64)
def _data_at(raw: bytes) -> mujoco.MjData:
    q = np.frombuffer(raw)
    data = mujoco.MjData(model())
    data.qpos[:] = q
    mujoco.mj_kinematics(model(), data)
    mujoco.mj_comPos(model(), data)
    return data


def _start(movement: Movement) -> Vector:
    """The base's resting posture, lifted on to the chair or bench it rests on."""
    q = rest(movement.base).q.copy()
    lift = movement.scene.chair.seat if movement.base is Base.SIT and movement.scene.chair else 0
    if movement.scene.bench and movement.base in {Base.SIT, Base.SUPINE, Base.CROOK, Base.PRONE, Base.SIDE} and not lift:
        lift = movement.scene.bench.height
    q[2] += lift / 100
    return hints.rested(q, movement)


_RAISED = {"hand": {"shoulder_flexion": 62, "elbow": 8, "wrist_flexion": -55, "forearm_pronation": 75},
           "elbow": {"shoulder_flexion": 85, "elbow": 110}, "forearm": {"shoulder_flexion": 85, "elbow": 110}}


def _raised(home: Vector, touching: Mapping[Spot, Touch]) -> Vector:
    """A better first guess for arms that lean on a wall: from hanging arms the way there leads past every limit."""
    q = home.copy()
    for part, surface in touching:
        side, _, stem = part.partition("_")
        for name, degrees in _RAISED.get(stem, {}).items() if surface is Surface.WALL else ():
            q[joint(f"{side}_{name}")] = np.radians(degrees)
    return q


def _contact(movement: Movement, pose: Pose, part: str, touch: Touch, plane: Plane, known: Known) -> Iterator[mink.Task]:
    skin, pinned = patch(part, movement.base), known.pinned((part, touch.surface))
    placed = part in pose.places
    goals = pinned if pinned and not touch.slides and not placed else _default_spots(skin, known.home, plane, pose, part)
    flat = across(plane.normal)
    for (point, flesh), goal in zip(skin.points, goals, strict=True):
        on_plane = plane.point + plane.normal * flesh
        yield Point(point, Goal(on_plane), CONTACT, plane.normal[None])
        if not placed:
            cost = 0.5 if touch.slides and pinned is not None else PIN
            yield Point(point, Goal(goal), cost, flat)
        elif known.good and pinned and len(rows := _along(_rows(pose.places[part], False), plane.normal)):
            yield Point(point, Goal(pinned[skin.points.index((point, flesh))]), PIN, rows)  # a fault moves it only where it says so
    if skin.faces:
        yield Aim(*skin.faces, Goal(-plane.normal), FACE * 2)
    if placed and len(skin.points) == 2:
        yield Aim(f"{part.partition('_')[0]}_foot", (1, 0, 0), Goal(_heading(pose, part)), FACE)


def _default_spots(skin: Patch, home: Vector, plane: Plane, pose: Pose, part: str) -> list[Vector]:
    """Where the base has the part, moved on to the surface; feet point a little outward."""
    data = data_at(home)
    found = [data.site_xpos[point].copy() for point, _ in skin.points]
    if part.endswith("foot"):
        middle, half = (found[0] + found[1]) / 2, float(np.linalg.norm(found[1] - found[0])) / 2
        found = [middle - half * _heading(pose, part), middle + half * _heading(pose, part)]
    return [spot - plane.normal * float(plane.normal @ (spot - plane.point)) for spot in found]


def _heading(pose: Pose, part: str) -> Vector:
    side = 1.0 if part.startswith("left") else -1.0
    angle = np.radians(-pose.twists.get(part, -6)) * side
    return np.array([np.cos(angle), np.sin(angle), 0.0])


def across(normal: Vector) -> Vector:
    """Two directions along a plane, shape (2, 3)."""
    helper = AXES[int(np.argmin(np.abs(normal)))]
    one = np.cross(normal, helper)
    return np.array([one / np.linalg.norm(one), np.cross(normal, one / np.linalg.norm(one))])


def _places(movement: Movement, pose: Pose, known: Known) -> Iterator[mink.Task]:
    ground = planes(movement)
    for part, place in pose.places.items():
        rows = _rows(place, True)
        normal = next((ground[touch.surface].normal for touch in touches_of(movement, pose)
                       if part in touch.parts and touch.surface in ground), None)
        goal = _goal(movement, part, place, known)
        if normal is None:
            yield Point(site(part), goal, PLACE, rows, goal.turn if len(rows) < 3 else None)
        else:
            yield Point(site(part), goal, PIN, _along(rows, normal))


def _rows(place: Place, counts: bool) -> Vector:
    """The room directions that a place says something of (`counts`), or those it leaves free; shape (k, 3)."""
    return AXES[[index for index, name in enumerate(("forward", "out", "up")) if (name in place.only) is counts]]


def _along(rows: Vector, normal: Vector) -> Vector:
    """A place on a surface counts only along it: the contact has the rest."""
    if not len(rows):
        return rows
    flat = rows - np.outer(rows @ normal, normal)
    return np.asarray(flat[np.linalg.norm(flat, axis=1) > 0.5])


def _goal(movement: Movement, part: str, place: Place, known: Known) -> Goal:
    """Where a part should be."""
    out = place.out if side_of(part) == "left" else -place.out
    offset = np.array([place.forward, out, place.up], float) / 100
    if place.reach is not None:
        offset *= place.reach / 100 * _length(part) / float(np.linalg.norm(offset))
    axes = place.axes or (Axes.CHEST if rest(movement.base).lying else Axes.ROOM)
    turn = None if axes is Axes.ROOM else int(model().body("thorax" if axes is Axes.CHEST else "pelvis").id)
    if place.of in {*EARLIER, *Surface}:
        origin = known.origin(place.of, part) if place.of in EARLIER else planes(movement)[Surface(place.of)].point
        carried = offset if turn is None else data_at(known.first).xmat[turn].reshape(3, 3) @ offset
        return Goal(origin + carried)
    return Goal(offset, _own(place.of, part), turn)


def _own(of: str, part: str) -> tuple[int, ...]:
    """`shoulders` for `right_hand` is the right shoulder; for the head it is the middle of both."""
    if of not in SINGULAR:
        return (site(of),)
    side = side_of(part)
    return tuple(site(f"{one}_{SINGULAR[of]}") for one in ((side,) if side else SIDES))


_LENGTHS = {"hand": ("shoulder", "elbow", "grip"), "wrist": ("shoulder", "elbow", "wrist"), "elbow": ("shoulder", "elbow"),
            "foot": ("hip", "knee", "ankle"), "ankle": ("hip", "knee", "ankle"), "heel": ("hip", "knee", "heel"),
            "toe": ("hip", "knee", "ankle", "toe"), "knee": ("hip", "knee")}


@cache
def _length(part: str) -> float:
    """Length of the arm or leg up to a part, metres; 1 m for parts that have none."""
    stem = part.partition("_")[2]
    chain = [data_at(np.array(model().qpos0)).site(f"right_{name}").xpos.copy() for name in _LENGTHS.get(stem, ())]
    return float(sum(np.linalg.norm(b - a) for a, b in pairwise(chain))) or 1.0


def _balance(movement: Movement, pose: Pose, touching: dict[Spot, Touch]) -> Iterator[mink.Task]:
    legs = [part for part, _ in touching if part.partition("_")[2] in {"foot", "ball", "heel", "knee", "shin"}]
    others = [part for part, surface in touching if part not in legs and "instep" not in part and surface is not Surface.HANDLE]
    wanted = pose.balance if pose.balance is not None else bool(legs) and not others and movement.base in UPRIGHT
    if wanted:
        points = [point for part in legs for point in _carrying(movement, part)]
        yield Balance(points, BALANCE)


def _carrying(movement: Movement, part: str) -> list[int]:
    """The sites of a part that weight goes over: on the toes it is the ball, not what lies flat before it."""
    return [site(part)] if part.endswith("_ball") else [point for point, _ in patch(part, movement.base).points]

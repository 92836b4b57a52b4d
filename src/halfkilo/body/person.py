"""One skeleton, many people: the same joints and angles, scaled to height, mass and proportions."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache

import mujoco
import numpy as np

from halfkilo.body.errors import BodyError
from halfkilo.body.skeleton import ROOT, Vector, model

HEIGHT, MASS = 1.70, 70.0
"""The adult of `skeleton.xml`, metres and kilograms; segment lengths Winter 2009, masses and inertia de Leva 1996 (cited there)."""

LEGS = 0.9005 / HEIGHT
"""Height of the hips over the soles as a share of the whole height (Winter 2009, fig. 4.1: 0.530)."""

HEIGHTS, MASSES, LEG_SHARES, ARM_RATIOS = (1.20, 2.20), (30.0, 250.0), (0.46, 0.60), (0.8, 1.2)
"""What can be asked for: adults from very short to very tall."""

_LEG, _ARM = ("thigh", "shank", "foot", "toes"), ("upper_arm", "forearm", "hand")


class NoSuchPerson(BodyError):
    """A height, mass or proportion outside what the body can be scaled to. `what` and `value` are kept."""

    def __init__(self, what: str, value: float, span: tuple[float, float]) -> None:
        super().__init__(f"{what} is {value:g}; give a number from {span[0]:g} to {span[1]:g}")
        self.what, self.value, self.span = what, value, span


@dataclass(frozen=True)
class Person:
    """A scaled skeleton. `lengths` (nbody,): how many times longer each segment is than in `skeleton.xml`."""

    model: mujoco.MjModel
    lengths: Vector
    height: float
    mass: float

    @property
    def weight(self) -> float:
        """Body weight, newtons."""
        return self.mass * 9.81

    @property
    def size(self) -> float:
        """Height against that of the skeleton: what props, pulleys and moment arms scale with."""
        return self.height / HEIGHT

    def posed(self, q: Vector) -> Vector:
        """Postures (n, nq) of the skeleton for this person: same angles, the root moved so that the soles stay on the floor."""
        rows = np.array(q)
        rows[..., :3] *= self.lengths[int(model().body("right_thigh").id)]
        return rows


def scaled(height_m: float = HEIGHT, mass_kg: float = MASS, legs: float = LEGS, arms: float = 1.0) -> mujoco.MjModel:
    """The skeleton of a person. See `person`."""
    return person(height_m, mass_kg, legs, arms).model


@cache
def person(height_m: float = HEIGHT, mass_kg: float = MASS, legs: float = LEGS, arms: float = 1.0) -> Person:
    """Scale the skeleton.

    Args:
        height_m: standing height.
        mass_kg: whole mass; every segment keeps its share (de Leva 1996).
        legs: hip height as a share of the whole height; what the legs do not take, the trunk has.
        arms: length of the arms against that of somebody of this height.

    Raises:
        NoSuchPerson: a number that no adult has.
    """
    asked = (("height", height_m, HEIGHTS), ("mass", mass_kg, MASSES), ("legs", legs, LEG_SHARES), ("arms", arms, ARM_RATIOS))
    for what, value, span in asked:
        if not span[0] <= value <= span[1]:
            raise NoSuchPerson(what, value, span)
    lengths = _lengths(height_m, legs, arms)
    made = copy.copy(model())
    _stretch(made, lengths, mass_kg / MASS)
    return Person(made, lengths, height_m, mass_kg)


def _lengths(height: float, legs: float, arms: float) -> Vector:
    leg, trunk, arm = legs * height / (LEGS * HEIGHT), (1 - legs) * height / ((1 - LEGS) * HEIGHT), arms * height / HEIGHT
    names = [model().body(index).name for index in range(model().nbody)]
    return np.array([leg if name.endswith(_LEG) else arm if name.endswith(_ARM) else trunk for name in names])


def _stretch(made: mujoco.MjModel, lengths: Vector, heavier: float) -> None:
    """Lengths scale places, mass and length squared scale inertia; a segment begins where its parent ends."""
    parents = lengths[made.body_parentid]
    made.body_pos[:] *= parents[:, None]
    made.body_ipos[:] *= lengths[:, None]
    made.body_mass[:] *= heavier
    made.body_inertia[:] *= (heavier * lengths**2)[:, None]
    made.site_pos[:] *= lengths[made.site_bodyid][:, None]
    made.geom_pos[:] *= lengths[made.geom_bodyid][:, None]
    made.geom_size[:] *= lengths[made.geom_bodyid][:, None]
    made.qpos0[:3] *= lengths[int(made.body("right_thigh").id)]
    mujoco.mj_setConst(made, mujoco.MjData(made))


def degrees_of_freedom() -> int:
    """Hinges of the skeleton, without the six of the root."""
    return int(model().nq) - ROOT

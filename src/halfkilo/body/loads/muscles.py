"""From moments to what presses in a joint: one equivalent muscle, the load along the bone, and tone.

    working  = GAIN * |moment / arm|         over the axes that muscles serve, arm by direction and angle (an ellipsoid of arms)
    pressing = the load along the bone, where it pushes
    muscle   = sqrt(working^2 + (TONE * pressing)^2)
    contact  = sqrt((muscle + along)^2 + across^2)

TONE is the co-contraction that keeps a loaded joint from buckling: a column needs stiffness in proportion to what it carries, muscle
is stiff in proportion to its force, and a muscle that works already stiffens (hence the root of squares). It is 1, a round number of ours.
GAIN is the only number that was fitted, and to the chair stand alone (`calibration.json`): 1 means that the arms of `joints.py` hold.
A knee's two condyles both stay loaded: its contact is never below the sideways moment over half their span.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from halfkilo.body.loads.joints import SPAN, arms_at, names, tilts
from halfkilo.body.loads.mechanics import Mechanics
from halfkilo.body.skeleton import Vector

STORE = Path(__file__).parent / "calibration.json"


TONE = 1.0
"""Least force of the muscles about a joint that carries, as a share of what it carries (ours, not fitted)."""


@cache
def gain() -> float:
    """The calibrated gain; where it comes from stands beside it."""
    return float(json.loads(STORE.read_text(encoding="utf-8"))["gain"])


def muscle(seen: Mechanics, moments: Vector) -> Vector:
    """Force of the one equivalent muscle (n, j), newtons, for moments (n, j, 3) in joint axes, before gain and tone."""
    arms = arms_at(seen.play.q) * seen.who.size
    arm = np.where(moments >= 0, arms[..., 0], arms[..., 1])
    return np.asarray(np.sqrt(((moments / arm) ** 2).sum(axis=2)))


def contact(seen: Mechanics, moments: Vector, forces: Vector, gained: float) -> Vector:
    """What presses in each joint (n, j), newtons; `forces` (n, j, 3) act on the segment beyond, in its axes."""
    along = forces[..., 2] * tilts()
    held = np.hypot(gained * muscle(seen, moments), TONE * np.maximum(along, 0))
    pressed = np.maximum(held + along, 0)
    across2 = forces[..., 0] ** 2 + forces[..., 1] ** 2
    knees = [index for index, name in enumerate(names()) if name.endswith("knee")]
    pressed[:, knees] = np.maximum(pressed[:, knees], np.abs(moments[:, knees, 1]) / (SPAN * seen.who.size / 2))
    return np.asarray(np.sqrt(pressed**2 + across2))

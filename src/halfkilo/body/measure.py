"""What the battery asks of a motion: limits, slip, depth, jolts, the closing of the loop."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from halfkilo.body.motion import Motion, lasting, steps
from halfkilo.body.movement import Movement
from halfkilo.body.pose import Solved, Spot, data_at
from halfkilo.body.scene import planes
from halfkilo.body.skeleton import ROOT, Vector, joint_names, model, patch
from halfkilo.body.space import Seen
from halfkilo.body.vocabulary import Surface


def outside_limits(rows: Vector) -> dict[str, float]:
    """Joints that leave their range, with the most degrees they do so. `rows` (n, nq)."""
    low, high = model().jnt_range[1:, 0], model().jnt_range[1:, 1]
    beyond = np.maximum(low - rows[:, ROOT:], rows[:, ROOT:] - high).max(axis=0)
    return {name: float(np.degrees(value)) for name, value in zip(joint_names(), beyond, strict=True) if value > np.radians(0.5)}


def slip(motion: Motion) -> dict[str, float]:
    """Per contact that stays all the way there: how far its points travel, metres. Sliding contacts count off the surface only."""
    keys = [motion.keys[name] for name in motion.movement.way]
    stays = set.intersection(*(_planted(a, b) for a, b in pairwise(keys))) if len(keys) > 1 else set()
    seen = [data_at(q) for q in motion.there]
    found: dict[str, float] = {}
    for part, surface in sorted(stays):
        normal = planes(motion.movement)[surface].normal
        slides = any(key.touches[part, surface].slides for key in keys)
        for point, _ in patch(part, motion.movement.base).points:
            way = np.array([data.site_xpos[point] for data in seen])
            way = way - way[0]
            travelled = np.abs(way @ normal) if slides else np.linalg.norm(way, axis=1)
            found[f"{part} on {surface}"] = max(found.get(f"{part} on {surface}", 0.0), float(travelled.max()))
    return found


def _planted(one: Solved, two: Solved) -> set[Spot]:
    return {spot for spot in lasting(one, two) if not steps(one, two, spot)}


def below(movement: Movement, seen: Seen) -> dict[str, float]:
    """Depth of the body below the floor or behind the wall, metres, by surface; 0 where it stays out."""
    solid = {surface: plane for surface, plane in planes(movement).items() if surface in {Surface.FLOOR, Surface.WALL}}
    return {surface.value: max(0.0, float((seen.thick[:, None] - (seen.ends - plane.point) @ plane.normal).max()))
            for surface, plane in solid.items()}


def largest_jolt(rows: Vector, stretches: int) -> float:
    """Largest third derivative of any joint's angle over one way, in units of a plain minimum-jerk movement of the same size
    done in the time of one stretch from key pose to key pose (1 is as smooth as can be). Small movements count as 20 degrees."""
    step = stretches / (len(rows) - 1)
    angles = np.degrees(rows[:, ROOT:])
    jerk = np.abs(np.diff(angles, n=3, axis=0)).max() / step**3
    return float(jerk / (60.0 * max(20.0, float(np.ptp(angles, axis=0).max()))))


def gap(motion: Motion) -> float:
    """How far the end of the loop is from its beginning, radians or metres."""
    return float(np.abs(motion.back[-1] - motion.there[0]).max() + np.abs(motion.there[-1] - motion.back[0]).max())

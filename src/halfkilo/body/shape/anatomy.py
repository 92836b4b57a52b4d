"""The right half of the body as fields: where flesh and cloth reach around each bone, metres, in the bone's own frame.

Girths follow the middle of adults of 1.70 m: chest 0.93, waist 0.83, hips 0.98, upper arm 0.29, thigh 0.55, calf 0.37
(ANSUR II 2012, means of women and men, scaled to this height). Rows: along the bone, then front, back, left, right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from halfkilo.body.shape.bones import about
from halfkilo.body.shape.build import Build
from halfkilo.body.shape.field import Field, Place, Vector, capsule, ellipsoid, limb, soft_union

Frames = Callable[[str], Place]
"""The frame of a bone in the posture the body is modelled in."""
Rows = Sequence[tuple[float, ...]]

TRUNK: Rows = (
    (0.836, 0.050, 0.075, 0.070), (0.860, 0.075, 0.100, 0.130), (0.900, 0.086, 0.108, 0.163), (0.945, 0.090, 0.094, 0.166),
    (0.990, 0.092, 0.088, 0.155), (1.030, 0.092, 0.088, 0.143), (1.070, 0.092, 0.085, 0.135), (1.110, 0.092, 0.086, 0.133),
    (1.160, 0.095, 0.093, 0.139), (1.220, 0.101, 0.104, 0.150), (1.280, 0.104, 0.112, 0.159), (1.330, 0.098, 0.115, 0.162),
    (1.370, 0.082, 0.112, 0.152), (1.400, 0.063, 0.104, 0.126), (1.425, 0.044, 0.094, 0.092), (1.450, 0.026, 0.078, 0.066))
"""Height above the floor, front, back, half width."""
NECK: Rows = ((1.395, 0.032, 0.086, 0.060), (1.430, 0.030, 0.080, 0.057), (1.460, 0.034, 0.070, 0.055), (1.490, 0.044, 0.066, 0.054),
              (1.530, 0.052, 0.066, 0.055), (1.570, 0.050, 0.070, 0.056))
FACE: Rows = ((1.476, 0.076, -0.034, 0.020), (1.486, 0.084, -0.012, 0.032), (1.502, 0.087, 0.020, 0.045), (1.525, 0.087, 0.048, 0.056),
              (1.550, 0.087, 0.062, 0.063), (1.580, 0.087, 0.070, 0.068), (1.610, 0.088, 0.075, 0.071), (1.640, 0.080, 0.070, 0.066))
THIGH: Rows = (
    (0.02, 0.080, 0.086, 0.072, 0.085), (-0.03, 0.088, 0.092, 0.082, 0.091), (-0.08, 0.092, 0.092, 0.084, 0.087),
    (-0.15, 0.089, 0.085, 0.079, 0.079), (-0.22, 0.081, 0.077, 0.071, 0.073), (-0.30, 0.069, 0.066, 0.060, 0.064),
    (-0.36, 0.060, 0.057, 0.054, 0.056), (-0.4165, 0.055, 0.052, 0.051, 0.053), (-0.44, 0.053, 0.051, 0.049, 0.051))
SHANK: Rows = (
    (0.02, 0.053, 0.051, 0.050, 0.052), (-0.03, 0.053, 0.050, 0.049, 0.049), (-0.07, 0.050, 0.056, 0.051, 0.052),
    (-0.12, 0.049, 0.065, 0.056, 0.057), (-0.17, 0.047, 0.063, 0.052, 0.055), (-0.23, 0.044, 0.053, 0.044, 0.047),
    (-0.30, 0.040, 0.043, 0.037, 0.039), (-0.36, 0.038, 0.039, 0.034, 0.036), (-0.40, 0.040, 0.041, 0.036, 0.037),
    (-0.43, 0.045, 0.045, 0.037, 0.037))
SHOE: Rows = (
    (-0.058, -0.014, 0.056, 0.016, 0.016), (-0.050, 0.004, 0.064, 0.027, 0.027), (-0.030, 0.016, 0.070, 0.034, 0.035),
    (0.005, 0.012, 0.072, 0.036, 0.038), (0.045, 0.000, 0.072, 0.038, 0.043), (0.085, -0.014, 0.072, 0.045, 0.047),
    (0.125, -0.024, 0.072, 0.049, 0.048), (0.155, -0.025, 0.071, 0.048, 0.046), (0.180, -0.028, 0.070, 0.042, 0.041),
    (0.198, -0.033, 0.067, 0.030, 0.031), (0.207, -0.040, 0.062, 0.014, 0.016))
"""Along the foot, up, down, left, right: the floor cuts it flat."""
UPPER_ARM: Rows = (
    (0.000, 0.040, 0.042, 0.036, 0.032), (-0.05, 0.048, 0.047, 0.043, 0.038), (-0.08, 0.049, 0.048, 0.043, 0.041),
    (-0.11, 0.049, 0.048, 0.043, 0.043), (-0.17, 0.048, 0.048, 0.041, 0.043), (-0.23, 0.043, 0.045, 0.039, 0.041),
    (-0.28, 0.039, 0.040, 0.040, 0.040),
    (-0.316, 0.038, 0.038, 0.042, 0.041), (-0.34, 0.037, 0.036, 0.041, 0.040))
FOREARM: Rows = (
    (0.02, 0.038, 0.037, 0.041, 0.041), (-0.03, 0.043, 0.040, 0.043, 0.043), (-0.07, 0.045, 0.042, 0.042, 0.042),
    (-0.12, 0.041, 0.039, 0.036, 0.037), (-0.17, 0.035, 0.034, 0.030, 0.031), (-0.21, 0.030, 0.030, 0.024, 0.025),
    (-0.235, 0.0285, 0.0285, 0.021, 0.022), (-0.262, 0.029, 0.028, 0.019, 0.020))
PALM: Rows = (
    (0.010, 0.024, 0.024, 0.016, 0.014), (-0.012, 0.029, 0.028, 0.017, 0.015), (-0.035, 0.035, 0.036, 0.0175, 0.0145),
    (-0.060, 0.0395, 0.041, 0.0165, 0.013), (-0.080, 0.0405, 0.041, 0.0145, 0.0115), (-0.090, 0.038, 0.038, 0.011, 0.008))
FINGERS = ((0.0308, 0.0365, -0.088, 0.078, 0.0088), (0.0105, 0.0122, -0.091, 0.088, 0.0090),
           (-0.0102, -0.0122, -0.089, 0.081, 0.0086), (-0.0298, -0.0355, -0.083, 0.066, 0.0078))
"""Per finger: x at knuckle and tip, z of the knuckle, length, radius."""


AWAY = 0.3
"""What a part says of points far from it, metres."""


def trunk(frames: Frames, build: Build) -> Field:
    """Pelvis to shoulders, with buttocks, chest, shoulder blades and the slope of the trapezius; its frame is the room."""
    place = frames("room")
    core = limb(place, [_trunk_row(row, build) for row in TRUNK], caps=(0.03, 0.02))
    g, c = build.hips, build.chest
    bumps = [
        (ellipsoid(place, (-0.066 - build.seat, -0.076 * g, 0.892), (0.062, 0.072 * g, 0.078)), 0.05),
        (ellipsoid(place, (0.058, -0.070 * c, 1.310), (0.036 * c, 0.070, 0.056)), 0.05),
        (ellipsoid(place, (-0.088, -0.085 * c, 1.335), (0.032, 0.052, 0.080)), 0.04),
        (capsule(place, (-0.036, -0.045, 1.458), (-0.036, -0.150, 1.409), 0.030 * build.neck, 0.026), 0.035),
        (capsule(place, (-0.010, -0.030, 1.408), (-0.026, -0.145, 1.396), 0.018, 0.022), 0.04),
        (capsule(place, (-0.060, -0.060, 1.380), (-0.048, -0.138, 1.378), 0.048, 0.034), 0.04)]
    return _joined(core, bumps)


def _trunk_row(row: Sequence[float], build: Build) -> tuple[float, ...]:
    """One outline of the trunk for a build: hips, waist and chest have their own factor, eased from one to the next."""
    z, front, back, half = row
    grow = float(np.interp(z, (0.90, 0.96, 1.05, 1.13, 1.25, 1.36, 1.43), (build.hips, build.hips, build.waist, build.waist, build.chest,
                                                                          build.chest, build.neck)))
    belly = build.belly * float(np.exp(-(((z - 1.04) / 0.105) ** 2)))
    return z, front * (1 + (grow - 1) * 0.5) + belly, back * (1 + (grow - 1) * 0.35), half * grow, half * grow


def head(frames: Frames, build: Build) -> Field:
    """Neck and head: skull, jaw, nose, ears, and calm planes where a face would be."""
    place = frames("room")
    neck = limb(place, [(z, 0.5 * (f - b) + 0.5 * (f + b) * build.neck, 0.5 * (b - f) + 0.5 * (f + b) * build.neck, w * build.neck,
                         w * build.neck) for z, f, b, w in NECK])
    jaw = [w * (1 + (build.jaw - 1) * min(1, (1.62 - z) / 0.08)) for z, _, _, w in FACE]
    face = limb(place, [(z, f, b, w, w) for (z, f, b, _), w in zip(FACE, jaw, strict=True)], caps=(0.007, 0.02))
    skull = ellipsoid(place, (0.001, 0, 1.608), (0.0875, 0.0745, 0.0875))
    sockets = ellipsoid(place, (0.1075, -0.033, 1.584), (0.0235, 0.023, 0.016))
    ear = ellipsoid(place, (-0.004, -0.0755, 1.571), (0.019, 0.0075, 0.031), about((0, 1, 0), 0.22) @ about((0, 0, 1), -0.32))
    features = [
        (capsule(place, (0.082, 0, 1.590), (0.0970, 0, 1.5565), 0.0055, 0.0085), 0.012),
        (capsule(place, (0.085, 0, 1.551), (0.085, -0.0125, 1.551), 0.008, 0.0055), 0.010),
        (ellipsoid(place, (0.070, 0, 1.491), (0.018, 0.022, 0.014)), 0.024),
        (ear, 0.006)]
    whole = _joined(face, [(skull, 0.03)])
    return _joined(_cut(whole, sockets, 0.016), [*features, (neck, 0.02)])


def leg(frames: Frames, build: Build) -> Field:
    """Thigh, knee, calf and shoe."""
    thigh, shank = frames("right_thigh"), frames("right_shank")
    first = limb(thigh, _grown(THIGH, build.thighs, build.shanks), caps=(0.05, 0.03))
    calf = limb(shank, _grown(SHANK, build.shanks, 1 + (build.shanks - 1) * 0.5), caps=(0.03, 0.02))
    bumps = [(calf, 0.010), (ellipsoid(shank, (0.034, 0, 0.000), (0.023, 0.027, 0.034)), 0.02),
             (ellipsoid(shank, (-0.036, 0.020, -0.105), (0.030, 0.026, 0.065)), 0.03),
             (ellipsoid(shank, (0, 0.030, -0.405), (0.014, 0.010, 0.018)), 0.02),
             (ellipsoid(shank, (0, -0.031, -0.412), (0.014, 0.010, 0.018)), 0.02)]
    return _joined(_joined(first, bumps), [(_shoe(frames), 0.012)])


def _shoe(frames: Frames) -> Field:
    """A plain training shoe: lofted along the foot, flat below, the toe a little up."""
    place = frames("right_foot")
    upper = limb(place, [(x, inner, outer, up, down) for x, up, down, inner, outer in SHOE], along=0, caps=(0.006, 0.006))

    def distance(points: Vector) -> Vector:
        p = place.local(points)
        floor = -0.066 + 0.010 * np.clip((p[:, 0] - 0.135) / 0.07, 0, 1) ** 2
        return -soft_union(-upper(points), p[:, 2] - floor, 0.009)

    return distance


def arm(frames: Frames, build: Build) -> Field:
    """Deltoid, upper arm, elbow, forearm and hand."""
    upper, fore = frames("right_upper_arm"), frames("right_forearm")
    first = limb(upper, _grown(UPPER_ARM, build.arms, build.arms), caps=(0.03, 0.02))
    low = limb(fore, _grown(FOREARM, build.arms, 1 + (build.arms - 1) * 0.4), caps=(0.02, 0.015))
    g = build.arms
    bumps = [(ellipsoid(upper, (0.0, -0.006, -0.052), (0.048 * g, 0.036 * g, 0.064)), 0.03),
             (ellipsoid(upper, (0.018, 0.004, -0.165), (0.032 * g, 0.030 * g, 0.075)), 0.03),
             (ellipsoid(upper, (-0.018, -0.004, -0.140), (0.032 * g, 0.032 * g, 0.080)), 0.03),
             (low, 0.008), (ellipsoid(upper, (-0.026, 0, -0.312), (0.013, 0.016, 0.020)), 0.02)]
    return _joined(_joined(first, bumps), [(_hand(frames), 0.012)])


def _hand(frames: Frames) -> Field:
    """Palm with the balls of thumb and little finger, four fingers and a thumb, straight."""
    place, thumb, tip = frames("right_hand"), frames("right_thumb"), frames("right_thumb_tip")
    palm = limb(place, PALM, caps=(0.006, 0.01))
    pads = [(ellipsoid(place, (0.022, 0.012, -0.038), (0.017, 0.013, 0.028)), 0.012),
            (ellipsoid(place, (-0.026, 0.009, -0.045), (0.013, 0.011, 0.032)), 0.012)]
    whole = _joined(palm, pads)
    fingers = [(_finger(frames, row), 0.004) for row in FINGERS]
    ball = capsule(thumb, (0, 0, 0), (0.0255, 0.0085, -0.041), 0.0145, 0.0105)
    end = capsule(tip, (0, 0, 0), (0.0130, 0.0045, -0.033), 0.0102, 0.0082)
    return _joined(whole, [*fingers, (ball, 0.014), (end, 0.005)])


def _finger(frames: Frames, row: tuple[float, ...]) -> Field:
    x0, x1, z, length, radius = row
    place = frames("right_hand")
    mid = (x0 + (x1 - x0) * 0.55, 0.0025, z - length * 0.52)
    first = capsule(place, (x0, 0.002, z + 0.012), mid, radius * 1.06, radius)
    second = capsule(place, mid, (x1, 0.0035, z - length), radius, radius * 0.80)
    return _joined(first, [(second, 0.003)])


def body(frames: Frames, build: Build) -> Field:
    """The whole body from its right half: points with y > 0 are read at their mirror image."""
    core = _within(trunk(frames, build), (-1, -0.32, 0.70), (1, 1, 1.62))
    top = _within(head(frames, build), (-1, -0.22, 1.33), (1, 1, 2))
    lower = _within(leg(frames, build), (-1, -0.45, -1), (1, 1, 1.08))
    side = _within(arm(frames, build), (-1, -2, 0.60), (1, -0.09, 1.6))

    def distance(points: Vector) -> Vector:
        p = np.stack([points[:, 0], -np.abs(points[:, 1]), points[:, 2]], axis=1)
        found = soft_union(core(p), top(p), 0.035)
        found = soft_union(found, lower(p), 0.030)
        return soft_union(found, side(p), 0.030)

    return distance


def _within(field: Field, low: Sequence[float], high: Sequence[float]) -> Field:
    """The field inside a box; outside of it (where nothing of the part is near) only far away. Spares most of the work."""

    def distance(points: Vector) -> Vector:
        near = ((points >= low) & (points <= high)).all(axis=1)
        found = np.full(len(points), AWAY)
        if near.any():
            found[near] = field(points[near])
        return found

    return distance


def _grown(rows: Rows, first: float, last: float) -> list[tuple[float, ...]]:
    """Rows with their girth multiplied, easing from the first row's factor to the last's."""
    return [(row[0], *(v * (first + (last - first) * index / (len(rows) - 1)) for v in row[1:])) for index, row in enumerate(rows)]


def _joined(first: Field, others: Sequence[tuple[Field, float]]) -> Field:
    def distance(points: Vector) -> Vector:
        found = first(points)
        for field, k in others:
            found = soft_union(found, field(points), k)
        return found

    return distance


def _cut(whole: Field, tool: Field, k: float) -> Field:
    return lambda points: -soft_union(-whole(points), tool(points), k)

"""A look at posture and mobility: standing still and two movements, in degrees, each with what it may be off by.

Nothing here says how somebody should stand: a posture is put beside the person's own last ones and nothing else, and no posture is known to
cause pain. Angles are read from landmarks as everywhere in this room, so they are a trend of one camera and one person, never a
goniometer's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from halfkilo.form.channels import DEGREES, INDEX, channels
from halfkilo.form.errors import FormError
from halfkilo.form.joints import AT, Array
from halfkilo.form.landmarks import Landmarks


class Part(StrEnum):
    """What is looked at; the value names the measure as which it is kept."""

    STILL = "camera_posture"
    ARMS = "camera_arms"
    HINGE = "camera_hinge"
    SQUAT = "camera_squat"


@dataclass(frozen=True)
class Item:
    """One number. channel: where it is read. leans: it is a direction told as a sine, and counts to both sides of 0."""

    channel: str
    leans: bool = False


ITEMS: Mapping[Part, Mapping[str, Item]] = {
    Part.STILL: {"shoulders": Item("chest_tilt", True), "hips": Item("pelvis_tilt", True), "side": Item("lean_side", True),
                 "forward": Item("lean_forward", True)},
    Part.ARMS: {"left": Item("left_arm"), "right": Item("right_arm")},
    Part.HINGE: {"left": Item("left_hip"), "right": Item("right_hip")},
    Part.SQUAT: {"left": Item("left_knee"), "right": Item("right_knee")},
}
"""Above 0 is: left side higher; leaning to the left; leaning forward; arm lifted; hip or knee bent. The head's place is not told: from the
front it would be off by 25 degrees."""

ERROR: Mapping[Part, Mapping[str, float]] = {
    Part.STILL: {"shoulders": 5.4, "hips": 8.9, "side": 3.8, "forward": 7.5},
    Part.ARMS: {"left": 10.5, "right": 10.5},
    Part.HINGE: {"left": 6.9, "right": 6.9},
    Part.SQUAT: {"left": 7.8, "right": 7.8},
}
"""Standard error of one taking, degrees, by simulation: `posture_error.simulated` with a sensor as far off as BlazePose was measured to be,
its error drawn anew at each taking. That is the careful reading: what a camera gets wrong in the same way each time would cancel."""

STILL_S = 2.0
"""Seconds of the stillest stretch that are looked at."""

STEADY_MM = 60.0
"""Hips and neck may wander so far in it, in thousandths of a leg's length."""

SEEN = 0.7
"""Share of the frames in which an angle must be seen to be told."""

MOVED = 20.0
"""Degrees; a movement that stays below is none."""

BEST = 3
"""Turning points of which the middle one counts."""

APART_S = 1.0
LAST = 3
"""With how many of their own last ones somebody is compared."""

LEAST_OWN = 5
"""Repeats on the same day from which the person's own error counts instead of the simulated one."""

LEAST_ERROR = 2.0
"""Degrees; no camera's angle is better known than this."""

_T95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101,
        2.093)
"""Student's t, two-sided 95 %, 1 to 19 degrees of freedom."""


class NotSeen(FormError):
    """A recording from which nothing can be told. `reason` is `short`, `moving`, `unseen` or `still`; the message says it in words."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def taken(part: Part, seen: Landmarks) -> dict[str, int]:
    """Whole degrees by item; an item that was not seen is left out.

    Raises:
        NotSeen: nothing of it can be told.
    """
    angles = channels(seen.places)
    if part is Part.STILL:
        window = _stillest(seen)
        angles = angles[window]
        values = {name: _middle(item, angles) for name, item in ITEMS[part].items()}
    else:
        values = {name: _farthest(seen.times, angles[:, INDEX[item.channel]]) for name, item in ITEMS[part].items()}
    known = {name: round(value) for name, value in values.items() if math.isfinite(value)}
    if not known:
        raise NotSeen("unseen", "Too little of the body was seen.")
    if part is not Part.STILL and max(known.values()) < MOVED:
        raise NotSeen("still", "Nothing moved far enough to be a movement.")
    return known


def _stillest(seen: Landmarks) -> slice:
    """The two seconds in which hips and neck wander least."""
    times = seen.times
    if times[-1] - times[0] < STILL_S:
        raise NotSeen("short", f"Standing still takes at least {STILL_S:.0f} s.")
    trunk = _trunk(seen.places)
    best, found = math.inf, slice(0, 0)
    for start in range(0, len(times), max(1, len(times) // 60)):
        end = int(np.searchsorted(times, times[start] + STILL_S))
        if end >= len(times):
            break
        part = trunk[start:end + 1]
        part = part[np.isfinite(part).all(1)]
        if len(part) >= SEEN * (end + 1 - start):
            wander = float(np.linalg.norm(part.std(0).reshape(2, 3), axis=1).max())
            if wander < best:
                best, found = wander, slice(start, end + 1)
    if not math.isfinite(best):
        raise NotSeen("unseen", "The hips were not seen long enough.")
    if best > STEADY_MM / 1000 * _leg(seen.places):
        raise NotSeen("moving", "There were no two seconds of standing still.")
    return found


def _trunk(places: Array) -> Array:
    """(frames, 6): the middle of the hips and the neck; where that is not seen, the middle of the hips again."""
    hips = (places[:, AT["left_hip"]] + places[:, AT["right_hip"]]) / 2
    neck = places[:, AT["neck"]]
    both: Array = np.concatenate([hips, np.where(np.isfinite(neck), neck, hips)], 1)
    return both


def _leg(places: Array) -> float:
    """Length of a leg in the recording's own unit; infinite where none is seen, so that nothing counts as too far."""
    long = [np.linalg.norm(places[:, AT[f"{side}_hip"]] - places[:, AT[f"{side}_knee"]], axis=-1)
            + np.linalg.norm(places[:, AT[f"{side}_knee"]] - places[:, AT[f"{side}_ankle"]], axis=-1) for side in ("left", "right")]
    known = np.concatenate(long)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if known.size else math.inf


def _middle(item: Item, angles: Array) -> float:
    values = angles[:, INDEX[item.channel]]
    known = values[np.isfinite(values)]
    if len(known) < SEEN * len(values):
        return math.nan
    value = float(np.median(known))
    return math.degrees(math.asin(max(-1.0, min(1.0, value / DEGREES)))) if item.leans else value


def _farthest(times: Array, values: Array) -> float:
    """The middle one of the up to three farthest turning points, a second apart; of the smoothed angle."""
    known = np.isfinite(values)
    if known.mean() < SEEN:
        return math.nan
    whole = np.interp(times, times[known], values[known])
    width = max(1, round(0.2 * (len(times) - 1) / max(float(times[-1] - times[0]), 1e-6)))
    smooth = np.convolve(np.pad(whole, width // 2, mode="edge"), np.ones(width) / width, mode="valid")[:len(whole)]
    half = (float(smooth.max()) + float(np.median(smooth[: max(3, len(smooth) // 20)]))) / 2
    tops: list[float] = []
    left = np.where(smooth >= half, smooth, -np.inf)
    while len(tops) < BEST and np.isfinite(left).any():
        top = int(left.argmax())
        tops.append(float(smooth[top]))
        left[np.abs(times - times[top]) < APART_S] = -np.inf
        left = _without_this_turn(left, smooth, top, half)
    return float(np.median(tops))


def _without_this_turn(left: Array, smooth: Array, top: int, half: float) -> Array:
    """One turning point counts once, however long it is held: leave out all around it that stays beyond half way."""
    below = np.flatnonzero(smooth < half)
    start = below[below < top].max() + 1 if (below < top).any() else 0
    end = below[below > top].min() if (below > top).any() else len(smooth)
    left[start:end] = -np.inf
    return left


# --- beside one's own last ones -------------------------------------------------------------------------------------


class Told(StrEnum):
    """How a number stands beside the person's own last ones. Never better or worse."""

    FIRST = "first"
    SAME = "same"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True)
class Beside:
    """now, before (mean of the last ones, None at first): degrees. change: by less than this they may differ by chance alone.
    own: whether that comes from the person's own repeats."""

    now: int
    before: float | None
    change: float
    told: Told
    own: bool


def beside(now: int, days: Sequence[Sequence[int]], error: float) -> Beside:
    """days: everything taken before, oldest first, a list for each day; error: the simulated one of a taking."""
    own = own_error(days)
    size, t = (own[0], _t95(own[1])) if own else (error, 1.96)
    last = [sum(day) / len(day) for day in days if day][-LAST:]
    change = t * size * math.sqrt(1 + 1 / max(1, len(last)))
    if not last:
        return Beside(now, None, change, Told.FIRST, own is not None)
    before = sum(last) / len(last)
    told = Told.SAME if abs(now - before) <= change else Told.MORE if now > before else Told.LESS
    return Beside(now, before, change, told, own is not None)


def own_error(days: Sequence[Sequence[int]]) -> tuple[float, int] | None:
    """(standard error of a taking, degrees of freedom) from days on which it was taken more than once; None while there are too few."""
    spread = freedom = 0.0
    for day in days:
        if len(day) > 1:
            mean = sum(day) / len(day)
            spread += sum((one - mean) ** 2 for one in day)
            freedom += len(day) - 1
    if freedom < LEAST_OWN:
        return None
    return max(LEAST_ERROR, math.sqrt(spread / freedom)), int(freedom)


def _t95(freedom: int) -> float:
    return _T95[freedom - 1] if freedom <= len(_T95) else 2.09

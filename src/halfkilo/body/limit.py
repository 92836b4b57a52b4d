"""A person's own range: the same movement, turned round at a share of the way. Standard library only; the viewer does the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ROWS = ("frames", "angles")


def ease(t: float) -> float:
    """Minimum-jerk time course from 0 to 1."""
    return t**3 * (10 - 15 * t + 6 * t * t)


def turned(t: float, share: float) -> float:
    """Where in the frames of the whole way (0 to 1) a movement is that goes only `share` of it, at `t` (0 to 1) of its time.

    The frames of a clip are evenly spread in time and start and end at rest; a shorter movement starts and ends at rest as well, so its
    time course is the whole one's, made smaller: the `u` for which ease(u) = share x ease(t). Found by halving, to 1e-9.
    """
    wanted, low, high = share * ease(t), 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if ease(middle) < wanted else (low, middle)
    return high if high == 1.0 and share >= 1 and t >= 1 else (low + high) / 2


def limited(clip: Mapping[str, Any], share: float) -> dict[str, Any]:
    """The clip of a person who may go `share` of the way (0 < share <= 1): every form of it turns round there and comes back the same way.

    As many frames and the same seconds as before. What comes back another way in the whole movement comes back the way it went: beyond the
    turning point the other way is not known. `signal` stays that of the whole range.

    Raises:
        ValueError: the share is not above 0 and at most 1.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share of the way is above 0 and at most 1, not {share}")
    last = max((max(phase["from"], phase["to"]) for phase in clip["phases"] if phase["name"] == "there"), default=len(clip["frames"]) - 1)
    if share == 1 or last == 0:
        return dict(clip)
    faults = [{**fault, **_short(fault, last, share)} for fault in clip["faults"]]
    loads = {kind: {**load, **(_short(load, last, share) if "frames" in load else {})} for kind, load in clip["loads"].items()}
    phases = [{**phase, **_span(phase["name"], last)} for phase in clip["phases"]]
    return {**clip, **_short(clip, last, share), "faults": faults, "loads": loads, "phases": phases}


def _span(name: str, last: int) -> dict[str, int]:
    ends = {"there": (0, last), "hold": (last, last), "back": (last, 0), "rest": (0, 0)}[name]
    return {"from": ends[0], "to": ends[1]}


def _short(form: Mapping[str, Any], last: int, share: float) -> dict[str, list[list[int]]]:
    at = [turned(index / last, share) * last for index in range(last + 1)]
    return {key: [_between(form[key], place) for place in at] for key in ROWS}


def _between(rows: Sequence[Sequence[int]], at: float) -> list[int]:
    low = min(int(at), len(rows) - 2)
    part = at - low
    return [round(a + (b - a) * part) for a, b in zip(rows[low], rows[low + 1], strict=True)]

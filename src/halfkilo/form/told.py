"""What is told of one repetition and of a set: range, tempo, symmetry, lean, knees, smoothness, fatigue."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from halfkilo.form.channels import DEGREES, INDEX
from halfkilo.form.joints import Array
from halfkilo.form.repetitions import Cut
from halfkilo.form.shape import GRID
from halfkilo.form.signals import Signal

FATIGUE_FROM = 4

MOVING = 0.15
"""Share of the excursion: nearer to a turn than this counts as resting there."""


@dataclass(frozen=True)
class Told:
    """Of one repetition; None where it was not seen. Seconds there, hold, back. way: share of the exercise's own range.
    ranges: degrees by joint angle, those that carry the movement. uneven: how many percent less the one side moved than the other, of the
    joint angles of both sides that carry it (0: alike; above 0: the left less). lean: degrees, most forward of upright. knees: how far
    inside the line from hip to ankle each knee came, percent of leg length, left and right. smooth: logarithm of jerk without
    dimension; nearer 0 is smoother."""

    start: float
    end: float
    there: float
    hold: float
    back: float
    way: float
    ranges: dict[str, float]
    uneven: float | None
    lean: float | None
    knees: tuple[float | None, float | None]
    smooth: float | None

    @property
    def seconds(self) -> float:
        """From beginning to end."""
        return self.end - self.start

    def plain(self) -> dict[str, Any]:
        """For JSON, rounded to what can be known."""
        return {key: _rounded(value) for key, value in asdict(self).items()}


def told(cut: Cut, grid: Array, signal: Signal) -> Told:
    """grid: (GRID, channels) of the repetition; see `shape.on_grid`."""
    progress = signal.progress(grid)
    there, hold, back = _phases(cut, progress)
    all_ranges = {name: float(np.ptp(grid[:, INDEX[name]])) for name in signal.carriers if _angle(name)}
    ranges = {name: size for name, size in all_ranges.items() if np.isfinite(size)}
    lean = grid[:, INDEX["lean_forward"]].max() / DEGREES
    return Told(cut.start, cut.end, there, hold, back, cut.span, ranges, _uneven(ranges, signal),
                None if np.isnan(lean) else float(np.degrees(np.arcsin(np.clip(lean, -1, 1)))),
                (_inside(grid, "left"), _inside(grid, "right")), _smooth(progress))


def _angle(name: str) -> bool:
    return (name.rpartition("_")[2] in {"knee", "hip", "elbow", "arm"} and name.count("_") == 1) or name.startswith("lean")


def _phases(cut: Cut, progress: Array) -> tuple[float, float, float]:
    seconds = cut.end - cut.start
    if np.isnan(progress).any():
        return cut.turn - cut.start, 0.0, cut.end - cut.turn
    away = np.flatnonzero(progress >= progress.max() - MOVING * np.ptp(progress))
    first, last = away[0] / (GRID - 1), away[-1] / (GRID - 1)
    return float(first * seconds), float((last - first) * seconds), float((1 - last) * seconds)


def _uneven(ranges: dict[str, float], signal: Signal) -> float | None:
    if signal.alternate:
        return None
    pairs = [(ranges[name], ranges[f"right_{name[5:]}"]) for name in ranges if name.startswith("left_") and f"right_{name[5:]}" in ranges]
    if not pairs:
        return None
    left, right = map(sum, zip(*pairs, strict=True))
    return float(100 * (right - left) / max(left, right, 1e-9))


def _inside(grid: Array, side: str) -> float | None:
    worst = grid[:, INDEX[f"{side}_knee_track"]].min() / DEGREES
    return None if np.isnan(worst) else float(max(0.0, -100 * worst))


def _smooth(progress: Array) -> float | None:
    """Minus the logarithm of dimensionless squared jerk (Hogan and Sternad 2009), on the repetition laid out from 0 to 1."""
    if np.isnan(progress).any():
        return None
    step, span = 1 / (GRID - 1), max(float(np.ptp(progress)), 1e-6)
    jerk = np.diff(progress, 3) / step**3 / span
    return -float(np.log(max((jerk * jerk).mean(), 1e-9)))


def fatigue(repetitions: list[Told]) -> dict[str, float] | None:
    """Within a set of four and more: percent by which the last third differs from the first, in seconds and in range."""
    if len(repetitions) < FATIGUE_FROM:
        return None
    part = max(1, len(repetitions) // 3)
    first, last = repetitions[:part], repetitions[-part:]

    def grown(now: float, before: float) -> float:
        return round(100 * (now / max(before, 1e-9) - 1), 1)

    return {"seconds": grown(_mean([one.seconds for one in last]), _mean([one.seconds for one in first])),
            "way": grown(_mean([one.way for one in last]), _mean([one.way for one in first]))}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return [_rounded(inner) for inner in value] if isinstance(value, tuple) else value

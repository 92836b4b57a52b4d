"""A recording: sixteen joints over time, with how well each was seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfkilo.form.joints import JOINTS, MIRRORED, Array, Layout

SEEN = 0.5
"""A joint counts as seen from this visibility on. Source: MediaPipe's own default; in the MIT curl frames 22 % of values lie below."""


@dataclass(frozen=True)
class Landmarks:
    """times (frames,) seconds, rising. places (frames, 16, 3), z up; what was not seen is NaN."""

    times: Array
    places: Array

    def __post_init__(self) -> None:
        assert self.places.shape == (len(self.times), len(JOINTS), 3), self.places.shape

    def __len__(self) -> int:
        return len(self.times)

    def cut(self, start: int, end: int) -> Landmarks:
        """Frames from `start` up to, not including, `end`."""
        return Landmarks(self.times[start:end], self.places[start:end])

    @property
    def mirrored(self) -> Landmarks:
        """As seen in a mirror: left and right exchanged."""
        return Landmarks(self.times, self.places[:, MIRRORED] * np.array([1.0, -1.0, 1.0]))

    def turned(self, degrees: float) -> Landmarks:
        """The same seen from another side: turned about the upright axis."""
        a = np.radians(degrees)
        turn = np.array([[np.cos(a), -np.sin(a), 0.0], [np.sin(a), np.cos(a), 0.0], [0.0, 0.0, 1.0]])
        return Landmarks(self.times, self.places @ turn.T)


def landmarks(layout: Layout, times: Array, points: Array, visible: Array | None = None) -> Landmarks:
    """Bring points of any layout to our joints and leave out what was not seen.

    points (frames, layout.points, 3) in the layout's own axes; visible (frames, layout.points) from 0 to 1, or None where all is seen.
    """
    places, seen = layout.joints(np.asarray(points, float), visible)
    return Landmarks(np.asarray(times, float), np.where((seen >= SEEN)[..., None], places, np.nan))


def joined(parts: list[Landmarks], gap: float = 1 / 30) -> Landmarks:
    """Recordings one after the other, `gap` seconds apart."""
    times, end = [], 0.0
    for part in parts:
        times.append(part.times - part.times[0] + end)
        end = float(times[-1][-1]) + gap
    return Landmarks(np.concatenate(times), np.concatenate([part.places for part in parts]))

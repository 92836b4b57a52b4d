"""What tells one repetition from the next: how far the body is on the way from an exercise's start to its turning point.

A signal is a direction in the space of all channels: from the start posture to the posture at the turn, over those channels that move
most. A frame's progress along it is 0 at the start and 1 at the turn, whoever does it and from wherever it is seen; whoever moves less
stays below 1. Derived from an exercise's clip or from somebody's own first repetitions by the same few lines, so a new exercise
needs no new code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from halfkilo.form.channels import CHANNELS, INDEX, channels, mirror
from halfkilo.form.errors import NoSignal
from halfkilo.form.joints import Array
from halfkilo.form.landmarks import Landmarks

SHARE = 0.3
"""A channel carries the signal when it moves at least this share of the one that moves most."""

LEAST = 4.0
"""... and at least so much (degrees). Below that it is landmark noise: Kinect and MediaPipe angles scatter by 3 to 5 degrees at rest."""

SEEN_SHARE = 0.05
"""Progress is told while the channels that are seen make up at least this share of the squared direction: a fifth of its length."""


@dataclass(frozen=True)
class Signal:
    """start, change: (channels,), of CHANNELS; change is 0 where a channel does not carry the signal. alternate: right and left take turns,
    and progress is that of the side that is further. usual: seconds of a repetition (0: not known)."""

    start: Array
    change: Array
    alternate: bool = False
    usual: float = 0.0

    @property
    def carriers(self) -> dict[str, float]:
        """The channels that carry it and how far each goes, most first."""
        order = np.argsort(-np.abs(self.change), kind="stable")
        return {CHANNELS[index]: float(self.change[index]) for index in order if self.change[index]}

    @property
    def mirrored(self) -> Signal:
        """For the other side."""
        order, signs = mirror()
        return Signal(self.start[order] * signs, self.change[order] * signs, self.alternate, self.usual)

    def progress(self, seen: Array) -> Array:
        """(frames, channels) -> (frames,): 0 at the start, 1 at the turn, NaN while too little is seen."""
        if not self.alternate:
            return self._along(seen)
        one, other = self._along(seen), self.mirrored._along(seen)
        return np.fmax(one, other)

    def _along(self, seen: Array) -> Array:
        chosen = np.flatnonzero(self.change)
        change = self.change[chosen]
        off = (seen[:, chosen] - self.start[chosen]) * change
        there = np.isfinite(off)
        weight = there @ (change * change)
        whole = float(change @ change)
        along = np.where(there, off, 0.0).sum(1) / np.maximum(weight, 1e-9)
        return np.where(weight >= SEEN_SHARE * whole, along, np.nan)


def between(start: Array, turn: Array, alternate: bool = False, usual: float = 0.0, what: str = "movement") -> Signal:
    """The signal from a start posture to a turning posture, both (channels,).

    Raises:
        NoSignal: they hardly differ.
    """
    change = np.nan_to_num(turn - start)
    most = float(np.abs(change).max())
    if most < LEAST * 2:
        raise NoSignal(what)
    return Signal(np.nan_to_num(start), np.where(np.abs(change) >= max(LEAST, SHARE * most), change, 0.0), alternate, usual)


def of_repetitions(repetitions: list[Landmarks], what: str = "these repetitions") -> Signal:
    """The signal of repetitions that were cut already: from where each begins and ends to where it is farthest from there.

    Raises:
        NoSignal: nothing moves there and back.
    """
    starts, turns, seconds = [], [], []
    for one in repetitions:
        seen = channels(one.places)
        edge = max(1, len(seen) // 10)
        rest = np.nanmean(np.concatenate([seen[:edge], seen[-edge:]]), 0)
        away = np.nansum((seen - rest) ** 2, 1)
        far = away >= 0.8 * away.max()
        starts.append(rest)
        turns.append(np.nanmean(seen[far], 0))
        seconds.append(float(one.times[-1] - one.times[0]))
    return between(np.nanmean(starts, 0), np.nanmean(turns, 0), usual=float(np.median(seconds)), what=what)


def of_recording(recording: Landmarks, what: str = "this recording") -> Signal:
    """The signal of a set that nobody named: the direction in which the body moves most, from the posture it rests in.

    Which end is the start: the one the recording begins at.

    Raises:
        NoSignal: the body hardly moves.
    """
    seen = channels(recording.places)
    kept = np.isfinite(seen).mean(0) > 0.5
    if not kept.any():
        raise NoSignal(what)
    middle = np.nanmedian(np.where(kept, seen, 0.0), 0)
    off = np.nan_to_num(np.where(kept, seen, 0.0) - middle)
    steady = np.clip(off, *np.percentile(off, (2, 98), axis=0))
    direction = np.linalg.svd(steady, full_matrices=False)[2][0]
    along = steady @ direction
    low, high = np.percentile(along, (8, 92))
    first = float(np.median(along[:max(3, len(along) // 50)]))
    if abs(first - low) > abs(first - high):
        low, high = high, low
    return between(middle + direction * low, middle + direction * high, what=what)


def weights(signal: Signal) -> dict[str, float]:
    """Name and change of each carrier, for files and people."""
    return {name: round(value, 1) for name, value in signal.carriers.items()}


def stored(start: dict[str, float], change: dict[str, float], alternate: bool, usual: float) -> Signal:
    """The reverse: from names."""
    first, turn = np.zeros(len(CHANNELS)), np.zeros(len(CHANNELS))
    for name, value in change.items():
        first[INDEX[name]], turn[INDEX[name]] = start[name], value
    return Signal(first, turn, alternate, usual)

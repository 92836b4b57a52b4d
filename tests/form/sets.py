"""Sets for figures: repetitions of one person joined, changed as cameras change them, counted and judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np

from halfkilo.form import signals
from halfkilo.form.channels import channels
from halfkilo.form.joints import AT, JOINTS
from halfkilo.form.landmarks import Landmarks, joined
from halfkilo.form.repetitions import Cutter
from tests.form.people import MOVEMENTS, One, everybody, people

Change = Callable[[Landmarks], Landmarks]
SETS = 3
"""Joined sets of 3 to 10 repetitions per person, movement and way of doing it."""


def sets() -> Iterator[tuple[int, int, bool, list[One]]]:
    """(movement, person, right, repetitions in a random order): the same in every run."""
    chance = np.random.default_rng(7)
    for move in range(1, len(MOVEMENTS) + 1):
        for person in people():
            for right in (True, False):
                mine = [one for one in everybody() if (one.move, one.person, one.right) == (move, person, right)]
                for _ in range(SETS):
                    chosen = chance.choice(len(mine), int(chance.integers(3, len(mine) + 1)), replace=False)
                    yield move, person, right, [mine[index] for index in chosen]


@cache
def signal_of_others(move: int, person: int) -> signals.Signal:
    """The movement's own signal, learned from everybody else: whoever moves with the other side is looked at in a mirror first."""
    mine = signal_of(move, person)
    found = []
    for other in people():
        if other != person:
            theirs = signal_of(move, other)
            found.append(max((theirs, theirs.mirrored), key=lambda one: float(one.change @ mine.change)))
    return signals.between(np.mean([one.start for one in found], 0), np.mean([one.start + one.change for one in found], 0))


@cache
def signal_of(move: int, person: int) -> signals.Signal:
    """From the person's own first three."""
    return signals.of_repetitions([one.seen for one in everybody() if (one.move, one.person) == (move, person) and one.first])


def counted(seen: Landmarks, signal: signals.Signal) -> int:
    """Repetitions in a set."""
    cutter = Cutter()
    for time, value in zip(seen.times, signal.progress(channels(seen.places)), strict=True):
        cutter.step(float(time), float(value))
    return cutter.count


def in_sets(change: Change = lambda seen: seen, signal: str = "others", every: int = 1) -> dict[str, float]:
    """Share of joined sets counted within one, and exactly; by the least well counted movement, too."""
    off: list[tuple[int, int]] = []
    for index, (move, person, _, ones) in enumerate(sets()):
        if index % every:
            continue
        seen = change(joined([one.seen for one in ones]))
        found = {"others": lambda m=move, p=person: signal_of_others(m, p), "own": lambda m=move, p=person: signal_of(m, p),
                 "none": lambda s=seen: signals.of_recording(s)}[signal]()
        off.append((move, abs(counted(seen, found) - len(ones))))
    by = {move: np.mean([miss <= 1 for at, miss in off if at == move]) for move in {move for move, _ in off}}
    worst = min(by, key=by.__getitem__)
    return {"within one": float(np.mean([miss <= 1 for _, miss in off])), "exact": float(np.mean([miss == 0 for _, miss in off])),
            "sets": len(off), "least": float(by[worst]), "least_movement": worst}


def jittered(millimetres: float, seed: int = 3) -> Change:
    """Noise of every joint, frame by frame."""
    chance = np.random.default_rng(seed)
    return lambda seen: Landmarks(seen.times, seen.places + chance.normal(0, millimetres, seen.places.shape))


def dropped(share: float, seed: int = 4) -> Change:
    """Frames that are missing."""
    chance = np.random.default_rng(seed)

    def change(seen: Landmarks) -> Landmarks:
        kept = chance.random(len(seen)) >= share
        return Landmarks(seen.times[kept], seen.places[kept])
    return change


def at_rate(rate: float) -> Change:
    """So many frames per second."""
    def change(seen: Landmarks) -> Landmarks:
        times = np.arange(seen.times[0], seen.times[-1], 1 / rate)
        flat = seen.places.reshape(len(seen), -1)
        places = np.stack([np.interp(times, seen.times, column) for column in flat.T], 1)
        return Landmarks(times, places.reshape(len(times), *seen.places.shape[1:]))
    return change


def without(*names: str) -> Change:
    """Joints that are never seen."""
    at = [AT[name] for name in names]

    def change(seen: Landmarks) -> Landmarks:
        places = seen.places.copy()
        places[:, at] = np.nan
        return Landmarks(seen.times, places)
    return change


CROPPED = without("head", *(name for name in JOINTS if name.endswith(("toe", "ankle"))))
"""A small room: head and feet are out of the picture."""

LIMBS = {f"{side} {limb}": tuple(f"{side}_{joint}" for joint in joints) for side in ("left", "right")
         for limb, joints in (("arm", ("elbow", "wrist")), ("leg", ("knee", "ankle", "toe")))}

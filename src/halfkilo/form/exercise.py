"""`signal.json`: what tells a repetition of an exercise, and how its common faults look, derived from its clip.

The clip comes from the movement file, so viewer, film, loads and form cannot disagree. Needs no figure: the clip's points are enough.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from halfkilo.exercises.catalogue import HERE
from halfkilo.form import signals
from halfkilo.form.channels import CHANNELS, INDEX, channels, mirror
from halfkilo.form.clips import joints_of, repeated
from halfkilo.form.errors import FormError, NoSignal, StaleSignal
from halfkilo.form.joints import Array
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.repetitions import Cutter
from halfkilo.form.shape import MOMENTS, shape

VERSION = 1
LOOPS = 3

SHOWN = 5.0
"""Degrees by which a channel must differ in a fault to belong to its picture."""

CLOSE = 0.3
"""Degrees by which a number derived again may be off (another processor rounds otherwise)."""


@dataclass(frozen=True)
class Fault:
    """words: which [[fault]] of the exercise's words. difference (MOMENTS, channels): degrees from the good form; 0 where it is
    alike."""

    words: int
    difference: Array

    @property
    def mirrored(self) -> Fault:
        """For the other side."""
        order, signs = mirror()
        return Fault(self.words, self.difference[:, order] * signs)


@dataclass(frozen=True)
class Known:
    """What form knows of an exercise. signal is None where nothing moves there and back (holds, and what only breathing moves)."""

    slug: str
    signal: signals.Signal | None
    faults: tuple[Fault, ...] = ()
    view: str = "side"

    @property
    def mirrored(self) -> Known:
        """For a left dose of an exercise with sides of their own."""
        return Known(self.slug, self.signal.mirrored if self.signal else None, tuple(fault.mirrored for fault in self.faults), self.view)


def made(folder: Path) -> dict[str, Any]:
    """Derive the signal of one exercise folder."""
    clip = json.loads((folder / "clip.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {"version": VERSION, "source": clip["source"], "view": clip["view"]}
    try:
        signal = _signal(clip)
    except NoSignal:
        return {**found, "start": {}, "change": {}, "alternate": False, "usual": 0, "faults": []}
    change = {name: round(value, 1) for name, value in signal.carriers.items()}
    start = {name: round(float(signal.start[INDEX[name]]), 1) for name in change}
    return {**found, "alternate": signal.alternate, "usual": signal.usual, "start": start, "change": change,
            "faults": _faults(clip, signal)}


def _signal(clip: dict[str, Any]) -> signals.Signal:
    there = next(phase for phase in clip["phases"] if phase["name"] in {"there", "hold"})
    seen = channels(joints_of(clip, clip["frames"]))
    away = np.nansum((seen - seen[0]) ** 2, 1)
    last = there["to"]
    turn = last if away[last] >= 0.5 * away.max() else int(away.argmax())
    seconds = sum(phase["seconds"] for phase in clip["phases"] if not phase["mirror"] and phase["name"] != "rest")
    return signals.between(seen[0], seen[turn], clip["sides"] == "alternate", float(seconds), clip["slug"])


def _faults(clip: dict[str, Any], signal: signals.Signal) -> list[dict[str, Any]]:
    """Each fault beside the good form, over the stretch that the cutter takes for a repetition."""
    good = repeated(clip, LOOPS)
    stretch = _stretch(good, signal)
    rows, usual = [], shape(good.cut(*stretch)).rows[:MOMENTS]
    for index, fault in enumerate(clip["faults"]):
        off = np.nan_to_num(shape(repeated(clip, LOOPS, index).cut(*stretch)).rows[:MOMENTS] - usual)
        shown = np.flatnonzero(np.abs(off).max(0) >= SHOWN)
        rows.append({"words": fault["words"], "channels": {CHANNELS[at]: [round(float(v)) for v in off[:, at]] for at in shown}})
    return rows


def _stretch(seen: Landmarks, signal: signals.Signal) -> tuple[int, int]:
    """Frames of the repetition that begins the second loop."""
    cutter, half = Cutter(), seen.times[-1] / LOOPS
    cuts = [cut for time, value in zip(seen.times, signal.progress(channels(seen.places)), strict=True)
            if (cut := cutter.step(float(time), float(value)))]
    chosen = next(cut for cut in cuts if cut.turn > half)
    start, end = np.searchsorted(seen.times, (chosen.start, chosen.end))
    return int(start), int(end) + 1


def text(found: dict[str, Any]) -> str:
    """As it is stored: one thing a line."""
    return "{" + ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in found.items()) + "}\n"


def path_of(slug: str) -> Path:
    """Where the signal of an exercise is kept."""
    return HERE / slug / "signal.json"


def write(slug: str) -> int:
    """Derive and store, whole or not at all; returns bytes."""
    path, raw = path_of(slug), text(made(HERE / slug)).encode()
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(raw)
    draft.replace(path)
    return len(raw)


def check(slug: str) -> None:
    """Derive again and compare with what is stored.

    Raises:
        StaleSignal: it is missing or differs.
    """
    path = path_of(slug)
    if not path.exists():
        raise StaleSignal(path, "is missing")
    old, new = json.loads(path.read_text(encoding="utf-8")), made(HERE / slug)
    if old.get("source") != new["source"] or old.get("version") != VERSION:
        raise StaleSignal(path, "was made from another movement")
    place = _differs(old, new)
    if place:
        raise StaleSignal(path, f"{place} is not what the clip gives")


def _differs(old: Any, new: Any, place: str = "") -> str:
    """Where two values differ, or nothing."""
    if isinstance(new, dict) and isinstance(old, dict) and old.keys() == new.keys():
        return next((found for key in new if (found := _differs(old[key], new[key], f"{place}.{key}".lstrip(".")))), "")
    if isinstance(new, list) and isinstance(old, list) and len(old) == len(new):
        return next((found for index, pair in enumerate(zip(old, new, strict=True)) if (found := _differs(*pair, f"{place}[{index}]"))), "")
    if isinstance(new, float) or (isinstance(new, int) and not isinstance(new, bool) and "channels" in place):
        return "" if isinstance(old, int | float) and abs(old - new) <= (CLOSE if "channels" not in place else 1) else place
    return "" if old == new and type(old) is type(new) else place


@cache
def known(slug: str) -> Known:
    """What was derived for an exercise.

    Raises:
        FormError: there is no such exercise, or nothing was derived for it.
    """
    path = path_of(slug)
    if not path.exists():
        raise FormError(f"nothing is known of the form of {slug!r}; `python -m halfkilo.form make {slug}` derives it from its clip")
    raw = json.loads(path.read_text(encoding="utf-8"))
    faults = []
    for fault in raw["faults"]:
        difference = np.zeros((MOMENTS, len(CHANNELS)))
        for name, values in fault["channels"].items():
            difference[:, INDEX[name]] = values
        faults.append(Fault(fault["words"], difference))
    signal = signals.stored(raw["start"], raw["change"], raw["alternate"], raw["usual"]) if raw["change"] else None
    return Known(slug, signal, tuple(faults), raw["view"])

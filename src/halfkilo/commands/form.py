"""`halfkilo form`: count, judge and watch repetitions in files of body landmarks, or in films."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from halfkilo.commands.told import Code, Trouble, say, told
from halfkilo.units import Side

if TYPE_CHECKING:
    from halfkilo.form.baseline import Baseline
    from halfkilo.form.exercise import Known
    from halfkilo.form.landmarks import Landmarks
    from halfkilo.form.watcher import Repetition

NOTE = "A trend of one person's own, never a grade. Nothing here was measured against a clinician."


@dataclass(frozen=True)
class Wish:
    """What is in the file. exercise: None counts the movement that is largest in it."""

    exercise: str | None
    side: Side
    layout: str | None
    fps: float | None


@told
def count(file: Path, wish: Wish, as_json: bool) -> None:
    """Repetitions, each with range, tempo and symmetry."""
    from halfkilo.form.told import fatigue
    from halfkilo.form.watcher import watch

    recording, known = _opened(file, wish)
    found = list(watch(recording, known))
    if as_json:
        set_of = fatigue([one.told for one in found])
        say(json.dumps({"repetitions": len(found), "fatigue": set_of, "each": [_plain(one) for one in found]}))
        return
    say(f"{len(found)} repetition{'' if len(found) == 1 else 's'}")
    for one in found:
        say(_line(one))


@told
def judge(file: Path, wish: Wish, baseline_file: Path | None, as_json: bool) -> None:
    """Every repetition against the person's own baseline: another file, else the first three of this one."""
    from halfkilo.form.score import scores
    from halfkilo.form.watcher import watch

    recording, known = _opened(file, wish)
    usual = None if baseline_file is None else _usual(baseline_file, known, wish)
    found = list(watch(recording, known, usual, own=usual is None))
    drawn = [round(score.whole) for score in scores([one.shape for one in found])]
    off = [one for one in found if one.verdict and one.verdict.off]
    unsure = [one for one in found if one.verdict and one.verdict.off is None]
    if as_json:
        each = [{**_plain(one), "score": score} for one, score in zip(found, drawn, strict=True)]
        say(json.dumps({"repetitions": len(found), "judged": sum(one.verdict is not None for one in found), "off": len(off),
                        "unsure": len(unsure), "note": NOTE, "each": each}))
        return
    for one, score in zip(found, drawn, strict=True):
        say(f"{_line(one)}  {_said(one)}  {score}")
    say(f"{len(found)} repetitions, {len(off)} other than usual, {len(unsure)} not seen well enough. {NOTE}")


@told
def watch(file: Path, wish: Wish, as_json: bool) -> None:
    """Play a file as if it came from a camera; say each repetition in the moment it is over, and what is not seen."""
    for event in _live(*_opened(file, wish)):
        say(json.dumps(event) if as_json else "  ".join(f"{key}: {value}" for key, value in event.items()))


def _live(recording: Landmarks, known: Known) -> Iterator[dict[str, Any]]:
    from halfkilo.form.baseline import LEAST
    from halfkilo.form.watcher import Watcher

    watcher = Watcher(known)
    hidden: tuple[str, ...] = ()
    for time, places in zip(recording.times, recording.places, strict=True):
        found = watcher.see(float(time), places)
        if watcher.unseen != hidden:
            hidden = watcher.unseen
            yield {"is": "unseen", "at": round(float(time), 2), "joints": list(hidden)}
        if found is not None:
            yield {"is": "repetition", "at": round(float(time), 2), **_plain(found)}
            if watcher.usual is None and len(watcher.repetitions) == LEAST:
                watcher.take_baseline()
    last = watcher.finish()
    if last is not None:
        yield {"is": "repetition", "at": round(float(recording.times[-1]), 2), **_plain(last)}


def _opened(file: Path, wish: Wish) -> tuple[Landmarks, Known]:
    missing = find_spec("numpy") is None
    if missing:
        raise Trouble("Looking at form needs numpy. Run: pip install 'halfkilo[film]'")
    from halfkilo.form import signals
    from halfkilo.form.errors import FormError
    from halfkilo.form.exercise import Known, known

    try:
        recording = _read(file, wish)
        if wish.exercise is None:
            return recording, Known("", signals.of_recording(recording, str(file)))
        of = known(wish.exercise)
        if of.signal is None:
            raise Trouble(f"{wish.exercise} is held, or moves too little to be counted.", Code.USAGE)
    except FormError as problem:
        raise Trouble(str(problem)) from problem
    return recording, of.mirrored if wish.side is Side.LEFT else of


def _read(file: Path, wish: Wish) -> Landmarks:
    """Landmarks as they are, a film through the pose model where one is installed."""
    from halfkilo.form.reading import read
    from halfkilo.form.video import is_film, read_film

    return read_film(file) if is_film(file) else read(file, wish.layout, wish.fps)


def _usual(file: Path, known: Known, wish: Wish) -> Baseline:
    from halfkilo.form.baseline import baseline
    from halfkilo.form.errors import FormError
    from halfkilo.form.watcher import watch

    try:
        return baseline([one.shape for one in watch(_read(file, wish), known)])
    except FormError as problem:
        raise Trouble(f"{file} makes no baseline. {problem}") from problem


def _plain(one: Repetition) -> dict[str, Any]:
    found: dict[str, Any] = {"number": one.number, **one.told.plain()}
    if one.verdict is not None:
        found |= {"off": one.verdict.off, "odds": None if one.verdict.off is None else round(one.verdict.odds, 2),
                  "seen": round(one.verdict.seen, 2), "fault": one.verdict.fault, "part": one.verdict.part,
                  "cue": one.cue}
    return found


def _line(one: Repetition) -> str:
    ranges = ", ".join(f"{name.replace('_', ' ')} {value:.0f}" for name, value in list(one.told.ranges.items())[:2])
    return f"{one.number:3d}  {one.told.start:6.1f} s  {one.told.there:.1f} {one.told.hold:.1f} {one.told.back:.1f} s  {ranges}"


def _said(one: Repetition) -> str:
    if one.verdict is None:
        return "baseline"
    return {None: "not seen", True: "other", False: "usual"}[one.verdict.off]

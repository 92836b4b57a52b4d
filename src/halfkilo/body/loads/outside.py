"""Forces from outside that are known: cable, dumbbell, band, and the presses a movement cannot show (`efforts.toml`).

One kilogram of load is 9.81 N. A load is per piece, as in `facts.toml`; where one piece has two ends, each has half.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np

from halfkilo.body.loads.contacts import GRIP, Skin, Spot
from halfkilo.body.loads.mechanics import Mechanics, Push
from halfkilo.body.movement import Load
from halfkilo.body.skeleton import Vector, model, site
from halfkilo.body.vocabulary import parts
from halfkilo.exercises.facts import With
from halfkilo.strict import Range, read

G = 9.81
STRETCH = np.array([0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5])
TENSION = np.array([0.0, 0.38, 0.62, 0.83, 1.0, 1.35, 1.68, 2.0])
"""Force of an elastic band by stretch (1: twice its length), as a share of that at 1: steep at first, then flatter. Shape after the
tables that makers of training bands print; the numbers are rounded by us."""

SLACK = 0.10
"""A band is a tenth longer than slack at its shortest, and at most twice its slack length at its longest (ours)."""


@dataclass(frozen=True)
class Press:
    """`by` presses `on` with `newtons` in the direction `push`."""

    by: str
    on: str
    newtons: Annotated[int, Range(1, 300)]
    push: tuple[int, ...]


@dataclass(frozen=True)
class Rest:
    """`part` may lie on `on`, a part or `room`, which pushes it along `normal` (up, unless said)."""

    part: str
    on: str
    normal: tuple[int, ...] = (0, 0, 1)


@dataclass(frozen=True)
class Pedal:
    """`part` is carried along its way and meets `newtons` while it goes down."""

    part: str
    newtons: Annotated[int, Range(1, 300)]


@dataclass(frozen=True)
class Effort:
    """What one exercise has beside its movement."""

    press: tuple[Press, ...] = ()
    rest: tuple[Rest, ...] = ()
    pedal: tuple[Pedal, ...] = ()


@cache
def efforts() -> Mapping[str, Effort]:
    """`efforts.toml` by slug."""
    raw = tomllib.loads((Path(__file__).parent / "efforts.toml").read_text(encoding="utf-8"))
    return {slug: read(Effort, value, f"loads/efforts.toml: {slug}") for slug, value in raw.items()}


def tension(lengths: Vector) -> Vector:
    """Force of a band over its lengths (n,), as a share of that at its longest."""
    longest, shortest = float(lengths.max()), float(lengths.min())
    slack = min(longest / 2, shortest / (1 + SLACK))
    stretch = np.interp(lengths / slack - 1, STRETCH, TENSION)
    return np.asarray(stretch / stretch.max())


def of_load(clip: Mapping[str, Any], kind: With, load: Load, kilograms: float, seen: Mechanics) -> Iterator[Push]:
    """The forces of `kilograms` per piece, in one way of loading."""
    shown = clip["loads"][kind.value]
    ends = parts(load.to, "to")
    if kind is With.DUMBBELL:
        for end in ends:
            yield _carried(seen, end, kilograms * shown["pieces"] / len(ends))
        return
    starts = parts(load.of, "of") if load.of else ()
    pairs = list(_lines(shown["lines"], ends, starts))
    for start, end in pairs:
        yield from _drawn(seen, start, end, kilograms * G * shown["pieces"] / len(pairs), kind is With.BAND)


def _lines(lines: Sequence[Sequence[Any]], ends: tuple[str, ...], starts: tuple[str, ...]) -> Iterator[tuple[Any, str]]:
    """The clip's lines with the parts of the body they stand for: a place (mm) or a part, to a part."""
    if starts:
        count = max(len(ends), len(starts))
        named = zip((starts * len(ends))[:count], (ends * len(starts))[:count], strict=True)
        yield from ((start, end) for start, end in named if start != end)
    else:
        yield from ((line[0], end) for line, end in zip(lines, ends, strict=True))


def _carried(seen: Mechanics, part: str, kilograms: float) -> Push:
    body, point = where(seen, part)
    return Push(body, point, -kilograms * seen.felt(body, point))


def _drawn(seen: Mechanics, start: Any, end: str, newtons: float, stretches: bool) -> Iterator[Push]:
    body, point = where(seen, end)
    other, anchor = where(seen, start) if isinstance(start, str) else (0, np.array(start) / 1000 * seen.who.size)
    way = anchor - point
    length = np.linalg.norm(way, axis=1, keepdims=True)
    force = way / np.maximum(length, 1e-6) * newtons * (tension(length) if stretches else 1.0)
    yield Push(body, point, force)
    if other:
        yield Push(other, anchor, -force)


def of_efforts(slug: str, seen: Mechanics) -> Iterator[Push]:
    """Presses and pedals of an exercise, if it has any."""
    effort = efforts().get(slug, Effort())
    for press in effort.press:
        body, point = where(seen, press.by)
        force = np.outer(seen.play.done, np.array(press.push, float) / np.linalg.norm(press.push) * press.newtons)
        yield Push(body, point, -force)
        if press.on != "room":
            yield Push(*where(seen, press.on), force)
    for pedal in effort.pedal:
        body, point = where(seen, pedal.part)
        speed = seen.speed(body, point)
        pace = np.linalg.norm(speed, axis=1, keepdims=True)
        yield Push(body, point, -pedal.newtons * speed * np.clip(-speed[:, 2:] / 0.2, 0, 1) / np.maximum(pace, 1e-6))


def rests(slug: str, seen: Mechanics) -> Iterator[Spot]:
    """Contacts that a movement does not name: a forearm on a thigh, a foot on its pedal."""
    effort, always = efforts().get(slug, Effort()), np.ones(len(seen.play.q))
    for rest in effort.rest:
        other = 0 if rest.on == "room" else _body(rest.on)
        yield Spot(f"{rest.part} on {rest.on}", _skin(rest.part, 0.3), np.array(rest.normal, float), GRIP, always, other)
    for pedal in effort.pedal:
        yield Spot(f"{pedal.part} on pedal", _skin(pedal.part, 0.7), np.array([0.0, 0, 1]), GRIP, always)


def _skin(part: str, ease: float) -> Skin:
    index = site(part)
    return Skin(int(model().site_bodyid[index]), np.array(model().site_pos[index]), ease, (0.0, 0.0))


def _body(part: str) -> int:
    return int(model().site_bodyid[site(part)])


def where(seen: Mechanics, part: str) -> tuple[int, Vector]:
    """The body a part belongs to, and where the part is (n, 3)."""
    index = site(part)
    body = int(model().site_bodyid[index])
    return body, seen.at(body, seen.who.model.site_pos[index])

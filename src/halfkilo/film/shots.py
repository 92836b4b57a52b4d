"""The kinds of shots a film is made of: each says how many frames it has, draws them, and knows what they depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import cos, pi
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from halfkilo.film.encode import planes
from halfkilo.film.lettering import EDGE, Line, Sheet
from halfkilo.film.look import FPS, MOSS, SOFT, Size
from halfkilo.film.stage import paper
from halfkilo.film.takes import Take, ease

Picture = NDArray[np.uint8]
MOVING = 36
"""Frames in which the camera goes from the title to the loop."""

FADE = 10
"""Frames in which words come and go."""

DISSOLVE = 14
"""Frames from one side to the other."""

BREATH = 10
"""Seconds of one breath in a rest: six a minute."""


@dataclass(frozen=True)
class Shot:
    """A part of a film before it is drawn. facts: all it depends on. personal: it tells of one person."""

    name: str
    facts: Mapping[str, Any]
    frames: int
    draw: Callable[[], Iterator[Picture]]
    personal: bool = False


def title(take: Take, size: Size, language: str, lines: Sequence[Line], seconds: float, personal: bool = False) -> Shot:
    """The start of an exercise: its words at the left while the figure stands ready, then the camera settles."""
    frames = max(MOVING + 2 * FADE, round(seconds * FPS))
    facts = {"shot": "title", **take.facts(size), "language": language, "lines": [asdict(line) for line in lines], "frames": frames}

    def draw() -> Iterator[Picture]:
        sheet = Sheet(size, language)
        sheet.column(lines, max(EDGE, (720 - sheet.height(lines)) // 2 - 10))
        for index, picture in enumerate(take.settling(size, frames - MOVING, MOVING)):
            yield sheet.over(picture, min((index + 1) / FADE, (frames - FADE - index) / FADE))

    return Shot(f"{take.slug}: title", facts, frames, draw, personal)


def looped(take: Take, size: Size) -> Shot:
    """One repetition, closed in itself."""
    return Shot(f"{take.slug}: movement", {"shot": "loop", **take.facts(size)}, len(take.moments), lambda: take.looped(size))


def turned(one: Take, other: Take, size: Size) -> Shot:
    """From one side to the other: the end of one dissolves into the start of the other."""
    facts = {"shot": "turn", "from": one.facts(size), "to": other.facts(size), "frames": DISSOLVE}

    def draw() -> Iterator[Picture]:
        a, b = one.start(size).astype(np.float32), other.start(size).astype(np.float32)
        for index in range(DISSOLVE):
            share = ease(index / DISSOLVE)
            yield np.round(a * (1 - share) + b * share).astype(np.uint8)

    return Shot(f"{one.slug}: other side", facts, DISSOLVE, draw)


def counted(take: Take, size: Size, language: str, loop_of: Callable[[], Path], name: str, number: str, words: str) -> Shot:
    """One repetition with its number, written over the loop that was drawn before; loop_of: where that is."""
    facts = {"shot": "counted", **take.facts(size), "language": language, "name": name, "number": number, "words": words}

    def draw() -> Iterator[Picture]:
        sheet = Sheet(size, language)
        sheet.number(number, words, name)
        return (sheet.over_planes(picture) for picture in planes(loop_of()))

    return Shot(f"{take.slug}: {number}", facts, len(take.moments), draw)


def card(size: Size, language: str, lines: Sequence[Line], seconds: float, personal: bool = False) -> Shot:
    """A sheet of paper with words."""
    frames = round(seconds * FPS)
    facts = {"shot": "card", "language": language, "lines": [asdict(line) for line in lines], "frames": frames,
             "size": (size.width, size.height)}

    def draw() -> Iterator[Picture]:
        sheet, empty = Sheet(size, language), paper(size)
        sheet.middle(lines, max(60, (720 - round(sheet.height(lines, 980) * 1.03)) // 2))
        for index in range(frames):
            yield sheet.over(empty, min((index + 1) / FADE, (frames - index) / FADE))

    return Shot("card", facts, frames, draw, personal)


def breath(size: Size, language: str, number: str, words: str, after: str) -> Shot:
    """Ten seconds of a rest: a disc that grows and sinks at the pace of a calm breath."""
    frames = BREATH * FPS
    facts = {"shot": "breath", "language": language, "number": number, "words": words, "after": after, "size": (size.width, size.height)}

    def draw() -> Iterator[Picture]:
        empty = paper(size)
        for index in range(frames):
            yield _breathing(size, language, number, words, after, index / frames).over(empty)

    return Shot(f"rest: {number}", facts, frames, draw)


def _breathing(size: Size, language: str, number: str, words: str, after: str, share: float) -> Sheet:
    """In for four tenths of the breath, out for six."""
    deep = (1 - cos(pi * share / 0.4)) / 2 if share < 0.4 else (1 + cos(pi * (share - 0.4) / 0.6)) / 2
    sheet = Sheet(size, language)
    for ring, strength in ((1.16, 0.10), (1.0, 0.20)):
        sheet.circle((96 + 92 * deep) * ring, 306, MOSS, strength)
    sheet.middle([Line(number, 84, True, MOSS, 0)], 254)
    sheet.middle([Line(words, 34, above=0), Line(after, 26, colour=SOFT, above=10)], 556)
    return sheet

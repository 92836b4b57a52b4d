"""How films look: sizes, colours, times. A change here makes new films, because the cache keys hold `LOOK` and `RENDERER`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from halfkilo import body

RENDERER = 2
"""Raised by hand whenever the same inputs would be drawn otherwise."""

FPS = 24
"""Frames per second: every whole second of a tempo is a whole number of frames."""

Colour = tuple[int, int, int]

PAPER: Colour = (0xFA, 0xF7, 0xF2)
INK: Colour = (0x1E, 0x2A, 0x2D)
SOFT: Colour = (0x55, 0x64, 0x6A)
LINE: Colour = (0xD9, 0xD3, 0xC7)
TEAL: Colour = (0x0E, 0x64, 0x5F)
APRICOT: Colour = (0xE7, 0x9A, 0x55)
MOSS: Colour = (0x4C, 0x6B, 0x2F)

TONES: dict[str, Any] = json.loads((Path(body.__file__).parent / "figure" / "tones.json").read_text("utf-8"))
"""The figure's colours, which the viewer on the pages reads too."""


def skin_of(tone: str = "middle") -> dict[str, Colour]:
    """Skin and hair of one of the skins of `TONES`: light, middle, deep."""
    return {part: _hex(TONES[part]["light"][tone]) for part in ("skin", "hair")}


def _hex(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


CLOTH: dict[str, Colour] = {part: _hex(TONES["light"][part]) for part in ("top", "trousers", "shoe", "sole")} | skin_of()
SKIN = CLOTH["skin"]
WOOD: Colour = (0xD8, 0xB8, 0x8E)
SEAT: Colour = (0xB9, 0xC4, 0xB6)
PADDING: Colour = (0x6E, 0x86, 0x85)
MAT: Colour = (0xB4, 0xC2, 0xA6)
WALL: Colour = (0xEE, 0xE7, 0xDA)
STEEL: Colour = (0x8B, 0x92, 0x94)
POST: Colour = (0xB4, 0xB6, 0xB1)
RUBBER: Colour = (0x39, 0x45, 0x48)
BAND: Colour = (0x0E, 0x7C, 0x74)


SKINS = tuple(TONES["skin"]["light"])
"""Skins that a film can be drawn with."""


@dataclass(frozen=True)
class Build:
    """Which figure is filmed: one of `body.shape.SHAPES`, one of `SKINS`."""

    shape: str = "middle"
    skin: str = "middle"


USUAL = Build()


class View(StrEnum):
    """From where: the person's right side, the front, or between."""

    SIDE = "side"
    FRONT = "front"
    TURNED = "turned"


AZIMUTH = {View.SIDE: 112, View.FRONT: 196, View.TURNED: 150}
"""Degrees that the camera looks towards, from +x to the left: 90 is from exactly the right, 180 from exactly the front. A little
turned, so that both arms and both legs are seen."""

ELEVATION = -9
"""Degrees that the camera looks down."""

FIELD = 26
"""Degrees from the bottom to the top of the picture: a long lens, which flatters."""


@dataclass(frozen=True)
class Size:
    """Width and height of a film, pixels, and how much larger it is drawn before it is made smooth."""

    width: int = 1280
    height: int = 720
    larger: int = 2


HD = Size()

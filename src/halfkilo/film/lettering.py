"""Words and signs on the picture: titles, numbers, the ruler, the breath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from halfkilo.film.encode import Planes, video_frame
from halfkilo.film.fonts import font, length, runs
from halfkilo.film.look import APRICOT, INK, LINE, SOFT, TEAL, Colour, Size
from halfkilo.words import ENGLISH

Picture = NDArray[np.uint8]
DESIGN = 720
"""All measures here are pixels of a film of this height."""

EDGE = 30
"""Above the first and below the last line at least."""

SHRINK = (1.0, 0.94, 0.88, 0.82, 0.76, 0.70)
"""By how much words may be smaller so that all of them stand in the picture."""

LEFT = 72
"""The left margin."""

COLUMN = 430
"""How wide the column of words at the left is."""


@dataclass(frozen=True)
class Line:
    """Some words: text, size, weight, colour, and the space above."""

    text: str
    size: int
    bold: bool = False
    colour: Colour = INK
    above: int = 12
    ruler: bool = False


def _smaller(lines: Sequence[Line], share: float) -> list[Line]:
    return [replace(line, size=int(line.size * share), above=int(line.above * share)) for line in lines] if share < 1 else list(lines)


class Sheet:
    """A see-through sheet of words to lay over pictures of one size."""

    def __init__(self, size: Size, language: str) -> None:
        self.size, self.language, self.scale = size, language, size.height / DESIGN
        self._image = Image.new("RGBA", (size.width, size.height), (*INK, 0))
        self._pen: Any = ImageDraw.Draw(self._image)

    def column(self, lines: Sequence[Line], top: int, width: int = COLUMN, left: int = LEFT) -> int:
        """Write lines below each other, broken where the column ends; returns where the next would stand."""
        for line in self.fitted(lines, width):
            top += line.above
            if line.ruler:
                top = self._ruler(left, top, width)
                continue
            for text in self._broken(line, width):
                self._write(left, top, text, line)
                top += round(line.size * 1.22)
        return top

    def height(self, lines: Sequence[Line], width: int = COLUMN) -> int:
        """How much room lines take from top to bottom."""
        return self._height(self.fitted(lines, width), width)

    def _height(self, lines: Sequence[Line], width: int) -> int:
        return sum(line.above + (14 if line.ruler else round(line.size * 1.22) * len(self._broken(line, width))) for line in lines)

    def fitted(self, lines: Sequence[Line], width: int) -> list[Line]:
        """The lines, smaller where a word is wider than the column, and all of them where they are higher than the picture."""
        narrow = [self._narrowed(line, width) for line in lines]
        over = next((share for share in SHRINK if self._height(_smaller(narrow, share), width) <= DESIGN - 2 * EDGE), SHRINK[-1])
        return _smaller(narrow, over)

    def _narrowed(self, line: Line, width: int) -> Line:
        widest = max((self._length(word, line) for word in line.text.split()), default=0.0)
        return line if widest <= width * self.scale else replace(line, size=int(line.size * width * self.scale / widest))

    def _broken(self, line: Line, width: int) -> list[str]:
        rows = [""]
        for word in line.text.split():
            longer = f"{rows[-1]} {word}".strip()
            if rows[-1] and self._length(longer, line) > width * self.scale:
                rows.append(word)
            else:
                rows[-1] = longer
        return rows

    def _write(self, left: float, top: float, text: str, line: Line, anchor: str = "la") -> None:
        """One row. anchor: as Pillow has it; m: `left` is the middle of the row. Every face stands on the same line."""
        x, y = left * self.scale, top * self.scale
        if anchor[0] == "m":
            x -= self._length(text, line) / 2
        if anchor[1] == "a":
            y += max(self._face(line, own).getmetrics()[0] for own in (True, False))
        for own, letters in runs(self.language, text):
            face = self._face(line, own)
            self._pen.text((x, y), letters, font=face, fill=(*line.colour, 255), anchor="ls")
            x += length(*self._kind(line, own), letters)

    def _length(self, text: str, line: Line) -> float:
        return sum(length(*self._kind(line, own), letters) for own, letters in runs(self.language, text))

    def _kind(self, line: Line, own: bool) -> tuple[str, bool, int]:
        return self.language if own else ENGLISH, line.bold, max(6, round(line.size * self.scale))

    def _face(self, line: Line, own: bool) -> Any:
        return font(*self._kind(line, own))

    def _ruler(self, left: int, top: int, width: int) -> int:
        """The half-kilo ruler: a hairline with notches, every second one longer, and where we are."""
        self._bar(left, top + 12, left + width * 0.62, top + 13.5, LINE)
        for notch in range(13):
            x = left + width * 0.62 * notch / 12
            self._bar(x - 0.75, top + (2 if notch % 2 == 0 else 7), x + 0.75, top + 12, LINE)
        x = left + width * 0.62 * 4 / 12
        self._bar(x - 2, top - 2, x + 2, top + 14, APRICOT)
        return top + 14

    def _bar(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        box = [value * self.scale for value in (left, top, right, bottom)]
        self._pen.rectangle([box[0], box[1], max(box[0] + 1, box[2]), max(box[1] + 1, box[3])], fill=(*colour, 255))

    def number(self, text: str, words: str, name: str) -> None:
        """The number that matters, to be read from across the room, with the exercise's name above it."""
        self._write(LEFT, 44, name, Line(name, 30, colour=SOFT))
        self._write(LEFT - 4, 632, text, Line(text, 150, True, TEAL), "ls")
        self._write(LEFT, 672, words, Line(words, 28, colour=SOFT), "ls")

    def middle(self, lines: Sequence[Line], top: int) -> None:
        """Lines in the middle of the picture."""
        for line in lines:
            top += line.above
            for text in self._broken(line, 980):
                self._write(640 * self.size.width / self.size.height * DESIGN / 1280, top, text, line, "ma")
                top += round(line.size * 1.25)

    def circle(self, radius: float, top: float, colour: Colour, strength: float) -> None:
        """A soft disc in the middle, for the breath."""
        x, y, r = self.size.width / 2, top * self.scale, radius * self.scale
        self._pen.ellipse([x - r, y - r, x + r, y + r], fill=(*colour, round(255 * strength)))

    @cached_property
    def _planes(self) -> tuple[Any, Any]:
        """The sheet as video stores it: its colours, and how much of each is seen."""
        whole = np.asarray(self._image)
        share = whole[:, :, 3].astype(np.float32) / 255
        half = share.reshape(share.shape[0] // 2, 2, share.shape[1] // 2, 2).mean((1, 3)).ravel()
        colours = video_frame(whole[:, :, :3]).to_ndarray().astype(np.float32)
        return colours, np.concatenate([share.ravel(), half, half]).reshape(colours.shape)

    def over_planes(self, picture: Planes) -> Planes:
        """A stored picture with the sheet laid over it."""
        colours, share = self._planes
        out = picture.copy()
        seen = share > 0
        out[seen] = np.round(picture[seen] * (1 - share[seen]) + colours[seen] * share[seen])
        return out

    def over(self, picture: Picture, strength: float = 1.0) -> Picture:
        """The picture with the sheet laid over it; strength 0 to 1."""
        box = self._image.getbbox()
        if box is None or strength <= 0:
            return picture
        sheet = np.asarray(self._image.crop(box), np.float32)
        share = sheet[:, :, 3:] / 255 * min(1.0, strength)
        out = np.array(picture)
        part = out[box[1] : box[3], box[0] : box[2]]
        out[box[1] : box[3], box[0] : box[2]] = np.round(part * (1 - share) + sheet[:, :, :3] * share)
        return out

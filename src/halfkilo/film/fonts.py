"""The letters of films: the typeface of the site where it is built, else one of the system's, else Pillow's own."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from PIL import ImageFont, features

import halfkilo
from halfkilo.words.tongues import tongue

BUILT = Path(halfkilo.__file__).parent / "web" / "static" / "dist" / "assets"
"""Where the front end's build puts the typefaces that the pages use (WOFF2, SIL Open Font License)."""

PACKAGES = Path(halfkilo.__file__).parents[2] / "node_modules" / "@fontsource"
"""Where they come from, in a working copy that is not built yet."""

SYSTEM = Path("/usr/share/fonts")
WEIGHTS = {False: "400", True: "700"}

NAMES = {"latin": ("atkinson-hyperlegible-latin-{weight}-normal", "DejaVuSans{bold}.ttf"),
         "devanagari": ("*devanagari-{weight}-normal", "*Devanagari*{other}*.ttf", "Lohit-Devanagari.ttf", "gargi.ttf")}
"""Per script: the built file, then what systems have."""

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def script_of(language: str) -> str:
    """The script a language is written in."""
    return tongue(language).script


def can_write(language: str) -> bool:
    """Whether text of this language can be drawn here: Devanagari needs a face of its own and letters that join."""
    script = script_of(language)
    return script == "latin" or (_source(script, False) is not None and bool(features.check("raqm")))


def runs(language: str, text: str) -> list[tuple[bool, str]]:
    """Text in pieces of one face: whether the piece is written with the language's own face, and its letters. A face for Devanagari
    may have no comma and no digits; those come from the Latin one."""
    if script_of(language) == "latin":
        return [(True, text)]
    return [(own, "".join(letters)) for own, letters in groupby(text, _devanagari)]


def _devanagari(letter: str) -> bool:
    """Whether a letter belongs to Devanagari, with the signs that join letters and the space between words."""
    return "\u0900" <= letter <= "\u097f" or "\ua8e0" <= letter <= "\ua8ff" or letter in " \u200c\u200d\u25cc"


@cache
def font(language: str, bold: bool, size: int) -> Font:
    """The face for a language, at a size in pixels."""
    source = _source(script_of(language), bold)
    if source is None:
        return ImageFont.load_default(size)
    return ImageFont.truetype(io.BytesIO(source), size)


@lru_cache(maxsize=8192)
def length(language: str, bold: bool, size: int, letters: str) -> float:
    """How wide a piece of text is, pixels. Joined letters take long to lay out, and the same words are written on many pictures."""
    return float(font(language, bold, size).getlength(letters))


@cache
def _source(script: str, bold: bool) -> bytes | None:
    """The bytes of a face as TrueType."""
    built, *system = NAMES[script]
    name = built.format(weight=WEIGHTS[bold])
    found = _first(BUILT, f"{name}*.woff2") or _first(PACKAGES, f"*/files/{name}.woff2")
    if found is not None:
        return _unpacked(found)
    for pattern in system:
        found = _first(SYSTEM, "**/" + pattern.format(bold="-Bold" if bold else "", other="Bold" if bold else "Regular"))
        if found is not None:
            return found.read_bytes()
    return None


def _first(folder: Path, pattern: str) -> Path | None:
    return next(iter(sorted(folder.glob(pattern))), None)


def _unpacked(path: Path) -> bytes:
    """A web font as the plain TrueType it was made from."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    out = io.BytesIO()
    face = TTFont(path)
    face.flavor = None
    face.save(out)
    return out.getvalue()

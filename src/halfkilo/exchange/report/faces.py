"""The letters of the report: the site's own faces as TrueType files, which is what typst reads, and which letters they have.

The web faces come in pieces by script under one name; typst would take only one piece of a name, so each gets a name of its own.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import halfkilo
from halfkilo.exchange.errors import FileRefused, Reason

BUILT = Path(halfkilo.__file__).parent / "web" / "static" / "dist" / "assets"
"""Where the front end's build puts the faces (WOFF2, SIL Open Font License)."""
PACKAGES = Path(halfkilo.__file__).parents[2] / "node_modules" / "@fontsource"
"""Where they come from, in a working copy that is not built yet."""

PIECES = {"report latin": "atkinson-hyperlegible-latin-{weight}-normal",
          "report latin ext": "atkinson-hyperlegible-latin-ext-{weight}-normal",
          "report devanagari": "noto-sans-devanagari-devanagari-{weight}-normal"}
WEIGHTS = ("400", "700")
EMBEDDED = "Libertinus Serif"
"""typst's own, for letters that ours do not have, such as Greek and Cyrillic in a name."""


@dataclass(frozen=True)
class Faces:
    """folder: TrueType files. families: in the order in which letters are looked for. letters: that can be written in them."""

    folder: Path
    families: tuple[str, ...]
    letters: frozenset[int]
    kept: tempfile.TemporaryDirectory[str]
    """Deleted with the process."""


@cache
def faces(script: str) -> Faces:
    """The faces for a script, unpacked once in a process.

    Raises:
        FileRefused: there is no face for this script here, or what unpacks it is not installed.
    """
    kept = tempfile.TemporaryDirectory(prefix="halfkilo-faces-")
    letters: set[int] = set()
    families = []
    for family, pattern in PIECES.items():
        if "devanagari" in family and script != "devanagari":
            continue
        found = [(weight, path) for weight in WEIGHTS if (path := _find(pattern.format(weight=weight))) is not None]
        for weight, path in found:
            letters |= _unpack(path, Path(kept.name) / f"{family}-{weight}.ttf", family)
        families += [family] if found else []
    if script == "devanagari" and "report devanagari" not in families:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "There is no face for Devanagari here. Build the pages first: make front.")
    return Faces(Path(kept.name), (*families, EMBEDDED), frozenset(letters), kept)


def _find(name: str) -> Path | None:
    for folder, pattern in ((BUILT, f"{name}-*.woff2"), (BUILT, f"{name}.woff2"), (PACKAGES, f"*/files/{name}.woff2")):
        found = next(iter(sorted(folder.glob(pattern))), None)
        if found is not None:
            return found
    return None


def _unpack(source: Path, target: Path, family: str) -> set[int]:
    """Write a web font as TrueType under another family's name; returns its letters."""
    try:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    except ImportError:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "The report needs the package fonttools: pip install 'halfkilo[film,exchange]'.") from None
    face = TTFont(source)
    face.flavor = None
    for record in face["name"].names:
        if record.nameID in (1, 16):
            record.string = family
    face.save(target)
    return set(face.getBestCmap())

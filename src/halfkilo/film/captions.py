"""What is said and when: WebVTT for captions and chapters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 42
"""Letters in a row of a caption."""


@dataclass(frozen=True)
class Said:
    """Some words from `start` to `end`, seconds; spoken: whether the voice says them; shown: whether they are a caption."""

    start: float
    end: float
    text: str
    spoken: bool = True
    shown: bool = True


def vtt(said: Sequence[Said], language: str, kind: str = "captions") -> str:
    """The words as a WebVTT file, each caption ended before the next begins."""
    blocks = [f"WEBVTT\nKind: {kind}\nLanguage: {language}\n"]
    shown = [one for one in said if one.shown]
    for number, one in enumerate(shown, 1):
        after = shown[number].start if number < len(shown) else one.end
        blocks.append(f"{number}\n{clock(one.start)} --> {clock(min(one.end, after))}\n{rows(one.text)}\n")
    return "\n".join(blocks)


def clock(seconds: float) -> str:
    """00:01:02.500"""
    whole = round(seconds * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def rows(text: str) -> str:
    """Two rows of about the same length where one would be too wide; the signs that WebVTT keeps for itself are written out."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if len(plain) <= WIDE or " " not in plain:
        return plain
    gaps = [index for index, letter in enumerate(plain) if letter == " "]
    middle = min(gaps, key=lambda index: abs(index - len(plain) / 2))
    return f"{plain[:middle]}\n{plain[middle + 1:]}"

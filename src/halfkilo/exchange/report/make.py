"""From a record to the finished file: gather, put into words, draw."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from halfkilo import words
from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.exchange.report.appendix import appendix
from halfkilo.exchange.report.faces import Faces, faces
from halfkilo.exchange.report.gather import gather
from halfkilo.exchange.report.page import page
from halfkilo.exchange.report.say import Voice
from halfkilo.exchange.report.wish import Wish
from halfkilo.insight.record import Told

TEMPLATE = Path(__file__).parent / "report.typ"
STANDARD = "ua-1"
"""PDF/UA-1: tags, title, language, a text beside every picture. typst refuses to write a file that breaks it."""

YEAR = 300
"""Days from which on a chart's ends are told with their years."""

LABELS = ("title", "question", "no_question", "pain", "pain_none", "function", "loads", "loads_none", "happened", "did", "did_none",
          "disclaimer", "gap", "level", "appendix")


def made(told: Sequence[Told], state: Mapping[str, Any], wish: Wish) -> bytes:
    """The report as PDF: the same lines and the same wish give the same bytes.

    Args:
        told: lines of the record as corrected, in order. state: its fold.

    Raises:
        FileRefused: what draws it is not installed, or has no letters for the language.
    """
    return drawn(said(told, state, wish), wish, "pdf")[0]


def pictures(told: Sequence[Told], state: Mapping[str, Any], wish: Wish, dots: int = 100) -> list[bytes]:
    """The same as PNG, a picture a page. dots: per inch.

    Raises:
        FileRefused: see `made`.
    """
    return drawn(said(told, state, wish), wish, "png", dots)


def said(told: Sequence[Told], state: Mapping[str, Any], wish: Wish) -> dict[str, Any]:
    """Everything that the template shows, in words and places from 0 to 1.

    Raises:
        FileRefused: see `made`.
    """
    voice = Voice(wish.language, _faces(wish.language).letters)
    found = gather(told, state, wish)
    weeks = voice("weeks", weeks=wish.weeks)
    head = {"name": voice.clean(wish.name.strip()), "span": voice("span", first=voice.full_day(wish.first), last=voice.full_day(wish.last)),
            "weeks": weeks, "made": voice("made", made=voice.full_day(wish.made)), "language": wish.language,
            "ends": [(voice.full_day if wish.days > YEAR else voice.day)(end) for end in (wish.first, wish.last)],
            "families": _faces(wish.language).families}
    labels = {name: voice(name) for name in LABELS} | {"page": voice("page", page="#", pages="##")}
    return {"head": head, "labels": labels, "page": page(found, voice), "appendix": appendix(found, voice)}


def drawn(content: Mapping[str, Any], wish: Wish, form: str, dots: int = 100) -> list[bytes]:
    """What `said` gave, drawn as pdf or png.

    Raises:
        FileRefused: see `made`.
    """
    typst, moment = _library(), datetime.combine(wish.made, time(), UTC)
    try:
        out = typst.compile(**inputs(content, wish), format=form, ppi=dots if form == "png" else None, timestamp=int(moment.timestamp()),
                            pdf_standards=[STANDARD] if form == "pdf" else [])
    except typst.TypstError as problem:
        raise FileRefused(Reason.UNKNOWN_FORMAT, f"The report could not be drawn: {problem}") from problem
    return out if isinstance(out, list) else [out]


def inputs(content: Mapping[str, Any], wish: Wish) -> dict[str, Any]:
    """What typst is given: the template, the content, our faces and nobody else's."""
    return {"input": str(TEMPLATE), "font_paths": [str(_faces(wish.language).folder)], "ignore_system_fonts": True,
            "sys_inputs": {"content": json.dumps(content, ensure_ascii=False)}}


def _faces(language: str) -> Faces:
    return faces(words.tongue(language).script)


@cache
def _library() -> Any:
    try:
        import typst
    except ImportError:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "The report needs one more part: install halfkilo[exchange].") from None
    return typst

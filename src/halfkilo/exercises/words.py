"""What is said about an exercise, per language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from halfkilo.exercises.catalogue import HERE
from halfkilo.strict import Text, read

Line = Annotated[str, Text(140, empty=False)]


@dataclass(frozen=True)
class Fault:
    """What is often seen, and what to try instead. Never a blame."""

    see: Line
    try_: Line


@dataclass(frozen=True)
class Words:
    """Reading age 11, second person, one idea a line."""

    name: Annotated[str, Text(48, empty=False)]
    purpose: Line
    setup: tuple[Line, ...]
    cues: tuple[Line, ...]
    breathe: Line
    precautions: tuple[Line, ...]
    fault: tuple[Fault, ...]


@cache
def words(slug: str, language: str = "en") -> Words:
    """The words of an exercise; English where the language has none yet."""
    path = HERE / slug / "words" / f"{language}.toml"
    if not path.exists():
        path = HERE / slug / "words" / "en.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    for fault in raw.get("fault", []):
        if "try" in fault:
            fault["try_"] = fault.pop("try")
    return read(Words, raw, f"exercises/{slug}/words/{path.name}")

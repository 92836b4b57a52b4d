"""One set was done, or one step of the comfortable-load finder."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from halfkilo.journal.fields import Amount, Finder, Id, Load, Slug
from halfkilo.strict import Many, Range, Text
from halfkilo.units import Side, Tool


class By(StrEnum):
    """What looked: the machine's cable wins for range, tempo and count."""

    CAMERA = "camera"
    CABLE = "cable"


@dataclass(frozen=True)
class Form:
    """What was seen of a set. scores: per repetition, for a trend of one's own. cues: what was said. Neither changes a dose: only
    `form_lost` does, and only downwards."""

    by: By
    scores: Annotated[tuple[Annotated[int, Range(0, 100)], ...], Many(200)] = ()
    cues: Annotated[tuple[Annotated[str, Text(40)], ...], Many(100)] = ()


@dataclass(frozen=True)
class Body:
    """grams: really lifted, per cable or dumbbell. done and target: in the exercise's count. sets: how many were planned.

    typed: entered by hand afterwards, so it never feeds capacity. assisted: counts nothing towards a rise.
    """

    session: Id
    exercise: Slug
    tool: Tool
    side: Side
    number: Annotated[int, Range(1, 20)]
    grams: Load
    done: Amount
    target: Amount
    sets: Annotated[int, Range(1, 10)] = 1
    form_lost: bool = False
    typed: bool = False
    assisted: bool = False
    finder: Finder | None = None
    form: Form | None = None


EXAMPLE = Body("019395a0-5c00-7000-8000-000000000001", "seated_row", Tool.CABLE, Side.BOTH, 1, 12_000, 12, 12, 2)

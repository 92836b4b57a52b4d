"""The machine learned how far this person moves in this exercise on this side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Slug
from halfkilo.strict import Range
from halfkilo.units import Side

Millimetres = Annotated[int, Range(0, 5000)]


@dataclass(frozen=True)
class Body:
    """least and most: cable position, mm."""

    exercise: Slug
    side: Side
    least: Millimetres
    most: Millimetres


EXAMPLE = Body("seated_row", Side.BOTH, 40, 520)

"""A measure was taken: its item values by item id, and the score where the measure computes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from halfkilo.journal.fields import Slug
from halfkilo.strict import Many, Range, Text


@dataclass(frozen=True)
class Body:
    """values: whole numbers in the measure's own unit, by item id."""

    on: date
    measure: Slug
    values: Annotated[dict[Annotated[str, Text(60)], Annotated[int, Range(-100_000, 100_000)]], Many(60)]


EXAMPLE = Body(date(2026, 11, 22), "own_mood", {"mood": 4})

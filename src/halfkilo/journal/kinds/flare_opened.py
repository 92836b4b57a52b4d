"""The person says: this is a flare. Their own word is enough; numbers never start one by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from halfkilo.journal.fields import Line
from halfkilo.units import Region


@dataclass(frozen=True)
class Body:
    """regions: where. word: theirs."""

    on: date
    regions: tuple[Region, ...]
    word: Line = ""


EXAMPLE = Body(date(2026, 11, 22), (Region.LOW_BACK,))

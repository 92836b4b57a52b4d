"""The person says a flare was noted by mistake. A real one ends by its mornings, not by wish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from halfkilo.units import Region


@dataclass(frozen=True)
class Body:
    """Takes back a flare of the same day."""

    on: date
    regions: tuple[Region, ...]


EXAMPLE = Body(date(2026, 11, 22), (Region.LOW_BACK,))

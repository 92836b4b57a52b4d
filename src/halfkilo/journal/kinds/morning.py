"""The next morning, also on rest days: usual pain since yesterday, one tap per tracked region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from halfkilo.journal.fields import Pain, Soreness
from halfkilo.strict import Malformed
from halfkilo.units import Region


@dataclass(frozen=True)
class Body:
    """on: the morning meant. soreness: asked after a training day when pain is up. A morning counts when answered within 48 h."""

    on: date
    pain: Pain
    soreness: Soreness | None = None

    def __post_init__(self) -> None:
        if not self.pain:
            raise Malformed("pain", "needs at least one region")


EXAMPLE = Body(date(2026, 11, 22), {Region.LOW_BACK: 3})

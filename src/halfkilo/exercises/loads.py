"""Reading `loads.json`: what an exercise asks of each joint, derived by `body.loads`. Standard library only.

Demand is a whole number from 0 to 100 on one scale for all exercises (docs/loads.md). It rises with the peak moment and the peak
contact of the joint; 20 and more counts as loading it. It is relative load: it orders exercises, it says nothing about harm.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from halfkilo.strict import Malformed, Range, read
from halfkilo.units import PAIRED, Joint, Region, Side

HERE = Path(__file__).parent
Percent = Annotated[int, Range(0, 100)]


@dataclass(frozen=True)
class Demand:
    """Demand by joint of the side that works (`own`), and of the other side where sides take turns as doses of their own (`other`)."""

    own: dict[Joint, Percent]
    other: dict[Joint, Percent] | None = None

    def on(self, region: Region, side: Side) -> int:
        """Demand on a region while `side` works; widespread pain hears the largest."""
        if region is Region.WIDESPREAD:
            return max(self.own.values(), default=0)
        own = self.own.get(region.joint, 0)
        if region.joint not in PAIRED or side is Side.BOTH or region.side is side:
            return own
        return (self.other or {}).get(region.joint, 0)


@cache
def demand(slug: str) -> Demand:
    """The demand of an exercise that ships.

    Raises:
        Malformed: its `loads.json` is missing or does not fit; `python -m halfkilo.body loads SLUG` writes it.
    """
    path, place = HERE / slug / "loads.json", f"exercises/{slug}/loads.json"
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Malformed(place, f"is missing; run `python -m halfkilo.body loads {slug}`") from error
    except json.JSONDecodeError as error:
        raise Malformed(place, f"is not JSON: {error}") from error
    if not isinstance(raw, dict):
        raise Malformed(place, "is an object")
    found = {"own": raw.get("demand")} | ({"other": raw["demand_other"]} if "demand_other" in raw else {})
    return read(Demand, found, place)


def demand_on(slug: str, region: Region, side: Side) -> int:
    """Percent that `region` carries while `side` works."""
    return demand(slug).on(region, side)

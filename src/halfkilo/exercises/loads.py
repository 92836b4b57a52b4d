"""Reading `loads.json`: what an exercise asks of each joint, derived by `body.loads`. Standard library only.

Demand is a whole number from 0 to 100 on one scale for all exercises (docs/loads.md). It rises with the peak moment, the peak contact
and the end of range of the joint; 20 and more counts as loading it. It is relative load: it orders exercises, it says nothing about harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from halfkilo.strict import Malformed, Range, read
from halfkilo.units import PAIRED, Joint, Region, Side

Percent = Annotated[int, Range(0, 100)]


@dataclass(frozen=True)
class Demand:
    """Demand by joint of the side that works (`own`), and of the other side where sides take turns as doses of their own (`other`)."""

    own: Mapping[Joint, int]
    other: Mapping[Joint, int] | None = None

    def on(self, region: Region, side: Side) -> int:
        """Demand on a region while `side` works; widespread pain hears the largest."""
        if region is Region.WIDESPREAD:
            return max(self.own.values(), default=0)
        own = self.own.get(region.joint, 0)
        if region.joint not in PAIRED or side is Side.BOTH or region.side is side:
            return own
        return (self.other or {}).get(region.joint, 0)

    def of(self, joint: Joint) -> int:
        """The largest demand on a joint, whichever side it is on."""
        return max(self.own.get(joint, 0), (self.other or {}).get(joint, 0))

    def at_least(self, own: Mapping[Joint, int], other: Mapping[Joint, int]) -> Demand:
        """The same, nowhere below what a person judged."""
        return Demand(_larger(self.own, own), None if self.other is None else _larger(self.other, other))


UNKNOWN = Demand({joint: 100 for joint in Joint if joint is not Joint.WIDESPREAD})
"""An exercise that was not weighed yet counts as loading everything, so that every place is heard. The battery does not let it ship."""


@dataclass(frozen=True)
class _Stored:
    demand: dict[Joint, Percent]
    demand_other: dict[Joint, Percent] | None = None


@dataclass(frozen=True)
class Peak:
    """What one joint meets at most, on the harder side: N m per kg of body mass without load, N m more per kg of load, and contact in
    body weights without load and at the working load."""

    joint: Joint
    moment: float
    per_kg: float
    contact: float
    working: float


@dataclass(frozen=True)
class Way:
    """One way of loading: the working load in grams (0: body weight), and every joint's peak."""

    tool: str
    working: int
    peaks: tuple[Peak, ...]


def read_ways(folder: Path) -> tuple[Way, ...]:
    """The weighed ways of an exercise, for those who want numbers; empty where nothing was weighed yet."""
    path = folder / "loads.json"
    if not path.exists():
        return ()
    ways = json.loads(path.read_text(encoding="utf-8"))["ways"]
    return tuple(Way(tool, way["working_g"], tuple(_peaks(way["joints"]))) for tool, way in ways.items())


def _peaks(rows: Mapping[str, list[float]]) -> Iterator[Peak]:
    for joint in Joint:
        found = [row for name, row in rows.items() if name.removeprefix("right_").removeprefix("left_") == joint.value]
        if found:
            moment, per_kg, contact, working = (max(row[index] for row in found) for index in range(4))
            yield Peak(joint, moment, per_kg, contact, working)


def read_demand(folder: Path) -> Demand:
    """What was derived for the exercise in a folder; `UNKNOWN` where nothing was yet.

    Raises:
        Malformed: its `loads.json` does not fit; `python -m halfkilo.body loads SLUG` writes it.
    """
    path, place = folder / "loads.json", f"exercises/{folder.name}/loads.json"
    if not path.exists():
        return UNKNOWN
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise Malformed(place, f"is not JSON ({error}); run `python -m halfkilo.body loads {folder.name}`") from error
    if not isinstance(raw, dict):
        raise Malformed(place, "is an object")
    found = read(_Stored, {key: raw[key] for key in ("demand", "demand_other") if key in raw}, place)
    return Demand(found.demand, found.demand_other)


def _larger(one: Mapping[Joint, int], two: Mapping[Joint, int]) -> Mapping[Joint, int]:
    return {joint: max(one.get(joint, 0), two.get(joint, 0)) for joint in Joint if joint in one or joint in two}

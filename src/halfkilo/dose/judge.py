"""What one earlier outing of an exercise says: its colour, whether it settled, whether it was clean (DOSE.md 2, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.once import kept, once, remembered
from halfkilo.journal.corridor import next_day
from halfkilo.journal.state import Outing, SessionState
from halfkilo.units import Region


class Colour(StrEnum):
    """The strictest verdict of the regions the exercise loads. UNKNOWN: the peak was not answered."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


STRICT = [Colour.GREEN, Colour.UNKNOWN, Colour.AMBER, Colour.RED]


@dataclass
class Judged:
    """One outing, judged as of the day it was done: the corridor of that day, the morning after it. regions: those that it loads.
    Read only; each part of the verdict is worked out when a rule asks for it."""

    day: Day
    regions: tuple[Region, ...]
    outing: Outing

    @once
    def _strictest(self) -> tuple[Region | None, Colour]:
        """The first region of the strictest colour, and that colour."""
        day, outing = self.day, self.outing
        session = sessions(day).get(outing["n"])
        worst, colour = None, Colour.GREEN
        for region in self.regions:
            here = _colour(day, region, outing, session)
            if worst is None or STRICT.index(here) > STRICT.index(colour):
                worst, colour = region, here
        return (worst, colour) if worst is not None else (None, _elsewhere(outing, session, day.policy.red_absolute))

    @once
    def colour(self) -> Colour:
        """The strictest colour of its regions."""
        return self._strictest[1]

    @once
    def region(self) -> Region | None:
        """The region that the colour is of; None where it loads no tracked one."""
        return self._strictest[0]

    @once
    def settled(self) -> bool | None:
        """Whether the next morning had settled; None while it is not answered."""
        return _settled(self.day, self.regions, self.outing["d"])

    @once
    def complete(self) -> bool:
        """All of it done."""
        outing, done = self.outing, self.outing["r"]
        return len(done) >= outing["s"] and (not done or min(done) >= outing["t"]) and outing["x"] is None

    @once
    def clean(self) -> bool:
        """Complete, green, settled, in form, with an effort that was told and not high."""
        outing, effort = self.outing, self.outing["e"]
        return (
            self.complete
            and effort is not None
            and effort <= self.day.policy.effort_clean
            and self.colour is Colour.GREEN
            and self.settled is True
            and outing["f"] == 0
            and outing["a"] == 0
            and not outing.get("c", False)
        )

    @once
    def hard(self) -> bool:
        """Effort too high, or form lost (E3)."""
        return (self.outing["e"] or 0) >= self.day.policy.effort_high or self.outing["f"] > 0

    @once
    def easy(self) -> bool:
        """Clean with an effort of 4 and less."""
        effort = self.outing["e"]
        return effort is not None and effort <= limits.EFFORT_EASY.first and self.clean

    @once
    def rise(self) -> tuple[Region, int, int] | None:
        """The region and the two pains of an unsettled rise (E2)."""
        return _rise(self.day, self.regions, self.outing["d"], self.outing["n"])


def judge(day: Day, regions: tuple[Region, ...], outing: Outing) -> Judged:
    """Judge an outing that loads `regions`."""
    return Judged(day, regions, outing)


@kept
def sessions(day: Day) -> dict[int, SessionState]:
    """The sessions by number."""
    return {session["n"]: session for session in day.state["sessions"]}


def _colour(day: Day, region: Region, outing: Outing, session: SessionState | None) -> Colour:
    """The region's own peak where it was asked place by place; else the exercise's one number, which counts for each of them."""
    peak = outing["pp"].get(region, outing["p"]) if "pp" in outing else outing["p"]
    if peak is None:
        return Colour.UNKNOWN
    edges = day.corridor(region, outing["d"])
    pre = session["pre"].get(region) if session else None
    if edges.peak_red(peak):
        return Colour.RED
    return Colour.GREEN if edges.peak_green(peak, pre) else Colour.AMBER


def _elsewhere(outing: Outing, session: SessionState | None, red: int) -> Colour:
    """The colour of an exercise that loads no tracked place. It is judged by completion, effort and form alone while the pain
    is ordinary; a worst pain that rose past the absolute edges is some place's pain, and nothing rises on it."""
    peak, before = outing["p"], max(session["pre"].values(), default=None) if session else None
    if peak is None or (before is not None and peak <= before):
        return Colour.GREEN
    if peak >= limits.ALWAYS_RED.first:
        return Colour.RED
    return Colour.AMBER if peak > red else Colour.GREEN


@remembered
def _settled(day: Day, regions: tuple[Region, ...], on: str) -> bool | None:
    if not day.policy.applies("settled"):
        return True
    mornings = [(day.morning(region, next_day(on)), day.corridor(region, on)) for region in regions]
    if any(pain is not None and not edges.settled(pain) for pain, edges in mornings):
        return False
    return None if any(pain is None for pain, _ in mornings) else True


@remembered
def _rise(day: Day, regions: tuple[Region, ...], on: str, number: int) -> tuple[Region, int, int] | None:
    """E2: pain rose over the session by 2 or more, and the next non-rescue session began at ref + 2 or more."""
    session = sessions(day).get(number)
    if session is None:
        return None
    later = _next_pre(day, session)
    for region in regions:
        pre, again = session["pre"].get(region), later.get(region)
        after = session["cool"].get(region, day.morning(region, next_day(on)))
        if pre is None or after is None or again is None:
            continue
        if after - pre >= limits.RISE.first and again >= day.corridor(region, on).ref + limits.RED_OVER_REF.first:
            return region, after - pre, again
    return None


def _next_pre(day: Day, session: SessionState) -> dict[str, int]:
    """Pain before the first non-rescue session after `session`; today's check-in when that is today."""
    for later in day.state["sessions"]:
        if later["n"] > session["n"] and later["mode"] != "rescue" and later["on"] < day.on:
            return later["pre"]
    return day.checked["pre"] if day.checked and day.on > session["on"] else {}


def rose(regions: tuple[Region, ...], outing: Outing, session: SessionState | None) -> int | None:
    """Peak minus the pain before, place by place where it was asked so; one number for several places may mean the worst of them."""
    pre = session["pre"] if session else {}
    before = {region: pre[region] for region in regions if region in pre}
    if not before:
        return None
    if "pp" in outing:
        told = outing["pp"]
        apart = [told[region] - pain for region, pain in before.items() if region in told]
        if apart:
            return max(apart)
    return None if outing["p"] is None else outing["p"] - max(before.values())

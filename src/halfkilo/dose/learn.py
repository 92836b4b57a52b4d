"""What a person's own record says about how they bear load: learned from many answers, never from one, and within the guardrails.

One raised answer in seven is chance (evidence 7.6), so single answers only hold (E4, E6); a mean over weeks says who reacts to load and
who does not. Where the record is calm an exercise goes on as soon as an outing is clean; where a place rises again and again, or speaks up
after sessions more often than on other days, nothing rises on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.judge import Colour, Judged, sessions
from halfkilo.dose.judge import rose as rose_in
from halfkilo.dose.once import kept
from halfkilo.dose.progress import Dose
from halfkilo.dose.session import Reason
from halfkilo.journal.corridor import next_day
from halfkilo.journal.standing import says
from halfkilo.journal.state import SessionState
from halfkilo.units import Region

NEAR = 85
OVER = 104
"""Percent of today's demand from and up to which an outing says something about today's dose: a lighter one was easier to bear, a heavier
one was lowered since."""

FLARE_AFTER = 2
"""Days after a session within which a flare may have come from it (soreness and flares follow within 48 hours)."""

OFTENER = 2
"""A place speaks up after sessions this many times as often as on other mornings before it counts as reacting: otherwise it is its way."""


@dataclass(frozen=True)
class Bearing:
    """How a place bore the last four weeks. rises: how far the worst pain stood above the pain before, one for each answered exercise
    that loads it, NRS. signs, after: sessions after which it spoke up, of how many. loud, other: mornings that were a signal without a
    session the day before, of how many."""

    rises: tuple[int, ...]
    signs: int
    after: int
    loud: int
    other: int

    @property
    def tenths(self) -> int | None:
        """The mean rise in tenths of NRS; None while too few were answered."""
        return 10 * sum(self.rises) // len(self.rises) if len(self.rises) >= limits.LEARN_ANSWERS.first else None

    @property
    def reacts(self) -> bool:
        """Whether it speaks up after sessions, and clearly more often than on other mornings."""
        return self.signs >= limits.SIGNS_HOLD.first and self.signs * self.other >= OFTENER * self.loud * self.after


def bearing(day: Day, region: Region) -> Bearing:
    """How a tracked place bore the last four weeks."""
    known = day.learned.get(region)
    if known is None:
        known = day.learned[region] = _bearing(day, region)
    return known


def _bearing(day: Day, region: Region) -> Bearing:
    recent = [one for one in _recent(day).values() if one["done"]]
    trained = {next_day(one["on"]) for one in recent}
    quiet = [on for on in day.usual(region).since(_from(day)) if on < day.on and on not in trained]
    return Bearing(tuple(_rises(day).get(region, ())), sum([_spoke(day, region, one) for one in recent]), len(recent),
                   sum([day.high(region, on) for on in quiet]), len(quiet))


def _from(day: Day) -> str:
    return next_day(day.on, -limits.LEARN_DAYS.first)


@kept
def _recent(day: Day) -> dict[int, SessionState]:
    """The sessions of the last four weeks by number."""
    since = _from(day)
    return {number: one for number, one in sessions(day).items() if since <= one["on"] < day.on}


@kept
def _rises(day: Day) -> dict[Region, list[int]]:
    """How far pain rose in the exercises of these sessions, place by place."""
    recent = _recent(day)
    rises: dict[Region, list[int]] = {}
    for key, past in day.state["exercises"].items():
        regions = day.places.heard_at(key)
        for one in past["outings"] if regions else ():
            session = recent.get(one["n"])
            if session is None or not says(one):
                continue
            for region in regions:
                rise = rose_in((region,), one, session)
                if rise is not None:
                    rises.setdefault(region, []).append(rise)
    return rises


def _spoke(day: Day, region: Region, session: SessionState) -> bool:
    """Pain up by 2 at the cool-down, a stop for pain, a morning that was a signal, or a flare within two days."""
    pre, cool = session["pre"].get(region), session["cool"].get(region)
    if pre is not None and cool is not None and cool - pre >= limits.RISE.first:
        return True
    on = session["on"]
    if session["stop"] == "pain" or day.high(region, next_day(on)):
        return True
    last = next_day(on, FLARE_AFTER)
    return any(on <= flare["since"] <= last for flare in day.tracked[region]["flares"])


@kept
def heard(case: Case) -> int:
    """How loudly pain has risen at about today's dose: what each outing rose above `USUAL_RISE_TENTHS`, added up, never below zero (a
    cumulative sum, Page 1954, Biometrika 41:100), tenths of NRS. One loud outing alone says little, three in four say much."""
    if case.dose is None or not case.regions:
        return 0
    now, total, known = case.dose.demand, 0, sessions(case.day)
    near = [one for one, demand in zip(case.works, reversed(case.demands), strict=True) if NEAR * now <= 100 * demand <= OVER * now]
    rises = [rise for one in near if (rise := rose_in(case.regions, one, known.get(one["n"]))) is not None]
    for rose in rises:
        total = max(0, total + min(10 * rose, limits.ROSE_MOST.first) - limits.USUAL_RISE_TENTHS.first)
    return total if len(rises) >= limits.LEARN_OUTINGS.first else 0


def reacts(case: Case) -> Reason | None:
    """Whether what it loads has risen again and again at about this dose, or speaks up after sessions: nothing rises on it."""
    loud = heard(case)
    if loud >= limits.HEARD_HOLDS.first:
        return Reason("reacts", {"tenths": loud})
    for region in case.regions:
        seen = bearing(case.day, region)
        if seen.reacts:
            return Reason("reacts-signs", {"region": region.value, "signs": seen.signs})
    return None


@kept
def calm(case: Case) -> bool:
    """Whether enough answers say that load is borne well here: no remembered outing of the exercise spoke against it, and pain hardly rose
    in anything that loads its places."""
    if any(_against(one) for one in islice(case.judged, limits.LEARN_LEAST.first)):
        return False
    if heard(case) >= limits.HEARD_HOLDS.first or len(case.judged) < limits.CALM_OUTINGS.first:
        return False
    return all(_quiet(bearing(case.day, region)) for region in case.regions)


def _quiet(seen: Bearing) -> bool:
    return seen.tenths is not None and seen.tenths <= limits.CALM_TENTHS.first and not seen.reacts


def known_ground(case: Case) -> Dose | None:
    """The largest dose above today's that was borne not long ago: all of it done, green, settled, not hard, and nothing since then spoke
    against it. Back to it is no new ground."""
    if case.dose is None:
        return None
    most, best = case.dose.demand, None
    for back, demand in enumerate(case.demands):
        if demand <= most and max(case.demands[back:]) <= most:
            break  # whatever the rest says, none of it is larger
        one = case.judged[back]
        if one.colour is Colour.RED or one.outing["x"] == "pain" or one.rise is not None:
            break
        if demand > most and one.colour is Colour.GREEN and one.settled is True and one.complete and not one.hard:
            most, best = demand, one.outing
    return case.standing(best) if best is not None else None


def _against(one: Judged) -> bool:
    return one.hard or one.outing["x"] is not None or one.colour is Colour.RED or one.rise is not None

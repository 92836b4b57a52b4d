"""What a person's own record says about how they bear load: learned from several answers, never from one, and within the guardrails.

One raised answer in seven is chance (evidence 7.6), so single answers only hold (E4, E6); a mean of four or more says who reacts to
load and who does not. Someone whose record is calm goes on as soon as an outing is clean; where a place rises again and again, nothing
rises on it.
"""

from __future__ import annotations

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.judge import Judged
from halfkilo.dose.progress import Dose
from halfkilo.dose.session import Reason
from halfkilo.journal.corridor import next_day
from halfkilo.journal.state import SessionState
from halfkilo.units import Region

NEAR = 85
"""Percent of today's demand from which an outing says something about today's dose: a lighter one was easier to bear."""

FLARE_AFTER = 2
"""Days after a session within which a flare may have come from it (soreness and flares follow within 48 hours)."""


def mean_rise(case: Case) -> int | None:
    """Mean rise of the worst pain over the pain before in the last outings at about today's dose, tenths of NRS; None while too few
    were answered."""
    now = case.dose
    if now is None or not case.regions:
        return None
    rises = [one.rose for one in case.judged if one.rose is not None and 100 * _demand(one) >= NEAR * now.demand]
    if len(rises) < limits.LEARN_LEAST.first:
        return None
    return 10 * sum(rises) // len(rises)


def _demand(one: Judged) -> int:
    return Dose(one.outing["g"], one.outing["t"]).demand


def signs(day: Day, region: Region) -> int:
    """Sessions of the last four weeks after which the place spoke up: pain up by 2 at the cool-down, a stop for pain, a morning that was a
    signal, or a flare within two days."""
    return sum(1 for session in day.state["sessions"] if 0 < day.days_since(session["on"]) <= limits.SWAP_WINDOW.first
               and session["done"] and _spoke(day, region, session))


def _spoke(day: Day, region: Region, session: SessionState) -> bool:
    pre, cool = session["pre"].get(region.value), session["cool"].get(region.value)
    if pre is not None and cool is not None and cool - pre >= limits.RISE.first:
        return True
    after = next_day(session["on"])
    flares = (flare["since"] for flare in day.tracked[region]["flares"])
    return (session["stop"] == "pain" or day.high(region, after)
            or any(session["on"] <= since <= next_day(session["on"], FLARE_AFTER) for since in flares))


def reacts(case: Case) -> Reason | None:
    """Whether what it loads has risen again and again at about this dose, or spoke up after several sessions: nothing rises on it."""
    mean = mean_rise(case)
    if mean is not None and mean >= limits.REACTS_TENTHS.first:
        return Reason("reacts", {"tenths": mean})
    for region in case.regions:
        count = signs(case.day, region)
        if count >= limits.SIGNS_HOLD.first:
            return Reason("reacts-signs", {"region": region.value, "signs": count})
    return None


def calm(case: Case) -> bool:
    """Whether enough answers say that it is borne well: no outing remembered was red, hard, stopped or unsettled, and pain hardly rose."""
    recent = case.judged[: limits.LEARN_LEAST.first]
    if len(recent) < limits.LEARN_LEAST.first or any(_spoke_up(one) for one in recent):
        return False
    if not case.regions:
        return True
    mean = mean_rise(case)
    return mean is not None and mean <= limits.CALM_TENTHS.first


def _spoke_up(one: Judged) -> bool:
    return one.colour == "red" or one.hard or one.outing["x"] is not None or one.rise is not None

"""The gates G0-G4 (DOSE.md 3): what the day may be at all, before any exercise is looked at. Each gate may only tighten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.once import once
from halfkilo.dose.session import Reason, Status
from halfkilo.journal.corridor import next_day
from halfkilo.screening import Outcome
from halfkilo.units import Region


@dataclass(frozen=True)
class Gates:
    """status: READY unless a gate closed the day. resting: tracked regions that are not loaded today, each with its reason.
    holding: regions on which nothing rises. ask_flare: regions for G3's question."""

    status: Status
    reasons: tuple[Reason, ...]
    resting: dict[Region, Reason]
    holding: dict[Region, Reason]
    ask_flare: tuple[Region, ...]

    @once
    def rested(self) -> frozenset[Region]:
        """The regions that are not loaded today."""
        return frozenset(self.resting)


def gates(day: Day) -> Gates:
    """All gates, in order."""
    closed = _closed(day)
    if closed is not None:
        return Gates(closed[0], closed[1], {}, {}, ())
    resting: dict[Region, Reason] = {}
    holding: dict[Region, Reason] = {}
    ask: list[Region] = []
    for region in day.tracked:
        reason = next((one for gate, look in RESTING if day.policy.applies(gate) and (one := look(day, region)) is not None), None)
        if reason is not None:
            resting[region] = reason
            continue
        held = g3_held(day, region) if day.policy.applies("G3-held") else None
        if held is not None:
            holding[region] = held
            if held.facts["ask"]:
                ask.append(region)
    return Gates(Status.READY, (), resting, holding, tuple(ask))


def _closed(day: Day) -> tuple[Status, tuple[Reason, ...]] | None:
    signs = g0_signs(day) if day.policy.applies("G0") else ()
    if signs:
        return Status.STOP, signs
    if not day.state["screen"]["here"]:
        return Status.NEEDS_SCREEN, (Reason("G1-screen"),)
    return g1_screen(day) if day.policy.applies("G1") else None


def g0_signs(day: Day) -> tuple[Reason, ...]:
    """G0: a stop sign blocks until someone has looked."""
    return tuple(Reason("G0", {"sign": sign, "since": since}) for sign, since in day.state["screen"]["signs"])


def g0_symptom(day: Day, region: Region) -> Reason | None:
    """A new symptom that is none of the stop signs: every tracked region rests today, and the screen is offered again."""
    return Reason("G0-symptom") if day.different() == "new_symptom" else None


def g1_screen(day: Day) -> tuple[Status, tuple[Reason, ...]] | None:
    """G1: the outcome of the entry screen."""
    verdict = day.verdict
    reasons = tuple(Reason("G1", {"item": item}) for item in verdict.because)
    if verdict.outcome is Outcome.STOP:
        return Status.STOP, reasons
    if verdict.outcome is Outcome.SEE_FIRST:
        return Status.SEE_FIRST, reasons
    return None


def g2_high_usual(day: Day, region: Region) -> Reason | None:
    """G2: usual pain of 7 and more needs a clinician before the region is loaded."""
    usual = day.corridor(region).high
    if usual < limits.REGION_LIMIT.first or f"high_{region.value}" in day.state["screen"]["cleared"]:
        return None
    return Reason("G2", {"region": region.value, "usual": usual})


def g3_flare(day: Day, region: Region) -> Reason | None:
    """G3: a flare by the person's own word."""
    said_now = day.different() == "flare" and not any(day.flaring(other) for other in day.tracked)
    if day.flaring(region):
        return Reason("G3", {"region": region.value, "since": day.tracked[region]["flares"][-1]["since"]})
    # "This is a flare" at the check-in names no region: until it does, every tracked region rests.
    return Reason("G3", {"region": region.value, "since": day.on}) if said_now else None


def g3_held(day: Day, region: Region) -> Reason | None:
    """G3: after two high mornings running nothing rises until a settled one; asked once, unless answered since."""
    last = _last_high_pair(day, region)
    if last is None:
        return None
    held = day.tracked[region]["held"]
    return Reason("G3-held", {"region": region.value, "since": last, "ask": held is None or held < last})


def _last_high_pair(day: Day, region: Region) -> str | None:
    """The second day of the latest two high mornings running (at least 4), when no settled morning came after."""
    for back in range(limits.BASE_DAYS.first):
        on = next_day(day.on, -back)
        pain = day.morning(region, on)
        if pain is None:
            continue
        if day.corridor(region, next_day(on, -1)).settled(pain):
            return None
        before = next_day(on, -1)
        levels = (pain, day.morning(region, before) or 0)
        if min(levels) >= limits.FLARE_LEAST_LEVEL.first and day.high(region, on) and day.high(region, before):
            return on
    return None


def g4_high_today(day: Day, region: Region) -> Reason | None:
    """G4: pain before the session of max(red, ref + 2) or more: a rescue session for that region."""
    pre = day.pre(region)
    if pre is None:
        return None
    edges = day.corridor(region)
    edge = max(edges.red, edges.ref + limits.RED_OVER_REF.first)
    return Reason("G4", {"region": region.value, "pre": pre, "edge": edge}) if pre >= edge else None


RESTING: tuple[tuple[str, Callable[[Day, Region], Reason | None]], ...] = (
    ("G0-symptom", g0_symptom),
    ("G2", g2_high_usual),
    ("G3", g3_flare),
    ("G4", g4_high_today),
)
"""Gates that rest one place today, in order, each with the id of its row in the table."""

"""The staged way back after a flare (DOSE.md 5): 70, 85, 100 % of the dose before it, one stage per settled outing, each accepted.

The stages go faster than the invariants of section 6: they lead back to a load this body carried days ago, never past it.
"""

from __future__ import annotations

from dataclasses import replace

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.judge import Colour
from halfkilo.dose.once import kept
from halfkilo.dose.progress import Dose
from halfkilo.dose.session import Reason, Verdict
from halfkilo.journal.fields import Offered
from halfkilo.units import Region


def way_back_begins(case: Case) -> Decision | None:
    """Right after a flare nothing is loaded until the first stage has a yes; it rests or is offered."""
    since = _flare_ended(case)
    if since is None or _stage(case) > 0:
        return None
    return _stage_offer(case, limits.WAY_BACK[0], Decision(Verdict.REST, "back", 0, 0, 0, ()))


def way_back(case: Case) -> Decision | None:
    """Between the stages: a settled outing offers the next one, anything else stays."""
    since = _flare_ended(case)
    stage = _stage(case)
    if since is None or stage == 0 or stage >= limits.WAY_BACK[-1] or case.dose is None:
        return None
    stay = Decision(Verdict.BACK, "back", case.dose.grams, case.dose.target, case.standing_sets, (Reason("back-stay", {"stage": stage}),))
    last = case.last
    if last is None or last.outing["d"] < since or last.settled is not True or last.colour is Colour.RED or not last.complete:
        return stay
    # A stage that was cut is tried again before the next one: each stage follows a settled session of the one before.
    reached = not _less(case.dose, _share(case, _before(case), stage))
    following = next(later for later in limits.WAY_BACK if later > stage) if reached else stage
    return _stage_offer(case, following, stay)


def within_way_back(case: Case, decided: Decision) -> Decision:
    """Never past the stage that has its yes, whichever rule decided: until it is lifted, the dose still stands where it was
    before the flare."""
    stage = _stage(case)
    if _flare_ended(case) is None or not 0 < stage < limits.WAY_BACK[-1] or decided.verdict in (Verdict.REST, Verdict.SWAP):
        return decided
    most = _share(case, _before(case), stage)
    grams, target = min(decided.grams, most.grams), decided.target if case.loaded and decided.grams else min(decided.target, most.target)
    return replace(decided, grams=grams, target=target)


def _less(dose: Dose, other: Dose) -> bool:
    return dose.grams < other.grams or (dose.grams == other.grams == 0 and dose.target < other.target)


@kept
def _flared(case: Case) -> tuple[Region, ...]:
    """The places it loads whose flare sent it on a way back; also when they are no longer tracked, or a new profile would end it."""
    stages, known = case.past.get("stages") if case.past else None, case.day.state["regions"]
    if not stages:
        return ()
    places = [Region(name) for name in stages if name in known]
    return tuple(one for one in places if case.exercise.demand_on(one, case.side) >= limits.DEMAND_HEARD.first)


def _stage(case: Case) -> int:
    """The least stage of the flared regions it loads; 0 where none has its yes."""
    stages = case.past.get("stages") if case.past else None
    return min([stages[region.value] for region in _flared(case)], default=0) if stages else 0


def _before(case: Case) -> Dose:
    before = case.past.get("before") if case.past else None
    return Dose(before["g"], before["t"]) if before else Dose(0, 0)


@kept
def _flare_ended(case: Case) -> str | None:
    """The day the latest flare of a loaded region ended, when a dose from before it is still remembered."""
    if case.past is None or "before" not in case.past:
        return None
    flares = [case.day.state["regions"][region.value]["flares"] for region in _flared(case)]
    ended = [one[-1]["until"] for one in flares if one]
    return max((day for day in ended if day is not None), default=None)


def _stage_offer(case: Case, stage: int, stay: Decision) -> Decision:
    before = _before(case)
    new = _share(case, before, stage)
    facts = {"stage": stage, "before": before.grams, "grams": new.grams, "target": new.target}
    reason = Reason("back", facts)
    wish = Wish(Offered.WAY_BACK, new.grams, new.target, (reason,), stage=stage)
    return Decision(stay.verdict, stay.rule, stay.grams, stay.target, stay.sets, (reason,), wish=wish)


def _share(case: Case, before: Dose, stage: int) -> Dose:
    """`stage` percent of the dose before, on the grid; where no notch is that light, the lightest one with fewer reps."""
    if not case.loaded:
        return Dose(0, max(1, before.target * stage // 100))
    grams = case.grid.down(before.grams * stage // 100)
    if grams == 0 and case.grid.notches:
        return Dose(min(before.grams, case.grid.notches[0]), max(1, before.target * stage // 100))
    return Dose(grams, before.target)

"""First loads (DOSE.md 4 E5, 6): the comfortable-load finder, and the start at 80 % of what it found. Never a maximum."""

from __future__ import annotations

from halfkilo import limits
from halfkilo.dose.anew import bottom
from halfkilo.dose.carried import carried
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision
from halfkilo.dose.extent import below_least
from halfkilo.dose.finder import found_of, steps_of
from halfkilo.dose.rules import break_percent
from halfkilo.dose.session import Reason, Verdict
from halfkilo.journal.state import parts_of


def first_dose(case: Case) -> Decision | None:
    """The decision for an exercise without a standing dose, or after more than 90 days; None when it has one."""
    if case.works and break_percent(case) is not None:
        return None
    if not case.loaded:
        return _body(case)
    found = found_of(case)
    if found is not None and (not case.works or found[1] > case.works[-1]["d"]) and not _try_again(case, *found):
        return start_at(case, _capped(case, found[0]))
    known = carried(case) if found is None and not case.works and case.day.policy.applies("start") else None
    if known is not None:
        return known
    reason = Reason("find-again", {"days": case.days_off}) if case.works else Reason("find")
    return Decision(Verdict.FIND, "find", steps_of(case)[0] if steps_of(case) else 0, limits.FINDER_REPS.first, 1, (reason,))


def _try_again(case: Case, found: int, on: str) -> bool:
    """A first step that hurt is tried again after a week where no easier exercise takes its place, or it would be lost for ever."""
    return found == 0 and case.easier is None and case.day.days_since(on) >= limits.FINDER_WEEK.first


def _capped(case: Case, found: int) -> int:
    """After a long break never above half of what it was, or the lightest there is (DOSE.md E5)."""
    if not case.works:
        return found
    lightest = case.grid.notches[0] if case.grid.notches else 0
    return min(found, max(case.works[-1]["g"] * limits.BREAK_CAP.first // 100, lightest))


def _body(case: Case) -> Decision:
    """Body weight: the bottom of the range; after more than 90 days half of what it was."""
    low = case.bounds[0]
    if not case.works and _rung_lower(case):
        reasons = (Reason("start-lower", {"other": case.easier}),)
        return Decision(Verdict.SWAP, "start", 0, 0, case.sets, reasons, other=case.easier)
    if not case.works:
        return Decision(Verdict.START, "start", 0, low, case.sets, (Reason("start-body"),))
    again = max(1, min(low, case.works[-1]["t"] * limits.BREAK_CAP.first // 100))
    return Decision(Verdict.START, "start", 0, again, 1, (Reason("start-again", {"days": case.days_off}),))


def _rung_lower(case: Case) -> bool:
    """Whether body weight asks much of a tracked place and nobody knows yet how it bears that: no finder can begin lightly there, so the
    ladder begins a rung lower, until that rung is done to the top of its range or its harder neighbour had a yes."""
    easier, slug = case.easier, case.exercise.slug
    if easier is None or slug in case.day.state["instead"].values() or not case.day.policy.applies("start"):
        return False
    asks = max((case.exercise.demand_on(region, case.side) for region in case.regions), default=0)
    return asks >= limits.FIRST_DEMAND.first and not _mastered(case, easier)


def _mastered(case: Case, slug: str) -> bool:
    top = case.day.catalogue[slug].facts.range[1]
    done = [past["outings"] for key, past in case.day.state["exercises"].items() if parts_of(key)[0] == slug]
    return any(len(outings) >= limits.LEARN_LEAST.first and outings[-1]["t"] >= top for outings in done)


def start_at(case: Case, found: int) -> Decision:
    """80 % of the comfortable load, rounded down; the lightest notch when that was comfortable and 80 % can't be made."""
    share = case.day.policy.finder_start if case.day.policy.applies("start") else 100
    grams = case.grid.down(found * share // 100)
    if grams == 0 and case.grid.notches and found >= case.grid.notches[0]:
        grams = case.grid.notches[0]
    if grams == 0:
        return below_least(case, found)
    why = Reason("start", {"found": found, "grams": grams, "percent": share})
    return Decision(Verdict.START, "start", grams, bottom(case, grams), case.sets, (why,))

"""How far the movement goes. After pain it goes only as far as is comfortable (E1); here it finds its way back, a step after each clean
outing, and nothing else grows beside it. Where even the lightest load was too much, the same exercise begins with less range (`shorter`).
"""

from __future__ import annotations

from dataclasses import replace

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision
from halfkilo.dose.session import Reason, Verdict
from halfkilo.journal.fields import Offered
from halfkilo.journal.standing import reached
from halfkilo.units import Tool

WHOLE = 100
"""Percent: the whole range."""
GROWS = (Offered.LOAD, Offered.SET, Offered.HARDER, Offered.FIND)
"""Offers of more."""


def within_extent(case: Case, decided: Decision) -> Decision:
    """A decision with the range it may have today: as far as last time, or a step further after a clean outing."""
    if not case.works or decided.verdict in (Verdict.FIND, Verdict.SWAP, Verdict.REST) or not case.day.policy.applies("range"):
        return decided
    was, most = reached(case.works[-1]), case.day.limit("range_most", case.exercise.slug, case.side) or WHOLE
    if was >= min(most, WHOLE):
        return decided
    if decided.range_percent < WHOLE:  # a rule shortens it today; what was shorter already stays so
        return replace(decided, range_percent=min(was, decided.range_percent))
    further: int = min(most, next(step for step in limits.RANGE_STEPS if step > was))
    if decided.rule != "E7":  # E7 alone says that it was clean and that nothing keeps it from more
        return _held(case, decided, was, Reason("range-stay", {"percent": was}))
    return replace(_held(case, decided, further, Reason("range-back", {"percent": further})), verdict=Verdict.PROGRESS, rule="range")


def _held(case: Case, decided: Decision, percent: int, reason: Reason) -> Decision:
    """The decision without anything that grows: one variable a time (DOSE.md 6). A way back after a flare goes on by its own yes."""
    wish = decided.wish if decided.wish is not None and decided.wish.offered not in GROWS else None
    if decided.verdict is Verdict.PROGRESS and case.dose is not None:
        decided = replace(decided, verdict=Verdict.HOLD, target=min(decided.target, case.dose.target), reasons=(), slower=0)
    return replace(decided, range_percent=percent, wish=wish, reasons=(reason, *(decided.reasons if wish or not decided.wish else ())))


def below_least(case: Case, found: int) -> Decision:
    """Even the lightest load was not comfortable. In this order: the easier neighbour; the same movement without a load; the lightest load
    over half the range, with half the repetitions, in one set; rest, where nothing can be made at all."""
    why = Reason("start-none", {"found": found})
    if case.easier is not None:
        return Decision(Verdict.SWAP, "start", 0, 0, 0, (why,), other=case.easier)
    if case.exercise.variant(Tool.BODY) is not None:
        return Decision(Verdict.SWAP, "start", 0, 0, 0, (Reason("start-unloaded", {"found": found}),), other=case.exercise.slug)
    if not case.grid.notches:
        return Decision(Verdict.REST, "start", 0, 0, 0, (why,))
    shorter, lightest = limits.RANGE_STEPS[0], case.grid.notches[0]
    reason = Reason("start-shorter", {"grams": lightest, "percent": shorter})
    return Decision(Verdict.START, "start", lightest, max(1, case.bounds[0] // 2), 1, (reason,), shorter, slower=limits.SLOWER.first)

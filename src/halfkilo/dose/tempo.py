"""A slower way back: where the next notch is too far for one step, the same load done more slowly is a small step, before a set more.

It stays while the load stays; a heavier or a lighter one begins at the exercise's own tempo.
"""

from __future__ import annotations

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision
from halfkilo.dose.once import changed
from halfkilo.dose.session import Reason, Verdict
from halfkilo.exercises import Count
from halfkilo.journal.standing import slowed


def slower_first(case: Case, stay: Decision) -> Decision | None:
    """At the top of the range with a notch above that is too far: more seconds on the way back. None where that was done already."""
    if not case.loaded or case.exercise.facts.count is not Count.REPS or not case.works or case.grid.above(stay.grams) is None:
        return None
    if slowed(case.works[-1]) >= limits.SLOWER.first:
        return None
    reason = Reason("E7-slower", {"seconds": limits.SLOWER.first})
    return changed(stay, verdict=Verdict.PROGRESS, reasons=(reason,), slower=limits.SLOWER.first)


def within_tempo(case: Case, decided: Decision) -> Decision:
    """As slow as last time while the load is the same."""
    if not case.works:
        return decided
    last = case.works[-1]
    if not case.loaded or decided.grams != last["g"] or decided.verdict in (Verdict.EASE, Verdict.FIND):
        return decided if decided.slower == 0 else changed(decided, slower=0)
    was = slowed(last)
    return decided if decided.slower >= was else changed(decided, slower=was)

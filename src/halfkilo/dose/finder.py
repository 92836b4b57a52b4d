"""The comfortable-load finder (DOSE.md 6): its steps, and what it found. Never a maximum."""

from __future__ import annotations

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.once import kept
from halfkilo.journal.fields import Finder

QUICKER = 150
SLOWER = 133
"""Percent of the last finder step that the next one may reach; slower from 65 and where a tracked place is
loaded. Ours: six steps from about 1 kg then end below 10 kg."""


DOUBLE = 2
"""A step is never more than twice the last one: with dumbbells of 2 and 10 kg the finder ends at 2."""


ANEW = 250
"""Percent of the standing load that the first step anew may reach where no notch lies between (2 kg, then 5): the standing load was
easy for a whole range of repetitions several times running, which says more than three repetitions do. Ours."""


@kept
def found_of(case: Case) -> tuple[int, str] | None:
    """The comfortable load, grams, and its day: as an answer ended the finder, or because nothing heavier could be tried.

    The second matters where few dumbbells or bands are owned: without it "more" at the heaviest would be asked for ever.
    """
    told = case.past.get("found") if case.past else None
    ended = [(int(told[0]), str(told[1]))] if told is not None else []
    outings = case.past["outings"] if case.past else []
    tried = outings[-1].get("q") if outings else None
    steps = steps_of(case) if tried else ()
    if tried and steps:
        grams, how = tried[-1]
        ended += [(int(grams), outings[-1]["d"])] if how == Finder.MORE and grams >= steps[-1] else []
    return max(ended, key=lambda one: one[1], default=None)


def _step(case: Case) -> int:
    return SLOWER if case.day.older or case.regions else QUICKER


@kept
def steps_of(case: Case) -> tuple[int, ...]:
    """At most six finder loads, each at least one notch and at most half as much again above the last, never more than
    twice it; after a long break never above half of the old load."""
    notches = case.grid.notches
    if not notches:
        return ()
    cap = notches[-1]
    if case.works:
        cap = min(cap, case.works[-1]["g"] * limits.BREAK_CAP.first // 100)
    steps = [max(case.grid.down(case.variant.first), notches[0])]
    while len(steps) < limits.FINDER_STEPS.first:
        above = case.grid.above(steps[-1])
        wanted = case.grid.down(steps[-1] * _step(case) // 100)
        if above is None or max(above, wanted) > cap or above > DOUBLE * steps[-1]:
            break
        steps.append(max(above, wanted))
    # Half of the old load may be lighter than anything owned: then the lightest is tried, or the exercise would be lost.
    return tuple(step for step in steps if step <= cap) or notches[:1]


def steps_anew(case: Case) -> tuple[int, ...]:
    """The steps of a load that is found anew with a yes (`anew`): from where it stands, each one notch or at most half as much again above
    the last; empty where it stands on no notch. Like in every finder a step is at most twice the last one, but for the first."""
    notches, standing = case.grid.notches, case.dose.grams if case.dose else 0
    steps = [standing] if standing in notches else []
    while 0 < len(steps) < limits.FINDER_STEPS.first:
        above, most = case.grid.above(steps[-1]), ANEW if len(steps) == 1 else 100 * DOUBLE
        if above is None or 100 * above > most * steps[-1]:
            break
        steps.append(max(above, case.grid.down(steps[-1] * _step(case) // 100)))
    return tuple(steps)

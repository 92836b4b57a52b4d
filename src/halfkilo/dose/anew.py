"""A load that is easy and stuck: where even an empty week has no room for the next notch, it may be found anew, with a yes.

Half a kilo for twenty repetitions can never become a whole one by steps of a tenth (31 against 27.5), nor can two kilos become five where
nothing lies between. Guessing the notch would double a load; staying for ever helps nobody. So the comfortable load is looked for again:
from the standing load, three repetitions a step, each the person's own yes (docs/decisions/0007).
"""

from __future__ import annotations

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Wish
from halfkilo.dose.finder import found_of, steps_anew
from halfkilo.dose.judge import Judged
from halfkilo.dose.learn import heard
from halfkilo.dose.progress import reps_range
from halfkilo.dose.session import Reason
from halfkilo.exercises import Count
from halfkilo.journal.fields import Offered


def stuck_wish(case: Case) -> Wish | None:
    """The wish to look again for one that is at the top of its range, clean, and without a next notch (whoever asks has seen to that), or
    that has fallen far below what was once found. None where it was not easy for long enough, was found lately, where pain rose, or where
    looking could lead nowhere."""
    dose = case.dose
    if dose is None or not case.loaded or case.exercise.facts.count is not Count.REPS:
        return None
    if dose.target < case.range[1] and not fallen(case):
        return None
    if not _easy(case) or _lately(case) or heard(case) > 0:
        return None
    steps = steps_anew(case)
    if not steps or begin_at(case, steps[-1]) <= dose.grams:
        return None
    return Wish(Offered.FIND, steps[-1], dose.target, (Reason("anew", {"grams": dose.grams, "target": dose.target}),))


def fallen(case: Case) -> bool:
    """Whether the load stands far below what was once found comfortable: by cuts of at least one notch, which at light loads are large."""
    dose, found = case.dose, found_of(case)
    return dose is not None and found is not None and 100 * dose.grams <= limits.ANEW_FALLEN.first * found[0]


def begin_at(case: Case, found: int) -> int:
    """Where it begins after the finder, grams: a share of what was found, rounded down, never below the standing load when that was
    comfortable. 0 where even that was not."""
    standing = case.dose.grams if case.dose else 0
    return max(case.grid.down(found * case.day.policy.finder_start // 100), standing) if found >= standing else 0


def bottom(case: Case, grams: int) -> int:
    """The fewest repetitions of the range at a load."""
    return reps_range(*case.bounds, grams, True)[0]


def _easy(case: Case) -> bool:
    """Clean, and hardly any effort, several outings running at this load."""
    latest = case.judged[: limits.ANEW_OUTINGS.first]
    return len(latest) == limits.ANEW_OUTINGS.first and all(_light(case, one) for one in latest)


def _light(case: Case, one: Judged) -> bool:
    dose, out = case.dose, one.outing
    here = dose is not None and out["g"] == dose.grams and (out["t"] >= case.range[1] or fallen(case))
    return here and one.clean and out["e"] is not None and out["e"] <= limits.ANEW_EFFORT.first


def _lately(case: Case) -> bool:
    found = found_of(case)
    return found is not None and case.day.days_since(found[1]) < limits.ANEW_DAYS.first

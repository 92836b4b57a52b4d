"""After the yes to look for a comfortable load again (`anew`): the day of the finder, and the first week with what it found.

It comes only on a day on which nothing speaks against a rise, waits otherwise, and lapses after a week.
"""

from __future__ import annotations

from halfkilo import limits
from halfkilo.dose.anew import begin_at, bottom
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision
from halfkilo.dose.finder import steps_anew
from halfkilo.dose.once import changed
from halfkilo.dose.progress import Dose
from halfkilo.dose.rise import brake
from halfkilo.dose.rules import cut
from halfkilo.dose.session import Item, Reason, Verdict
from halfkilo.journal.fields import Away, Mode
from halfkilo.journal.state import Anew
from halfkilo.programmes.programme import LENGTHS

BESIDE = ("first_week", "declined")
"""Brakes that do not hold back the load that was just found: it is what the first week begins with."""

LIGHTER = (Verdict.EASE, Verdict.SWAP, Verdict.REST)


def sought(case: Case, decided: Decision) -> Decision:
    """The decision where there is a yes to look again: the finder, or what it found; the same decision otherwise."""
    mark = case.past.get("anew") if case.past else None
    if mark is None or case.dose is None or not case.loaded:
        return decided
    return _with_found(case, decided) if mark["n"] else _finder(case, decided, mark)


def _finder(case: Case, decided: Decision, mark: Anew) -> Decision:
    """The finder, from the standing load up to what the yes said."""
    steps = finder_steps(case)
    late = case.day.days_since(mark["on"]) > limits.WEEK.first
    if decided.rule != "E7" or late or len(steps) < 2 or _spares(case) or any(one["d"] >= mark["on"] for one in case.before):
        return decided
    reasons = (Reason("anew-find", {"grams": steps[0]}),)
    return changed(decided, verdict=Verdict.FIND, rule="anew", grams=steps[0], target=limits.FINDER_REPS.first, sets=1, wish=None,
                   slower=0, reasons=reasons)


def finder_steps(case: Case) -> tuple[int, ...]:
    """The loads of the finder after a yes: never past what that yes said."""
    mark = case.past.get("anew") if case.past else None
    return tuple(one for one in steps_anew(case) if mark is not None and one <= mark["most"])


def put_off(item: Item, case: Case) -> Item:
    """The exercise as it stands, on a day that has no room for its finder."""
    dose = case.dose or Dose(item.grams, item.target)
    return changed(item, verdict=Verdict.HOLD, rule="E8", grams=dose.grams, target=dose.target, sets=case.standing_sets, most=dose.grams,
                   steps=(), reasons=(Reason("E7-held"),))


def _spares(case: Case) -> bool:
    """Whether the day is a gentle or a very short one: nothing is looked for then."""
    choice = case.day.choice
    short = choice.minutes is not None and choice.minutes < LENGTHS[1]
    ill = choice.away is Away.ILL or case.day.different() == "ill"
    return short or ill or bool(case.gates.resting) or choice.mode in (Mode.RESCUE, Mode.GENTLE)


def _with_found(case: Case, decided: Decision) -> Decision:
    """The first time after the finder: a share of what was found; lighter than before where the standing load was not comfortable."""
    told = case.past.get("found") if case.past else None
    if told is None or case.dose is None:
        return decided
    found, on = int(told[0]), str(told[1])
    begin = begin_at(case, found)
    if begin == 0:
        percent = case.day.policy.cut_red
        return decided if decided.verdict in LIGHTER else cut(case, "anew", percent, Reason("anew-hurt", {"percent": percent}))
    since = [one for one in case.judged if one.outing["d"] >= on]
    held = decided.rule not in ("E7", "E8") or brake(case, BESIDE) is not None or not all(one.clean for one in (*since, *case.judged[:1]))
    if begin <= case.dose.grams or held or _spares(case) or case.day.days_since(on) > limits.WEEK.first:
        return decided
    why = Reason("start", {"found": found, "grams": begin, "percent": case.day.policy.finder_start})
    few = min(bottom(case, begin), case.dose.target)  # a heavier load never comes with more of it
    return changed(decided, verdict=Verdict.START, rule="anew", grams=begin, target=few, wish=None, slower=0, reasons=(why,))

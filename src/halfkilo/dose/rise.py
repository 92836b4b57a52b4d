"""E7 and section 6 of DOSE.md: when a clean exercise may go on, and everything that keeps it from rising."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from halfkilo import limits
from halfkilo.dose.anew import fallen, stuck_wish
from halfkilo.dose.case import Case
from halfkilo.dose.context import EVERYTHING
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.finder import found_of
from halfkilo.dose.learn import calm, known_ground, reacts
from halfkilo.dose.plan_level import usual_rising
from halfkilo.dose.progress import Dose, heavier, more_reps, towards, up_to_the_cap
from halfkilo.dose.session import Reason, Verdict
from halfkilo.dose.tempo import slower_first
from halfkilo.exercises import Count
from halfkilo.journal.fields import Offered


def brake(case: Case, beside: Collection[str] = ()) -> Reason | None:
    """Why nothing rises today although the exercise was clean; None when nothing speaks against it. beside: brakes not asked."""
    return _first_of(case, {rule: check for rule, check in BRAKES.items() if rule not in beside} if beside else BRAKES)


def held_today(case: Case) -> Reason | None:
    """Why even a yes waits today: the day, the place or a limit holds."""
    return _first_of(case, HELD)


def _first_of(case: Case, checks: Mapping[str, Callable[[Case], Reason | None]]) -> Reason | None:
    off = case.day.policy.off
    for rule, check in checks.items():
        reason = check(case) if rule not in off else None
        if reason is not None:
            return reason
    return None


def _locked(case: Case) -> Reason | None:
    state = case.day.state
    if case.day.unlocked:
        return None
    return Reason(
        "locked",
        {
            "mornings": max(0, limits.UNLOCK_MORNINGS.first - state["morning_count"]),
            "sessions": max(0, limits.UNLOCK_SESSIONS.first - state["trained"]),
            "rehearsed": state["rehearsed"] is not None,
        },
    )


def _unknown(case: Case) -> Reason | None:
    return Reason("unknown", {"entries": case.day.state["unknown"]}) if case.day.state["unknown"] else None


def _flat(case: Case) -> Reason | None:
    """Answers that never move, mornings and exercises alike, are no answers (H10, H13): two weeks and eight exercises."""
    runs = case.day.state["runs"]
    moving = runs["morning"] < limits.UNLOCK_MORNINGS.first or runs["effort"] < limits.FLAT_SESSIONS.first
    return None if moving else Reason("flat", {"mornings": runs["morning"], "exercises": runs["effort"]})


def _painkiller(case: Case) -> Reason | None:
    new = case.day.state["painkiller"]
    return Reason("painkiller") if new is not None and case.day.days_since(new) == 0 else None


def _slept(case: Case) -> Reason | None:
    return Reason("slept_badly") if case.day.different() == "slept_badly" else None


def _held_region(case: Case) -> Reason | None:
    return next((case.gates.holding[region] for region in case.regions if region in case.gates.holding), None)


def _stale(case: Case) -> Reason | None:
    return next((Reason("stale", {"region": region.value}) for region in case.regions if not case.day.fresh(region)), None)


def _limit(case: Case) -> Reason | None:
    return Reason("no_rise") if case.day.has("no_rise", case.exercise.slug) else None


def _first_week(case: Case) -> Reason | None:
    found = found_of(case)
    if found is None or case.day.days_since(found[1]) >= limits.FINDER_WEEK.first:
        return None
    return Reason("first_week", {"since": found[1]})


def _declined(case: Case) -> Reason | None:
    declined = case.past.get("declined") if case.past else None
    if declined is None or case.day.days_since(declined) >= limits.DECLINED_DAYS.first:
        return None
    return Reason("declined", {"since": declined})


def _plan_rising(case: Case) -> Reason | None:
    return next((Reason("usual_up", {"region": region.value}) for region in case.regions if usual_rising(case.day, region)), None)


BRAKES: Mapping[str, Callable[[Case], Reason | None]] = {
    "locked": _locked,
    "unknown": _unknown,
    "flat": _flat,
    "painkiller": _painkiller,
    "slept_badly": _slept,
    "G3-held": _held_region,
    "stale": _stale,
    "no_rise": _limit,
    "first_week": _first_week,
    "declined": _declined,
    "usual_up": _plan_rising,
    "reacts": reacts,
}
"""What keeps a clean exercise from rising, by the id of its row in the table."""

HELD = {rule: BRAKES[rule] for rule in ("unknown", "painkiller", "slept_badly", "G3-held", "no_rise")}
"""Those for which even a yes waits."""


def step_of(case: Case) -> int:
    """The smallest amount more: one rep, one minute, a tenth of the seconds."""
    if case.exercise.facts.count is Count.SECONDS and case.dose is not None:
        return max(1, case.dose.target // 10)
    return 1


def _amount(case: Case) -> int:
    """As much more as is wanted at once where the record is calm: up to the wanted rise of demand, as much as the week allows where it was
    easy, at least the smallest amount."""
    dose, policy = case.dose or Dose(0, case.bounds[0]), case.day.policy
    percent = policy.demand_step if case.judged[0].easy else policy.demand_wanted
    return max(step_of(case), (30 + dose.target) * percent // 100)


def needed_at_top(case: Case) -> int:
    """Clean outings running at the top before a load step."""
    policy = case.day.policy
    return policy.clean_at_top_older if case.day.older else policy.clean_at_top


def rise(case: Case) -> Decision:
    """A clean exercise: a rep more, or the offer of a load step, or of a harder neighbour; else it holds and says why."""
    dose = case.dose or Dose(0, case.bounds[0])
    stay = standing(case)
    quiet = case.day.policy.applies("calm") and calm(case)
    if case.loaded and fallen(case) and (low := stuck_wish(case)) is not None:
        return replace(stay, reasons=low.reasons, wish=low)
    if case.loaded and (case.running("easy", any_target=True) >= limits.EASY_TWICE.first or (quiet and case.judged[0].easy)):
        jump = up_to_the_cap(dose, case.week, case.grid, case.bounds, case.day.policy)
        if jump is not None:
            return _offer(stay, jump, Reason("E7-easy", _facts(case, jump)))
    known = known_ground(case) if case.day.policy.applies("known") else None
    if known is not None:
        again = towards(dose, known, case.week, case.grid, case.bounds, case.day.policy)
        if again is not None and again.grams > dose.grams:
            return _offer(stay, again, Reason("E7-known", _facts(case, again)))
        if again is not None:
            why = Reason("E7-known", _facts(case, again))
            return Decision(Verdict.PROGRESS, "E7", again.grams, again.target, case.standing_sets, (why,))
    top = case.range[1]
    if dose.target < top:
        more = more_reps(dose, case.week, top, _amount(case) if quiet else step_of(case), case.day.policy)
        if more is None:
            return stay.because(Reason("week_full", {}))
        return Decision(Verdict.PROGRESS, "E7", more.grams, more.target, case.standing_sets, (Reason("E7-reps", _facts(case, more)),))
    running, needed = case.running("clean"), limits.CLEAN_WHEN_CALM.first if quiet else needed_at_top(case)
    if running < needed:
        return stay.because(Reason("E7-wait", {"clean": running, "needed": needed}))
    return _at_the_top(case, stay, dose, quiet)


def _at_the_top(case: Case, stay: Decision, dose: Dose, quiet: bool) -> Decision:
    if case.loaded:
        step = heavier(dose, case.week, case.grid, case.bounds, case.day.policy)
        if step is not None:
            facts = _facts(case, step)
            return _offer(stay, step, Reason("E7-calm", facts) if quiet else Reason("E7", facts))
        if case.week != dose:
            return stay.because(Reason("week_full", {}))
        slower = slower_first(case, stay)
        if slower is not None:
            return slower
    if case.standing_sets < case.sets:
        return more_sets(case, stay)
    return next_rung(case, stay)


def next_rung(case: Case, stay: Decision) -> Decision:
    """Where neither load nor sets can grow: the offer of a harder neighbour, or of a load found anew; else it stays at the top."""
    other = _next_rung(case) if case.running("clean") >= limits.CLEAN_BEFORE_HARDER.first else None
    if other is None:
        stuck = stuck_wish(case)
        return stay.because(Reason("E7-top", {})) if stuck is None else replace(stay, reasons=stuck.reasons, wish=stuck)
    low = case.day.catalogue[other].facts.range[0]
    return Decision(
        stay.verdict,
        stay.rule,
        stay.grams,
        stay.target,
        stay.sets,
        (Reason("E7-harder", {"other": other}),),
        wish=Wish(Offered.HARDER, 0, low, (Reason("E7-harder", {"other": other}),), other=other),
    )


def standing(case: Case) -> Decision:
    """The dose as it stands, after a clean outing."""
    dose = case.dose or Dose(0, case.bounds[0])
    return Decision(Verdict.HOLD, "E7", dose.grams, dose.target, case.standing_sets, ())


def more_sets(case: Case, stay: Decision) -> Decision:
    """One set more, towards what the programme plans, and only with a yes."""
    reason = Reason("E7-set", {"sets": case.standing_sets + 1})
    return replace(stay, reasons=(reason,), wish=Wish(Offered.SET, stay.grams, stay.target, (reason,)))


def may_grow(case: Case) -> bool:
    """Whether anything could still grow on it, however well it goes: a load, the amount, the sets, or a harder neighbour."""
    dose = case.dose
    if dose is None or case.loaded or dose.target < case.range[1] or case.standing_sets < case.sets:
        return True
    return _next_rung(case) is not None


def _next_rung(case: Case) -> str | None:
    """The harder neighbour, where the person may have it and owns what it needs."""
    slug, reach = case.exercise.facts.harder, case.day.reach
    other = case.day.catalogue.get(slug) if slug is not None else None
    if other is None or reach.why_not(other) is not None or reach.variant_for(other, EVERYTHING) is None:
        return None
    return slug


def _offer(stay: Decision, new: Dose, reason: Reason) -> Decision:
    return Decision(
        stay.verdict, stay.rule, stay.grams, stay.target, stay.sets, (reason,), wish=Wish(Offered.LOAD, new.grams, new.target, (reason,))
    )


def _facts(case: Case, new: Dose) -> dict[str, object]:
    old = case.dose or new
    return {
        "from_grams": old.grams,
        "from_target": old.target,
        "grams": new.grams,
        "target": new.target,
        "clean": case.running("clean"),
        "count": case.exercise.facts.count.value,
    }

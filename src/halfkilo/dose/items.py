"""From picks to items: the decision of each exercise and side, dressed with sets, rest, limits and reasons."""

from __future__ import annotations

from typing import Any

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick, fits
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.direction import towards
from halfkilo.dose.extent import within_extent
from halfkilo.dose.finder import steps_of
from halfkilo.dose.gates import Gates
from halfkilo.dose.once import changed
from halfkilo.dose.plan_level import fewer_sets, in_lighter_week
from halfkilo.dose.rise import held_today
from halfkilo.dose.rules import next_dose
from halfkilo.dose.session import Item, Reason, Verdict
from halfkilo.dose.sought import finder_steps, sought
from halfkilo.dose.start import first_dose
from halfkilo.dose.tempo import within_tempo
from halfkilo.exercises import Count, Mechanism
from halfkilo.journal.fields import Offered
from halfkilo.programmes.programme import Part
from halfkilo.units import Side, Tool

REST_STRENGTH = 90
REST_LIGHT = 60
REST_SHORT = 20
"""Rest between sets, seconds: about two minutes for loaded work in older adults (evidence 2), shorter where nothing is lifted."""

LIGHTER_WEEK = 60
"""Percent of the sets in a lighter week (evidence 9, rule 16)."""

MINUTE = 66
"""Seconds that a planned minute may take: a tenth over is still "20 minutes"."""

SHORTEST = 2
"""Minutes of the two-minute mode."""


def decide(case: Case) -> Decision:
    """The decision of one case: a first dose, else the rules; then a waiting yes; then the limits, which only tighten."""
    if case.exercise.facts.mechanism in (Mechanism.MOBILITY, Mechanism.CALM):
        return _steady(case)
    decided = within_extent(case, first_dose(case) or next_dose(case))
    return within_tempo(case, within_limits(case, within_plan(case, sought(case, accepted(case, decided)))))


def within_plan(case: Case, decided: Decision) -> Decision:
    """Fewer sets where the day asks for less: a usual that creeps up, a lighter week, the two-minute mode."""
    if decided.verdict in (Verdict.FIND, Verdict.SWAP, Verdict.REST):
        return decided
    sets = fewer_sets(case.day, decided.sets, case.regions)
    if in_lighter_week(case.day):
        sets = max(1, sets * LIGHTER_WEEK // 100)
    if case.day.choice.minutes == SHORTEST:
        sets = 1
    most = case.range[1] if case.exercise.facts.count is Count.MINUTES else decided.target
    if sets >= decided.sets and most >= decided.target:
        return decided
    return changed(decided, sets=min(sets, decided.sets), target=min(most, decided.target))


def _steady(case: Case) -> Decision:
    """Mobility and calm parts stay where they are comfortable: no rises, no cuts but the person's own."""
    target = case.dose.target if case.dose else case.bounds[0]
    return Decision(Verdict.HOLD if case.works else Verdict.START, "steady", 0, target, case.sets, (Reason("steady"),))


def accepted(case: Case, decided: Decision) -> Decision:
    """A yes of the last seven days counts, unless today's rules say lighter or hold for a symptom."""
    past = case.past
    if past is None or "accepted" not in past or case.day.days_since(past.get("accepted_on", case.day.on)) > limits.WEEK.first:
        return decided
    if decided.rule in ("E1", "E2", "E3", "E3-cut", "E4", "E5", "find") or decided.verdict is Verdict.REST:
        return decided
    if held_today(case) is not None:
        return decided
    yes = past["accepted"]
    verdict = Verdict.BACK if decided.rule == "back" else Verdict.PROGRESS
    reason = Reason("accepted", {"grams": yes["g"], "target": yes["t"], "since": past.get("accepted_on", case.day.on)})
    return changed(
        decided,
        verdict=verdict,
        rule="accepted",
        grams=yes["g"],
        target=yes["t"],
        sets=max(decided.sets, yes["s"]),
        wish=None,
        reasons=(reason, *decided.reasons),
    )


def within_limits(case: Case, decided: Decision) -> Decision:
    """Limits of device, exercise, person and clinician: they cap what the rules decided, and say so."""
    sets_most = case.day.limit("sets_most", case.exercise.slug, case.side)
    if sets_most is not None and decided.sets > sets_most:
        decided = changed(decided, sets=max(1, sets_most)).because(Reason("limit-sets", {"sets": sets_most}))
    decided = _within_range(case, decided)
    if not case.loaded or decided.verdict is Verdict.FIND:
        return decided
    makeable = case.grid.down(decided.grams)
    if makeable == decided.grams:
        return decided
    if makeable > 0:
        return changed(decided, grams=makeable).because(Reason("limit-load", {"grams": makeable}))
    return _none_left(case, decided)


def _none_left(case: Case, decided: Decision) -> Decision:
    """Nothing that light can be made or is allowed: the easier neighbour, or rest."""
    nothing = changed(decided, grams=0, wish=None).because(Reason("limit-load", {"grams": 0}))
    other = case.easier
    if other is None:
        return changed(nothing, verdict=Verdict.REST)
    return changed(nothing, verdict=Verdict.SWAP, other=other).because(Reason("to-easier", {"other": other}))


def _within_range(case: Case, decided: Decision) -> Decision:
    range_most = case.day.limit("range_most", case.exercise.slug, case.side)
    if range_most is not None and decided.range_percent > range_most:
        decided = changed(decided, range_percent=range_most).because(Reason("limit-range", {"percent": range_most}))
    return decided


def items_for(day: Day, gates: Gates, pick: Pick, plan_sets: int, effort: int, depth: int = 0) -> list[tuple[Item, Decision, Case]]:
    """The items of one pick: one, or one per side. A swap decided by the rules is followed to the easier neighbour once or twice."""
    out: list[tuple[Item, Decision, Case]] = []
    for side in pick.exercise.doses:
        case = Case(day, gates, pick.exercise, pick.variant, side, _planned_sets(pick, plan_sets))
        decided = decide(case)
        if decided.verdict is Verdict.SWAP:
            followed = _followed(day, gates, pick, decided, plan_sets, effort, side, depth)
            stays = _stays(case, decided)
            out += followed or ([(item_of(case, stays, pick, effort), stays, case)] if stays is not None else [])
        else:
            out.append((item_of(case, decided, pick, effort), decided, case))
    return out


def _stays(case: Case, decided: Decision) -> Decision | None:
    """Where the easier neighbour is closed to this person: one set of fewer at the same load, over less range, rather than
    losing the exercise. None where there is no dose to begin from."""
    if case.dose is None:
        return None
    grams = min(case.grid.down(case.dose.grams), case.dose.grams) if case.loaded else 0
    if case.loaded and grams == 0:
        return None
    target = max(1, case.dose.target * (100 - case.day.policy.cut_red) // 100)
    stays = changed(decided, verdict=Verdict.EASE, grams=grams, target=target, sets=1, range_percent=70, other=None)
    return _within_range(case, stays)


def _planned_sets(pick: Pick, plan_sets: int) -> int:
    return plan_sets if pick.slot.part is Part.STRENGTH else 1


def _followed(
    day: Day, gates: Gates, pick: Pick, decided: Decision, plan_sets: int, effort: int, side: Side, depth: int
) -> list[tuple[Item, Decision, Case]]:
    if decided.other is None or depth >= 2 or decided.other not in day.catalogue:
        return []
    other = day.catalogue[decided.other]
    itself = other is pick.exercise  # the same movement without a load
    variant = day.reach.variant_for(other, frozenset({Tool.BODY}) if itself else day.tools)
    if variant is None or not fits(day, other, gates.rested):
        return []
    follow = Pick(pick.slot, other, variant, pick.instead_of if itself else pick.exercise.slug)
    found = items_for(day, gates, follow, plan_sets, effort, depth + 1)
    keep = [one for one in found if one[0].side in (side, Side.BOTH)]
    return [(changed(item, reasons=(*decided.reasons, *item.reasons)), decision, case) for item, decision, case in keep]


def item_of(case: Case, decided: Decision, pick: Pick, effort: int) -> Item:
    """A decision dressed for the session."""
    caps = [effort, *([cap] if (cap := case.day.verdict.effort_cap) is not None else [])]
    caps += [case.day.policy.cardio_effort] if case.exercise.facts.mechanism is Mechanism.CARDIO else []
    own = case.day.limit("effort_most", case.exercise.slug, case.side)
    steps = () if decided.verdict is not Verdict.FIND else finder_steps(case) if decided.rule == "anew" else steps_of(case)
    most = max(decided.grams, decided.wish.grams if decided.wish and decided.wish.offered is Offered.LOAD else 0, *steps, 0)
    why = decided.reasons
    if pick.instead_of:
        why = (*why, Reason("instead", {"other": pick.instead_of}))
    aim = towards(case.day, case.exercise)
    why = (*why, aim) if aim is not None else why
    return Item(
        exercise=case.exercise.slug,
        tool=case.variant.with_,
        side=case.side,
        verdict=decided.verdict,
        rule=decided.rule,
        sets=decided.sets,
        target=decided.target,
        grams=decided.grams,
        step=case.grid.step(decided.grams) if case.loaded else 0,
        most=most if case.loaded else 0,
        rest_s=_rest(case),
        range_percent=decided.range_percent,
        effort_most=min([*caps, *([own] if own is not None else [])]),
        reasons=why,
        steps=steps,
        last=_last(case),
        easier=_easier(case),
        slower=decided.slower,
        swaps=case.day.reach.swaps(pick.exercise, case.gates.rested, case.day.tools),
    )


def _easier(case: Case) -> str | None:
    """The easier neighbour behind the button, where this person may and can do it today (H16)."""
    slug, day = case.easier, case.day
    if slug is None or not fits(day, day.catalogue[slug], case.gates.rested):
        return None
    return slug if day.reach.variant_for(day.catalogue[slug], day.tools) is not None else None


def _rest(case: Case) -> int:
    if case.exercise.facts.mechanism in (Mechanism.MOBILITY, Mechanism.CALM, Mechanism.CARDIO):
        return REST_SHORT
    return REST_STRENGTH if case.loaded and not case.light else REST_LIGHT


def _last(case: Case) -> dict[str, Any] | None:
    if not case.works:
        return None
    outing = case.works[-1]
    return {"on": outing["d"], "grams": outing["g"], "target": outing["t"], "done": outing["r"], "effort": outing["e"], "peak": outing["p"]}


def seconds_of(item: Item, catalogue: Day) -> int:
    """How long an item takes: its tempo, its sets, its rests."""
    facts = catalogue.catalogue[item.exercise].facts
    per = max(2, sum(facts.tempo) + item.slower) if facts.count is Count.REPS else 1 if facts.count is Count.SECONDS else 60
    if item.verdict is Verdict.FIND:
        return len(item.steps) * (limits.FINDER_REPS.first * per + REST_SHORT)
    return item.sets * item.target * per + max(0, item.sets - 1) * item.rest_s + REST_SHORT

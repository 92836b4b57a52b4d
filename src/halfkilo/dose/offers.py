"""From wishes to offers: at most one per exercise and side, with ids that two tabs share; and the offer of another exercise."""

from __future__ import annotations

from collections.abc import Sequence

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.choose import tools_today, variant_for, why_not
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.gates import Gates
from halfkilo.dose.once import kept
from halfkilo.dose.rise import brake
from halfkilo.dose.session import Offer, Reason
from halfkilo.journal.entry import derived_id
from halfkilo.journal.fields import Offered


def offers_of(day: Day, gate: Gates, rows: Sequence[tuple[Decision, Case]], decision: str) -> tuple[Offer, ...]:
    """The day's offers. A way back needs no unlocking: it leads to a load this body carried days ago."""
    wishes = [(case, wish) for decided, case in rows if (wish := wish_of(day, decided, case)) is not None]
    return tuple(_offer(case, wish, decision) for case, wish in wishes if _both_sides(case, wish, wishes))


def wish_of(day: Day, decided: Decision, case: Case) -> Wish | None:
    """What is offered for one case: another exercise where it is stuck, else what its rules wish for and nothing forbids."""
    if decided.wish is not None and decided.wish.offered is Offered.AGAIN:
        return decided.wish
    wish = swap_wish(case) or decided.wish
    if wish is None or (wish.offered in (Offered.LOAD, Offered.SET, Offered.HARDER, Offered.FIND) and brake(case) is not None):
        return None
    return wish if wish.other is None or _possible(day, wish.other) else None


def _both_sides(case: Case, wish: Wish, wishes: Sequence[tuple[Case, Wish]]) -> bool:
    """A harder exercise takes both sides with it, so both must have earned it; it is offered once, for the first side."""
    if wish.offered is not Offered.HARDER:
        return True
    earned = [one.side for one, other in wishes if one.exercise is case.exercise and other.offered is Offered.HARDER]
    return earned == list(case.exercise.doses) and case.side is earned[0]


def _possible(day: Day, slug: str) -> bool:
    exercise = day.catalogue.get(slug)
    return exercise is not None and why_not(day, exercise) is None and variant_for(day, exercise, tools_today(day)) is not None


@kept
def swap_wish(case: Case) -> Wish | None:
    """Three holds for symptoms or two cuts in four weeks: another exercise of the same family is offered (never after successes)."""
    marks = case.past["marks"] if case.past else []
    recent = [mark for on, mark in marks if case.day.days_since(on) < limits.SWAP_WINDOW.first]
    holds, cuts = recent.count("hold"), recent.count("cut")
    if holds < limits.HOLDS_BEFORE_SWAP.first and cuts < limits.CUTS_BEFORE_SWAP.first:
        return None
    declined = case.past.get("declined") if case.past else None
    if declined is not None and case.day.days_since(declined) < limits.DECLINED_DAYS.first:
        return None
    others = [
        slug
        for slug in (case.easier, *(e.slug for e in sorted(case.day.catalogue.family(case.exercise.facts.family), key=case.day.asks)))
        if slug and slug != case.exercise.slug and _possible(case.day, slug)
    ]
    if not others:
        return None
    return Wish(Offered.SWAP, 0, 0, (Reason("swap", {"other": others[0], "holds": holds, "cuts": cuts}),), other=others[0])


def _offer(case: Case, wish: Wish, decision: str) -> Offer:
    dose = case.dose
    milliseconds = int(decision.replace("-", "")[:12], 16)
    return Offer(
        derived_id(milliseconds, decision, case.key, wish.offered.value),
        wish.offered,
        case.exercise.slug,
        case.variant.with_,
        case.side,
        dose.grams if dose else 0,
        dose.target if dose else 0,
        wish.grams,
        wish.target,
        wish.reasons,
        wish.other,
        wish.stage,
        case.grid.below(dose.grams) if dose else 0,
    )

"""Meeting a movement again that the person had left out, out of fear or after a flare or a limit: by steps, each with a yes of its own, one
for each settled session, and a step back without a word of blame where it hurt or scared (graded exposure).

    1 watch its film    2 half the range, without a load    3 the whole range    4 the lightest load, few repetitions    5 usual sessions

Movements that need a load begin with the lightest one over half the range; those that have none skip the fourth. What a clinician, the
screen or a need leaves out stays left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum

from halfkilo import limits
from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick, fits
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.gates import Gates
from halfkilo.dose.items import item_of, within_limits
from halfkilo.dose.judge import Colour, Judged
from halfkilo.dose.rise import held_today
from halfkilo.dose.session import Item, Reason, Verdict
from halfkilo.exercises import Exercise, Variant
from halfkilo.journal.fields import Offered, Why
from halfkilo.journal.fold_again import LAST
from halfkilo.journal.state import Again
from halfkilo.programmes.programme import Part, Slot
from halfkilo.units import Side, Tool

Row = tuple[Pick, Item, Decision, Case]


class Step(IntEnum):
    """The steps, in order."""

    NONE = 0
    FILM = 1
    HALF = 2
    WHOLE = 3
    LIGHT = 4
    USUAL = LAST


SAYS = {
    Step.FILM: Reason("again-film"),
    Step.HALF: Reason("again-half"),
    Step.WHOLE: Reason("again-whole"),
    Step.LIGHT: Reason("again-light"),
    Step.USUAL: Reason("again-usual"),
}
"""What each step is, when it is offered."""


def reintroduced(day: Day, gate: Gates, effort: int) -> list[Row]:
    """The rows of the movement that waits longest and may be met today: at most one movement a day."""
    again = day.state["again"]
    for slug in sorted(again, key=lambda one: again[one]["since"]):
        exercise, opened = day.catalogue.get(slug), _opened(day, slug)
        if exercise is not None and fits(opened, exercise, gate.resting) and opened.reach.variant_for(exercise, opened.tools) is not None:
            return [_row(opened, gate, exercise, side, again[slug], effort) for side in exercise.doses]
    return []


def _opened(day: Day, slug: str) -> Day:
    """The same day without the person's own ban of this one exercise. Everybody else's limits stay."""
    left = [one for one in day.state["limits"] if not (one["what"] == "ban" and one.get("exercise") == slug and one["by"] == "person")]
    return Day({**day.state, "limits": left}, day.on, day.choice, day.catalogue, day.policy)


def ladder(exercise: Exercise, loaded: bool) -> tuple[Step, ...]:
    """The steps of an exercise. loaded: whether a load is at hand for it."""
    if not loaded:
        return (Step.FILM, Step.HALF, Step.WHOLE, Step.USUAL)
    if exercise.variant(Tool.BODY) is None:
        return (Step.FILM, Step.HALF, Step.LIGHT, Step.USUAL)
    return tuple(step for step in Step if step is not Step.NONE)


def _row(day: Day, gate: Gates, exercise: Exercise, side: Side, again: Again, effort: int) -> Row:
    with_load = day.reach.variant_for(exercise, day.tools) or exercise.facts.variant[0]
    steps = ladder(exercise, with_load.loaded)
    ways = {variant.with_: variant for variant in (exercise.variant(Tool.BODY), with_load) if variant is not None}
    done = _done(day, gate, exercise, side, list(ways.values()), again["on"])
    step = _stands(Step(again["step"]), steps, done)
    variant, grams, target, percent = _form(day, exercise, side, step, with_load)
    case = Case(day, gate, exercise, variant, side, 1)
    pick = Pick(Slot(exercise.slug[:30], Part.STRENGTH, (exercise.facts.family,), (exercise.slug,), 1, 2), exercise, variant)
    listed = step > Step.FILM
    place = steps.index(step) + 1 if step in steps else 0
    reason = Reason("again", {"step": place, "steps": len(steps)})
    decided = Decision(Verdict.START if listed else Verdict.REST, "again", grams if listed else 0, target, 1, (reason,), percent)
    following = _following(step, steps)
    if _earned(day, case, step, again, done):
        offered = _form(day, exercise, side, following, with_load)
        decided = replace(decided, wish=Wish(Offered.AGAIN, offered[1], offered[2], (SAYS[following], reason), stage=following))
    decided = within_limits(case, decided) if listed else decided
    return pick, item_of(case, decided, pick, effort), decided, case


def _form(day: Day, exercise: Exercise, side: Side, step: Step, with_load: Variant) -> tuple[Variant, int, int, int]:
    """How a step is done: the way, grams, repetitions (half of the usual ones), percent of the range."""
    body, few = exercise.variant(Tool.BODY), max(1, exercise.facts.range[0] // 2)
    percent = limits.RANGE_STEPS[0] if step is Step.HALF else 100
    variant = with_load if body is None or step >= Step.LIGHT else body
    notches = day.grid(exercise, variant, side).notches if variant.loaded else ()
    return variant, notches[0] if notches else 0, few, percent


def _done(day: Day, gate: Gates, exercise: Exercise, side: Side, ways: Sequence[Variant], since: str) -> list[Judged]:
    """Its outings since the last yes, whatever they were done with, oldest first."""
    judged = [one for variant in ways for one in Case(day, gate, exercise, variant, side, 1).judged if one.outing["d"] >= since]
    return sorted(judged, key=lambda one: one.outing["n"])


def _stands(step: Step, steps: Sequence[Step], done: Sequence[Judged]) -> Step:
    """The step with its yes, and one back for every outing that hurt, scared or had not settled by the morning."""
    back = sum(1 for one in done if _loud(one))
    return steps[max(0, steps.index(step) - back)] if step in steps else step


def _loud(one: Judged) -> bool:
    return one.colour is Colour.RED or one.outing["x"] in (Why.PAIN, Why.FEAR) or one.settled is False


def _following(step: Step, steps: Sequence[Step]) -> Step:
    return next((one for one in steps if one > step), Step.USUAL)


def _earned(day: Day, case: Case, step: Step, again: Again, done: Sequence[Judged]) -> bool:
    """Whether the next step may be offered: the film at once, the first movement on another day, the rest after a settled session."""
    refused = again.get("no")
    if (refused is not None and day.days_since(refused) < limits.DECLINED_DAYS.first) or held_today(case) is not None:
        return False
    if step <= Step.FILM:
        return step is Step.NONE or day.on > max([again["on"], *(one.outing["d"] for one in done)])
    last = done[-1] if done else None
    return last is not None and last.colour is Colour.GREEN and last.settled is True and last.complete

"""Folding mornings, flares, decisions and their answers, measures and hazards."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from halfkilo import limits
from halfkilo.journal import fold_care
from halfkilo.journal.corridor import Usual, corridor, flare_over, open_flare
from halfkilo.journal.entry import Entry
from halfkilo.journal.fields import Answer, Different, Offered, Question
from halfkilo.journal.fold_again import not_yet, step_taken
from halfkilo.journal.fold_anew import close_anew, yes_to_look
from halfkilo.journal.kinds import (
    adverse_event,
    answered,
    flare_closed,
    flare_opened,
    hazard_cleared,
    hazard_raised,
    measured,
    morning,
    proposed,
)
from halfkilo.journal.standing import catch_up
from halfkilo.journal.state import MORNINGS_KEPT, Decision, ExerciseState, Offer, RegionState, State, key_of

MEASURES_KEPT = 4
"""Answers kept per measure: the dose looks at the last two; charts read the entries."""
EVENTS_KEPT = 12
EARLY_KEPT = 12
"""Answers that came before their offer; a person answers a handful a day."""

ELSEWHERE = (Offered.SWAP.value, Offered.EASIER.value)
"""Offers that lead to another exercise of the family and never to more."""


def _morning(state: State, entry: Entry, body: morning.Body) -> None:
    on = body.on.isoformat()
    if late(entry, on):
        return
    followed = any((region := state["regions"].get(name.value)) is not None and region["tracked"] for name in body.pain)
    if on > state["morning_last"] and followed:
        state["morning_count"] += 1
        state["morning_last"] = on
    for name, score in body.pain.items():
        region = state["regions"].get(name.value)
        if region is not None:
            _put(region, on, score)
            _follow(region, on)
            region["tracked"] = region["tracked"] and (open_flare(region) or _wanted(state, name.value))
    state["soreness"] = [on, body.soreness.value] if body.soreness else state["soreness"]
    text = ",".join(f"{name}={score}" for name, score in sorted(body.pain.items()))
    runs = state["runs"]
    runs["morning"] = runs["morning"] + 1 if runs["morning_last"] == text else 1
    runs["morning_last"] = text


def _wanted(state: State, name: str) -> bool:
    """Whether the profile tracks the region; a flare keeps one tracked until it is over."""
    return any(place["region"] == name and place["tracked"] for place in (state["profile"] or {}).get("places", []))


def late(entry: Entry, on: str) -> bool:
    """Whether a morning was answered too late to count (H09), or before it came."""
    start = datetime.fromisoformat(on).replace(tzinfo=entry.local.tzinfo)
    return not timedelta(0) <= entry.local - start <= timedelta(hours=24 + limits.RECALL_HOURS.first)


def _put(region: RegionState, on: str, score: int) -> None:
    """One answer a morning; two answers keep the higher one."""
    mornings = region["mornings"]  # in order
    place = bisect_left(mornings, [on])
    if place < len(mornings) and mornings[place][0] == on:
        mornings[place][1] = max(mornings[place][1], score)
        return
    region["mornings"] = [*mornings[:place], [on, score], *mornings[place:]][-MORNINGS_KEPT:]


def _follow(region: RegionState, on: str) -> None:
    """End a flare whose mornings have settled; let the entry follow a falling usual; lift the hold of a denied flare."""
    if open_flare(region):
        if flare_over(region, on):
            region["flares"][-1]["until"] = on
        return
    usual = Usual(region)
    now = usual.corridor(on)
    if len(usual.last(limits.BASE_DAYS.first, on)) >= limits.BASE_LEAST.first and now.usual <= region["entry"] - 1:
        region["entry"] = now.usual
    if region["held"] is not None and on > region["held"] and now.settled(region["mornings"][-1][1]):
        region["held"] = None


def _flare_opened(state: State, entry: Entry, body: flare_opened.Body) -> None:
    for name in body.regions:
        start_flare(state, name.value, body.on.isoformat())


def start_flare(state: State, name: str, on: str) -> None:
    """Open a flare and remember every dose, so that the way back knows where it leads."""
    region = state["regions"].get(name)
    if region is None or open_flare(region):
        return
    if region["flares"] and region["flares"][-1]["until"] == on:
        region["flares"][-1]["until"] = None
    else:
        region["flares"] = [*region["flares"][-11:], {"since": on, "until": None}]
    for exercise in state["exercises"].values():
        # An earlier flare's dose stays the goal while its way back is under way; one that never began here has none.
        under_way = any(stage > 0 for stage in exercise.get("stages", {}).values())
        if exercise["dose"] is not None and not ("before" in exercise and under_way):
            exercise["before"] = dict(exercise["dose"])  # type: ignore[typeddict-item]
        exercise["stages"] = {**exercise.get("stages", {}), name: 0}
        exercise.pop("accepted", None)
        exercise.pop("accepted_on", None)
        close_anew(exercise)
    fold_care.forget(state)
    if state["decision"] is not None:
        # What was offered before the flare is no offer any more.
        offers = state["decision"]["offers"]
        state["decision"]["offers"] = {ref: offer for ref, offer in offers.items() if offer["offered"] in ELSEWHERE}


def _flare_closed(state: State, entry: Entry, body: flare_closed.Body) -> None:
    for name in body.regions:
        region = state["regions"].get(name.value)
        if region is None or not open_flare(region) or region["flares"][-1]["since"] != body.on.isoformat():
            continue
        region["flares"].pop()
        today = state["today"]
        if today is not None and today["on"] == body.on.isoformat() and today["different"] == Different.FLARE:
            today["different"] = None
        for exercise in state["exercises"].values():
            exercise.get("stages", {}).pop(name.value, None)
            if not exercise.get("stages"):
                exercise.pop("stages", None)
                exercise.pop("before", None)


def _proposed(state: State, entry: Entry, body: proposed.Body) -> None:
    lines: dict[str, list[Any]] = {
        key_of(line.exercise, line.tool, line.side): [line.grams, line.target, line.sets, line.rule, line.range_percent, line.slower]
        for line in body.doses}
    decision: Decision = {"id": entry.id, "on": body.on.isoformat(), "basis": state["basis"], "lines": lines,
                          "offers": _offers(body.offers)}
    if body.waiting:
        decision["waiting"] = _offers(body.waiting)
    state["decision"] = decision
    for key, line in lines.items():
        if key in state["exercises"]:
            catch_up(state["exercises"][key], body.on.isoformat(), int(line[0]), int(line[1]))
    for ref in sorted({offer.id for offer in body.offers} & set(state["early"])):
        answer, grams, on = state["early"].pop(ref)
        _take_answer(state, ref, Answer(answer), grams, max(on, body.on.isoformat()))


def _offers(offers: Iterable[proposed.Offer]) -> dict[str, Offer]:
    return {offer.id: {"key": key_of(offer.exercise, offer.tool, offer.side), "offered": offer.offered.value, "g": offer.grams,
                       "t": offer.target, "rule": offer.rule, "other": offer.other, "stage": offer.stage} for offer in offers}


def _answered(state: State, entry: Entry, body: answered.Body) -> None:
    if body.question is Question.OFFER:
        _answer_offer(state, entry, body)
    elif body.question is Question.FLARE and body.region is not None:
        on = entry.at[:10]
        if body.answer is Answer.YES:
            start_flare(state, body.region.value, on)
        elif body.region.value in state["regions"]:
            state["regions"][body.region.value]["held"] = on
    elif body.question is Question.REVIEW and body.region is not None:
        _review(state, entry, body.region.value, body.answer)
    else:
        state["answers"][body.question.value] = f"{entry.at[:10]} {body.answer.value}"


def _review(state: State, entry: Entry, name: str, answer: Answer) -> None:
    """The four-weekly review: only here may the entry rise, and only to the usual that was really reported."""
    region = state["regions"].get(name)
    if region is None:
        return
    on = entry.at[:10]
    region["reviewed"] = on
    if answer is Answer.YES and state["screen"]["on"] == on:  # the red flags were asked again that day
        region["entry"] = corridor(region, on).usual


def _answer_offer(state: State, entry: Entry, body: answered.Body) -> None:
    if entry.author != "person" or body.ref is None:
        return  # remote hands may lower, never raise (H31)
    decision, on = state["decision"], entry.at[:10]
    if decision is not None and body.ref in decision["offers"]:
        _take_answer(state, body.ref, body.answer, body.grams, on)
        return
    # From a device whose clock is behind, the answer is folded before its offer: it waits, so that it is not lost.
    state["early"][body.ref] = [body.answer.value, body.grams, on]
    state["early"] = dict(sorted(state["early"].items())[-EARLY_KEPT:])


def _take_answer(state: State, ref: str, answer: Answer, grams: int | None, on: str) -> None:
    decision = state["decision"]
    if decision is None or too_old(decision["on"], on):
        return
    offer = decision["offers"].pop(ref)
    exercise = state["exercises"].get(offer["key"])
    if answer is Answer.ACCEPT:
        _accept(state, offer, on)
    elif offer["offered"] == Offered.AGAIN:
        not_yet(state, offer["key"].rsplit(":", 2)[0], on)
    elif exercise is not None:
        exercise["declined"] = on
        if answer is Answer.LIGHTER and exercise["dose"] is not None:
            less = min(grams, exercise["dose"]["g"]) if grams else exercise["dose"]["g"]
            exercise["dose"] = {**exercise["dose"], "g": less}
            exercise["lighter"] = [less, on]


def too_old(decided: str, on: str) -> bool:
    """Whether an offer is answered too late: what it was decided from is stale after 48 hours (H09)."""
    return (date.fromisoformat(on) - date.fromisoformat(decided)).days * 24 > limits.STALE_HOURS.first


def _accept(state: State, offer: Offer, on: str) -> None:
    key, offered, other = offer["key"], offer["offered"], offer["other"]
    if offered == Offered.AGAIN:
        step_taken(state, key.rsplit(":", 2)[0], offer["stage"], on)
        return
    if offered in (Offered.SWAP, Offered.HARDER, Offered.EASIER):
        _instead(state, key.rsplit(":", 2)[0], other)
        if offered == Offered.HARDER and other is not None:
            _begin_anew(state, other)
        return
    exercise = state["exercises"].get(key)
    if exercise is not None and offered == Offered.FIND:
        yes_to_look(exercise, offer["g"], on)
        return
    if exercise is None or not _still_within(exercise, offer):
        return
    sets = exercise["dose"]["s"] if exercise["dose"] else 1
    exercise["accepted"] = {"g": offer["g"], "t": offer["t"], "s": sets + (offered == Offered.SET)}
    exercise["accepted_on"] = on
    catch_up(exercise, on, offer["g"], offer["t"])
    if offered == Offered.WAY_BACK:
        exercise["stages"] = dict.fromkeys(exercise.get("stages", {}), offer["stage"])
        if offer["stage"] >= limits.WAY_BACK[-1]:
            exercise.pop("before", None)
            exercise.pop("stages", None)


def _still_within(exercise: ExerciseState, offer: Offer) -> bool:
    """The last door of the invariants (DOSE.md 6): what came in late, or with a file, may have moved the dose since the offer."""
    if offer["offered"] == Offered.WAY_BACK:
        before = exercise.get("before")
        return before is not None and offer["g"] <= before["g"] and offer["t"] <= before["t"]
    old, most = exercise["dose"], 100 + limits.DEMAND_STEP.first
    if old is None:
        return False
    new_demand, old_demand = max(1, offer["g"]) * (30 + offer["t"]), max(1, old["g"]) * (30 + old["t"])
    fits = 100 * new_demand <= most * old_demand
    return fits and (old["g"] < limits.LIGHT.first or 100 * offer["g"] <= most * old["g"])


def _begin_anew(state: State, slug: str) -> None:
    """A harder exercise that gets a yes begins anew: what once sent the person to its easier neighbour must not do so for ever."""
    for key, exercise in state["exercises"].items():
        if key.rsplit(":", 2)[0] == slug:
            exercise["dose"], exercise["outings"], exercise["rises"] = None, [], []
            for gone in ("found", "accepted", "accepted_on", "before", "stages", "lighter", "gap", "anew"):
                exercise.pop(gone, None)  # type: ignore[misc]


def _instead(state: State, slug: str, other: str | None) -> None:
    """From now on `other` stands where `slug` stood; chains are shortened, and a way back to itself is dropped."""
    if other is None:
        return
    moved = {name: (other if to == slug else to) for name, to in state["instead"].items()} | {slug: other}
    state["instead"] = {name: to for name, to in moved.items() if name != to}


def _measured(state: State, entry: Entry, body: measured.Body) -> None:
    kept = state["measures"].get(body.measure, [])
    state["measures"][body.measure] = [*kept[-MEASURES_KEPT + 1:], [body.on.isoformat(), body.values]]


def _adverse(state: State, entry: Entry, body: adverse_event.Body) -> None:
    state["events"] = [*state["events"][-EVENTS_KEPT + 1:], [body.on.isoformat(), body.severity.value]]


def _hazard(state: State, entry: Entry, body: hazard_raised.Body) -> None:
    state["hazards"][body.device] = [entry.at[:10], body.what, body.grams]


def _hazard_cleared(state: State, entry: Entry, body: hazard_cleared.Body) -> None:
    state["hazards"].pop(body.device, None)


def _nothing(state: State, entry: Entry, body: object) -> None:
    """Kinds whose effect lies elsewhere: corrections act on what they correct, range and baseline on the gym and the form;
    history is only kept."""


STEPS: dict[str, Callable[[State, Entry, Any], None]] = {
    "morning": _morning,
    "flare_opened": _flare_opened,
    "flare_closed": _flare_closed,
    "proposed": _proposed,
    "answered": _answered,
    "measured": _measured,
    "adverse_event": _adverse,
    "hazard_raised": _hazard,
    "hazard_cleared": _hazard_cleared,
    "corrected": _nothing,
    "history": _nothing,
    "range_taught": _nothing,
    "baseline_taken": _nothing,
}

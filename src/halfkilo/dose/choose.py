"""Which exercises today holds: the programme's slots filled with what this person can, may and has (DOSE.md G1, H16, H49)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.gates import Gates
from halfkilo.exercises import Exercise, Mechanism, Need, Variant
from halfkilo.journal.fields import Away
from halfkilo.journal.state import key_of
from halfkilo.programmes.order import Chosen, grouped
from halfkilo.programmes.programme import LENGTHS, Part, Programme, Slot
from halfkilo.units import Region, Tool

PREFERRED = (Tool.CABLE, Tool.DUMBBELL, Tool.BAND, Tool.BODY)


@dataclass(frozen=True)
class Pick:
    """One exercise for one slot, with the way of resisting it. `instead_of`: what stood there by the programme."""

    slot: Slot
    exercise: Exercise
    variant: Variant
    instead_of: str | None = None


def tools_today(day: Day) -> frozenset[Tool]:
    """What is at hand: as chosen for today, else by where the person is."""
    if day.choice.tools is not None:
        return frozenset({*day.choice.tools, Tool.BODY})
    if day.choice.away in (Away.TRAVEL, Away.ILL):
        return frozenset({Tool.BODY, Tool.BAND})
    if day.choice.away is Away.NO_GYM:
        return frozenset(Tool) - {Tool.CABLE}
    return frozenset(Tool) - ({Tool.CABLE} if day.state["hazards"] else set())


def why_not(day: Day, exercise: Exercise) -> str | None:
    """Why this person is not given the exercise: `supervised`, `banned`, the need they can't meet, the class left out."""
    if exercise.facts.supervised:
        return "supervised"
    if day.has("ban", exercise.slug):
        return "banned"
    cannot = set((day.state["profile"] or {}).get("cannot", []))
    need = next((need for need in exercise.facts.needs if need.value in cannot), None)
    if need is not None:
        return need.value
    if "standing" in cannot and "stand" in exercise.facts.positions:
        return "standing"
    left_out = next((one for one in exercise.facts.classes if one in day.left_out), None)
    return left_out.value if left_out else None


def variant_for(day: Day, exercise: Exercise, tools: frozenset[Tool]) -> Variant | None:
    """The preferred way of resisting among what is at hand and can make at least one load; nothing to hold for who can't grip."""
    no_grip = Need.GRIP.value in (day.state["profile"] or {}).get("cannot", [])
    for tool in PREFERRED:
        variant = exercise.variant(tool)
        if variant is None or tool not in tools or (no_grip and exercise.held(variant)):
            continue
        if not variant.loaded or any(day.grid(exercise, variant, side).notches for side in exercise.doses):
            return variant
    return None


def fits(day: Day, exercise: Exercise, resting: Iterable[Region]) -> bool:
    """Whether it is allowed and loads no resting region."""
    loads = any(exercise.demand_on(region, side) >= limits.DEMAND_HEARD.first for region in resting for side in exercise.doses)
    return why_not(day, exercise) is None and not loads


def fill(day: Day, gates: Gates, programme: Programme, rotation: str, minutes: int) -> tuple[Pick, ...]:
    """The slots of a day, each with the first exercise that fits and is not taken, in the order they are done."""
    tools = tools_today(day)
    taken: set[str] = set()
    picks: dict[str, Pick] = {}
    for slot in programme.slots(rotation, minutes):
        known = _first(day, gates, slot, tools, taken, known=True) if minutes == min(LENGTHS) else None
        pick = known or _first(day, gates, slot, tools, taken)
        if pick is not None:
            taken.add(pick.exercise.slug)
            picks[slot.name] = pick
    for slug in _pinned_too(day, taken):
        variant = variant_for(day, day.catalogue[slug], tools)
        if variant is not None and fits(day, day.catalogue[slug], gates.resting):
            picks[slug] = Pick(
                Slot(slug[:30], Part.STRENGTH, (day.catalogue[slug].facts.family,), (slug,), 1, 2), day.catalogue[slug], variant
            )
    ordered = grouped(Chosen(pick.slot, pick.exercise) for pick in picks.values())
    return few_pulley_changes([picks[one.slot.name] for one in ordered])


def _pinned_too(day: Day, taken: set[str]) -> list[str]:
    """Pinned exercises that no slot of the day took: a pin means every session."""
    return [
        limit["exercise"]
        for limit in day.limits
        if limit["what"] == "pin" and limit["exercise"] in day.catalogue and limit["exercise"] not in taken
    ]


def _first(day: Day, gates: Gates, slot: Slot, tools: frozenset[Tool], taken: set[str], known: bool = False) -> Pick | None:
    """known: nothing whose load would have to be found first; a two-minute session has no time for it."""
    for slug in _candidates(day, slot):
        exercise = day.catalogue[slug]
        variant = variant_for(day, exercise, tools)
        if known and variant is not None and variant.loaded and not _stands(day, exercise, variant):
            variant = variant_for(day, exercise, frozenset({Tool.BODY}))
        if variant is not None and slug not in taken and fits(day, exercise, gates.resting):
            first = slot.choose[0]
            return Pick(slot, exercise, variant, first if slug != first else None)
    return None


def _stands(day: Day, exercise: Exercise, variant: Variant) -> bool:
    """Whether every side has a load to begin from."""
    past = [day.state["exercises"].get(key_of(exercise.slug, variant.with_, side)) for side in exercise.doses]
    return all(one is not None and (one["dose"] is not None or "found" in one) for one in past)


def _candidates(day: Day, slot: Slot) -> list[str]:
    """What was pinned, then what the person moved to, then the programme's own order, then the rest of the families."""
    pinned = [
        limit["exercise"]
        for limit in day.limits
        if limit["what"] == "pin" and limit["exercise"] in day.catalogue and day.catalogue[limit["exercise"]].facts.family in slot.families
    ]
    instead = day.state["instead"]
    moved = [instead[slug] for slug in slot.choose if slug in instead and instead[slug] in day.catalogue]
    own = [slug for slug in slot.choose if slug not in instead]
    others = [
        exercise
        for slug, exercise in day.catalogue.items()
        if exercise.facts.family in slot.families and not exercise.on_floor and slug not in instead
    ]
    family = (exercise.slug for exercise in sorted(others, key=day.asks))
    return list(dict.fromkeys([*pinned, *moved, *own, *family]))


def few_pulley_changes(picks: list[Pick]) -> tuple[Pick, ...]:
    """Within a part and on one level (floor or not), cables of one pulley height stand together, in the order they first appear."""
    first: dict[object, int] = {}
    for index, pick in enumerate(picks):
        first.setdefault((pick.slot.part, pick.exercise.on_floor, pick.variant.pulley), index)

    def place(item: tuple[int, Pick]) -> tuple[int, int]:
        index, pick = item
        return first[(pick.slot.part, pick.exercise.on_floor, pick.variant.pulley)], index

    parts = {part: min(i for i, pick in enumerate(picks) if pick.slot.part is part) for part in {pick.slot.part for pick in picks}}
    ordered = sorted(enumerate(picks), key=lambda item: (parts[item[1].slot.part], _level(item[1], picks), *place(item)))
    return tuple(pick for _, pick in ordered)


def _level(pick: Pick, picks: list[Pick]) -> int:
    """0 for the level (floor or not) with which the part begins, so that the grouping of positions is kept."""
    same = next(other for other in picks if other.slot.part is pick.slot.part)
    return int(pick.exercise.on_floor != same.exercise.on_floor)


def swaps(day: Day, gates: Gates, pick: Pick, tools: frozenset[Tool]) -> tuple[str, ...]:
    """Up to four exercises of the same family the person could do instead, those first that ask least of the tracked places."""
    others = [
        exercise
        for exercise in sorted(day.catalogue.family(pick.exercise.facts.family), key=day.asks)
        if exercise.slug != pick.exercise.slug and fits(day, exercise, gates.resting) and variant_for(day, exercise, tools) is not None
    ]
    return tuple(exercise.slug for exercise in others[:4])


def closest_length(minutes: int) -> int:
    """The longest session length the programmes know that is not above `minutes`."""
    return max((length for length in LENGTHS if length <= minutes), default=LENGTHS[0])


GENTLE = frozenset({Mechanism.MOBILITY, Mechanism.CALM})

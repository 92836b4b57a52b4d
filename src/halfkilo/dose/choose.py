"""Which exercises today holds: the programme's slots filled with what this person can, may and has (DOSE.md G1, H16, H49)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from halfkilo.dose.context import Day
from halfkilo.dose.direction import served
from halfkilo.dose.gates import Gates
from halfkilo.dose.reach import Reach
from halfkilo.exercises import Exercise, Family, Mechanism, Variant
from halfkilo.journal.state import key_of
from halfkilo.programmes.order import Chosen, grouped
from halfkilo.programmes.programme import LENGTHS, Part, Programme, Slot
from halfkilo.units import Region, Tool

ONLY_BODY = frozenset({Tool.BODY})


@dataclass(frozen=True)
class Pick:
    """One exercise for one slot, with the way of resisting it. `instead_of`: what stood there by the programme."""

    slot: Slot
    exercise: Exercise
    variant: Variant
    instead_of: str | None = None


def tools_today(day: Day) -> frozenset[Tool]:
    """What is at hand: as chosen for today, else by where the person is."""
    return day.tools


def why_not(day: Day, exercise: Exercise) -> str | None:
    """Why this person is not given the exercise: `supervised`, `banned`, the need they can't meet, the class left out."""
    return day.reach.why_not(exercise)


def variant_for(day: Day, exercise: Exercise, tools: frozenset[Tool]) -> Variant | None:
    """The preferred way of resisting among what is at hand and can make at least one load; nothing to hold for who can't grip."""
    return day.reach.variant_for(exercise, tools)


def fits(day: Day, exercise: Exercise, resting: Iterable[Region]) -> bool:
    """Whether it is allowed and loads no resting region."""
    return day.reach.fits(exercise, resting if isinstance(resting, frozenset) else frozenset(resting))


def fill(day: Day, gates: Gates, programme: Programme, rotation: str, minutes: int) -> tuple[Pick, ...]:
    """The slots of a day, each with the first exercise that fits and is not taken, in the order they are done."""
    resting, aims = gates.rested, frozenset(served(day))
    if minutes == min(LENGTHS):
        def known(exercise: Exercise, variant: Variant) -> Variant | None:
            return _known(day, exercise, variant)

        return _fill(day.reach, programme, rotation, minutes, day.tools, resting, aims, known)
    return _filled(day.reach, programme, rotation, minutes, day.tools, resting, aims)


def _known(day: Day, exercise: Exercise, variant: Variant) -> Variant | None:
    """Nothing whose load would have to be found first; a two-minute session has no time for it."""
    if not variant.loaded or _stands(day, exercise, variant):
        return variant
    return day.reach.variant_for(exercise, ONLY_BODY)


def _stands(day: Day, exercise: Exercise, variant: Variant) -> bool:
    """Whether every side has a load to begin from."""
    past = [day.state["exercises"].get(key_of(exercise.slug, variant.with_, side)) for side in exercise.doses]
    return all(one is not None and (one["dose"] is not None or "found" in one) for one in past)


@lru_cache(maxsize=512)
def _filled(
    reach: Reach, programme: Programme, rotation: str, minutes: int, tools: frozenset[Tool], resting: frozenset[Region],
    aims: frozenset[Family],
) -> tuple[Pick, ...]:
    """The same person's picks are the same until something else is in reach."""
    return _fill(reach, programme, rotation, minutes, tools, resting, aims)


Known = Callable[[Exercise, Variant], Variant | None]


def _fill(
    reach: Reach, programme: Programme, rotation: str, minutes: int, tools: frozenset[Tool], resting: frozenset[Region],
    aims: frozenset[Family], known: Known | None = None,
) -> tuple[Pick, ...]:
    taken: set[str] = set()
    picks: dict[str, Pick] = {}
    for slot in programme.slots(rotation, minutes):
        first = _first(reach, slot, tools, resting, taken, aims, known) if known is not None else None
        pick = first or _first(reach, slot, tools, resting, taken, aims)
        if pick is not None:
            taken.add(pick.exercise.slug)
            picks[slot.name] = pick
    left_out = [slot for slot in programme.slot if slot.on(rotation) and slot.part is Part.STRENGTH and slot.from_minutes > minutes]
    wanted = (pick for slot in left_out if (pick := _first(reach, slot, tools, resting, taken, aims)) is not None)
    _aim(reach, picks, next((pick for pick in wanted if pick.exercise.facts.family in aims), None), aims)
    taken |= {pick.exercise.slug for pick in picks.values()}
    # A pin means every session, also where no slot of the day took it.
    for exercise in (reach.catalogue[slug] for slug in reach.pinned if slug not in taken):
        variant = reach.variant_for(exercise, tools)
        if variant is not None and reach.fits(exercise, resting):
            slot = Slot(exercise.slug[:30], Part.STRENGTH, (exercise.facts.family,), (exercise.slug,), 1, 2)
            picks[slot.name] = Pick(slot, exercise, variant)
    ordered = grouped(Chosen(pick.slot, pick.exercise) for pick in picks.values())
    return few_pulley_changes([picks[one.slot.name] for one in ordered])


def _aim(reach: Reach, picks: dict[str, Pick], wanted: Pick | None, aims: frozenset[Family]) -> None:
    """In a session that is too short for all slots, one that is towards what the person named takes the place of one that is not: the
    latest, never one of the shortest session's, a pinned one or one moved to by a yes, and only where it asks no more of tracked places."""
    if wanted is None:
        return
    own = {*reach.pinned, *reach.instead.values()}
    asks = reach.places.asks(wanted.exercise)[0]
    yields = [name for name, pick in picks.items() if pick.slot.part is Part.STRENGTH and pick.slot.from_minutes > min(LENGTHS)
              and pick.slot.weight >= wanted.slot.weight and pick.exercise.facts.family not in aims
              and pick.exercise.slug not in own and asks <= reach.places.asks(pick.exercise)[0]]
    if yields:
        del picks[max(yields, key=lambda name: picks[name].slot.from_minutes)]
        picks[wanted.slot.name] = wanted


def _first(
    reach: Reach, slot: Slot, tools: frozenset[Tool], resting: frozenset[Region], taken: set[str],
    aims: frozenset[Family], known: Known | None = None,
) -> Pick | None:
    for slug in reach.candidates(slot.families, slot.choose, aims):
        exercise = reach.catalogue[slug]
        if slug in taken or not reach.fits(exercise, resting):
            continue
        variant = reach.variant_for(exercise, tools)
        if known is not None and variant is not None:
            variant = known(exercise, variant)
        if variant is not None:
            first = slot.choose[0]
            return Pick(slot, exercise, variant, first if slug != first else None)
    return None


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


def closest_length(minutes: int) -> int:
    """The longest session length the programmes know that is not above `minutes`."""
    return max((length for length in LENGTHS if length <= minutes), default=LENGTHS[0])


GENTLE = frozenset({Mechanism.MOBILITY, Mechanism.CALM})

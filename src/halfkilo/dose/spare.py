"""Days that spare: rescue sessions (DOSE.md 5), ill days, and what is left while someone has to look first (G1)."""

from __future__ import annotations

from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick, fits, variant_for
from halfkilo.dose.context import Day
from halfkilo.dose.gates import Gates
from halfkilo.dose.items import items_for
from halfkilo.dose.once import changed
from halfkilo.dose.session import Item, Part, Reason, Status, Verdict
from halfkilo.exercises import Mechanism
from halfkilo.exercises import catalogue as shipped
from halfkilo.programmes.programme import Part as PartName
from halfkilo.programmes.programme import Slot
from halfkilo.programmes.rescue import rescue
from halfkilo.units import Region


def rescue_picks(day: Day, gate: Gates, resting: tuple[Region, ...], minutes: int, gentle: bool) -> tuple[Pick, ...]:
    """From the rescue list: gentle mobility, easy cardio, other regions, and a calm end; when ill, nothing but the gentle."""
    tools = day.tools
    most = {2: 2, 10: 3, 20: 5, 30: 6}[minutes]
    picks: list[Pick] = []
    for slug in rescue(resting):
        exercise = day.catalogue[slug]
        variant = variant_for(day, exercise, tools)
        calm = exercise.facts.mechanism in (Mechanism.MOBILITY, Mechanism.CALM)
        if variant is None or not fits(day, exercise, gate.resting) or (gentle and not calm):
            continue
        picks.append(Pick(gentle_slot(exercise.facts.mechanism, slug), exercise, variant))
        if len(picks) == most:
            break
    order = {PartName.WARM_UP: 0, PartName.CARDIO: 1, PartName.STRENGTH: 2, PartName.CALM: 3}
    return tuple(sorted(picks, key=lambda pick: (order[pick.slot.part], pick.exercise.on_floor)))


def gentle_slot(mechanism: Mechanism, slug: str) -> Slot:
    part = {Mechanism.MOBILITY: PartName.WARM_UP, Mechanism.CARDIO: PartName.CARDIO, Mechanism.CALM: PartName.CALM}
    name = f"rescue-{mechanism.value}"
    return Slot(name[:30], part.get(mechanism, PartName.STRENGTH), (shipped()[slug].facts.family,), (slug,), 1, 2)


def spared(item: Item, case: Case) -> Item:
    """An item in a rescue session: one set, four fifths of the load on its grid, nothing new, nothing found."""
    if item.verdict is Verdict.FIND:
        return changed(item, verdict=Verdict.REST, steps=(), grams=0)
    grams = case.grid.down(item.grams * case.day.policy.finder_start // 100)
    if case.loaded and grams == 0:
        return changed(item, verdict=Verdict.REST, grams=0)
    return changed(item, sets=1, grams=grams, most=grams, ask=False, reasons=(*item.reasons, Reason("rescue")))


def gentle_parts(day: Day) -> tuple[Part, ...]:
    """See first: breathing and words; mobility only where no fracture is suspected (DOSE.md G1)."""
    kinds = {Mechanism.CALM} | ({Mechanism.MOBILITY} if day.verdict.gentle else set())
    gate_open = Gates(Status.READY, (), {}, {}, ())
    chosen = [
        exercise
        for exercise in day.catalogue.values()
        if exercise.facts.mechanism in kinds and not exercise.on_floor and fits(day, exercise, ())
    ][:4]
    picks = [
        Pick(gentle_slot(exercise.facts.mechanism, exercise.slug), exercise, variant)
        for exercise in chosen
        if (variant := variant_for(day, exercise, day.tools)) is not None
    ]
    items = [item for pick in picks for item, _, _ in items_for(day, gate_open, pick, 1, day.policy.flare_effort)]
    return tuple(Part("calm", "", (item,)) for item in items)

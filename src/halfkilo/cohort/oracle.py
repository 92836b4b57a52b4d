"""The ceiling: somebody who sees the biology decides, within the same gates, limits, steps, consent and unlocking.

It needs no rule about answers (E1 to E8): it knows what each place bears today and what a dose asks of it. All exercises of the session
count together. What it may not do is what nobody may: go past the invariants, raise without a yes or while locked, load a place that
flares, skip the way back. Sessions, slots, offers and the question of time are the engine's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from halfkilo.dose import Choice, Item, Policy, Session, Status, Verdict, today
from halfkilo.dose.back import way_back, way_back_begins, within_way_back
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.progress import Dose, allowed, reps_range
from halfkilo.dose.rise import brake
from halfkilo.dose.session import Reason
from halfkilo.exercises import Catalogue, Count, Mechanism
from halfkilo.journal.fields import Mode, Offered
from halfkilo.journal.state import State, key_of
from halfkilo.people.protocol import Observed
from halfkilo.units import Region

WHY = (Reason("E7-wait", {"clean": 0, "needed": 0}),)
"""Its decisions are read by nobody."""

UNBOUND = frozenset({"reacts", "flat", "usual_up", "budget"})
"""Rules that guess from answers what it knows; it is not bound by them."""

FAR, LITTLE = 4, 1e-3
"""How many times a load is looked ahead, and what a step on that way counts against strength gained at once."""

LOWER = "E5"
"""The id that a lowered dose goes by: a yes that waits must not lift it again on the same day."""


@dataclass
class Plan:
    """One exercise of today: where it stands, and what it shall be. sets: as the session has time for."""

    case: Case
    old: Dose
    sets: int
    new: Dose
    more_sets: int = 0
    swapped: bool = False

    @property
    def sets_now(self) -> int:
        """The sets that would be done."""
        return self.sets + self.more_sets


class Oracle:
    """Decides the days of one person in place of the rules."""

    def __init__(self, person: Observed) -> None:
        self.person = person

    def __call__(self, state: State, on: date, choice: Choice, catalogue: Catalogue) -> Session:
        """Today: drafted as everything stands, then decided with all exercises in sight."""
        seen: dict[str, Case] = {}

        def look(case: Case) -> Decision:
            seen[case.key] = case
            return stay(case)

        draft = today(state, on, choice, catalogue, Policy(next_dose=look, off=UNBOUND))
        if draft.status is not Status.READY or draft.mode is not Mode.NORMAL:
            return draft
        decided = self._decided(draft, seen, catalogue)
        return today(state, on, choice, catalogue, Policy(next_dose=lambda case: decided.get(case.key) or stay(case), off=UNBOUND))

    def _decided(self, draft: Session, seen: Mapping[str, Case], catalogue: Catalogue) -> dict[str, Decision]:
        plans = {key: plan_of(seen[key], item) for key, item in keyed(draft) if key in seen and _free(seen[key], item)}
        spent = dict.fromkeys(self.person.tissues, 0.0)
        for item in draft.items:
            _add(spent, self._asks_item(item, catalogue))
        lowered = self._lower(plans, spent)
        if not lowered:
            self._raise(plans, spent)
        return {key: decision(plan) for key, plan in plans.items()}

    # --- down ---------------------------------------------------------------------------------------------------------
    def _lower(self, plans: Mapping[str, Plan], spent: dict[Region, float]) -> bool:
        """Less wherever a place would bear more than it can today: sets first, then what costs least, last the easier exercise."""
        room, lowered = self.person.room(), False
        for _ in range(400):
            over = [region for region in spent if spent[region] > room[region]]
            steps = [(plan, less, self._asks(plan, plan.new, plan.sets_now)) for plan in plans.values() for less in _lighter(plan)]
            best = max(((plan, less, asks) for plan, less, asks in steps if any(asks.get(region, 0.0) > 0.0 for region in over)),
                       key=lambda step: self._relief(step, over), default=None)
            if not over or (best is None and not self._swap(plans, spent, over)):
                break
            lowered = True
            if best is None:
                continue
            plan, (dose, sets), asks = best
            _add(spent, asks, -1.0)
            plan.new, plan.more_sets = dose, sets - plan.sets
            _add(spent, self._asks(plan, dose, sets))
        return lowered

    def _swap(self, plans: Mapping[str, Plan], spent: dict[Region, float], over: list[Region]) -> bool:
        """The easier neighbour in place of what asks most of a place that bears too much; whether there was one."""
        asked = [(max(self._asks(plan, plan.new, plan.sets_now).get(region, 0.0) for region in over), key)
                 for key, plan in plans.items() if plan.case.easier is not None and not plan.swapped]
        most, key = max(asked, default=(0.0, ""))
        if most <= 0.0:
            return False
        plan = plans[key]
        plan.swapped = True
        _add(spent, self._asks(plan, plan.new, plan.sets_now), -1.0)
        return True

    def _relief(self, step: tuple[Plan, tuple[Dose, int], Mapping[Region, float]], over: list[Region]) -> tuple[bool, float]:
        """What a step down spares where it is needed, for each share of strength it costs; sets, which come back soonest, first."""
        plan, (dose, sets), asks = step
        after = self._asks(plan, dose, sets)
        spared = sum(asks.get(region, 0.0) - after.get(region, 0.0) for region in over)
        cost = max(1e-9, self._promises(plan, plan.new, plan.sets_now) - self._promises(plan, dose, sets))
        return sets < plan.sets_now, spared / cost

    # --- up -----------------------------------------------------------------------------------------------------------
    def _raise(self, plans: Mapping[str, Plan], spent: dict[Region, float]) -> None:
        """The most strength first, as long as every place bears it today and on an ordinary day."""
        ordinary = self.person.room(ordinary=True)
        room = {region: min(today_, ordinary[region]) for region, today_ in self.person.room().items()}
        wishes = [(self._worth(plan, dose, sets), key, dose, sets)
                  for key, plan in plans.items() if brake(plan.case) is None for dose, sets in heavier(plan)]
        done = set[str]()
        for gains, key, dose, sets in sorted(wishes, key=lambda wish: (-wish[0], wish[1], wish[2].demand)):
            plan = plans[key]
            before, after = self._asks(plan, plan.old, plan.sets), self._asks(plan, dose, sets)
            fits = all(spent[region] - before.get(region, 0.0) + asked <= room[region] for region, asked in after.items())
            if gains > 0.0 and key not in done and fits:
                done.add(key)
                plan.new, plan.more_sets = dose, sets - plan.sets
                _add(spent, before, -1.0)
                _add(spent, after)

    def _worth(self, plan: Plan, dose: Dose, sets: int) -> float:
        """What a dose promises beyond the old one. Where it promises nothing yet, a step towards one that does is worth a little: loads
        too light to train anything are climbed out of."""
        now = self._promises(plan, plan.old, plan.sets)
        gains = self._promises(plan, dose, sets) - now
        if gains > 0.0 or not plan.case.loaded or sets > plan.sets:
            return gains
        far = Dose(min(plan.case.grid.notches[-1], FAR * plan.old.grams), plan.old.target)
        ahead = self._promises(plan, far, plan.sets) - now
        return ahead * LITTLE * (dose.demand / plan.old.demand - 1.0) if ahead > 0.0 else gains

    # --- the biology --------------------------------------------------------------------------------------------------
    def _asks(self, plan: Plan, dose: Dose, sets: int) -> Mapping[Region, float]:
        case = plan.case
        return self.person.asks(case.exercise, dose.grams, dose.target, sets, tool=case.variant.with_, side=case.side)

    def _asks_item(self, item: Item, catalogue: Catalogue) -> Mapping[Region, float]:
        if item.verdict is Verdict.FIND:
            return {}
        return self.person.asks(catalogue[item.exercise], item.grams, item.target, item.sets, tool=item.tool, side=item.side)

    def _promises(self, plan: Plan, dose: Dose, sets: int) -> float:
        case = plan.case
        return self.person.promises(case.exercise, dose.grams, dose.target, sets, tool=case.variant.with_, side=case.side)


def stay(case: Case) -> Decision:
    """The way back where there is one, else the same dose again."""
    dose = case.dose or Dose(0, case.bounds[0])
    held = Decision(Verdict.HOLD, "oracle", dose.grams, dose.target, case.standing_sets, WHY)
    return within_way_back(case, way_back_begins(case) or way_back(case) or held)


def keyed(session: Session) -> Iterator[tuple[str, Item]]:
    """The items of a session by the key of their dose."""
    for item in session.items:
        yield key_of(item.exercise, item.tool, item.side), item


def plan_of(case: Case, item: Item) -> Plan:
    """As the draft has it."""
    dose = Dose(item.grams, item.target)
    return Plan(case, dose, item.sets, dose)


def _free(case: Case, item: Item) -> bool:
    """Whether it may be decided: an own dose that is not on its way back, has no yes waiting, and is work."""
    work = case.exercise.facts.mechanism not in (Mechanism.MOBILITY, Mechanism.CALM)
    return work and case.dose is not None and item.rule == "oracle" and (item.grams > 0 or not case.loaded)


def _lighter(plan: Plan) -> Iterator[tuple[Dose, int]]:
    """The steps down from where the plan is now."""
    now, case = plan.new, plan.case
    if plan.swapped:
        return
    if plan.sets_now > 1:
        yield now, plan.sets_now - 1
    low = reps_range(*case.bounds, now.grams, case.exercise.facts.count is Count.REPS)[0]
    if now.target > low:
        yield Dose(now.grams, now.target - 1), plan.sets_now
    if case.loaded and case.grid.below(now.grams):
        yield Dose(case.grid.below(now.grams), now.target), plan.sets_now


def heavier(plan: Plan) -> Iterator[tuple[Dose, int]]:
    """Every dose above where it stands that the invariants allow, and one set more where the programme plans it."""
    case, old = plan.case, plan.old
    counted = case.exercise.facts.count is Count.REPS
    low, high = case.range
    for target in range(old.target + 1, max(high, old.target) + 1):
        if allowed(Dose(old.grams, target), old, case.week):
            yield Dose(old.grams, target), plan.sets
    if case.loaded:
        for grams in case.grid.between(old.grams, old.grams * 2):
            low, high = reps_range(*case.bounds, grams, counted)
            for target in range(low, min(high, old.target) + 1):
                if allowed(Dose(grams, target), old, case.week):
                    yield Dose(grams, target), plan.sets
    if case.standing_sets < case.sets and plan.sets == case.standing_sets:
        yield old, plan.sets + 1


def decision(plan: Plan) -> Decision:
    """What becomes of a plan: lower at once, more repetitions at once, more load or another set as an offer."""
    case, old, new = plan.case, plan.old, plan.new
    if plan.swapped:
        return Decision(Verdict.SWAP, LOWER, 0, 0, 1, WHY, other=case.easier)
    held = Decision(Verdict.HOLD, "oracle", old.grams, old.target, case.standing_sets, WHY)
    if new.grams > old.grams:
        return replace(held, wish=Wish(Offered.LOAD, new.grams, new.target, WHY))
    if plan.more_sets > 0:
        return replace(held, wish=Wish(Offered.SET, old.grams, old.target, WHY))
    if new.target > old.target:
        return replace(held, verdict=Verdict.PROGRESS, target=new.target)
    if new != old or plan.more_sets < 0:
        sets = case.standing_sets if plan.more_sets == 0 else plan.sets_now
        return Decision(Verdict.EASE, LOWER, new.grams, new.target, sets, WHY)
    return held


def _add(spent: dict[Region, float], asked: Mapping[Region, float], sign: float = 1.0) -> None:
    for region, amount in asked.items():
        spent[region] += sign * amount

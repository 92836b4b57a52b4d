"""What one session asks of one tracked place, all exercises together, and how much more that may be than the place is used to (H12).

Each exercise rises by at most a tenth in seven days (DOSE.md 6). Several rises, new exercises and more sets add up in the place they
share, so the same tenth is held here for the place as a whole: `stress` is the third-power mean of what every set asks of it, its joint
demand times the demand of the dose, relative to where that exercise stands. A tenth more load on everything is then a tenth more stress,
and sets count as well, though less than loads do. A plain sum would let ten light sets hide one heavy one.

It is no score of risk and foretells nothing (10.4085/1062-6050-501-19 says that such ratios don't). It only spreads rises over days: what
does not fit waits, what asks least of the place and has waited longest goes first, and what stands is never cut by it. One rise a week
always has room, or whoever has only one exercise for a place could never add a set to it. What is new begins with one set where the
place has no room for more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from halfkilo import limits
from halfkilo.dose.anew import bottom
from halfkilo.dose.case import Case
from halfkilo.dose.choose import Pick
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision, Wish
from halfkilo.dose.extent import GROWS
from halfkilo.dose.judge import sessions as sessions_of
from halfkilo.dose.offers import wish_of
from halfkilo.dose.progress import Dose, demand_of
from halfkilo.dose.session import Item, Reason, Verdict
from halfkilo.exercises import Exercise
from halfkilo.journal.corridor import next_day
from halfkilo.journal.fields import Offered
from halfkilo.journal.state import SessionState
from halfkilo.units import Region, Side

Row = tuple[Pick, Item, Decision, Case]
Places = dict[Region, int]
"""Stress cubed, by place: cubes add up, and comparing them needs no roots."""

WHOLE = 100
"""Percent: a dose as it stands."""
AMOUNTS = ("E6", "E7")
"""Rules that add to an amount without asking."""


@dataclass
class Budget:
    """One day's. habit: the most that each place bore in a session that counts; a place without a habit has no budget."""

    day: Day
    habit: Places
    planned: Places = field(default_factory=dict)
    granted: set[Region] = field(default_factory=set)

    def add(self, more: Places) -> None:
        """Take into the plan."""
        for region, cubed in more.items():
            self.planned[region] = self.planned.get(region, 0) + cubed

    def full(self, more: Places) -> Region | None:
        """The first place that `more` would be too much for; None where all have room."""
        return next((region for region, cubed in more.items() if cubed > 0 and not self._room(region, cubed)), None)

    def _room(self, region: Region, cubed: int) -> bool:
        habit = self.habit.get(region)
        if habit is None or _within(self.planned.get(region, 0) + cubed, habit):
            return True
        return region not in self.granted and not self._rose(region)

    def _rose(self, region: Region) -> bool:
        """Whether anything that loads the place rose within the last week."""
        week = next_day(self.day.on, -limits.WEEK.first)
        rose = (key for key, past in self.day.state["exercises"].items() if any(rise["d"] > week for rise in past["rises"]))
        return any(region in self.day.places.heard_at(key) for key in rose)


def within_budget(day: Day, rows: Sequence[Row]) -> list[Row]:
    """The rows of today, without those rises that would be too much for a place together; what is new begins with one set where its
    place has no room for more."""
    if not day.policy.applies("budget"):
        return list(rows)
    wanting = [index for index, (_, _, decided, case) in enumerate(rows) if case.regions and _wants(day, decided, case) is not None]
    new = [index for index, (_, item, _, case) in enumerate(rows) if case.regions and item.verdict is Verdict.START and item.sets > 1]
    if not wanting and not new:
        return list(rows)
    budget, out = Budget(day, habit(day)), list(rows)
    if not budget.habit:
        return out
    for _, item, decided, case in rows:
        budget.add(_stands(day, item, decided, case))
    for index in sorted(wanting, key=lambda at: _turn(day, rows[at][3])):
        _, item, decided, case = rows[index]
        more = _minus(_risen(day, item, decided, case), _stands(day, item, decided, case))
        region = budget.full(more)
        if region is None:
            budget.add(more)
            budget.granted |= set(more)
        else:
            out[index] = _waits(rows[index], region)
    for index in new:
        out[index] = _joins(budget, rows[index])
    return out


def habit(day: Day) -> Places:
    """The most that a session of the last four weeks asked of each tracked place, without those of the last seven days, so that a week
    adds a tenth at most: as far back as outings are remembered. Gentle sessions, and those after which the place was up by 2, don't
    count. Places with too few sessions are left out."""
    sessions: dict[int, Places] = {}
    power = limits.STRESS_POWER.first
    first, last = next_day(day.on, -limits.HABIT_DAYS.first), next_day(day.on, -limits.WEEK.first)
    for key, past in day.state["exercises"].items():
        done = [outing for outing in past["outings"] if first <= outing["d"] <= last and "q" not in outing and not outing.get("m")]
        asks = [(region, demand**power) for region, demand in day.places.demands_at(key)] if done else []
        if not asks:
            continue
        stands = demand_of(past["dose"]["g"], past["dose"]["t"]) if past["dose"] else 0
        for outing in done:
            percent = WHOLE * demand_of(outing["g"], outing["t"]) // stands if stands else WHOLE
            places, share = sessions.setdefault(outing["n"], {}), len(outing["r"]) * percent**power
            for region, demand in asks:
                places[region] = places.get(region, 0) + demand * share
    return _most(day, sessions)


def _most(day: Day, sessions: dict[int, Places]) -> Places:
    known, found = sessions_of(day), dict[Region, list[int]]()
    for number, places in sessions.items():
        session = known.get(number)
        for region, cubed in places.items():
            if session is None or not _rose_over(session, region):
                found.setdefault(region, []).append(cubed)
    return {region: max(all_) for region, all_ in found.items() if len(all_) >= limits.HABIT_LEAST.first}


def _rose_over(session: SessionState, region: Region) -> bool:
    pre, cool = session["pre"].get(region), session["cool"].get(region)
    return pre is not None and cool is not None and cool - pre >= limits.RISE.first


def _stress(day: Day, exercise: Exercise, side: Side, percent: int, sets: int) -> Places:
    """What so many sets at so much of the standing dose ask of each tracked place that hears the exercise, cubed."""
    return {region: _cubed(demand, percent, sets) for region, demand in day.places.demands(exercise, side)}


def _cubed(demand: int, percent: int, sets: int) -> int:
    asked: int = (demand * percent) ** limits.STRESS_POWER.first
    return sets * asked


def _percent(dose: Dose, stands: Dose) -> int:
    return WHOLE * dose.demand // stands.demand


def _within(cubed: int, habit: int) -> bool:
    power, most = limits.STRESS_POWER.first, WHOLE + limits.PLACE_RISE.first
    return bool(cubed * WHOLE**power <= habit * most**power)


def _wants(day: Day, decided: Decision, case: Case) -> Wish | Decision | None:
    """The rise that a row would bring today: an offer of more, or an amount that grows by itself."""
    if decided.verdict is Verdict.PROGRESS and decided.rule in AMOUNTS:
        return decided
    if decided.wish is None:
        return None
    wish = wish_of(day, decided, case)
    return wish if wish is not None and wish.offered in GROWS else None


def _stands(day: Day, item: Item, decided: Decision, case: Case) -> Places:
    """What the item asks without its rise; a yes that is lifted today counts as it is. What is new comes on top, where there is room:
    whoever skips an exercise of the plan every time would else never rise in another."""
    if case.dose is None or item.verdict is Verdict.REST:
        return {}
    planned = case.dose if decided.rule in AMOUNTS else Dose(item.grams, item.target)
    return _stress(day, case.exercise, case.side, _percent(planned, case.dose), max(1, item.sets))


def _joins(budget: Budget, row: Row) -> Row:
    """Something new: with the sets of the programme where its places have room for them, else with one."""
    pick, item, decided, case = row
    more = _stress(budget.day, case.exercise, case.side, WHOLE, item.sets)
    over = (region for region, cubed in more.items() if region in budget.habit
            and not _within(budget.planned.get(region, 0) + cubed, budget.habit[region]))
    region = next(over, None)
    if region is None:
        budget.add(more)
        return row
    budget.add(_stress(budget.day, case.exercise, case.side, WHOLE, 1))
    why = Reason("place_new", {"region": region.value})
    return pick, replace(item, sets=1, reasons=(*item.reasons, why)), replace(decided, sets=1).because(why), case


def _risen(day: Day, item: Item, decided: Decision, case: Case) -> Places:
    """What it would ask with its rise."""
    want, sets = _wants(day, decided, case) or decided, max(1, item.sets)
    dose = case.dose or Dose(item.grams, item.target)
    if isinstance(want, Wish) and want.offered is Offered.HARDER and want.other is not None:
        return _stress(day, day.catalogue[want.other], case.side, WHOLE, sets)
    if isinstance(want, Wish) and want.offered is Offered.FIND:  # what is found is not known yet: the next notch, at its fewest
        notch = case.grid.above(dose.grams) or dose.grams
        return _stress(day, case.exercise, case.side, _percent(Dose(notch, bottom(case, notch)), dose), sets)
    extra = isinstance(want, Wish) and want.offered is Offered.SET
    return _stress(day, case.exercise, case.side, _percent(Dose(want.grams, want.target), dose), sets + extra)


def _minus(more: Places, less: Places) -> Places:
    return {region: cubed - less.get(region, 0) for region, cubed in more.items()}


def _turn(day: Day, case: Case) -> tuple[int, str]:
    """Who goes first: what asks least of a tracked place, then what has waited longest since it last rose."""
    asks = max((case.exercise.demand_on(region, case.side) for region in case.regions), default=0)
    rises: Iterator[str] = (rise["d"] for rise in (case.past["rises"] if case.past else []))
    return asks, max(rises, default="")


def _waits(row: Row, region: Region) -> Row:
    """The same exercise at its old dose, for today."""
    pick, item, decided, case = row
    why = (Reason("E7-held"), Reason("place_full", {"region": region.value}))
    dose = case.dose or Dose(item.grams, item.target)
    held = replace(decided, verdict=Verdict.HOLD, grams=dose.grams, target=min(decided.target, dose.target), reasons=why, wish=None)
    beside = tuple(reason for reason in item.reasons if reason not in decided.reasons)
    most = held.grams if case.loaded else 0
    return pick, replace(item, verdict=held.verdict, grams=held.grams, target=held.target, most=most, reasons=(*why, *beside)), held, case

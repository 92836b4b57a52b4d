"""How much heavier, if at all (DOSE.md 6): whole numbers, the invariants first, the defaults within them.

`demand = load * (1 + reps / 30)`; kept here as load * (30 + reps), so that no division decides. Body weight counts as one
gram for this purpose: its demand then depends on the amount alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from halfkilo import limits
from halfkilo.dose.grid import Grid
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.journal.state import Rise


@dataclass(frozen=True)
class Dose:
    """Load in grams (0: body weight) and target of a set."""

    grams: int
    target: int

    @property
    def demand(self) -> int:
        """Thirty times the demand of DOSE.md 6."""
        return demand_of(self.grams, self.target)


def demand_of(grams: int, target: int) -> int:
    """The same of a load and a target."""
    return (grams or 1) * (30 + target)


def within(new: int, old: int, percent: int) -> bool:
    """Whether `new` is at most `percent` above `old`."""
    return 100 * new <= (100 + percent) * old


def reps_range(low: int, high: int, grams: int, counted_in_reps: bool) -> tuple[int, int]:
    """The range of targets: under 5 kg 6-15, under 2 kg 6-20, so that half a kilo can stay small (evidence 0.7)."""
    if not counted_in_reps or grams == 0 or grams >= limits.LIGHT.first:
        return low, high
    top = 20 if grams < limits.VERY_LIGHT.first else 15
    return min(low, 6), max(high, top)


def week_base(rises: Sequence[Rise], now: Dose, on: str) -> Dose:
    """Where the dose stood before the rises of the last seven days: the lightest it rose from."""
    recent = [Dose(rise["g"], rise["t"]) for rise in rises if 0 <= _days(rise["d"], on) < limits.WEEK.first]
    return min([*recent, now], key=lambda dose: dose.demand)


def allowed(new: Dose, old: Dose, base: Dose, policy: Policy = STANDARD) -> bool:
    """The invariants: one step, one week, one variable. Raising the load may lower the target, never both up."""
    if new.grams > old.grams and new.target > old.target:
        return False
    if not policy.applies("invariants"):
        return True
    if not within(new.demand, old.demand, policy.demand_step):
        return False
    if old.grams >= limits.LIGHT.first:
        return within(new.grams, old.grams, policy.demand_step) and within(new.grams, base.grams, policy.week_rise)
    return within(new.demand, base.demand, policy.week_rise)


def more_reps(old: Dose, base: Dose, high: int, by: int = 1, policy: Policy = STANDARD) -> Dose | None:
    """The same load with a larger target inside the range, or None where the range or the week ends."""
    for extra in range(by, 0, -1):
        new = Dose(old.grams, min(high, old.target + extra))
        if new.target > old.target and allowed(new, old, base, policy):
            return new
    return None


def heavier(old: Dose, base: Dose, grid: Grid, low_high: tuple[int, int], policy: Policy = STANDARD) -> Dose | None:
    """The load step of DOSE.md 6: the most notches within 5 %, at least one, then the largest target whose demand is within
    5 % of the old one, else the bottom of the range. None where the invariants refuse it.

    low_high: range as the exercise gives it, from which the range at a new load follows.
    """
    wanted = policy.demand_wanted
    notches = list(grid.between(old.grams, old.grams * (100 + wanted) // 100))
    above = grid.above(old.grams)
    candidates = notches or ([above] if above is not None else [])
    for grams in reversed(candidates):
        new = _with_target(grams, old, low_high, wanted)
        if allowed(new, old, base, policy):
            return new
    return None


def up_to_the_cap(old: Dose, base: Dose, grid: Grid, low_high: tuple[int, int], policy: Policy = STANDARD) -> Dose | None:
    """After two easy sessions: the heaviest load the weekly cap allows at once, with the largest target the cap allows."""
    most = 2 * old.grams
    if old.grams >= limits.LIGHT.first and policy.applies("invariants"):
        most = min(most, old.grams * (100 + policy.demand_step) // 100)  # what is heavier is never allowed
    for grams in reversed(grid.between(old.grams, most)):
        new = _with_target(grams, old, low_high, policy.demand_step)
        if allowed(new, old, base, policy):
            return new
    return None


def towards(old: Dose, goal: Dose, base: Dose, grid: Grid, low_high: tuple[int, int], policy: Policy = STANDARD) -> Dose | None:
    """Back towards a dose that was borne before: as far as the invariants allow at once, never past it."""
    for grams in reversed(grid.between(old.grams, goal.grams)):
        new = _with_target(grams, old, low_high, policy.demand_step)
        if new.demand <= goal.demand and allowed(new, old, base, policy):
            return new
    if goal.grams < old.grams:
        return None
    more = (Dose(old.grams, target) for target in range(goal.target if goal.grams == old.grams else old.target, old.target, -1))
    return next((new for new in more if allowed(new, old, base, policy)), None)


def _with_target(grams: int, old: Dose, low_high: tuple[int, int], percent: int) -> Dose:
    low, high = reps_range(*low_high, grams, True)
    # One variable a time: a heavier load never comes with a larger target.
    most = (100 + percent) * old.demand
    fitting = [reps for reps in range(low, min(high, old.target) + 1) if 100 * grams * (30 + reps) <= most]
    return Dose(grams, max(fitting, default=min(low, old.target)))


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days

"""What would it take to go up? Worked out by asking today's rules about a future in which all goes well (`ahead`): what they name on
the way is what is missing, and the first day on which they would let an amount or a load rise is the earliest one.

No rule stands here a second time; this module only asks and collects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from halfkilo.dose.ahead import Ahead
from halfkilo.dose.case import Case
from halfkilo.dose.choose import fits, why_not
from halfkilo.dose.context import Choice, Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.gates import gates
from halfkilo.dose.items import decide
from halfkilo.dose.offers import wish_of
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.dose.rise import brake
from halfkilo.dose.session import Reason, Status, Verdict
from halfkilo.dose.today import rest_day
from halfkilo.dose.training import planned_sets
from halfkilo.exercises import Catalogue, Exercise, Mechanism, Variant
from halfkilo.exercises import catalogue as shipped
from halfkilo.journal.corridor import next_day
from halfkilo.journal.fields import Mode, Offered
from halfkilo.journal.state import State
from halfkilo.programmes import Programme, planned
from halfkilo.units import Side, Tool

FURTHEST = 42
"""Days that are looked ahead: six weeks hold every wait there is (a flare with its way back, four weeks of signs)."""

UP = (Offered.LOAD, Offered.SET, Offered.WAY_BACK, Offered.HARDER, Offered.FIND)
GENTLE = ("ill", "new_symptom", "flare")
"""Answers before a session that make the day a gentle one, on which nothing is offered."""


@dataclass(frozen=True)
class WhatIf:
    """missing: what has to come true, in the order it is met, as reasons with their facts; empty when it goes up today. on: the day at
    the earliest, None where it is not in sight. sessions: the days of the sessions in between."""

    missing: tuple[Reason, ...]
    on: date | None
    sessions: tuple[date, ...]


def what_if(state: State, on: date, slug: str, tool: Tool, side: Side, catalogue: Catalogue | None = None,
            policy: Policy = STANDARD) -> WhatIf | None:
    """What it takes for one exercise and side to go up: a repetition more, or an offer of more. None for exercises that stay as they
    are for comfort, that this person is not given, or whose first load is still to be found."""
    known = catalogue or shipped()
    exercise, programme = known.get(slug), planned(state["plan"])
    variant = exercise.variant(tool) if exercise is not None else None
    first = Day(state, on.isoformat(), Choice(), known, policy)
    if exercise is None or variant is None or programme is None or side not in exercise.doses or why_not(first, exercise) is not None:
        return None
    if exercise.facts.mechanism in (Mechanism.MOBILITY, Mechanism.CALM):
        return None
    return _Look(Ahead(state, slug), programme, exercise, variant, side, known, policy).far(on.isoformat())


@dataclass
class _Look:
    """One look ahead."""

    ahead: Ahead
    programme: Programme
    exercise: Exercise
    variant: Variant
    side: Side
    catalogue: Catalogue
    policy: Policy
    begun: bool = False

    def far(self, on: str) -> WhatIf | None:
        named: dict[str, Reason] = {}
        rows = self._rows(self._day(on))
        if any(decided.verdict is Verdict.FIND for decided, _ in rows):
            return None
        if self._goes_up(rows):
            return WhatIf((), date.fromisoformat(on), ())
        for days in range(FURTHEST):
            if self._one(next_day(on, days), named):
                return self._told(named, next_day(on, days))
        return self._told(named, None)

    def _one(self, on: str, named: dict[str, Reason]) -> bool:
        """One day that goes well. Whether it is the one on which something may go up."""
        answered = self.ahead.answer(self._day(on))
        if not self.begun:
            self.begun = True
            named.update({rule: Reason(rule) for rule, day in (("next-recall", next_day(on, -1)), ("next-answers", on)) if day in answered})
        trained, day = self.ahead.close(on), self._day(on)
        if rest_day(day, self.ahead.state["plan"] or {}) and not trained:
            return False
        if self.ahead.check_in(day):
            day = self._day(on)
        gate = gates(day)
        closed = (*gate.reasons, *gate.resting.values())
        named.update({reason.rule: reason for reason in closed if reason.rule not in named})
        rows = self._rows(day)
        if closed or not rows or day.different() in GENTLE:
            return False
        if self._goes_up(rows):
            return True
        self._name(rows, named)
        if not trained and not any(one.verdict in (Verdict.FIND, Verdict.SWAP, Verdict.REST) for one, _ in rows):
            self.ahead.rehearse(on)
            self.ahead.train(day, rows)
        return False

    def _day(self, on: str) -> Day:
        return Day(self.ahead.state, on, Choice(), self.catalogue, self.policy)

    def _rows(self, day: Day) -> list[tuple[Decision, Case]]:
        """The decisions of the exercise on that day, side by side; none where it is not for that day."""
        gate = gates(day)
        if gate.status is not Status.READY or gate.resting or not fits(day, self.exercise, gate.resting):
            return []
        cases = [Case(day, gate, self.exercise, self.variant, side, self._sets(day)) for side in self.exercise.doses]
        return [(decide(case), case) for case in cases]

    def _sets(self, day: Day) -> int:
        if self.exercise.facts.mechanism is Mechanism.CARDIO:
            return 1
        return planned_sets(day, self.programme, Mode.NORMAL)

    def _goes_up(self, rows: Sequence[tuple[Decision, Case]]) -> bool:
        wishes = {case.side: wish_of(case.day, decided, case) for decided, case in rows}
        own, decided = wishes.get(self.side), next((one for one, case in rows if case.side is self.side), None)
        if decided is not None and decided.verdict is Verdict.PROGRESS:
            return True
        if own is None or own.offered not in UP:
            return False
        return own.offered is not Offered.HARDER or all(one is not None and one.offered is Offered.HARDER for one in wishes.values())

    def _name(self, rows: Sequence[tuple[Decision, Case]], named: dict[str, Reason]) -> None:
        """What holds it that day: the first brake, and a week that is full."""
        decided, case = next(row for row in rows if row[1].side is self.side)
        for reason in (brake(case), *(one for one in decided.reasons if one.rule == "week_full")):
            if reason is not None:
                named.setdefault(reason.rule, reason)

    def _told(self, named: dict[str, Reason], on: str | None) -> WhatIf:
        sessions, told = self.ahead.sessions, list(named.values())
        if on is None:
            told.append(Reason("next-far"))
        else:
            told += [Reason("next-clean", {"sessions": len(sessions), "effort": self.policy.effort_clean})] if sessions else []
            told.append(Reason("next-day", {"on": on}))
        return WhatIf(tuple(told), date.fromisoformat(on) if on else None, tuple(date.fromisoformat(one) for one in sessions))

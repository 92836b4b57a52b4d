"""How heavy an exercise may be that takes another one's place in the middle of a session: its own rules of today decide."""

from __future__ import annotations

from datetime import date

from halfkilo.dose.case import Case
from halfkilo.dose.choose import fits, tools_today
from halfkilo.dose.context import Choice, Day
from halfkilo.dose.gates import gates
from halfkilo.dose.items import decide
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.dose.session import Status, Verdict
from halfkilo.exercises import Catalogue
from halfkilo.exercises import catalogue as shipped
from halfkilo.journal.state import State
from halfkilo.units import Side, Tool


def most_instead(state: State, on: date, choice: Choice, slug: str, side: Side, catalogue: Catalogue | None = None,
                 policy: Policy = STANDARD) -> int:
    """Grams per cable, never above what breaks, gates and limits leave of the load it stands at; 0 where it stands nowhere yet or is
    not for today. A rescue or gentle day takes four fifths, as for everything."""
    day = Day(state, on.isoformat(), choice, catalogue or shipped(), policy)
    gate, exercise = gates(day), day.catalogue.get(slug)
    variant = exercise.variant(Tool.CABLE) if exercise is not None else None
    if exercise is None or variant is None or gate.status is not Status.READY or Tool.CABLE not in tools_today(day):
        return 0
    case = Case(day, gate, exercise, variant, side, 1)
    if case.dose is None or not fits(day, exercise, gate.resting):
        return 0
    decided = decide(case)
    if decided.verdict in (Verdict.FIND, Verdict.SWAP, Verdict.REST):
        return 0
    spared = bool(gate.resting) or choice.mode is not None
    return case.grid.down(decided.grams * case.day.policy.finder_start // 100) if spared else decided.grams

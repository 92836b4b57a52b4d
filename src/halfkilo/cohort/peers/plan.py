"""What a peer's session holds: the programme's own first choices, with as many sets as fit the time, just as our sessions do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from halfkilo.dose.items import REST_SHORT, REST_STRENGTH
from halfkilo.dose.training import LATER_SESSIONS
from halfkilo.exercises import Count, Exercise, Mechanism, Variant, catalogue
from halfkilo.journal.state import key_of
from halfkilo.programmes import Programme, programmes
from halfkilo.programmes.programme import Part, Slot
from halfkilo.units import Side, Tool

OWNED = (Tool.CABLE, Tool.BODY)
"""The simulated homes have a gym and nothing else; it is used where it can be."""

A_TENTH_OVER = 66
"""Seconds that count as a minute: a tenth over is still "20 minutes", as in our own sessions."""


@dataclass(frozen=True)
class Row:
    """One exercise of a session, with one dose for each of its sides."""

    exercise: Exercise
    variant: Variant
    sets: int

    @property
    def loaded(self) -> bool:
        """Whether something is lifted."""
        return self.variant.loaded

    @property
    def steady(self) -> bool:
        """Whether it stays as it is: mobility and calm parts."""
        return self.exercise.facts.mechanism in (Mechanism.MOBILITY, Mechanism.CALM)

    def key(self, side: Side) -> str:
        """Where its dose is kept."""
        return key_of(self.exercise.slug, self.variant.with_, side)


@cache
def plan(programme: str, rotation: str, minutes: int, later: bool) -> tuple[Row, ...]:
    """The rows of one day of the rotation. later: with the programme's later number of sets."""
    whole = programmes()[programme]
    rows: list[Row] = []
    for slot in whole.slots(rotation, minutes):
        row = _first(whole, slot, {row.exercise.slug for row in rows}, later)
        rows += [row] if row is not None else []
    return tuple(_in_time(rows, minutes))


def plan_of(programme: str, sessions: int, minutes: int) -> tuple[Row, ...]:
    """The session after so many."""
    return plan(programme, programmes()[programme].day_after(sessions), minutes, sessions >= LATER_SESSIONS)


def _first(programme: Programme, slot: Slot, taken: set[str], later: bool) -> Row | None:
    for slug in slot.choose:
        exercise = catalogue()[slug]
        tools = [tool for tool in OWNED if exercise.variant(tool) is not None]
        variant = exercise.variant(tools[0]) if tools else None
        if variant is not None and slug not in taken and not exercise.facts.supervised:
            sets = programme.sets[later] if slot.part is Part.STRENGTH else 1
            return Row(exercise, variant, sets)
    return None


def _in_time(rows: list[Row], minutes: int) -> list[Row]:
    """Second sets go first, from the last exercise on."""
    rows = list(rows)
    while sum(map(_seconds, rows)) > minutes * A_TENTH_OVER and any(row.sets > 1 for row in rows):
        last = max(index for index, row in enumerate(rows) if row.sets > 1)
        rows[last] = replace(rows[last], sets=rows[last].sets - 1)
    return rows


def _seconds(row: Row) -> int:
    facts = row.exercise.facts
    per = {Count.REPS: max(2, sum(facts.tempo)), Count.SECONDS: 1, Count.MINUTES: 60}[facts.count]
    rest = REST_STRENGTH if row.loaded else REST_SHORT
    return len(row.exercise.doses) * (row.sets * facts.range[0] * per + (row.sets - 1) * rest + REST_SHORT)

"""The arm without rules: more every session while all repetitions are done, whatever is told, whatever the body is closed to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from halfkilo.cohort.peers.linear import Linear
from halfkilo.cohort.peers.plan import Row, plan_of
from halfkilo.exercises import catalogue
from halfkilo.units import Tool


@dataclass
class Plain(Linear):
    """The peer `linear` on the exercises of a scenario. pins: what stands in the slots of its family. It has a gym
    whatever there is at home."""

    pins: tuple[str, ...] = ()
    minutes: int = 20

    def train(self, day: int) -> bool:
        """A whole session; nobody is asked anything."""
        self.day, self.pre = day, self.person.pain()
        for row in plan_of(self.programme, self.sessions, self.minutes):
            wanted = self._wanted(row)
            for side in wanted.exercise.doses:
                self._one(wanted, side)
        self.sessions += 1
        return True

    def _wanted(self, row: Row) -> Row:
        same = (catalogue()[slug] for slug in self.pins)
        exercise = next((one for one in same if one.facts.family is row.exercise.facts.family), None)
        if exercise is None:
            return row
        variant = exercise.variant(Tool.CABLE) or exercise.variant(Tool.BODY)
        return replace(row, exercise=exercise, variant=variant) if variant is not None else row

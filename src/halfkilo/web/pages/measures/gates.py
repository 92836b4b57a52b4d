"""Who is offered which physical test today, and the pain at which one ends. The same gates as for the tests with a device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from halfkilo import screening
from halfkilo.dose import Choice
from halfkilo.dose.context import Day
from halfkilo.exercises import catalogue
from halfkilo.measures import Measure, Taken, Taking
from halfkilo.screening import LoadClass
from halfkilo.web import rules, service
from halfkilo.web.models import Person
from halfkilo.web.pages.trials.kinds import common, line
from halfkilo.words import say

SIDES = ("left", "right")


@dataclass(frozen=True)
class Standing:
    """What holds for one person on one day. common: why nothing is measured today; left_out: ways of loading, with what asks for it;
    cannot: what the body is not for; line: pain above it ends a test; fell: somebody should always be near."""

    on: date
    common: str
    left_out: Mapping[LoadClass, str]
    cannot: frozenset[str]
    line: int
    fell: bool
    tongue: str

    def why_not(self, measure: Measure) -> str:
        """The sentence that says why this test is left out; empty when it may be taken."""
        how = taking_of(measure)
        if self.common:
            return self.common
        if held := next((one for one in how.leaves_out if one in self.left_out), None):
            return self._because(self.left_out[held])
        if need := next((one for one in how.needs if one in self.cannot), None):
            return say("measures.why_not.cannot", self.tongue, need=need.value)
        return ""

    def items(self, measure: Measure) -> tuple[str, ...]:
        """What of it is measured, in order; a part may be left out by itself."""
        named = measure.item or SIDES
        return tuple(item for item in named if taking_of(measure).only.get(item) not in self.left_out)

    def _because(self, why: str) -> str:
        if why in screening.BY_ID:
            return say("measures.why_not.screen", self.tongue, item=say(f"screen.{why}.short", self.tongue))
        return say("measures.why_not.limit", self.tongue)


def taking_of(measure: Measure) -> Taking:
    """How a physical test is taken.

    Raises:
        LookupError: it is no such test.
    """
    if measure.taking is None:
        raise LookupError(measure.slug)
    return measure.taking


def standing(person: Person, tongue: str) -> Standing:
    """Looked up anew each time; writes nothing."""
    state, on = service.state_of(person), service.day_of(person)
    day = Day(state, on.isoformat(), Choice(), catalogue(), rules.in_force())
    closed = common(day, service.today_of(person, state).status)
    why = say(f"trial.why_not.{closed}", tongue) if closed else ""
    cannot = frozenset((state["profile"] or {}).get("cannot", ()))
    return Standing(on, why, day.left_out, cannot, line(day), LoadClass.SINGLE_LEG in day.left_out, tongue)


def beside(measure: Measure) -> bool:
    """Whether a clinician has to be there."""
    return measure.taken is Taken.CLINICIAN

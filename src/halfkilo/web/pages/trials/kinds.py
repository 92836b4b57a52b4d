"""The two guided tests: their places and stances, what stands in the way of one today, and where pain ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from halfkilo import limits, screening
from halfkilo.dose import Choice, Status
from halfkilo.dose.context import Day
from halfkilo.exercises import catalogue
from halfkilo.gym.trials.balance import Stance
from halfkilo.journal.corridor import open_flare
from halfkilo.journal.fields import Different
from halfkilo.measures import Measure, measures
from halfkilo.screening import LoadClass, Need
from halfkilo.units import Side
from halfkilo.web import rules, service
from halfkilo.web.models import Person
from halfkilo.words import say

STRENGTH, BALANCE = "isometric_strength", "balance_supported"
PLACES = ("knee_extension", "row")
STRENGTH_SERIES = tuple(f"{place}.{side}" for place in PLACES for side in (Side.LEFT.value, Side.RIGHT.value))
BALANCE_SERIES = tuple(stance.value for stance in Stance)

_HARD_HOLDS = (LoadClass.BREATH_HOLD, LoadClass.LONG_HOLD)
_CLOSED = {Status.STOP: "care", Status.SEE_FIRST: "care", Status.NEEDS_SCREEN: "start", Status.NEEDS_PROFILE: "start"}
_NOT_TODAY = (Different.ILL, Different.NEW_SYMPTOM, Different.FLARE)


@dataclass(frozen=True)
class Standing:
    """What holds for one person on one day. why_not: a sentence for each test that is left out. line: pain above it ends a test."""

    on: date
    why_not: dict[str, str]
    line: int
    beside: bool

    def open(self, slug: str) -> bool:
        """Whether this test may be taken now."""
        return slug not in self.why_not


def standing(person: Person, tongue: str) -> Standing:
    """Looked up anew each time; writes nothing."""
    state, on = service.state_of(person), service.day_of(person)
    status = service.today_of(person, state).status
    day = Day(state, on.isoformat(), Choice(), catalogue(), rules.in_force())
    closed = common(day, status)
    found = {slug: say(f"trial.why_not.{closed}", tongue) for slug in (STRENGTH, BALANCE) if closed}
    if not closed and (held := next((day.left_out[one] for one in _HARD_HOLDS if one in day.left_out), None)):
        found[STRENGTH] = _pressure(held, tongue)
    cannot = (state["profile"] or {}).get("cannot", ())
    if not closed and (Need.BALANCE in cannot or Need.STANDING in cannot):
        found[BALANCE] = say("trial.why_not.balance", tongue)
    return Standing(on, found, line(day), beside=LoadClass.SINGLE_LEG in day.left_out)


def line(day: Day) -> int:
    """The highest pain at which the strictest tracked place is still below its red edge (DOSE.md 2)."""
    edges = [day.corridor(region).red for region in day.tracked] or [limits.RED_ABSOLUTE.first]
    return min(*edges, limits.ALWAYS_RED.first - 1)


def measure_of(slug: str) -> Measure:
    """The measure behind a test."""
    return measures()[slug]


def of(series: str, tongue: str) -> str:
    """A series in words: "Pulling towards you, left side"."""
    place, _, side = series.partition(".")
    return say(f"trial.of.{place}", tongue, side=say(f"trial.side.{side}", tongue)) if side else say(f"trial.of.{place}", tongue)


def common(day: Day, status: Status) -> str:
    """The key of what keeps somebody from any test today; nothing when there is none."""
    if status in _CLOSED:
        return _CLOSED[status]
    if any(open_flare(region) for region in day.tracked.values()):
        return "flare"
    return "ill" if day.different() in _NOT_TODAY else ""


def _pressure(why: str, tongue: str) -> str:
    if why in screening.BY_ID:
        return say("trial.why_not.pressure", tongue, item=say(f"screen.{why}.short", tongue))
    return say("trial.why_not.limit", tongue)

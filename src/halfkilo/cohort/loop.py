"""One person lives under one policy: the mornings, the training days, the nights, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from halfkilo import limits
from halfkilo.cohort.outcome import ENDS, Outcome, Tally, gain, mean_of
from halfkilo.cohort.watch import Watch
from halfkilo.exercises import Exercise, catalogue
from halfkilo.people.protocol import Observed, Person
from halfkilo.programmes import programmes
from halfkilo.programmes.programme import Part, programmes_for
from halfkilo.units import Joint

DAYS = 182
"""26 weeks."""

WEEKDAYS = (0, 2, 4)
MINUTES = 20


class Trainee(Protocol):
    """A person whose doses one policy decides."""

    watch: Watch
    rules: Counter[str]

    def morning(self, day: int) -> None:
        """Ask for the morning of day `day`."""

    def train(self, day: int) -> bool:
        """Train on day `day`; whether there was a session."""


@dataclass(frozen=True)
class Policy:
    """Who decides the doses. name: what the tables call it. about: one line. begin: a person with a programme, on the first day."""

    name: str
    about: str
    begin: Callable[[Observed, str], Trainee]


def programme_for(person: Person) -> str:
    """The most particular programme for the person's first place."""
    return programmes_for(next(iter(person.tissues)).joint)[0].slug


@cache
def trained(programme: str) -> tuple[Joint, ...]:
    """The joints that a programme's strength work loads enough to be heard, by its first choices."""
    exercises = [catalogue()[slot.choose[0]] for slot in programmes()[programme].slot
                 if slot.part is Part.STRENGTH and slot.from_minutes <= MINUTES]
    return tuple(joint for joint in Joint if any(_trains(exercise, joint) for exercise in exercises))


def _trains(exercise: Exercise, joint: Joint) -> bool:
    return exercise.demand.own.get(joint, 0) >= limits.DEMAND_HEARD.first


def live(person: Observed, policy: Policy, days: int = DAYS, programme: str | None = None) -> Outcome:
    """`days` days of one person. Who has left lives on untrained, so that starters are what is counted."""
    chosen = programme or programme_for(person)
    trainee, tally = policy.begin(person, chosen), Tally()
    for day in range(days):
        tally.morning(person)
        if not person.left:
            trainee.morning(day)
        if day % 7 in WEEKDAYS:
            tally.planned += 1
            if person.comes() and trainee.train(day):
                tally.session(day)
        person.night()
        tally.night(person, day)
    return _outcome(person, policy.name, days, chosen, trainee, tally)


def _outcome(person: Observed, policy: str, days: int, programme: str, trainee: Trainee, tally: Tally) -> Outcome:
    watch = trainee.watch
    return Outcome(
        seed=person.seed, policy=policy, days=days, planned=tally.planned, done=tally.done, gain=gain(person, trained(programme)),
        flares_by_load=person.load_flares, flares_other=person.own_flares, flare_days=person.flare_days, loud=person.high_sessions,
        weeks=len(tally.weeks),
        left=tally.left, pain_start=mean_of(tally.pains[:ENDS]), pain_end=mean_of(tally.pains[-ENDS:]), raised=watch.raised,
        lowered=watch.lowered, first_raise=watch.first_raise, rules=dict(trainee.rules), breaches=dict(watch.breaches))

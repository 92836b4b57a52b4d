"""A supposed future of one exercise: what the journal would hold if the next days went well. Folded by the journal's own steps, so that
whoever looks ahead asks the same rules about it as about today. Nothing of it is ever written down.

"Well" means: mornings at the reference pain, every repetition of what the day asked for, effort that is clean, and no pain above
what was there before. The journal that was given is left alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from halfkilo.dose.case import Case
from halfkilo.dose.context import Day
from halfkilo.dose.decision import Decision
from halfkilo.dose.policy import Policy
from halfkilo.dose.questions import recalls
from halfkilo.journal.corridor import next_day
from halfkilo.journal.entry import PERSON, SITE, Entry
from halfkilo.journal.fields import Different, Moment
from halfkilo.journal.fold import STEPS
from halfkilo.journal.kinds import checked_in, morning, proposed, rehearsed, session_closed, session_opened, set_done
from halfkilo.journal.state import State
from halfkilo.units import Region

SESSION = "supposed"
"""Beginning of the names of sessions that are only supposed."""


class Ahead:
    """One exercise's supposed future. `state` is a copy that holds no other exercise."""

    def __init__(self, state: State, slug: str) -> None:
        own = {key: value for key, value in state["exercises"].items() if key.startswith(f"{slug}:")}
        self.state = cast(State, json.loads(json.dumps({**state, "exercises": own, "decision": None, "early": {}})))
        self.sessions: list[str] = []

    def _fold(self, on: str, kind: str, body: Any, author: str = PERSON) -> None:
        STEPS[kind](self.state, Entry(SESSION, f"{on}T09:00:00Z", author, kind, 1, {}), body)

    def answer(self, day: Day) -> tuple[str, ...]:
        """Tell what is still open of the day's mornings, and yesterday's where it may be recalled, at the reference pain. The days that
        were open."""
        due = {next_day(day.on, -1): [Region(one.about) for one in recalls(day)],
               day.on: [region for region in day.tracked if day.morning(region, day.on) is None]}
        for on, regions in due.items():
            if regions:
                told = {region: day.corridor(region, on).ref for region in regions}
                self._fold(day.on, "morning", morning.Body(date.fromisoformat(on), told))
        return tuple(on for on, regions in due.items() if regions)

    def check_in(self, day: Day) -> bool:
        """The check-in before a session, where there is none yet. Whether there was none."""
        if day.checked is not None:
            return False
        told = {region: day.corridor(region).ref for region in day.tracked}
        self._fold(day.on, "checked_in", checked_in.Body(Moment.BEFORE, date.fromisoformat(day.on), pain=told, different=Different.NO))
        return True

    def rehearse(self, on: str) -> bool:
        """The rehearsed stop, where it was not rehearsed yet. Whether it was not."""
        missing = self.state["rehearsed"] is None
        if missing:
            self._fold(on, "rehearsed", rehearsed.Body(date.fromisoformat(on), ()))
        return missing

    def close(self, on: str) -> bool:
        """Close what is open of today's sessions. Whether there was a session today."""
        todays = [one for one in self.state["sessions"] if one["on"] == on]
        for one in todays:
            self._fold(on, "session_closed", session_closed.Body(one["id"]))
        return bool(todays)

    def train(self, day: Day, rows: Sequence[tuple[Decision, Case]]) -> None:
        """A session with what was decided, done well."""
        on, name, before = date.fromisoformat(day.on), f"{SESSION}-{day.on}", dict(day.checked["pre"]) if day.checked else {}
        self._fold(day.on, "proposed", proposed.Body(on, day.policy.version, "", tuple(_line(one, case) for one, case in rows)), SITE)
        self._fold(day.on, "session_opened", session_opened.Body(name, on))
        for decided, case in rows:
            self._sets(day.on, name, decided, case)
        case = rows[0][1]
        self._fold(day.on, "checked_in", _felt(on, name, case, before, _effort(day.policy, len(self.sessions))))
        self._fold(day.on, "session_closed", session_closed.Body(name))
        self.sessions.append(day.on)

    def _sets(self, on: str, name: str, decided: Decision, case: Case) -> None:
        for number in range(1, decided.sets + 1):
            self._fold(on, "set_done", set_done.Body(name, case.exercise.slug, case.variant.with_, case.side, number, decided.grams,
                                                      decided.target, decided.target, decided.sets))


def _line(decided: Decision, case: Case) -> proposed.DoseLine:
    return proposed.DoseLine(case.exercise.slug, case.variant.with_, case.side, decided.grams, decided.target, decided.sets, decided.rule,
                             decided.range_percent, decided.slower)


def _felt(on: date, name: str, case: Case, before: Mapping[str, int], effort: int) -> checked_in.Body:
    """Worst pain place by place, none above what was there before."""
    peaks = {region: before.get(region.value, 0) for region in case.regions}
    worst = max(peaks.values(), default=max(before.values(), default=0))
    return checked_in.Body(Moment.EXERCISE, on, name, exercise=case.exercise.slug, effort=effort, peak=worst, peaks=peaks or None)


def _effort(policy: Policy, done: int) -> int:
    """The hardest that is still clean, and now and then one less: answers that never move are no answers."""
    return policy.effort_clean - done % 2

"""Milestones on the person's own activities, and one sentence a week. Nothing here can be lost, nothing rewards hiding pain: what is once
reached stays, a break takes nothing away, and no milestone looks at pain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

STEP = 3
"""Points of one activity that matter (patient-specific format, evidence 4)."""
TOP = 10
TIMES = (10, 25, 50, 100, 150, 200, 300, 400, 500, 750, 1000)
"""Sessions that are mentioned, whole or short."""
AWAY = 14
"""Days without a session after which coming back is worth a word."""
LOUDER = 1.0
"""Points above the person's usual at which a week's mornings are called louder."""
MORNINGS = 3
"""Mornings that a week needs before anything is said about them."""


class Kind(StrEnum):
    """An activity has come up, is as before, or so many sessions were done."""

    ACTIVITY = "activity"
    AS_BEFORE = "as_before"
    SESSIONS = "sessions"


@dataclass(frozen=True)
class Milestone:
    """day: day number on which it was reached. facts: for its sentence."""

    kind: Kind
    day: int
    facts: Mapping[str, Any] = field(default_factory=dict)


def of_activity(name: str, start: int, answers: Sequence[tuple[int, int]]) -> list[Milestone]:
    """Milestones of one activity, in order.

    Args:
        start: where it stood (0 can't do it, 10 as before). answers: (day number, score), rising. Two answers running are needed, so that
            one good day is not taken for a way come.
    """
    found: list[Milestone] = []
    reached = start
    for (_, before), (day, now) in pairwise(answers):
        level = min(before, now)
        if level >= TOP > reached:
            found.append(Milestone(Kind.AS_BEFORE, day, {"activity": name}))
            reached = TOP
        elif level >= reached + STEP:
            found.append(Milestone(Kind.ACTIVITY, day, {"activity": name, "before": start, "now": level}))
            reached = level
    return found


def of_sessions(days: Sequence[int]) -> list[Milestone]:
    """Milestones of sessions by their day numbers, rising, whole or short."""
    return [Milestone(Kind.SESSIONS, days[count - 1], {"n": count}) for count in TIMES if count <= len(days)]


class Says(StrEnum):
    """What the week's sentence is about, the first that holds."""

    FLARE = "flare"
    MILESTONE = "milestone"
    BACK = "back"
    LOUDER = "louder"
    TRAINED = "trained"
    REST = "rest"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Week:
    """What a week held. sessions: whole or short. away: days without one before the first of them. mornings: answers. usual: the
    person's own, where it is known."""

    sessions: int
    flare: bool = False
    away: int = 0
    mornings: tuple[float, ...] = ()
    usual: float | None = None
    milestones: tuple[Milestone, ...] = ()


def says(week: Week) -> tuple[Says, Mapping[str, Any]]:
    """What is said about a week, with its facts. A flare comes first, and a hard week is never passed over for a cheer."""
    louder = week.usual is not None and len(week.mornings) >= MORNINGS and sum(week.mornings) / len(week.mornings) >= week.usual + LOUDER
    if week.flare:
        return Says.FLARE, {}
    if louder:
        return Says.LOUDER, {"n": week.sessions}
    if week.milestones:
        return Says.MILESTONE, {}
    if week.sessions and week.away >= AWAY:
        return Says.BACK, {"days": week.away}
    if week.sessions:
        return Says.TRAINED, {"n": week.sessions}
    return (Says.REST, {}) if week.mornings else (Says.NOTHING, {})

"""The weekly items (DOSE.md 1): three answers in any seven days at most, whatever is due, and nobody is asked twice in a week who passed.

What happened because of training is asked first, so that the number of times it was asked is known beside what happened. Then a mood or
worry that was high the last time, because only two answers a week apart say that it lasts. The other places go round: what has waited
longest for its own rhythm comes first, and what is always passed over gives way to what was not asked yet.
"""

from __future__ import annotations

from halfkilo import limits
from halfkilo.dose.context import Day
from halfkilo.dose.once import kept
from halfkilo.dose.session import Asked

WEEKLY = (("psfs", 7), ("own_mood", 7), ("adverse", 7), ("own_worry", 14), ("own_sleep", 14), ("own_fear", 28), ("own_stiffness", 28),
          ("own_stress", 28))
"""Weekly items and the days between that would be best; with three a week each waits about twice as long."""

FOLLOWED = ("own_mood", "own_worry")
"""Asked again a week after a high answer (plan level: two weeks running)."""

OLDEST = 4
"""Rhythms after which waiting longer counts no more: who always passes over one item is asked another."""


@kept
def weekly_questions(day: Day) -> tuple[Asked, ...]:
    """At most three in any seven days; none when this week's were passed over or kept."""
    if _dealt_with(day):
        return ()
    due = [(_turn(day, place, name, every), name) for place, (name, every) in enumerate(WEEKLY) if _due(day, name, every)]
    return tuple(Asked("weekly", name) for _, name in sorted(due)[: max(0, limits.ANSWERS_WEEKLY.first - _answered(day))])


def _dealt_with(day: Day) -> bool:
    """Whether the person closed this week's questions, with or without answers."""
    on = day.state["answers"].get("weekly", "")[:10]
    return bool(on) and 0 <= day.days_since(on) < limits.WEEK.first


def _answered(day: Day) -> int:
    """Weekly items answered in the last seven days, on this page or elsewhere."""
    lasts = [_last(day, name) for name, _ in WEEKLY]
    return sum(1 for last in lasts if last is not None and day.days_since(last) < limits.WEEK.first)


def _due(day: Day, name: str, every: int) -> bool:
    if name == "psfs" and not (day.state["profile"] or {}).get("activities"):
        return False
    last = _last(day, name)
    return last is None or day.days_since(last) >= (limits.WEEK.first if _high(day, name) else every)


def _turn(day: Day, place: int, name: str, every: int) -> tuple[int, int, int]:
    """Whose turn it is, the smallest first; equal ones go round with the weeks."""
    first = 0 if name == "adverse" else 1 if _high(day, name) else 2
    last = _last(day, name)
    waited = 100 * OLDEST if last is None else min(100 * OLDEST, 100 * day.days_since(last) // every)  # percent of its rhythm
    return first, -waited, (place - (limits.ANSWERS_WEEKLY.first - 1) * _week(day)) % len(WEEKLY)


def _week(day: Day) -> int:
    """Weeks since the programme was chosen."""
    plan = day.state["plan"]
    return day.days_since(plan["since"]) // limits.WEEK.first if plan else 0


def _high(day: Day, name: str) -> bool:
    """Whether the last answer was one after which support is thought of."""
    taken = day.state["measures"].get(name, []) if name in FOLLOWED else []
    return bool(taken) and max(taken[-1][1].values(), default=0) >= day.policy.low_mood


def _last(day: Day, name: str) -> str | None:
    if name == "adverse":
        return day.state["events"][-1][0] if day.state["events"] else None
    taken = day.state["measures"].get(name, [])
    return taken[-1][0] if taken else None

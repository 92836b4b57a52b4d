"""Milestones and the week as sentences; without numpy, because home says one of them."""

from __future__ import annotations

from halfkilo.insight.milestones import Milestone, Says, Week, says
from halfkilo.words import say


def of_milestone(one: Milestone, language: str) -> str:
    """A milestone."""
    return say(f"insight.milestone.{one.kind.value}", language, **one.facts)


def of_week(week: Week, language: str) -> str:
    """The week in one sentence or two."""
    about, facts = says(week)
    if about is Says.MILESTONE:
        return of_milestone(week.milestones[-1], language)
    return say(f"insight.week.{about.value}", language, **facts)

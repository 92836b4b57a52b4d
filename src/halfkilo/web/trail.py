"""The trail: who looked at somebody's record and when, and who changed what. The person reads it; nobody changes it."""

from __future__ import annotations

from halfkilo.web import clock
from halfkilo.web.models import Person, Trace

AGAIN = 3600 * 1000
"""Milliseconds in which looking at the same page again is the same look."""


def looked(person: Person, who: Person, role: str, what: str) -> None:
    """One line for a look at one page, at most one an hour."""
    what, now = what[:40], clock.instant()
    if not Trace.objects.filter(person=person, who=who, what=what, at__gt=now - AGAIN).exists():
        Trace.objects.create(person=person, who=who, role=role, what=what, at=now)


def did(person: Person, who: Person, role: str, what: str, about: str = "") -> None:
    """One line for something that was done; about: which exercise, part or role, never what somebody wrote."""
    Trace.objects.create(person=person, who=who, role=role, what=what, about=about[:80], at=clock.instant())

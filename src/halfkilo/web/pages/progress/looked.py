"""What a page of progress starts from: whose record, which parts of it, and what was read of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest

from halfkilo.insight import record
from halfkilo.journal.state import Flare, State
from halfkilo.web import access, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language
from halfkilo.web.pages.progress.courses import About, Course, Found, courses, tracked
from halfkilo.web.pages.progress.happened import TRAINING, Mark, of_flares, of_training
from halfkilo.web.pages.progress.parts import Part, reads, visible
from halfkilo.web.pages.progress.reading import Read, first_sets, first_sets_of, flares, told

SPANS = {"12": 12, "26": 26, "52": 52, "all": 0}
"""Weeks that can be looked at; 0 is everything."""
LONG, LONG_SPAN = 104, "52"
"""Weeks from which on a record is long, and what is shown of it at first. D."""


@dataclass(frozen=True)
class Look:
    """own: whether it is one's own record. parts: what may be seen; shared: of the record. span: the chosen key of `SPANS`. first: day
    number the window begins with. marks: what else happened, oldest first."""

    person: Person
    own: bool
    parts: tuple[Part, ...]
    about: About
    found: Read
    marks: list[Mark]
    span: str
    first: int
    shared: frozenset[str]

    @property
    def frame(self) -> dict[str, Any]:
        """What every page of progress hands its template: whose it is, how far back."""
        return {"whose": "" if self.own else self.person.name, "person": "" if self.own else str(self.person.pk), "own": self.own,
                "span": self.span, "spans": spans(self.about.state, self.about.today)}

    @cached_property
    def _sorted(self) -> Found:
        return Found(self.found, self.shared)

    def courses(self, part: Part) -> list[Course]:
        """The series of one part."""
        return courses(part, self._sorted, self.about)


def look(request: HttpRequest, wanted: Collection[Part] | None = None, *, marked: bool = True) -> Look:
    """Read what some parts need (all of them when left out). marked: with what else happened.

    Raises:
        Http404: nothing of that person's is shared with this account, or none of the wanted parts.
    """
    person, parts, shared = visible(request, request.GET.get("person"))
    chosen = [part for part in parts if wanted is None or part in wanted]
    if wanted and not chosen:
        raise Http404(access.NOBODY)
    today, state, tongue = service.day_of(person), service.state_of(person), language(request)
    span = request.GET.get("weeks", "")
    span = span if span in SPANS else usual_span(state, today)
    since = today - timedelta(weeks=SPANS[span]) if SPANS[span] else None
    training = marked and Part.STRENGTH in parts
    kinds = {kind for part in chosen for kind in reads(part)} | (set(TRAINING) if training else set())
    found = told(person, kinds, instant(since) if since else 0)
    known = {region: flares(person, state, region) for region in tracked(state)} if Part.PAIN in parts else {}
    days = {region: _days(found_in, today) for region, found_in in known.items()}
    whole = since is None and "set_done" in kinds
    firsts = {} if not training else first_sets_of(found.of("set_done")) if whole else first_sets(person)
    marks = of_flares(known, tongue) + (of_training(found.lines, firsts, today, tongue) if training else []) if marked else []
    first = since.toordinal() if since else min((record.number(line.day) for line in found.lines), default=today.toordinal())
    own = person.pk == access.own(request).pk
    return Look(person, own, parts, About(state, days, today, tongue), found, _within(marks, first), span, first, shared)


def usual_span(state: State, today: date) -> str:
    """All of it, and of a long record the newest year: whether something helps now is not told by how it was ten years ago."""
    return LONG_SPAN if _begun(state, today) < (today - timedelta(weeks=LONG)).isoformat() else "all"


def _begun(state: State, today: date) -> str:
    return min((region["since"] for region in state["regions"].values()), default=today.isoformat())


def spans(state: State, today: date) -> list[str]:
    """The spans that are shorter than the record, and all of it; nothing to choose where there is only one."""
    begun = _begun(state, today)
    shorter = [name for name, weeks in SPANS.items() if weeks and begun < (today - timedelta(weeks=weeks)).isoformat()]
    return [*shorter, "all"] if shorter else []


def _days(known: list[Flare], today: date) -> frozenset[int]:
    return record.flare_days([(one["since"], one["until"]) for one in known], today.toordinal())


def _within(marks: list[Mark], first: int) -> list[Mark]:
    begin = date.fromordinal(first).isoformat()
    return sorted((mark for mark in marks if mark.open or (mark.until or mark.on) >= begin), key=lambda mark: mark.on)


def instant(day: date) -> int:
    """The milliseconds since 1970 with which a day begins in UTC."""
    return (day - date(1970, 1, 1)).days * 86_400_000

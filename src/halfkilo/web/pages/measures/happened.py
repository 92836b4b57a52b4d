"""What training did that nobody wanted: asked once a week, told in one tap, and always shown beside the sessions it is counted against."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.journal.kinds import adverse_event
from halfkilo.journal.kinds.adverse_event import Severity, What
from halfkilo.web import access, service
from halfkilo.web.models import Person
from halfkilo.web.pages.asked import picked
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.measures import parts, past
from halfkilo.web.pages.start import once
from halfkilo.words import say

LONGEST = 500
YEAR = 366
"""Days that something may lie back when it is told."""


def happened(request: HttpRequest) -> HttpResponse:
    """The list with its denominators, and a form to tell of something at any time."""
    sight = access.sight(request, request.GET.get("person"))
    if not sight.sees(parts.HAPPENED):
        raise Http404(access.NOBODY)
    person, tongue = sight.person, language(request)
    own, words_too = person.pk == access.own(request).pk, sight.sees("notes")
    problems: dict[str, str] = {}
    if request.method == "POST":
        body = told_in(request, me(request), problems)
        if body is not None and not problems:
            once.write(request, me(request), "adverse_event", body)
            return redirect("measures-happened")
    found = past.happened(person)
    return page(
        request,
        "measures/happened",
        events=[_event(one, tongue, words_too) for one in found.events],
        counted=counted(found, tongue),
        form=form(service.day_of(person), tongue, problems) if own else None,
        whose="" if own else person.name,
        query="" if own else f"?person={person.pk}",
        once=once.fresh(),
        status=422 if problems else 200,
    )


def told_in(request: HttpRequest, person: Person, problems: dict[str, str]) -> adverse_event.Body | None:
    """What a form tells; None where nothing was chosen. `none` is the one tap that says nothing happened."""
    severity = picked(request, "event", Severity, problems)
    if severity is None:
        return None
    on = service.day_of(person)
    if severity is Severity.NONE:
        return adverse_event.Body(on, severity)
    text = " ".join(request.POST.get("event-text", "").split())[:LONGEST]
    return adverse_event.Body(on, severity, text, picked(request, "event-what", What, problems), _since(request, on, problems))


def _since(request: HttpRequest, on: date, problems: dict[str, str]) -> date | None:
    raw = request.POST.get("event-since", "")
    if not raw:
        return None
    try:
        since = date.fromisoformat(raw)
    except ValueError:
        since = date.max
    if since <= on and (on - since).days <= YEAR:
        return since
    problems["event-since"] = say("measures.problem.day", language(request))
    return None


def form(on: date, tongue: str, problems: dict[str, str]) -> dict[str, Any]:
    """The parts of the form: how much it took, what it was, since when."""
    return {
        "severities": [{"value": one.value, "words": say(f"measures.event.{one.value}", tongue)} for one in Severity],
        "kinds": [{"value": one.value, "words": say(f"measures.what.{one.value}", tongue)} for one in What],
        "today": on.isoformat(),
        "problem": problems.get("event-since", "") or problems.get("event", "") or problems.get("event-what", ""),
    }


def _event(one: past.Event, tongue: str, words_too: bool) -> dict[str, str]:
    """words_too: whether the person's own words are shared as well."""
    return {"on": one.on, "since": one.since, "text": one.text if words_too else "", "took": say(f"measures.event.{one.severity}", tongue),
            "what": say(f"measures.what.{one.what}", tongue) if one.what else ""}


def counted(found: past.Happened, tongue: str) -> list[str]:
    """Events never without what they are counted against."""
    if not found.asked and not found.sessions:
        return [say("measures.happened.counted_none", tongue)]
    lines = [say("measures.happened.counted", tongue, events=len(found.events), sessions=found.sessions)]
    lines.append(say("measures.happened.counted_asked", tongue, asked=found.asked))
    needed = found.of(Severity.CLINICIAN) + found.of(Severity.HOSPITAL)
    return [*lines, say("measures.happened.counted_care", tongue, n=needed)] if needed else lines

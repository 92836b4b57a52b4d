"""The visit report: the question for the visit, a look at the first page, and the file. Who was let see everything may read it, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from halfkilo import words
from halfkilo.exchange import report
from halfkilo.exchange.errors import FileRefused
from halfkilo.insight.record import Line, lines
from halfkilo.journal.kinds.note import Body as Note
from halfkilo.journal.state import State
from halfkilo.web import access, notes, service
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.pages.frame import language, page
from halfkilo.web.refold import in_order
from halfkilo.words import say

EVERY_PART = ",".join(access.PARTS)
"""The report tells of everything, so it is for who was let see everything."""
EARLY = 7
"""Mornings below which there is little to tell."""
DOTS = 110
"""Dots per inch of the picture: sharp on a tablet, some 100 kB."""


def visit(request: HttpRequest) -> HttpResponse:
    """Ask the question, choose span and language, look."""
    person = access.reader(request, request.GET.get("person"), EVERY_PART)
    own = person.pk == access.own(request).pk
    if request.method == "POST":
        if not own:
            raise Http404(access.NOBODY)
        problem = _keep(request, person)
        if not problem:
            return redirect("visit")
        return _shown(request, person, own, problem)
    return _shown(request, person, own)


@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """The report."""
    person = access.reader(request, request.GET.get("person"), EVERY_PART)
    wish = _wish(request, person)
    try:
        made = report.made(*_record(person, wish), wish)
    except FileRefused:
        return _unmade(request)
    answer = HttpResponse(made, content_type="application/pdf")
    # No name of a person in a file's name: downloads are often shared screens.
    answer.headers["Content-Disposition"] = f'attachment; filename="halfkilo-visit-{wish.made.isoformat()}.pdf"'
    return answer


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Its first page as a picture."""
    person = access.reader(request, request.GET.get("person"), EVERY_PART)
    wish = _wish(request, person)
    try:
        return HttpResponse(report.pictures(*_record(person, wish), wish, DOTS)[0], content_type="image/png")
    except FileRefused:
        return _unmade(request)


def _shown(request: HttpRequest, person: Person, own: bool, problem: str = "") -> HttpResponse:
    tongue, wish = language(request), _wish(request, person)
    chosen = {"weeks": wish.weeks, "language": wish.language, "named": "yes" if wish.name else "no"}
    chosen |= {} if own else {"person": person.pk}
    return page(
        request, "visit/report", status=422 if problem else 200, own=own, name=person.name, problem=problem, most=report.LONGEST_QUESTION,
        question=request.POST.get("question", wish.question), few=service.state_of(person)["morning_count"] < EARLY,
        spans=[_option(str(weeks), say("visit.weeks", tongue, weeks=weeks), weeks == wish.weeks) for weeks in report.WEEKS],
        languages=[_option(code, words.tongue(code).name, code == wish.language) for code in words.languages()],
        named=bool(wish.name), person=None if own else person.pk,
        picture=f"{reverse('visit-picture')}?{urlencode(chosen)}")


def _option(value: str, said: str, on: bool) -> dict[str, Any]:
    return {"value": value, "words": said, "on": on}


def _keep(request: HttpRequest, person: Person) -> str:
    """What was not right with the question, or nothing. The same question again writes nothing."""
    question = " ".join(request.POST.get("question", "").split())
    if len(question) > report.LONGEST_QUESTION:
        return say("visit.long", language(request), most=report.LONGEST_QUESTION)
    if question != notes.newest(person, report.TOPIC):
        service.write(person, "note", Note(report.TOPIC, question))
    messages.success(request, say("visit.kept", language(request)))
    return ""


def _wish(request: HttpRequest, person: Person) -> report.Wish:
    """What the address asks for; anything that is not offered is as usual."""
    weeks, code = request.GET.get("weeks", ""), request.GET.get("language", "")
    today = service.day_of(person)
    span = report.span(today, int(weeks) if weeks in map(str, report.WEEKS) else report.USUAL_WEEKS)
    tongue = code if code in words.languages() else language(request)
    named = request.GET.get("named", "yes" if "weeks" not in request.GET else "no") == "yes"
    question = notes.newest(person, report.TOPIC)
    return replace(report.Wish(*span, today, tongue, question=question), name=person.name if named else "")


def _record(person: Person, wish: report.Wish) -> tuple[list[Line], State]:
    """The lines that a report of this span reads, and the folded state."""
    since = datetime.combine(wish.first - timedelta(days=report.BEFORE + 1), time(), UTC)  # a day more: the span is told in local days
    near = Q(instant__gte=int(since.timestamp() * 1000)) | Q(kind__in=(*report.ALWAYS, "corrected"))
    return list(lines(list(in_order(EntryRow.objects.filter(near, person=person))))), service.state_of(person)


def _unmade(request: HttpRequest) -> HttpResponse:
    return HttpResponse(say("visit.unmade", language(request)), status=503, content_type="text/plain; charset=utf-8")

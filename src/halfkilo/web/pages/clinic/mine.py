"""The person's side: messages and questions, suggestions that wait for a yes, who looked, and using an invitation."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from halfkilo.exchange.cells import quoted
from halfkilo.journal.kinds import note
from halfkilo.journal.state import State
from halfkilo.web import access, clock, service, throttle
from halfkilo.web.models import Invitation, Person, Suggestion, Trace
from halfkilo.web.pages.clinic import acts, invite, letters
from halfkilo.web.pages.clinic.changes import change
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.start import once
from halfkilo.words import say

ASKED = throttle.Limit("ask-physio", 12, 3600)
LINES = 300
"""Lines of the trail on the page; the file has all of them."""


def talk(request: HttpRequest) -> HttpResponse:
    """Messages with one's clinicians. Opening the page reads what was written."""
    person, tongue = me(request), language(request)
    state, found = service.state_of(person), letters.letters(person)
    if state.get("talk", {}).get("told"):
        service.write(person, "note", note.Body("read", ""))
    return page(
        request,
        "clinic/messages",
        letters=letters.told(found, letters.names_of(found), tongue, say("clinic.you", tongue)),
        physio=has_clinician(state),
        attached=letters.today_lines(state, service.today_of(person, state), tongue),
        once=once.fresh(),
        longest=letters.LONGEST,
    )


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask my physio, in one tap: the question, if there is one, and what today shows."""
    person, tongue = me(request), language(request)
    if not has_clinician(service.state_of(person)):
        return redirect("people")
    try:
        ASKED.hit(str(person.pk))
    except throttle.TooOften as problem:
        messages.error(request, str(problem))
        return redirect("messages")
    asked = "\n".join(line.strip() for line in request.POST.get("question", "").strip().splitlines())[: letters.LONGEST]
    once.write(request, person, "note", note.Body("ask_physio", letters.question(person, asked, tongue)))
    messages.success(request, say("clinic.ask.sent", tongue))
    return redirect("messages")


def suggestions(request: HttpRequest) -> HttpResponse:
    """What a clinician suggests: nothing of it holds without a yes."""
    person, tongue = me(request), language(request)
    if request.method == "POST":
        try:
            acts.answer(person, request.POST.get("suggestion", ""), request.POST.get("answer") == "yes")
            key = "clinic.suggestion.yes_kept" if request.POST.get("answer") == "yes" else "clinic.suggestion.no_kept"
            messages.success(request, say(key, tongue))
        except (acts.NotNow, Http404):
            messages.info(request, say("clinic.suggestion.gone", tongue))
        return redirect("suggestions")
    found = Suggestion.objects.filter(person=person, answer="").select_related("who").order_by("made")
    state = service.state_of(person)
    return page(
        request,
        "clinic/suggestions",
        found=[
            {
                "id": str(one.pk),
                "who": one.who.name,
                "reason": one.reason,
                "on": _day(one.made, person),
                **change(one.kind, acts.body_of(one), state, tongue),
            }
            for one in found
        ],
    )


def invited(request: HttpRequest) -> HttpResponse:
    """Using a code that somebody gave to this account's person."""
    guest, tongue = me(request), language(request)
    code, found, problem = request.POST.get("code", request.GET.get("code", "")).strip()[:60], None, ""
    try:
        if request.method == "POST" and "yes" in request.POST:
            person, role = invite.accept(guest, code), request.POST.get("role")
            messages.success(request, say("clinic.invited.done", tongue, name=person.name))
            return redirect("shared" if role == "helper" else "clinic")
        found = invite.look(guest, code) if code else None
    except invite.NotACode:
        problem = say("clinic.invited.none", tongue)
    except throttle.TooOften as too_often:
        problem = str(too_often)
    return page(
        request,
        "clinic/invited",
        code=code,
        found=_told(found, tongue) if found else None,
        problem=problem,
        status=422 if problem and request.method == "POST" else 200,
    )


def _told(found: Invitation, tongue: str) -> dict[str, Any]:
    shown = [
        say(f"clinic.part.{part}", tongue)
        for part in access.PARTS
        if access.Sight(found.person, "", access.parts_of(found.scope)).sees(part)
    ]
    return {"name": found.person.name, "role": found.role, "role_words": say(f"clinic.role.{found.role}", tongue), "parts": shown}


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Who looked at one's record and who did what in it."""
    person, tongue = me(request), language(request)
    return page(request, "clinic/trail", lines=lines(person, tongue)[:LINES], most=LINES)


@require_safe
def trail_file(request: HttpRequest) -> HttpResponse:
    """The whole of it as a table."""
    person, tongue = me(request), language(request)
    text = io.StringIO(newline="")
    text.write("\ufeff")
    rows = csv.writer(text)
    rows.writerow(["at", "who", "role", "what", "about"])
    for one in Trace.objects.filter(person=person).select_related("who").order_by("at", "pk"):
        at = datetime.fromtimestamp(one.at / 1000, UTC).isoformat(timespec="seconds")
        who = one.who.name if one.who is not None else say("clinic.somebody", tongue)
        rows.writerow([quoted(cell) for cell in (at, who, one.role, one.what, one.about)])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="halfkilo-trail-{service.day_of(person).isoformat()}.csv"'
    return answer


def lines(person: Person, tongue: str) -> list[dict[str, str]]:
    """The trail for people, newest first."""
    zone = clock.zone_of(person.zone or clock.site_zone())
    out = []
    for one in Trace.objects.filter(person=person).select_related("who").order_by("-at", "-pk")[: LINES + 1]:
        at = datetime.fromtimestamp(one.at / 1000, UTC).astimezone(zone)
        who = say("clinic.you", tongue) if one.role == "own" else one.who.name if one.who is not None else say("clinic.somebody", tongue)
        out.append({"on": at.date().isoformat(), "time": f"{at:%H:%M}", "who": who, "did": _did(one, tongue)})
    return out


def _did(one: Trace, tongue: str) -> str:
    from halfkilo.words import has

    key = f"clinic.did.{one.what.replace('-', '_')}"
    return say(key if has(key) else "clinic.did.looked", tongue)


def has_clinician(state: State) -> bool:
    """Whether there is somebody to ask."""
    return "clinician" in state["shared"].values()


def _day(milliseconds: int, person: Person) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(clock.zone_of(person.zone or clock.site_zone())).date().isoformat()

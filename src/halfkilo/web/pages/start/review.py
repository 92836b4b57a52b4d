"""The look back every four weeks: the signs again, then whether the usual has changed. Only here may a usual rise (H46)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.journal.corridor import corridor
from halfkilo.journal.fields import Answer, Question
from halfkilo.journal.kinds import answered
from halfkilo.journal.state import State
from halfkilo.screening import Group, Reply
from halfkilo.units import Region
from halfkilo.web import service
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.start import once, screen
from halfkilo.words import say


def review(request: HttpRequest) -> HttpResponse:
    """The signs of the first group again, with all other answers as they were."""
    person = me(request)
    state, problem, tongue = service.state_of(person), "", language(request)
    if not state["screen"]["here"] or state["profile"] is None:
        return redirect("start")
    given: dict[str, str] = {}
    if request.method == "POST":
        given = screen.ticked(request, Group.NOW)
        if "rest" in request.POST:
            screen.write(request, person, state, {**state["screen"]["replies"], **given})
            return redirect("start-outcome" if Reply.YES in given.values() or Reply.UNSURE in given.values() else "review-usual")
        problem = say("start.screen.rest_needed", tongue)
    care = (
        [screen.told(item, screen.number_of(request, state), tongue) for item, reply in given.items() if reply != Reply.NO]
        if problem
        else []
    )
    return page(
        request,
        "start/review",
        rows=screen.rows(Group.NOW, given, tongue),
        problem=problem,
        care=care,
        once=request.POST.get(once.FIELD) or once.fresh(),
        status=422 if problem else 200,
    )


def usual(request: HttpRequest) -> HttpResponse:
    """Per tracked place: has your usual changed?"""
    person, problems = me(request), dict[str, str]()
    state, tongue, on = service.state_of(person), language(request), service.day_of(person).isoformat()
    if state["screen"]["on"] != on:
        return redirect("review")
    regions = [name for name, region in state["regions"].items() if region["tracked"]]
    said = {name: request.POST.get(f"usual-{name}", "") for name in regions}
    if request.method == "POST":
        problems = {name: say("start.one_of", tongue) for name, answer in said.items() if answer not in ("yes", "no")}
        if not problems:
            for name, answer in said.items():
                once.write(request, person, "answered", answered.Body(Question.REVIEW, Answer(answer), region=Region(name)), part=name)
            messages.success(request, say("start.review.kept", tongue))
            return redirect("home")
    return page(
        request,
        "start/review_usual",
        places=[_place(state, name, on, said[name], problems.get(name), tongue) for name in regions],
        once=request.POST.get(once.FIELD) or once.fresh(),
        status=422 if problems else 200,
    )


def _place(state: State, name: str, on: str, said: str, problem: str | None, tongue: str) -> dict[str, Any]:
    region = state["regions"][name]
    usual_now = corridor(region, on).usual
    options = [
        {"value": value, "words": say(f"start.review.{value}", tongue, usual=usual_now, entry=region["entry"]), "on": said == value}
        for value in ("yes", "no")
    ]
    return {
        "name": f"usual-{name}",
        "legend": say("start.review.ask", tongue, region=name),
        "error": problem,
        "options": options,
        "hint": say("start.review.was", tongue, entry=region["entry"], usual=usual_now),
    }

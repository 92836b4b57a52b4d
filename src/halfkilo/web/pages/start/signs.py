"""Something new: the stop signs, and that someone has looked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo import limits
from halfkilo.journal.corridor import corridor
from halfkilo.journal.fields import Different, Moment, Why
from halfkilo.journal.kinds import checked_in, cleared, stopped
from halfkilo.journal.state import State
from halfkilo.screening import BY_ID, STOP_SIGNS, Outcome, Reply
from halfkilo.web import service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.start import once
from halfkilo.words import say

NONE = "none"
_CLOSING = (Outcome.STOP, Outcome.SEE_FIRST)


def symptom(request: HttpRequest) -> HttpResponse:
    """Is the new thing one of the signs that end training? None of them makes today a gentle day."""
    person, problem = me(request), ""
    if request.method == "POST":
        said = request.POST.get("sign", "")
        if said in STOP_SIGNS:
            once.write(request, person, "stopped", stopped.Body(service.day_of(person), Why.SIGN, "screen", sign=said))
            return redirect("home")
        if said == NONE:
            _gentle(request, person)
            return redirect("home")
        problem = say("start.one_of", language(request))
    tongue = language(request)
    options = [{"value": sign, "words": say(f"sign.{sign}.ask", tongue), "on": False} for sign in STOP_SIGNS]
    return page(
        request,
        "start/symptom",
        options=[*options, {"value": NONE, "words": say("start.symptom.none", tongue), "on": False}],
        problem=problem,
        once=request.POST.get(once.FIELD) or once.fresh(),
        status=422 if problem else 200,
    )


def _gentle(request: HttpRequest, person: Person) -> None:
    today, on = service.state_of(person)["today"], service.day_of(person)
    if today is None or today["on"] != on.isoformat() or today["different"] != Different.NEW_SYMPTOM:
        once.write(request, person, "checked_in", checked_in.Body(Moment.BEFORE, on, different=Different.NEW_SYMPTOM))


def looked_at(request: HttpRequest) -> HttpResponse:
    """Someone qualified has looked: who, and at what."""
    person, problems = me(request), dict[str, str]()
    state, tongue = service.state_of(person), language(request)
    waiting = open_items(state, service.day_of(person).isoformat(), tongue)
    chosen, who = request.POST.getlist("item"), " ".join(request.POST.get("who", "").split())
    if request.method == "POST" and waiting:
        problems = _problems(chosen, who, [one["value"] for one in waiting], tongue)
        if not problems:
            once.write(
                request, person, "cleared", cleared.Body(tuple(sorted(set(chosen))), who, request.POST.get("note", "").strip()[:200])
            )
            messages.success(request, say("start.cleared.kept", tongue))
            return redirect("start")
    options = [{**one, "on": one["value"] in chosen} for one in waiting]
    return page(
        request,
        "start/cleared",
        options=options,
        who=who,
        problems=problems,
        note=request.POST.get("note", ""),
        once=request.POST.get(once.FIELD) or once.fresh(),
        status=422 if problems else 200,
    )


def _problems(chosen: list[str], who: str, waiting: list[str], tongue: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not chosen or set(chosen) - set(waiting):
        problems["item"] = say("start.cleared.which", tongue)
    if not 2 <= len(who) <= 200 or not who.isprintable():
        problems["who"] = say("start.cleared.who", tongue)
    return problems


def open_items(state: State, on: str, tongue: str) -> list[dict[str, Any]]:
    """What waits for someone to look: stop signs, items of the screen that close the day, a usual pain that is high."""
    screen = state["screen"]
    found = {sign: say(f"sign.{sign}.ask", tongue) for sign, _ in screen["signs"]}
    for item, reply in screen["replies"].items():
        if reply != Reply.NO and item not in screen["cleared"] and BY_ID[item].outcome in _CLOSING:
            found.setdefault(item, say(f"screen.{item}.short", tongue))
    for name, region in state["regions"].items():
        key = f"high_{name}"
        if region["tracked"] and key not in screen["cleared"] and corridor(region, on).high >= limits.REGION_LIMIT.first:
            found[key] = say("start.cleared.high", tongue, region=name)
    return [{"value": key, "words": words[:1].upper() + words[1:]} for key, words in found.items()]

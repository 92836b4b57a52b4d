"""One's own limits: an exercise that is never given, a load that is never passed. Rules may only tighten what stands here. What one left
out oneself can be met again in small steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.exercises import catalogue, words
from halfkilo.journal.kinds import limit_set, reintroduced
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.state import State
from halfkilo.screening import LoadClass
from halfkilo.units import Region, Side
from halfkilo.web import service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.start import once, weights
from halfkilo.words import say, tongue


def limits_page(request: HttpRequest) -> HttpResponse:
    """What stands, each with a way to lift it, and a form for one more."""
    person, tongue = me(request), language(request)
    state, problems = service.state_of(person), dict[str, str]()
    if request.method == "POST":
        take = _lift if "lift" in request.POST else _again if "again" in request.POST else None
        problems = take(request, person, state) if take else _add(request, person, tongue)
        if not problems:
            return redirect("limits")
    names = sorted(((words(slug, tongue).name, slug) for slug in catalogue()), key=lambda pair: pair[0].casefold())
    return page(
        request,
        "mine/limits",
        standing=[_told(one, state, tongue) for one in state["limits"]],
        exercises=names,
        problems=problems,
        typed={name: request.POST.get(name, "") for name in ("what", "exercise", "kilograms", "reason")},
        once=once.fresh(),
        status=422 if problems else 200,
    )


def _add(request: HttpRequest, person: Person, tongue: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    what, slug, value = request.POST.get("what", ""), request.POST.get("exercise", ""), None
    if what not in (What.BAN, What.LOAD_MOST):
        problems["what"] = say("start.one_of", tongue)
    if slug not in catalogue():
        problems["exercise"] = say("mine.limit.which", tongue)
    if what == What.LOAD_MOST:
        try:
            value = weights.one(_typed(request, tongue), tongue)
        except weights.NotRead as problem:
            problems["kilograms"] = str(problem)
    if not problems:
        reason = " ".join(request.POST.get("reason", "").split())[:200]
        once.write(request, person, "limit_set", limit_set.Body(What(what), value, slug, reason=reason))
    return problems


def _typed(request: HttpRequest, code: str) -> str:
    """The kilograms as they were typed, without their unit and with a point before the tenths."""
    said = tongue(code)
    typed = request.POST.get("kilograms", "").strip()
    return typed.removesuffix("kg").removesuffix(said.kilogram).strip().replace(said.decimal, ".")


def _lift(request: HttpRequest, person: Person, state: State) -> dict[str, str]:
    """Lift one's own; nobody lifts what a clinician set, and what is gone already needs no entry."""
    found = next((one for one in state["limits"] if one["id"] == request.POST["lift"] and one["by"] == "person"), None)
    if found is not None:
        once.write(
            request,
            person,
            "limit_set",
            limit_set.Body(
                What(found["what"]),
                None,
                found.get("exercise"),
                Side(found["side"]) if found.get("side") else None,
                Region(found["region"]) if found.get("region") else None,
                LoadClass(found["load_class"]) if found.get("load_class") else None,
                lift=True,
            ),
        )
    return {}


def _again(request: HttpRequest, person: Person, state: State) -> dict[str, str]:
    """Begin to meet again what one left out oneself, or leave it for now; what is gone already needs no entry."""
    found = next((one for one in state["limits"] if one["id"] == request.POST["again"] and one["by"] == "person"), None)
    if found is not None and found["what"] == What.BAN:
        wanted = found["exercise"] not in state["again"]
        once.write(request, person, "reintroduced", reintroduced.Body(found["exercise"], service.day_of(person), wanted))
    return {}


def _told(one: dict[str, Any], state: State, tongue: str) -> dict[str, Any]:
    about = words(one["exercise"], tongue).name if one.get("exercise") in catalogue() else say("mine.limit.everything", tongue)
    left_out = say(f"load_class.{one['load_class']}", tongue) if one.get("load_class") else ""
    return {
        "id": one["id"],
        "own": one["by"] == "person",
        "left_out": one["what"] == What.BAN,
        "meeting": one.get("exercise") in state["again"],
        "reason": one.get("reason", ""),
        "until": one.get("until"),
        "words": say(f"mine.limit.{one['what']}", tongue, name=about, value=one.get("value") or 0, left_out=left_out),
    }

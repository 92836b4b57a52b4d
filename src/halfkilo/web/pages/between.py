"""The days between: the morning, a flare by one's own word. The weekly items: `measures/weekly.py`."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from halfkilo.dose import Session
from halfkilo.journal.fields import Answer, Question, Soreness
from halfkilo.journal.kinds import answered, flare_closed, flare_opened, morning
from halfkilo.journal.state import State
from halfkilo.units import Region
from halfkilo.web import service
from halfkilo.web.models import Person
from halfkilo.web.pages.asked import picked, scores
from halfkilo.web.pages.before import region_pairs
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say


def flare(request: HttpRequest) -> HttpResponse:
    """ "This is a flare": which place, what to expect, the plan written on a good day."""
    person = me(request)
    state = service.state_of(person)
    tracked = [name for name, region in state["regions"].items() if region["tracked"]]
    if request.method == "POST":
        chosen = tuple(Region(name) for name in request.POST.getlist("region") if name in tracked)
        if chosen:
            body: object = flare_opened.Body(service.day_of(person), chosen, request.POST.get("word", "")[:200])
            if "mistake" in request.POST:
                body = flare_closed.Body(service.day_of(person), chosen)
            service.write(person, "flare_closed" if "mistake" in request.POST else "flare_opened", body)
            return redirect("home")
    tongue = language(request)
    options = [{"value": name, "words": say(f"region.{name}", tongue), "on": len(tracked) == 1} for name in tracked]
    running = [
        {"name": name, "words": say(f"region.{name}", tongue), "since": state["regions"][name]["flares"][-1]["since"]}
        for name in tracked
        if state["regions"][name]["flares"] and state["regions"][name]["flares"][-1]["until"] is None
    ]
    return page(
        request,
        "flare",
        options=options,
        running=running,
        plan=state["notes"].get("bad_day_plan", ""),
        problem=request.method == "POST",
        today=service.day_of(person).isoformat(),
    )


def morning_page(request: HttpRequest) -> HttpResponse:
    """The next morning: one tap per region; also on rest days. Weekly items stand behind it, three at most."""
    person = me(request)
    session = service.open_day(person, service.choice_of())
    regions = [asked.about for asked in session.questions if asked.id == "morning"]
    weekly = [asked.about for asked in session.questions if asked.id == "weekly"]
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _take_morning(request, person, regions)
        if not problems:
            return redirect("weekly" if weekly and _asks_weekly(session) else "home")
    state, tongue = service.state_of(person), language(request)
    if not regions and request.method == "GET":
        return redirect("weekly" if weekly and _asks_weekly(session) else "home")
    # With two places soreness would be a third answer on a rest day; unanswered it counts as usual pain (DOSE.md 1).
    trained = len(regions) == 1 and (any(asked.id == "soreness" for asked in session.questions) or _trained_lately(state, session))
    return page(
        request,
        "morning",
        regions=region_pairs(regions, tongue, state, problems, "morning"),
        trained=trained,
        problems=problems,
        status=422 if problems else 200,
    )


def _asks_weekly(session: Session) -> bool:
    return any(asked.id == "weekly" for asked in session.questions)


def _trained_lately(state: State, session: Session) -> bool:
    return any(0 < (session.on - date.fromisoformat(one["on"])).days <= 1 for one in state["sessions"])


def _take_morning(request: HttpRequest, person: Person, regions: list[str]) -> dict[str, str]:
    problems: dict[str, str] = {}
    woke = scores(request, "morning", regions, problems)
    sore = picked(request, "soreness", Soreness, problems)
    if not problems and not woke:
        problems["morning"] = say("ask.one", language(request))
    if not problems:
        service.write(person, "morning", morning.Body(service.day_of(person), woke, sore))
    return problems


@require_POST
def lighter_week(request: HttpRequest) -> HttpResponse:
    """A yes or no to a lighter week."""
    said = request.POST.get("answer", "")
    if said in (Answer.ACCEPT, Answer.KEEP):
        service.write(me(request), "answered", answered.Body(Question.LIGHTER_WEEK, Answer(said)))
    return redirect("home")


URLS = [
    path("lighter-week/", lighter_week, name="lighter-week"),
    path("flare/", flare, name="flare"),
    path("morning/", morning_page, name="morning"),
]

"""Which programme, how often, how long."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.journal.kinds import plan_chosen
from halfkilo.journal.state import State
from halfkilo.programmes.programme import Programme, programmes, programmes_for
from halfkilo.units import Joint, Region
from halfkilo.web import service
from halfkilo.web.pages import purposes
from halfkilo.web.pages.frame import language, me
from halfkilo.web.pages.start import draft, once, steps
from halfkilo.words import say

DAYS = (2, 3, 4, 5)
MINUTES = (10, 20, 30)


def programme(request: HttpRequest) -> HttpResponse:
    """The one that fits best first, with why; the others below."""
    state, problem = service.state_of(me(request)), ""
    if state["profile"] is None:
        return redirect("start")
    if request.method == "POST":
        chosen = request.POST.get("programme", "")
        if chosen in programmes():
            draft.put(request, programme=chosen)
            return redirect("start-rhythm")
        problem = say("start.one_of", language(request))
    best = recommended(state)
    tongue, now = language(request), draft.read(request).get("programme") or (state["plan"] or {}).get("programme") or best.slug
    cards = [_card(one, tongue, one.slug == now) for one in programmes().values()]
    cards.sort(key=lambda card: (card["slug"] != best.slug, not card["fits"] & set(_joints(state)), card["title"]))
    return steps.show(
        request,
        "start-programme",
        best=cards[0],
        others=cards[1:],
        why=_why(state, best, tongue),
        problem=problem,
        opened=any(card["on"] for card in cards[1:]),
        status=422 if problem else 200,
    )


def recommended(state: State) -> Programme:
    """The most particular programme for the first tracked place; for a place with none of its own, the whole body."""
    joints = set(_joints(state))
    if Joint.WIDESPREAD in joints:
        return programmes_for(Joint.WIDESPREAD)[0]
    if not joints:
        return programmes()["whole_body"]
    fitting = sorted((one for one in programmes().values() if joints <= set(one.regions)), key=lambda one: (len(one.regions), one.slug))
    return fitting[0] if fitting else programmes()["whole_body"]


def _tracked(state: State) -> list[str]:
    places = (state["profile"] or {}).get("places", [])
    return [place["region"] for place in places if place["tracked"]]


def _joints(state: State) -> list[str]:
    return list(dict.fromkeys(Region(region).joint.value for region in _tracked(state)))


def _why(state: State, best: Programme, tongue: str) -> str:
    names = [say(f"region.{region}", tongue) for region in _tracked(state)]
    if not names:
        return ""
    key = "place" if set(_joints(state)) <= set(best.regions) and best.slug != "whole_body" else "whole"
    return say(
        f"start.programme.why_{key}", tongue, places=say("start.and", tongue, one=names[0], two=names[1]) if len(names) > 1 else names[0]
    )


def _card(one: Programme, tongue: str, on: bool) -> dict[str, Any]:
    english = one.say().purpose
    parts = list(dict.fromkeys(purposes.purpose(english[slot.name], tongue) for slot in one.slot))
    return {
        "slug": one.slug,
        "title": purposes.told(one, "title", tongue),
        "who": purposes.told(one, "who", tongue),
        "evidence": purposes.told(one, "evidence", tongue),
        "parts": parts,
        "on": on,
        "fits": {joint.value for joint in one.regions},
        "days": one.days,
        "minutes": one.minutes,
    }


def rhythm(request: HttpRequest) -> HttpResponse:
    """Days a week, minutes, and which days if the person wants to choose them."""
    person = me(request)
    state, problems = service.state_of(person), dict[str, str]()
    slug = str(draft.read(request).get("programme") or (state["plan"] or {}).get("programme") or "")
    if slug not in programmes():
        return redirect("start-programme")
    chosen = programmes()[slug]
    typed = _before(state, chosen)
    if request.method == "POST":
        typed = {
            "days": request.POST.get("days", ""),
            "minutes": request.POST.get("minutes", ""),
            "weekdays": request.POST.getlist("weekday"),
        }
        problems = _problems(typed, language(request))
        if not problems:
            was_finished = steps.finished(state)
            weekdays = tuple(sorted({int(day) for day in typed["weekdays"]}))
            once.write(request, person, "plan_chosen", plan_chosen.Body(slug, int(typed["days"]), int(typed["minutes"]), weekdays))
            draft.drop(request, "programme")
            return steps.go_on(request, "start-rhythm", was_finished)
    return steps.show(
        request,
        "start-rhythm",
        programme=purposes.told(chosen, "title", language(request)),
        problems=problems,
        status=422 if problems else 200,
        **_options(typed, language(request)),
    )


def _before(state: State, chosen: Programme) -> dict[str, Any]:
    plan = state["plan"] or {}
    return {
        "days": str(plan.get("days", chosen.days)),
        "minutes": str(plan.get("minutes", chosen.minutes)),
        "weekdays": [str(day) for day in plan.get("weekdays", [])],
    }


def _problems(typed: dict[str, Any], tongue: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if typed["days"] not in map(str, DAYS):
        problems["days"] = say("start.one_of", tongue)
    if typed["minutes"] not in map(str, MINUTES):
        problems["minutes"] = say("start.one_of", tongue)
    if any(day not in map(str, range(7)) for day in typed["weekdays"]):
        problems["weekday"] = say("start.one_of", tongue)
    elif typed["weekdays"] and "days" not in problems and len(set(typed["weekdays"])) != int(typed["days"]):
        problems["weekday"] = say("start.rhythm.count", tongue, days=int(typed["days"]), ticked=len(set(typed["weekdays"])))
    return problems


def _options(typed: dict[str, Any], tongue: str) -> dict[str, Any]:
    return {
        "days": [{"value": n, "words": n, "on": str(n) == typed["days"]} for n in DAYS],
        "minutes": [{"value": n, "words": say(f"start.minutes.{n}", tongue), "on": str(n) == typed["minutes"]} for n in MINUTES],
        "weekdays": [{"value": n, "words": say(f"weekday.{n + 1}", tongue), "on": str(n) in typed["weekdays"]} for n in range(7)],
    }

"""What matters to the person, who they are, what they can't do today: the rest of the profile, and its entry."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify

from halfkilo.journal.kinds import profiled
from halfkilo.screening import Need
from halfkilo.units import Region, Side
from halfkilo.web import clock, service
from halfkilo.web.models import Person
from halfkilo.web.pages.asked import score
from halfkilo.web.pages.frame import language, me
from halfkilo.web.pages.start import draft, once, steps
from halfkilo.words import say

ACTIVITIES = 2
LONGEST = 80
OLDEST, YOUNGEST = 1900, 2020


def matters(request: HttpRequest) -> HttpResponse:
    """Two activities that matter, in the person's words, and how well they go now."""
    known = draft.profile(request, service.state_of(me(request)))
    before, problems = known.get("activities", []), dict[str, str]()
    typed = [dict(one) for one in before]
    if request.method == "POST":
        typed, problems = _activities(request)
        if not problems:
            draft.put(request, activities=_named([one for one in typed if one["name"]], before))
            return redirect("start-you")
    shown = [*typed, *({"name": "", "now": None} for _ in range(ACTIVITIES - len(typed)))]
    fields = [
        {
            **one,
            "n": n,
            "now_name": f"activity-{n}-now",
            "error": problems.get(f"activity-{n}"),
            "error_now": problems.get(f"activity-{n}-now"),
        }
        for n, one in enumerate(shown[:ACTIVITIES], 1)
    ]
    return steps.show(request, "start-matters", fields=fields, scores=range(11), status=422 if problems else 200)


def _activities(request: HttpRequest) -> tuple[list[dict[str, Any]], dict[str, str]]:
    problems: dict[str, str] = {}
    typed = [_activity(request, f"activity-{n}", problems) for n in range(1, ACTIVITIES + 1)]
    names = [one["name"].casefold() for one in typed if one["name"]]
    if len(set(names)) != len(names):
        problems[f"activity-{ACTIVITIES}"] = say("start.matters.twice", language(request))
    return typed, problems


def _activity(request: HttpRequest, name: str, problems: dict[str, str]) -> dict[str, Any]:
    tongue = language(request)
    text = " ".join(request.POST.get(name, "").split())
    now = score(request, f"{name}-now", problems)
    if len(text) > LONGEST or not text.isprintable():
        problems[name] = say("start.matters.long", tongue, most=LONGEST)
    elif text and now is None:
        problems.setdefault(f"{name}-now", say("start.matters.need_now", tongue))
    elif now is not None and not text:
        problems[name] = say("start.matters.need_name", tongue)
    return {"name": text, "now": now}


def _named(typed: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each activity keeps its id as long as it keeps its name, so that its history goes on."""
    known = {one["name"].casefold(): one["id"] for one in before}
    taken = {known[one["name"].casefold()] for one in typed if one["name"].casefold() in known}
    out = []
    for n, one in enumerate(typed, 1):
        wanted = known.get(one["name"].casefold()) or _free(slugify(one["name"])[:28] or f"activity-{n}", taken)
        taken.add(wanted)
        out.append({"id": wanted, **one})
    return out


def _free(wanted: str, taken: set[str]) -> str:
    return next(name for n in range(1, 99) if (name := wanted if n == 1 else f"{wanted}-{n}") not in taken)


def you(request: HttpRequest) -> HttpResponse:
    """Birth year, experience, hand."""
    known, problems = draft.profile(request, service.state_of(me(request))), dict[str, str]()
    typed = {"birth_year": known.get("birth_year") or "", "experience": known.get("experience"), "hand": known.get("hand", "right")}
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in ("birth_year", "experience", "hand")}
        problems = _about_you(typed, language(request))
        if not problems:
            draft.put(request, birth_year=int(typed["birth_year"]), experience=int(typed["experience"]), hand=typed["hand"])
            return redirect("start-cannot")
    tongue = language(request)
    return steps.show(
        request,
        "start-you",
        typed=typed,
        problems=problems,
        experience=_options(tongue, "experience", range(3), typed),
        hands=_options(tongue, "hand", ("right", "left"), typed),
        status=422 if problems else 200,
    )


def _about_you(typed: dict[str, Any], tongue: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    year = typed["birth_year"]
    if not re.fullmatch(r"[0-9]{4}", year) or not OLDEST <= int(year) <= min(YOUNGEST, clock.now().year):
        problems["birth_year"] = say("start.you.year", tongue)
    if typed["experience"] not in ("0", "1", "2"):
        problems["experience"] = say("start.one_of", tongue)
    if typed["hand"] not in ("left", "right"):
        problems["hand"] = say("start.one_of", tongue)
    return problems


def _options(tongue: str, name: str, values: Any, typed: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"value": value, "words": say(f"start.{name}.{value}", tongue), "on": str(typed[name]) == str(value)} for value in values]


def cannot(request: HttpRequest) -> HttpResponse:
    """What can't be done; then the profile is whole and becomes an entry."""
    person = me(request)
    state = service.state_of(person)
    known = draft.profile(request, state)
    if (missing := steps.profile_step(known)) != "start-cannot":
        return redirect(missing)
    if request.method == "POST":
        known |= {"cannot": [need.value for need in Need if need.value in request.POST.getlist("cannot")], "frail": "frail" in request.POST}
        was_finished = steps.finished(state)
        _write(request, person, known)
        return steps.go_on(request, "start-cannot", was_finished)
    tongue = language(request)
    options = [
        {"value": need.value, "words": say(f"start.need.{need}", tongue), "on": need.value in known.get("cannot", [])} for need in Need
    ]
    return steps.show(request, "start-cannot", options=options, frail=known.get("frail", False))


def _write(request: HttpRequest, person: Person, known: dict[str, Any]) -> None:
    places = tuple(
        profiled.Place(
            Region(region),
            known["pain"][region]["usual"],
            known["pain"][region]["worst"],
            known["pain"][region]["months"],
            region in known["tracked"],
        )
        for region in known["regions"]
    )
    activities = tuple(profiled.Activity(one["id"], one["name"], one["now"]) for one in known["activities"])
    body = profiled.Body(
        places,
        known["birth_year"],
        activities,
        known["experience"],
        known["frail"],
        tuple(Need(need) for need in known["cannot"]),
        Side(known["hand"]),
    )
    once.write(request, person, "profiled", body)
    draft.drop(request, *draft.PROFILE)

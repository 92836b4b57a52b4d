"""Settings: light or dark, hand, figure, name, time zone, and the doors to password and PIN."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from halfkilo.journal.kinds import profiled
from halfkilo.strict import read
from halfkilo.units import Side
from halfkilo.web import accounts, build, clock, pins, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.start import once
from halfkilo.web.tongue import choice, codes, keep, spoken
from halfkilo.words import say

THEMES = ("device", "light", "dark")
YEAR = 400 * 24 * 3600


@cache
def zones() -> tuple[str, ...]:
    """The zones a person may live in, by continent and city."""
    return ("UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/"))))


def settings_page(request: HttpRequest) -> HttpResponse:
    """Everything that may be set; what can't be read is said and nothing of the form is kept."""
    person, tongue = me(request), language(request)
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = _problems(request, person, tongue)
        if not problems:
            answer = redirect("settings")
            _keep(request, person)
            _theme(request, answer)
            keep(request, answer, request.POST.get("language", ""))
            if "shape" in request.POST:
                build.keep(request, answer, build.Build(request.POST["shape"], request.POST.get("skin", "")))
            request.LANGUAGE_CODE = choice(request)
            tongue_now = language(request)
            messages.success(request, say("mine.kept", tongue_now))
            return answer
    profile = service.state_of(person)["profile"]
    theme, hand = request.COOKIES.get("theme", "device"), (profile or {}).get("hand", "right")
    return page(
        request,
        "mine/settings",
        name=request.POST.get("name", person.name),
        problems=problems,
        zones=zones(),
        zone=person.zone or clock.site_zone(),
        pinned=any(face.id == str(person.pk) for face in pins.faces(request)),
        themes=[{"value": one, "words": say(f"mine.theme.{one}", tongue), "on": one == theme} for one in THEMES],
        languages=[{"value": one.code, "words": one.name, "on": one.code == tongue} for one in spoken()],
        **_figures(build.of(request), tongue),
        hands=[{"value": one, "words": say(f"start.hand.{one}", tongue), "on": one == hand} for one in ("left", "right")]
        if profile
        else [],
        **(_at_the_gym(profile, tongue) if profile else {}),
        once=once.fresh(),
        status=422 if problems else 200,
    )


SLOWING = (0, 20, 30, 40)
"""Percent of a set's own first speed that may be lost; 0 is off, which is where it stands until somebody chooses."""


def _at_the_gym(profile: dict[str, Any], tongue: str) -> dict[str, Any]:
    """What the gym does by itself during a set, and may be told not to."""
    slowing, alone = profile.get("slowing", 0), profile.get("alone", False)
    return {
        "spotters": [{"value": value, "words": say(f"gym.spotter_{value}", tongue), "on": (value == "off") is alone}
                     for value in ("on", "off")],
        "slowings": [{"value": str(one), "words": say("gym.slowing", tongue, percent=one) if one else say("gym.slowing_off", tongue),
                      "on": one == slowing} for one in SLOWING],
    }


def _figures(chosen: build.Build, tongue: str) -> dict[str, Any]:
    """The choices of the figure's build and skin."""
    return {
        "shapes": [{"value": one, "words": say(f"viewer.{one}", tongue), "on": one == chosen.shape} for one in build.SHAPES],
        "skins": [{"value": one, "words": say(f"viewer.skin_{one}", tongue), "on": one == chosen.skin} for one in build.SKINS],
    }


@require_POST
def figure(request: HttpRequest) -> HttpResponse:
    """The figure chosen beside a movement, kept at once; the page has changed it already."""
    me(request)
    answer = HttpResponse(status=204)
    build.keep(request, answer, build.Build(request.POST.get("shape", ""), request.POST.get("skin", "")))
    return answer


def _problems(request: HttpRequest, person: Person, tongue: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if request.POST.get("theme", "device") not in THEMES:
        problems["theme"] = say("start.one_of", tongue)
    if request.POST.get("language", "en") not in codes():
        problems["language"] = say("start.one_of", tongue)
    if request.POST.get("hand", "right") not in ("left", "right"):
        problems["hand"] = say("start.one_of", tongue)
    every = (("shape", build.SHAPES, "middle"), ("skin", build.SKINS, "middle"), ("spotter", ("on", "off"), "on"),
             ("slowing", tuple(map(str, SLOWING)), "0"))
    for name, known, usual in every:
        if request.POST.get(name, usual) not in known:
            problems[name] = say("start.one_of", tongue)
    if request.POST.get("zone", "UTC") not in {*zones(), person.zone, clock.site_zone()}:
        problems["zone"] = say("start.one_of", tongue)
    if not problems and not person.demo and "name" in request.POST:
        try:
            accounts.rename(person, request.POST["name"])
        except accounts.AccountError as problem:
            problems["name"] = str(problem)
    return problems


def _keep(request: HttpRequest, person: Person) -> None:
    accounts.live_in(person, request.POST.get("zone", ""))
    state, said = service.state_of(person), request.POST
    if state["profile"] is None:
        return
    before = read(profiled.Body, state["profile"])
    after = replace(before, hand=Side(said.get("hand", before.hand)), slowing=int(said.get("slowing", before.slowing)),
                    alone=said["spotter"] == "off" if "spotter" in said else before.alone)
    if after != before:
        once.write(request, person, "profiled", after)


def _theme(request: HttpRequest, answer: HttpResponse) -> None:
    theme = request.POST.get("theme", "device")
    if theme == "device":
        answer.delete_cookie("theme", samesite="Lax")
    else:
        answer.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.TLS)

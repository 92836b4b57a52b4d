"""The page that leads everywhere else, and the pages that explain."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from halfkilo import __version__
from halfkilo.web import access, accounts
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say

ROOMS = (
    ("train", ("start-programme", "start-equipment", "start-cannot", "start-matters", "limits", "start-hard-day", "start-rehearse", "gym")),
    ("health", ("start-where", "start-screen", "review", "measures", "trials", "look", "symptom")),
    ("mine", ("visit", "data", "form-recordings", "calendar", "people", "messages", "suggestions", "settings", "evaluation-mine")),
    ("others", ("clinic", "shared", "invited")),
    ("know", ("how", "rules", "safety", "trust", "about")),
)
"""Where everything is that is not a day of training, by room."""

RUNS = {"know": ("evaluation",)}
"""What only whoever runs the site finds, by room."""


def more(request: HttpRequest) -> HttpResponse:
    """Every other page, each with a line on what it is for."""
    person, tongue = me(request), language(request)
    runs = isinstance(request.user, User) and request.user.is_staff and not person.demo
    more_of = RUNS if runs else {}
    rooms = [
        {"title": say(f"mine.room.{room}", tongue), "links": [_link(name, tongue) for name in (*names, *more_of.get(room, ()))]}
        for room, names in ROOMS
    ]
    return page(request, "mine/more", rooms=rooms, name=person.name, may_add=accounts.may_sign_up(request) and not person.demo)


def _link(name: str, tongue: str) -> dict[str, str]:
    key = name.replace("-", "_")
    return {"url": reverse(name), "words": say(f"mine.link.{key}", tongue), "hint": say(f"mine.link.{key}_hint", tongue)}


@login_not_required
def about(request: HttpRequest) -> HttpResponse:
    """Who made it, under which licence, what it can't do."""
    return page(request, "mine/about", version=__version__, **_outside(request))


@login_not_required
def safety(request: HttpRequest) -> HttpResponse:
    """What to do when something feels off, and what keeps people safe."""
    return page(request, "mine/safety", **_outside(request))


def _outside(request: HttpRequest) -> dict[str, Any]:
    return {} if access.own_or_none(request) else {"home": reverse("welcome")}

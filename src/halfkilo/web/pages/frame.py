"""What every page shares: the navigation, the language, the one way to render."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from halfkilo import words
from halfkilo.web import access
from halfkilo.web.models import Person
from halfkilo.words import ENGLISH, book, keys, say

NAV = (("home", "nav.today"), ("progress", "nav.progress"), ("exercises", "nav.exercises"), ("more", "nav.more"))


def page(request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """One page with the frame around it. values: what the template shows."""
    person = access.own_or_none(request)
    frame = {
        "nav": nav(request) if person else None,
        "home": reverse("home"),
        "look": {"theme": request.COOKIES.get("theme", "")},
        "tongue": frame_language(request),
        "page_lang": language(request),
        "words": page_words(language(request)),
    }
    return render(request, f"pages/{template}.html", {**frame, **values}, status=status)


@cache
def page_words(tongue: str, *rooms: str) -> dict[str, str]:
    """The words that the modules of a page say, by key: `front` and `scale`, and those of further rooms."""
    tables = ("front.", "scale.", *(f"{room}." for room in rooms))
    found = {key.partition(".")[2]: book(ENGLISH)[key] for key in keys() if key.startswith(tables)}
    own = {key.partition(".")[2]: text for key, text in book(tongue).items() if key.startswith(tables)}
    return found | own | {"voice": words.tongue(tongue).voice}


def nav(request: HttpRequest) -> list[dict[str, object]]:
    """The four rooms of the site, with the present one marked."""
    return [{"url": reverse(name), "words": say(key, frame_language(request)), "here": request.path == reverse(name)} for name, key in NAV]


def language(request: HttpRequest) -> str:
    """The language of this page."""
    return str(getattr(request, "LANGUAGE_CODE", ENGLISH)).partition("-")[0]


def frame_language(request: HttpRequest) -> str:
    """The language of the person, which the frame around every page speaks."""
    return str(getattr(request, "tongue", ENGLISH))


def hand_of(state: dict[str, Any] | None) -> str:
    """Where the stop stands: left for left-handers."""
    return str((state or {}).get("hand", "right"))


def me(request: HttpRequest) -> Person:
    """The signed-in person.

    Raises:
        Http404: nobody is.
    """
    return access.own(request)

"""What every page shares: the navigation, the language, the one way to render."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from halfkilo.web import access
from halfkilo.web.models import Person
from halfkilo.words import say

NAV = (("home", "nav.today"), ("progress", "nav.progress"), ("exercises", "nav.exercises"), ("more", "nav.more"))


def page(request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """One page with the frame around it. values: what the template shows."""
    person = access.own_or_none(request)
    frame = {"nav": nav(request) if person else None, "home": reverse("home"), "look": {"theme": request.COOKIES.get("theme", "")}}
    return render(request, f"pages/{template}.html", {**frame, **values}, status=status)


def nav(request: HttpRequest) -> list[dict[str, object]]:
    """The four rooms of the site, with the present one marked."""
    return [{"url": reverse(name), "words": say(words, language(request)), "here": request.path == reverse(name)} for name, words in NAV]


def language(request: HttpRequest) -> str:
    """The language of this page."""
    return str(getattr(request, "LANGUAGE_CODE", "en")).partition("-")[0]


def hand_of(state: dict[str, Any] | None) -> str:
    """Where the stop stands: left for left-handers."""
    return str((state or {}).get("hand", "right"))


def me(request: HttpRequest) -> Person:
    """The signed-in person.

    Raises:
        Http404: nobody is.
    """
    return access.own(request)

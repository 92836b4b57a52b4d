"""Which language a page speaks: the person's choice, then this device's, then the browser's, and English where nothing fits.

A language is offered once it is complete: every sentence of English and every exercise. Rooms of the site whose pages are still written in
English alone speak English in their middle, marked as such; the frame around them keeps the person's language.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from halfkilo import words
from halfkilo.exercises.catalogue import HERE as EXERCISES
from halfkilo.web import access
from halfkilo.web.models import Person
from halfkilo.words import ENGLISH, Tongue, tongue

COOKIE = "language"
YEAR = 400 * 24 * 3600

TRANSLATED = frozenset({
    "welcome", "language", "home", "check-in", "offers", "morning", "weekly", "flare", "train", "exercises", "exercise", "settings",
    "film", "film-file", "how", "gym", "gym-one", "trials", "trial-strength", "trial-balance", "trial-result", "trial-judge",
    "measures", "measure", "measure-so-far", "measures-happened", "measures-medicines", "support",
    "progress", "progress-part", "progress-days",
    "form-recordings", "form-replay", "look",
    "visit", "calendar", "evaluation", "evaluation-mine",
    "start", "start-about", "start-screen", "start-health", "start-medicine", "start-outcome", "start-where", "start-track", "start-pain",
    "start-matters", "start-you", "start-cannot", "start-equipment", "start-programme", "start-rhythm", "start-rehearse", "start-hard-day",
    "symptom", "cleared", "review", "review-usual",
    "people", "trail", "messages", "ask-physio", "suggestions", "invited", "shared", "shared-person", "clinic", "clinic-person",
    "sign-in", "sign-up", "look-around", "password", "pin", "trust", "more", "about", "safety", "limits",
    "data", "reminders", "fridge-sheet", "diary", "export-other", "import", "import-file", "delete", "leave", "goodbye", "measures-site",
})
"""Names of addresses whose pages have all their words in every language."""


def needed() -> frozenset[str]:
    """The keys that a language must have to be offered."""
    return frozenset(key for name in _files() for key in words.read_file(words.HERE / ENGLISH / name))


def _files() -> list[str]:
    return [path.name for path in (words.HERE / ENGLISH).glob("*.toml") if path.stem != "language"]


@cache
def spoken() -> tuple[Tongue, ...]:
    """The languages that are complete, English first. Files never change while the program runs."""
    slugs = [path.parent.name for path in EXERCISES.glob("*/facts.toml")]
    wanted = needed()

    def complete(code: str) -> bool:
        return wanted <= words.keys(code) and all((EXERCISES / slug / "words" / f"{code}.toml").exists() for slug in slugs)

    return tuple(tongue(code) for code in words.languages() if complete(code))


def codes() -> tuple[str, ...]:
    """The codes of `spoken`."""
    return tuple(one.code for one in spoken())


def choice(request: HttpRequest) -> str:
    """The language of the person in front of the screen."""
    person = access.own_or_none(request)
    wanted = (person.language if person else "", request.COOKIES.get(COOKIE, ""), *_accepted(request))
    return next((code for code in wanted if code in codes()), ENGLISH)


def _accepted(request: HttpRequest) -> list[str]:
    """What the browser asks for, best first, without regions."""
    return [code.partition("-")[0] for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]


def keep(request: HttpRequest, answer: HttpResponse, code: str) -> None:
    """Remember a choice: with the account of who is signed in, and on this device for its door."""
    if code not in codes():
        return
    person = access.own_or_none(request)
    if person is not None and not person.demo:
        Person.objects.filter(pk=person.pk).update(language=code)
        person.language = code
    answer.set_cookie(COOKIE, code, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.TLS)


class Language:
    """Gives every request its `tongue` (the frame) and its LANGUAGE_CODE (what its page says)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        self._speak(request, chosen := choice(request))
        request.tongue = chosen  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not response.has_header("Content-Type") or "text/html" in response["Content-Type"]:
            response.headers.setdefault("Content-Language", chosen)
            patch_vary_headers(response, ["Accept-Language"])
        translation.activate(ENGLISH)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Pages that exist in English alone say so."""
        if request.resolver_match is None or request.resolver_match.url_name not in TRANSLATED:
            self._speak(request, ENGLISH)

    def _speak(self, request: HttpRequest, code: str) -> None:
        translation.activate(code)
        request.LANGUAGE_CODE = code

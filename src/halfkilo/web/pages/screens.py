"""Two screens of one training session: the phone as camera and remote, and a screen across the room that shows what the player does.

Both belong to the session's own person; what they tell each other goes through the supervisor (docs/form-live.md), never through here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from halfkilo.exercises import With, catalogue
from halfkilo.journal.state import State
from halfkilo.units import Side
from halfkilo.web import build, lan, service, tickets
from halfkilo.web.pages.frame import hand_of, language, me, page, page_words
from halfkilo.web.pages.player_data import exercise_data
from halfkilo.web.pages.viewer import buttons

SESSION = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
HERE = ("localhost", "127.0.0.1", "[::1]")
"""Names under which no other device finds this machine."""


def tv(request: HttpRequest) -> HttpResponse:
    """The screen across the room: the figure, the count, the load, the coach's sentence."""
    me(request)
    shown = build.of(request)
    figure = {"shape": shown.shape, "skin": shown.skin, "words": buttons(language(request))}
    return page(request, "tv", terms=_terms(request) | {"figure": figure}, words=_words(request))


def camera(request: HttpRequest) -> HttpResponse:
    """The phone that leans somewhere: mirror, stop, and a remote for the player."""
    person = me(request)
    hand = hand_of(service.state_of(person)["profile"])
    return page(request, "camera", terms=_terms(request), hand=hand, words=_words(request))


@require_POST
def screens_pass(request: HttpRequest) -> HttpResponse:
    """A ticket that can load nothing, for the session that is named, else the one that is open; and where the other screen is found."""
    person = me(request)
    session = _session(request.POST) or _open(service.state_of(person))
    if not session:
        return JsonResponse({"session": None})
    return JsonResponse({
        "session": session, "ticket": tickets.watching(person, session), "supervisor": settings.SUPERVISOR_URL,
        "tv": _outside(request, "tv", session), "camera": _outside(request, "camera", session), "secure": reachable(request) is not None,
    })


@require_GET
def exercise(request: HttpRequest) -> HttpResponse:
    """One exercise as a screen shows it, with the place to ring of one's own record.

    Raises:
        Http404: there is no such exercise or side.
    """
    person, asked = me(request), request.GET
    found, side, variant = catalogue().get(asked.get("exercise", "")), asked.get("side", ""), asked.get("variant", With.BODY.value)
    if found is None or side not in list(Side) or variant not in list(With):
        raise Http404("no such exercise")
    return JsonResponse(exercise_data(found, variant, Side(side), service.state_of(person), language(request)))


@require_GET
def camera_qr(request: HttpRequest) -> HttpResponse:
    """The camera page's address as a QR code.

    Raises:
        Http404: from where this is served no phone finds it.
    """
    me(request)
    if reachable(request) is None:
        raise Http404("no phone finds this address")
    return HttpResponse(lan.qr_svg(_outside(request, "camera", _session(request.GET))), content_type="image/svg+xml")


def reachable(request: HttpRequest) -> str | None:
    """This site as another device of the home finds it securely (a camera needs that); None when it is not served so."""
    if not request.is_secure():
        return None
    at = urlsplit(f"//{request.get_host()}")
    if at.netloc.removesuffix(f":{at.port}") not in HERE:
        return f"https://{at.netloc}"
    own = lan.own_addresses()
    return f"https://{own[0]}{f':{at.port}' if at.port else ''}" if own else None


def _outside(request: HttpRequest, name: str, session: str) -> str:
    query = f"?{urlencode({'session': session})}" if session else ""
    return f"{reachable(request) or f'{request.scheme}://{request.get_host()}'}{reverse(name)}{query}"


def _terms(request: HttpRequest) -> dict[str, Any]:
    """For the page's script: the session from the address, else whichever is open when it asks."""
    return {"session": _session(request.GET), "pass": reverse("screens-pass"), "exercise": reverse("tv-exercise")}


def _session(said: Mapping[str, str]) -> str:
    """A session's id as it came; empty for anything that is none."""
    text = said.get("session", "")
    return text if SESSION.fullmatch(text) else ""


def _open(state: State) -> str:
    """The newest session that is not over, or nothing."""
    return next((one["id"] for one in reversed(state["sessions"]) if not one["closed"]), "")


def _words(request: HttpRequest) -> dict[str, str]:
    return page_words(language(request), "player", "form", "two_screens")


URLS = [
    path("tv/", tv, name="tv"),
    path("tv/pass/", screens_pass, name="screens-pass"),
    path("tv/exercise/", exercise, name="tv-exercise"),
    path("camera/", camera, name="camera"),
    path("camera/qr.svg", camera_qr, name="camera-qr"),
]
"""The addresses of this room."""

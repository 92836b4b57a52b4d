"""The door: what this is, looking around, signing up, in and out, PIN and password, and trusting this machine on a tablet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from halfkilo.journal import Entry
from halfkilo.web import access, accounts, clock, lan, pins, service, tongue
from halfkilo.web.accounts import AccountError
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.throttle import TooOften
from halfkilo.words import say

DEMO_NAME = "Asha"
DEMO_KEEPS = timedelta(days=2)
"""After so many days a made-up life is made anew: it should end yesterday, not last month."""


@login_not_required
def welcome(request: HttpRequest) -> HttpResponse:
    """What it is and for whom, and the two ways in."""
    if access.own_or_none(request) is not None:
        return redirect("home")
    ruler = {
        "step": 500,
        "last": 8500,
        "today": 8500,
        "next": 9000,
        "low": 6000,
        "high": 9500,
        "words": say("door.ruler", language(request), last=8500, next=9000),
    }
    return door(request, "welcome", ruler=ruler, may_sign_up=accounts.may_sign_up(request), faces=bool(pins.faces(request)))


def door(request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """A page for people who are not in yet: the name leads back to the first page, and the language can be chosen."""
    own = {} if access.own_or_none(request) else {"home": reverse("welcome"), "tongues": tongue.spoken()}
    return page(request, f"door/{template}", status=status, **own, **values)


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Another language for this device; what is not one of ours changes nothing."""
    answer = redirect(_wanted(request))
    tongue.keep(request, answer, request.POST.get("language", ""))
    return answer


@login_not_required
@require_POST
def look_around(request: HttpRequest) -> HttpResponse:
    """Sign in as the made-up person, made when they are not there or are of the day before yesterday."""
    if access.own_or_none(request) is not None:
        return redirect("home")
    today = clock.local(clock.site_zone()).date()
    _forget_stale(today)
    try:
        accounts.look_around(request, DEMO_NAME, _made_up(today))
    except TooOften as problem:
        return door(request, "sign_in", problem=str(problem), status=429)
    return redirect("home")


def _made_up(today: date) -> Iterator[Entry]:
    """Ten weeks of a simulated life; made only when somebody reads on."""
    from halfkilo.cohort.demo import demo_journal

    yield from demo_journal(today)


def _forget_stale(today: date) -> None:
    person = Person.objects.select_related("account").filter(demo=True).first()
    if person is None:
        return
    latest = service.STORE.latest(person.pk)
    if clock.now().timestamp() * 1000 - latest > DEMO_KEEPS / timedelta(milliseconds=1):
        person.account.delete()


@login_not_required
def sign_up(request: HttpRequest) -> HttpResponse:
    """A name and a password, nothing else; nobody is asked for an address."""
    adding = access.own_or_none(request) is not None and not access.own(request).demo
    problem: AccountError | TooOften | None = None
    if request.method == "POST":
        name, password = request.POST.get("name", ""), request.POST.get("password", "")
        try:
            made = accounts.sign_up(request, name, password, request.POST.get("zone", "")[:64])
        except (AccountError, TooOften) as error:
            problem = error
        else:
            if not adding:
                answer = redirect("start")
                tongue.keep(request, answer, tongue.choice(request))
                return answer
            messages.success(request, say("door.added", language(request), name=made.name))
            return redirect("people")
    return door(
        request,
        "sign_up",
        adding=adding,
        may=accounts.may_sign_up(request),
        **_told(problem),
        name=request.POST.get("name", ""),
        status=_status(problem),
    )


def _told(problem: AccountError | TooOften | None) -> dict[str, str]:
    return {"problem": str(problem or ""), "field": getattr(problem, "field", "")}


def _status(problem: AccountError | TooOften | None) -> int:
    return 200 if problem is None else 429 if isinstance(problem, TooOften) else 422


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """With name and password, or with a face and its PIN on one's own tablet."""
    if access.own_or_none(request) is not None:
        return redirect(_wanted(request))
    problem: AccountError | TooOften | None = None
    if request.method == "POST":
        try:
            if "pin" in request.POST:
                pins.sign_in(request, request.POST.get("who", ""), request.POST["pin"])
            else:
                accounts.sign_in(request, request.POST.get("name", ""), request.POST.get("password", ""))
            return redirect(_wanted(request))
        except (AccountError, TooOften) as error:
            problem = error
    faces = pins.faces(request)
    return door(
        request,
        "sign_in",
        faces=faces,
        chosen=request.POST.get("who", faces[0].id if len(faces) == 1 else ""),
        **_told(problem),
        by_password=not faces or "password" in request.POST or "password" in request.GET,
        name=request.POST.get("name", ""),
        next=request.GET.get("next", ""),
        may_sign_up=accounts.may_sign_up(request),
        status=_status(problem),
    )


def _wanted(request: HttpRequest) -> str:
    """The page somebody wanted before they were asked who they are, when it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else reverse("home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    accounts.sign_out(request)
    return redirect("welcome")


def password(request: HttpRequest) -> HttpResponse:
    """Another password; other sessions and all PINs end."""
    person = me(request)
    if person.demo:
        return redirect("more")
    problem: AccountError | TooOften | None = None
    if request.method == "POST":
        try:
            accounts.change_password(request, request.POST.get("old", ""), request.POST.get("new", ""))
            messages.success(request, say("door.password_kept", language(request)))
            return redirect("settings")
        except (AccountError, TooOften) as error:
            problem = error
    return page(request, "door/password", **_told(problem), status=_status(problem))


def pin(request: HttpRequest) -> HttpResponse:
    """A PIN for this very device, or none any more."""
    person = me(request)
    if person.demo:
        return redirect("more")
    here, problem = any(face.id == str(person.pk) for face in pins.faces(request)), None
    if request.method == "POST":
        answer = redirect("settings")
        try:
            if "drop" in request.POST:
                pins.drop_pin(request)
            else:
                pins.set_pin(request, answer, request.POST.get("pin", ""))
            messages.success(request, say("door.pin_dropped" if "drop" in request.POST else "door.pin_kept", language(request)))
            return answer
        except AccountError as error:
            problem = error
    return page(request, "door/pin", here=here, **_told(problem), status=_status(problem))


@login_not_required
def trust(request: HttpRequest) -> HttpResponse:
    """How a tablet or phone in the room finds this machine and learns to trust it."""
    ready = lan.authority_file(Path(settings.DATA)).exists()
    return door(request, "trust", ready=ready, address=f"{request.scheme}://{request.get_host()}/")


URLS = [
    path("", welcome, name="welcome"),
    path("language", choose_language, name="language"),
    path("look-around", look_around, name="look-around"),
    path("sign-up", sign_up, name="sign-up"),
    path("sign-in", sign_in, name="sign-in"),
    path("sign-out", sign_out, name="sign-out"),
    path("password/", password, name="password"),
    path("pin/", pin, name="pin"),
    path("trust/", trust, name="trust"),
]

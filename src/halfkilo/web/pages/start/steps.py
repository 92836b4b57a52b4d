"""The way through the beginning: which step follows which, how far along it is, and where somebody left off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.journal.state import State
from halfkilo.programmes import planned
from halfkilo.screening import ITEMS, Group, Outcome, Reply, Verdict, judge
from halfkilo.web import service
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.start import draft, once
from halfkilo.words import say

STEPS = (
    "start-about",
    "start-screen",
    "start-health",
    "start-medicine",
    "start-outcome",
    "start-where",
    "start-matters",
    "start-you",
    "start-cannot",
    "start-equipment",
    "start-programme",
    "start-rhythm",
    "start-rehearse",
    "start-hard-day",
)
GROUP_STEPS = {Group.NOW: "start-screen", Group.HEALTH: "start-health", Group.MEDICINE: "start-medicine"}


def show(request: HttpRequest, name: str, *, at: str = "", back: str = "", status: int = 200, **values: Any) -> HttpResponse:
    """One step. at: the step it counts as, when it is none of its own. back: where the back link leads, else the step before."""
    place = STEPS.index(at or name)
    before = back or (reverse(STEPS[place - 1]) if place else "")
    again = finished(service.state_of(me(request)))
    calm: dict[str, Any] = {} if again else {"nav": None}  # the first time through there is one way: on
    return page(
        request,
        f"start/{name.removeprefix('start-').replace('-', '_')}",
        status=status,
        n=place + 1,
        all=len(STEPS),
        back=before,
        once=request.POST.get(once.FIELD) or once.fresh(),
        again=again,
        **calm,
        **values,
    )


def start(request: HttpRequest) -> HttpResponse:
    """To the first step that is still open; home when there is none."""
    return redirect(first_open(request, service.state_of(me(request))))


def first_open(request: HttpRequest, state: State) -> str:
    """The name of the first open step."""
    if not state["screen"]["here"]:
        return _screen_step(request, state) if "emergency" in draft.read(request) else "start-about"
    if verdict_of(state).outcome is Outcome.STOP:
        return "start-outcome"
    missing = missing_group(draft.replies(request, state))
    if missing is not None:
        return GROUP_STEPS[missing]
    return _after_screen(request, state)


def _screen_step(request: HttpRequest, state: State) -> str:
    missing = missing_group(draft.read(request).get("replies", {}))
    return GROUP_STEPS[missing or Group.MEDICINE]


def _after_screen(request: HttpRequest, state: State) -> str:
    if state["profile"] is None:
        return profile_step(draft.profile(request, state))
    if planned(state["plan"]) is None:
        return "start-rhythm" if "programme" in draft.read(request) else "start-equipment" if not state["equipment"] else "start-programme"
    return "home" if state["rehearsed"] else "start-rehearse"


def profile_step(known: dict[str, Any]) -> str:
    """The first step of the profile whose answer is missing; the last one, which writes it, when there is none."""
    if not known.get("regions") or set(known["regions"]) - set(known.get("pain", {})):
        return "start-where"
    if "activities" not in known:
        return "start-matters"
    return "start-cannot" if known.get("birth_year") else "start-you"


def go_on(request: HttpRequest, name: str, was_finished: bool) -> HttpResponse:
    """The step after `name`; back to "more" when somebody only came to change this one."""
    if was_finished:
        messages.success(request, say("start.kept", language(request)))
        return redirect("more")
    place = STEPS.index(name) + 1
    return redirect(STEPS[place] if place < len(STEPS) else "home")


def finished(state: State) -> bool:
    """Whether the beginning lies behind the person."""
    return bool(state["screen"]["here"] and state["profile"] and state["plan"] and state["rehearsed"])


def missing_group(replies: dict[str, str]) -> Group | None:
    """The first group with an item that was never answered."""
    return next((item.group for item in ITEMS if item.id not in replies), None)


def verdict_of(state: State) -> Verdict:
    """What the health answers say now."""
    screen = state["screen"]
    return judge({item: Reply(reply) for item, reply in screen["replies"].items()}, frozenset(screen["cleared"]))

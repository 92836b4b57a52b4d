"""What halfkilo is and is not, the health questions in three groups, and what follows from them."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.journal.kinds import screened
from halfkilo.journal.state import State
from halfkilo.screening import BY_ID, ITEMS, Group, Outcome, Reply, Verdict
from halfkilo.web import service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.start import draft, once, steps
from halfkilo.words import say

NUMBER = "112"


def about(request: HttpRequest) -> HttpResponse:
    """Intended use, and the number to call where the person lives."""
    state = service.state_of(me(request))
    typed = request.POST.get("emergency", draft.read(request).get("emergency") or state["screen"]["emergency"] or NUMBER).strip()
    problem = ""
    if request.method == "POST":
        if re.fullmatch(r"[+0-9][0-9 ()/-]{1,19}", typed):
            draft.put(request, emergency=typed)
            return redirect("start-screen")
        problem = say("start.emergency.unread", language(request))
    return steps.show(request, "start-about", emergency=typed, problem=problem, status=422 if problem else 200)


def now(request: HttpRequest) -> HttpResponse:
    """Signs that are there now; one yes ends the questions and says what to do."""
    return _group(request, Group.NOW)


def health(request: HttpRequest) -> HttpResponse:
    """What doctors have told."""
    return _group(request, Group.HEALTH)


def medicine(request: HttpRequest) -> HttpResponse:
    """Medicines that change the plan; the last group."""
    return _group(request, Group.MEDICINE)


def _group(request: HttpRequest, group: Group) -> HttpResponse:
    person = me(request)
    state, problem = service.state_of(person), ""
    given = draft.replies(request, state)
    if request.method == "POST":
        replies = ticked(request, group)
        given = {**given, **replies}
        if "rest" in request.POST:
            return _kept(request, person, state, group, replies)
        problem = say("start.screen.rest_needed", language(request))
    return show_group(request, group, given, state, problem)


def ticked(request: HttpRequest, group: Group) -> dict[str, str]:
    """A reply for every item of a group: what was ticked, and no for the rest. Yes counts before not sure."""
    yes, unsure = request.POST.getlist("yes"), request.POST.getlist("unsure")
    return {
        item.id: (Reply.YES if item.id in yes else Reply.UNSURE if item.id in unsure else Reply.NO).value
        for item in ITEMS
        if item.group is group
    }


def show_group(request: HttpRequest, group: Group, given: dict[str, str], state: State, problem: str) -> HttpResponse:
    """The tick list of one group, with what was ticked before."""
    tongue, name = language(request), steps.GROUP_STEPS[group]
    run = draft.read(request).get("replies", {})  # last time's list is not this time's: its end is ticked anew
    hits = [item for item in ITEMS if item.group is group and given.get(item.id, Reply.NO) != Reply.NO]
    care = [told(item.id, number_of(request, state), tongue) for item in hits] if problem and group is Group.NOW else []
    return steps.show(
        request,
        "start-group",
        at=name,
        back=reverse(steps.STEPS[steps.STEPS.index(name) - 1]),
        problem=problem,
        care=care,
        rows=rows(group, given, tongue),
        title=say(f"start.{group}.title", tongue),
        lead=say(f"start.{group}.lead", tongue),
        rest=all(item.id in run for item in ITEMS if item.group is group),
        status=422 if problem else 200,
    )


def rows(group: Group, given: dict[str, str], tongue: str) -> list[dict[str, Any]]:
    """The items of a group for the page."""
    return [
        {
            "id": item.id,
            "ask": say(f"screen.{item.id}.ask", tongue),
            "yes": given.get(item.id) == Reply.YES,
            "unsure": given.get(item.id) == Reply.UNSURE,
        }
        for item in ITEMS
        if item.group is group
    ]


def _kept(request: HttpRequest, person: Person, state: State, group: Group, replies: dict[str, str]) -> HttpResponse:
    """Remember a group. The last group writes the entry, and so does the first one when it holds a sign: nobody has to
    answer questions about medicines with a pressure in the chest."""
    draft.put(request, replies={**draft.read(request).get("replies", {}), **replies})
    whole = draft.replies(request, state)
    missing = steps.missing_group(whole)
    sign = group is Group.NOW and any(reply != Reply.NO for reply in replies.values())
    if not sign and (group is not Group.MEDICINE or missing is not None):
        after = {Group.NOW: "start-health", Group.HEALTH: "start-medicine"}.get(group)
        return redirect(after or steps.GROUP_STEPS[missing or Group.NOW])
    write(request, person, state, whole)
    return redirect("start-outcome")


def write(request: HttpRequest, person: Person, state: State, replies: dict[str, str]) -> None:
    """One `screened` entry with everything that was answered."""
    body = screened.Body({item: Reply(reply) for item, reply in replies.items()}, number_of(request, state))
    once.write(request, person, "screened", body)
    draft.drop(request, "replies", "emergency")


def number_of(request: HttpRequest, state: State) -> str:
    """The person's own number for emergencies."""
    return str(draft.read(request).get("emergency") or state["screen"]["emergency"] or NUMBER)


def told(item: str, number: str, tongue: str) -> dict[str, str]:
    """What an item of the screen says to do."""
    return {"title": say(f"screen.{item}.short", tongue), "text": say(f"screen.{item}.then", tongue, emergency_number=number)}


def outcome(request: HttpRequest) -> HttpResponse:
    """Stop, see someone first, go on with limits, or go."""
    state = service.state_of(me(request))
    if not state["screen"]["here"]:
        return redirect("start")
    verdict, tongue = steps.verdict_of(state), language(request)
    missing = steps.missing_group(state["screen"]["replies"])
    onward = reverse("more") if steps.finished(state) else reverse(steps.GROUP_STEPS[missing] if missing else "start-where")
    if verdict.outcome is Outcome.STOP:
        onward = ""
    return page(
        request,
        "start/outcome",
        outcome=verdict.outcome.value,
        title=say(f"start.outcome.{verdict.outcome}", tongue),
        hits=_hits(verdict, state, tongue),
        left_out=left_out(verdict, tongue),
        cap=verdict.effort_cap,
        gentle=verdict.gentle,
        missing=bool(missing),
        onward=onward,
        n=steps.STEPS.index("start-outcome") + 1,
        all=len(steps.STEPS),
    )


def _hits(verdict: Verdict, state: State, tongue: str) -> list[dict[str, Any]]:
    """Every item that was not answered with no, strictest first. One that somebody has looked at is shown as such."""
    replies, number = state["screen"]["replies"], state["screen"]["emergency"] or NUMBER
    out = []
    for item in (BY_ID[name] for name in verdict.because if name in replies):
        seen = item.id in state["screen"]["cleared"]
        closes = item.outcome in (Outcome.STOP, Outcome.SEE_FIRST) and not seen
        out.append({**told(item.id, number, tongue), "care": closes and item.outcome is Outcome.STOP, "first": closes, "seen": seen})
    return out


def left_out(verdict: Verdict, tongue: str) -> list[dict[str, Any]]:
    """Ways of loading that are left out, in plain words, each with the answers it comes from."""
    reasons = [BY_ID[name] for name in verdict.because]
    return [
        {
            "words": say(f"load_class.{one}", tongue),
            "why": ", ".join(say(f"screen.{item.id}.short", tongue) for item in reasons if one in item.leaves_out),
        }
        for one in sorted(verdict.leaves_out)
    ]

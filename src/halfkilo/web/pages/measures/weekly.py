"""Once a week: at most three questions, each may be left out; passing over closes the week. After a heavy answer a calm page says where
support is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.journal.fields import Answer, Question
from halfkilo.journal.kinds import answered, measured
from halfkilo.journal.state import State
from halfkilo.web import rules, service
from halfkilo.web.models import Person
from halfkilo.web.pages.asked import score
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.measures import happened, result
from halfkilo.web.pages.start import once
from halfkilo.words import say


def weekly(request: HttpRequest) -> HttpResponse:
    """This week's questions; kept or passed over, they do not come back for seven days."""
    person, tongue = me(request), language(request)
    session = service.open_day(person, service.choice_of())
    due = [asked.about for asked in session.questions if asked.id == "weekly"]
    if not due:
        return redirect("home")
    problems: dict[str, str] = {}
    if request.method == "POST":
        values, event = _answers(request, person, due, problems)
        if not problems:
            return _keep(request, person, values, event)
    return page(
        request,
        "weekly",
        items=_items(due, service.state_of(person), tongue),
        form=happened.form(service.day_of(person), tongue, problems) if "adverse" in due else None,
        problems=problems,
        once=once.fresh(),
        status=422 if problems else 200,
    )


def support(request: HttpRequest) -> HttpResponse:
    """Where somebody can turn on a heavy day; always there, sends nothing to anybody."""
    person = me(request)
    heard = request.GET.get("heard") == "yes"
    return page(request, "measures/support", heard=heard, emergency=result.emergency(service.state_of(person), language(request)))


def _items(due: list[str], state: State, tongue: str) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for name in due:
        activity = activity_of(state) if name == "psfs" else {"name": ""}
        if activity is None:
            continue
        kind = "event" if name == "adverse" else "able" if name == "psfs" else "much"
        out.append({"name": f"weekly-{name}", "legend": say(f"weekly.{name}", tongue, activity=activity["name"]), "kind": kind})
    return out


def activity_of(state: State) -> dict[str, Any] | None:
    """The person's own activity that was asked about longest ago: one a week."""
    taken = state["measures"].get("psfs", [])
    last = {item: on for on, values in taken for item in values}
    activities: list[dict[str, Any]] = (state["profile"] or {}).get("activities") or []
    return min(activities, key=lambda one: last.get(one["id"], ""), default=None)


def _answers(request: HttpRequest, person: Person, due: list[str], problems: dict[str, str]) -> tuple[list[measured.Body], object | None]:
    """What was answered; what was left out stays missing."""
    if "skip" in request.POST:
        return [], None
    on, state, found = service.day_of(person), service.state_of(person), list[measured.Body]()
    event = happened.told_in(request, person, problems) if "adverse" in due else None
    for name in due:
        value = score(request, f"weekly-{name}", problems) if name != "adverse" else None
        activity = activity_of(state) if name == "psfs" else None
        item = activity["id"] if activity else name.removeprefix("own_")
        if value is not None:
            found.append(measured.Body(on, name, {item: value}))
    return found, event


def _keep(request: HttpRequest, person: Person, values: list[measured.Body], event: object | None) -> HttpResponse:
    for body in values:
        once.write(request, person, "measured", body, part=body.measure)
    if event is not None:
        once.write(request, person, "adverse_event", event, part="adverse")
    said = Answer.YES if values or event is not None else Answer.NO
    once.write(request, person, "answered", answered.Body(Question.WEEKLY, said), part="weekly")
    low = rules.in_force().low_mood
    heavy = any(body.measure in result.FELT and max(body.values.values()) >= low for body in values)
    return redirect(f"{reverse('support')}?heard=yes" if heavy else "home")

"""For who was asked to look along: the people who share with them, and one calm page each. Nothing here can be changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from halfkilo.web import access, service
from halfkilo.web.access import Sight
from halfkilo.web.models import Grant
from halfkilo.web.pages.clinic import shown
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say

WEEK = 7


@require_safe
def shared(request: HttpRequest) -> HttpResponse:
    """Everybody who lets this account look along."""
    grants = Grant.objects.filter(account_id=me(request).account_id).select_related("person").order_by("person__name")
    return page(
        request,
        "clinic/shared",
        people=[{"id": one.person.pk, "name": one.person.name, "clinician": one.role == "clinician"} for one in grants],
    )


@require_safe
def along(request: HttpRequest, person: UUID) -> HttpResponse:
    """What one person shares, calmly and without a button."""
    sight, tongue = access.sight(request, person), language(request)
    return page(
        request,
        "clinic/along",
        whose=sight.person,
        sees=sight.shown,
        parts=[say(f"clinic.part.{part}", tongue) for part in access.PARTS if sight.sees(part)],
        **_told(sight, tongue),
    )


def _told(sight: Sight, tongue: str) -> dict[str, Any]:
    whose, state = sight.person, service.state_of(sight.person)
    today = service.day_of(whose)
    out: dict[str, Any] = {}
    if sight.sees("training"):
        week = [one for one in state["sessions"] if one["on"] > (today - timedelta(days=WEEK)).isoformat() and one["done"]]
        out["week"] = say("clinic.along.week" if week else "clinic.along.week_none", tongue, name=whose.name, n=len(week))
        out["day"] = shown.day_words(service.today_of(whose, state), tongue)
        out["sessions"] = shown.sessions(state, tongue, sight.sees("pain"))
    if sight.sees("pain"):
        out["pains"] = shown.pains(state, today, tongue)
    if sight.sees("measures"):
        out["measures"] = shown.taken(state, tongue, beside=shown.MOODS)
    if sight.sees("mood"):
        out["mood"] = shown.taken(state, tongue, shown.MOODS)
    if sight.sees("notes"):
        out["bad_day"] = state["notes"].get("bad_day_plan", "")
    return out

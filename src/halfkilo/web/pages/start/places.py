"""Where it hurts: the places, which of them are asked about every morning, and how each of them has been."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo import limits
from halfkilo.units import Region
from halfkilo.web import service
from halfkilo.web.pages.asked import score
from halfkilo.web.pages.frame import language, me
from halfkilo.web.pages.start import draft, steps
from halfkilo.words import say

MOST_PLACES = 4
TRACKED = limits.TRACKED.hard[1]
SINCE = ((1, "weeks"), (3, "months"), (12, "year"), (60, "years"))
"""How long, as the least number of months it stands for."""


def where(request: HttpRequest) -> HttpResponse:
    """The body map with its list twin."""
    known, problem = draft.profile(request, service.state_of(me(request))), ""
    chosen = known.get("regions", [])
    if request.method == "POST":
        chosen = [region.value for region in Region if region.value in request.POST.getlist("region")]
        if 0 < len(chosen) <= MOST_PLACES:
            draft.put(request, regions=chosen, tracked=_still(known.get("tracked", []), chosen))
            return redirect(reverse("start-track") if len(chosen) > TRACKED else _first(chosen))
        problem = say("start.where.none" if not chosen else "start.where.many", language(request), most=MOST_PLACES)
    return steps.show(request, "start-where", chosen=chosen, problem=problem, status=422 if problem else 200)


def _still(tracked: list[str], chosen: list[str]) -> list[str]:
    """All places when they are few; of many, those that were tracked before, until the person chooses."""
    return chosen if len(chosen) <= TRACKED else [region for region in tracked if region in chosen][:TRACKED] or chosen[:1]


def _first(chosen: list[str]) -> str:
    return reverse("start-pain", args=[chosen[0]])


def track(request: HttpRequest) -> HttpResponse:
    """Which one or two of several places are asked about every morning."""
    known, problem = draft.profile(request, service.state_of(me(request))), ""
    regions = known.get("regions", [])
    if len(regions) <= TRACKED:
        return redirect("start-where")
    chosen = known.get("tracked", [])
    if request.method == "POST":
        chosen = [region for region in regions if region in request.POST.getlist("tracked")]
        if 0 < len(chosen) <= TRACKED:
            draft.put(request, regions=[*chosen, *(one for one in regions if one not in chosen)], tracked=chosen)
            return redirect(_first(chosen))
        problem = say("start.track.count", language(request))
    options = [{"value": one, "words": say("start.your", language(request), region=one), "on": one in chosen} for one in regions]
    return steps.show(
        request,
        "start-track",
        at="start-where",
        back=reverse("start-where"),
        options=options,
        problem=problem,
        status=422 if problem else 200,
    )


def pain(request: HttpRequest, region: str) -> HttpResponse:
    """One place: usual and worst pain of the last week, and since when."""
    known = draft.profile(request, service.state_of(me(request)))
    regions: list[str] = known.get("regions", [])
    if region not in list(Region):
        raise Http404("there is no such place")
    if region not in regions:
        return redirect("start-where")
    was, problems = known.get("pain", {}).get(region, {}), dict[str, str]()
    if request.method == "POST":
        was, problems = _answers(request)
        if not problems:
            draft.put(request, regions=regions, tracked=known["tracked"], pain={**known.get("pain", {}), region: was})
            return redirect(_next(regions, region))
    place = regions.index(region)
    back = reverse("start-pain", args=[regions[place - 1]]) if place else reverse("start-where")
    return steps.show(
        request,
        "start-pain",
        at="start-where",
        back=back,
        region=region,
        was=was,
        problems=problems,
        since=_since(was.get("months"), language(request)),
        one=place + 1,
        many=len(regions),
        status=422 if problems else 200,
    )


def _answers(request: HttpRequest) -> tuple[dict[str, Any], dict[str, str]]:
    """What was answered, and what is missing or does not go together."""
    tongue, problems = language(request), dict[str, str]()
    found: dict[str, Any] = {name: score(request, name, problems) for name in ("usual", "worst")}
    months = request.POST.get("months", "")
    found["months"] = next((least for least, _ in SINCE if str(least) == months), None)
    for name, value in found.items():
        if value is None:
            problems.setdefault(name, say(f"start.pain.need_{name}", tongue))
    if not problems and found["worst"] < found["usual"]:
        problems["worst"] = say("start.pain.order", tongue)
    return found, problems


def _next(regions: list[str], region: str) -> str:
    place = regions.index(region) + 1
    return reverse("start-pain", args=[regions[place]]) if place < len(regions) else reverse("start-matters")


def _since(months: int | None, tongue: str) -> list[dict[str, Any]]:
    chosen = max((least for least, _ in SINCE if months is not None and least <= months), default=None)
    return [{"value": least, "words": say(f"start.since.{name}", tongue), "on": least == chosen} for least, name in SINCE]

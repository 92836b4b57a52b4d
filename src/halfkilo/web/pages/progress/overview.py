"""Is it helping? One glance over everything, the sentence of each, the best first step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.insight.says import of_milestone
from halfkilo.insight.trend import Told, Trend
from halfkilo.journal.corridor import open_flare
from halfkilo.web import access, service
from halfkilo.web.pages.frame import language, page
from halfkilo.web.pages.progress import bites, week
from halfkilo.web.pages.progress.courses import Course, fitted, unknown
from halfkilo.web.pages.progress.drawing import sentence
from halfkilo.web.pages.progress.looked import Look, look
from halfkilo.web.pages.progress.parts import Part, title
from halfkilo.web.pages.progress.parts import look as colour
from halfkilo.web.pages.progress.strip import strip
from halfkilo.web.pages.progress.table import shown_day
from halfkilo.words import say

QUIET_MORNINGS, QUIET_TRAINING, QUIET_ACTIVITIES = 3, 7, 21
"""Days without an answer, a session, a word about the activities, after which that is the first step. D."""
MILESTONES = 4
PER_PART = {Part.PAIN: 3, Part.FUNCTION: 3}
"""Series of a part that stand on the overview; of the others the one with most answers does, and its page has them all."""


def overview(request: HttpRequest) -> HttpResponse:
    """The page. person: somebody who shares their record with this account; their page is only looked at."""
    seen = look(request, marked=False)
    rows, waiting = _rows(seen, language(request))
    tongue, state = seen.about.tongue, seen.about.state
    bite = bites.chosen(state, seen.about.today, request.COOKIES.get(bites.COOKIE, "")) if seen.own else None
    whole = set(seen.parts) == set(Part)
    return page(
        request, "progress/overview", rows=rows, waiting=[{"part": one.value, "title": title(one, tongue)} for one in waiting],
        sum=_sum([known for _, known in rows], tongue), week=week.sentence(state, seen.about.today, tongue) if whole else "",
        milestones=_milestones(seen, tongue), bite=_bite(bite, tongue), step=_step(seen) if seen.own else None,
        days=whole, unread=sum(seen.found.unread.values()), unknown=unknown(seen.found.lines), **seen.frame,
    )


def _bite(bite: bites.Bite | None, tongue: str) -> dict[str, str] | None:
    if bite is None:
        return None
    return {"id": bite.id, "source": bite.source, "address": bite.address, "text": say(f"bites.{bite.id}.text", tongue),
            "seen": say(f"bites.{bite.id}.seen", tongue)}


def _rows(seen: Look, tongue: str) -> tuple[list[tuple[dict[str, Any], Trend]], list[Part]]:
    """What can be shown, and the parts of which nothing is known yet."""
    rows: list[tuple[dict[str, Any], Trend]] = []
    waiting: list[Part] = []
    for part in seen.parts:
        found = [one for one in seen.courses(part) if one.series.points or one.unread][: PER_PART.get(part, 1)]
        rows += [_row(part, one, tongue) for one in found]
        if not found:
            waiting.append(part)
    return rows, waiting


def _row(part: Part, course: Course, tongue: str) -> tuple[dict[str, Any], Trend]:
    known = fitted(course.series, bands=False)
    return {"part": part.value, "name": course.name, "key": course.key, "look": colour(part), "strip": strip(known),
            "sentence": sentence(known, course.name, tongue), "unread": course.unread}, known


def _sum(known: list[Trend], tongue: str) -> str:
    """One sentence above everything; a step back is never left out, and nothing is summed up where there is nothing yet."""
    if not known:
        return say("progress.nothing_yet", tongue)
    told = [one.change.told for one in known]
    better, harder = told.count(Told.BETTER), told.count(Told.HARDER)
    key = "both" if better and harder else "better" if better else "harder" if harder else "open"
    return say(f"progress.sum.{key}", tongue, better=better, harder=harder, n=len(told))


def _milestones(seen: Look, tongue: str) -> list[dict[str, str]]:
    if Part.FUNCTION not in seen.parts:
        return []
    found = week.of_activities(seen.about.state)[-MILESTONES:]
    return [{"words": of_milestone(one, tongue), "on": shown_day(one.day, tongue)} for one in reversed(found)]


def _step(seen: Look) -> dict[str, str]:
    """The best first step: a flare's own plan, then what would tell more, then going on."""
    state, today = seen.about.state, seen.about.today
    days = {"morning": QUIET_MORNINGS, "training": QUIET_TRAINING, "activities": QUIET_ACTIVITIES}
    line = {name: (today - timedelta(days=back)).isoformat() for name, back in days.items()}
    trained = max((one["on"] for one in state["sessions"] if one["done"]), default="")
    asked = max((on for on, _ in state["measures"].get("psfs", [])), default="")
    if state["profile"] is None or state["plan"] is None:
        name, address = "begin", "start"
    elif any(open_flare(region) for region in state["regions"].values() if region["tracked"]):
        name, address = "flare", "flare"
    elif state["morning_last"] < line["morning"]:
        name, address = "morning", "morning"
    elif trained < line["training"]:
        name, address = "short", "home"
    elif asked < line["activities"] and state["profile"].get("activities"):
        name, address = "activities", "weekly"
    else:
        name, address = "go_on", "home"
    tongue = seen.about.tongue
    query = "?minutes=2" if name == "short" else ""
    return {"words": say(f"progress.step.{name}", tongue), "act": say(f"progress.step.{name}_act", tongue), "url": reverse(address) + query}


def put_away(request: HttpRequest) -> HttpResponse:
    """A piece of what is known is put away on this device; what there is none of is nothing."""
    person = access.own(request)
    answer = redirect("progress")
    try:
        cookie = bites.with_away(request.COOKIES.get(bites.COOKIE, ""), request.POST.get("bite", ""), service.day_of(person))
    except KeyError:
        return answer
    answer.set_cookie(bites.COOKIE, cookie, max_age=bites.YEAR, samesite="Lax", httponly=True, secure=settings.TLS)
    return answer

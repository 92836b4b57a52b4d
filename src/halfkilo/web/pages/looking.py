"""Progress: pain, loads, sessions, activities: each with its uncertainty drawn in and a table under it. Missing is drawn as missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median, pstdev
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path

from halfkilo import limits
from halfkilo.exercises import catalogue, words
from halfkilo.journal.state import State, parts_of
from halfkilo.units import kilograms
from halfkilo.web import access, service
from halfkilo.web.history import LoadPoint, Point, Progress, SessionLine
from halfkilo.web.history import progress as progress_of
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, page
from halfkilo.words import say

SPANS = {"12": 12, "26": 26, "52": 52}
"""Weeks that can be looked at."""

CHARTS = 4
"""Loads drawn at first: those done most recently; the others stand in the list of exercises."""


def progress(request: HttpRequest) -> HttpResponse:
    """How it goes. person: somebody who shares their record with this account; their page is only looked at."""
    person = access.reader(request, request.GET.get("person"))
    weeks = SPANS.get(request.GET.get("weeks", ""), 12)
    today = service.day_of(person)
    first = today - timedelta(weeks=weeks)
    since = (first - date(1970, 1, 1)).days * 86_400_000
    found, state, tongue = progress_of(person, since), service.state_of(person), language(request)
    return page(
        request,
        "progress",
        pains=pains(found, state, today, tongue),
        loads=loads(found, tongue),
        consistency=consistency(found, state, today, tongue),
        activities=activities(state, tongue),
        weeks=weeks,
        spans=list(SPANS),
        whose=_whose(request, person),
        told=told(found, state, today, tongue),
    )


def _whose(request: HttpRequest, person: Person) -> str:
    return "" if person.pk == access.own(request).pk else person.name


def pains(found: Progress, state: State, today: date, tongue: str) -> list[dict[str, Any]]:
    """One corridor per tracked region."""
    out = []
    for name, region in state["regions"].items():
        points = found.pain.get(name, [])
        if not region["tracked"] or not points:
            continue
        flares = [{"from": flare["since"], "to": flare["until"], "name": say("progress.flare", tongue)} for flare in region["flares"]]
        days = _every_day(points, today)
        data = {
            "region": name,
            "days": days,
            "usual": usual(points, flares),
            "flares": flares,
            "matters": {"from": region["intake"], "by": -limits.HELPING_PAIN.first, "words": say("progress.matters", tongue)},
        }
        label = say("progress.pain", tongue, region=name)
        rows = [{"on": day["on"], "pain": day["pain"], "note": _in_flare(str(day["on"]), flares)} for day in reversed(days)]
        out.append(
            {"id": f"pain-{name}", "label": label, "data": data, "rows": rows, "sentence": pain_sentence(points, region["intake"], tongue)}
        )
    return out


def _every_day(points: Sequence[Point], today: date) -> list[dict[str, Any]]:
    """Every day from the first answer to today; a day without an answer is None."""
    known = {point.on: point.value for point in points}
    first = date.fromisoformat(points[0].on)
    days = [(first + timedelta(days=number)).isoformat() for number in range((today - first).days + 1)]
    return [{"on": on, "pain": known.get(on)} for on in days]


def _in_flare(on: str, flares: Sequence[dict[str, Any]]) -> str:
    return next((flare["name"] for flare in flares if flare["from"] <= on and (flare["to"] is None or on < flare["to"])), "")


def usual(points: Sequence[Point], flares: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The soft band: median of the last 14 days outside flares, give or take one standard deviation of the last 28."""
    calm = [point for point in points if not _in_flare(point.on, flares)]
    out = []
    for index, point in enumerate(calm):
        near = _back(calm, index, limits.BASE_DAYS.first)
        if len(near) < limits.BASE_LEAST.first:
            continue
        middle, spread = median(near), max(0.8, min(2.0, pstdev(_back(calm, index, limits.SD_DAYS.first))))
        out.append({"on": point.on, "low": round(max(0, middle - spread), 1), "middle": middle, "high": round(min(10, middle + spread), 1)})
    return out


def _back(points: Sequence[Point], index: int, days: int) -> list[int]:
    first = (date.fromisoformat(points[index].on) - timedelta(days=days - 1)).isoformat()
    return [point.value for point in points[max(0, index - days) : index + 1] if point.on >= first]


def pain_sentence(points: Sequence[Point], intake: int, tongue: str) -> str:
    """What can honestly be said: the last two weeks against the start, with what day-to-day variation would do by itself."""
    recent = [point.value for point in points[-limits.BASE_DAYS.first :]]
    if len(recent) < limits.BASE_DAYS.first // 2:
        return say("progress.too_early", tongue)
    change = intake - median(recent)
    # Days resemble their neighbours (autocorrelation about 0.3, evidence 7.2), which widens the error by about 1.4.
    noise = 2 * 1.4 * max(0.8, pstdev(recent)) / len(recent) ** 0.5
    low, high = change - noise, change + noise
    if low > 0:
        return say("progress.better", tongue, low=f"{low:.1f}", high=f"{high:.1f}")
    if high < 0:
        return say("progress.worse", tongue, low=f"{-high:.1f}", high=f"{-low:.1f}")
    return say("progress.cant_tell", tongue)


def loads(found: Progress, tongue: str) -> list[dict[str, Any]]:
    """The loads worked with: the most recent exercises with at least two days."""
    keyed = {key: points for key, points in found.loads.items() if len(points) > 1 and any(point.grams for point in points)}
    recent = sorted(keyed, key=lambda key: (keyed[key][-1].on, len(keyed[key])), reverse=True)[:CHARTS]
    return [_load_chart(key, keyed[key], tongue) for key in recent]


def _load_chart(dose: str, points: Sequence[LoadPoint], tongue: str) -> dict[str, Any]:
    slug, tool, side = parts_of(dose)
    name = words(slug, tongue).name if slug in catalogue() else slug
    key = "progress.load" if side == "both" else "progress.load_side"
    label = say(key, tongue, name=name, tool=tool, side=side)
    data = {"exercise": name, "step": 500, "points": [{"on": one.on, "grams": one.grams, "low": None, "high": None} for one in points]}
    rows = [{"on": one.on, "load": f"{kilograms(one.grams)} kg x {one.done}", "band": ""} for one in reversed(points)]
    sentence = say("progress.load_sentence", tongue, first=points[0].grams, last=points[-1].grams)
    return {"id": f"load-{slug}-{tool}-{side}", "label": label, "data": data, "rows": rows, "slug": slug, "sentence": sentence}


def consistency(found: Progress, state: State, today: date, tongue: str) -> dict[str, Any]:
    """Sessions of planned, week by week; reduced ones count, and there is no streak to lose."""
    plan = state["plan"]
    if plan is None:
        return {"dots": [], "words": "", "weeks": []}
    weeks = []
    for back in range(11, -1, -1):
        monday = today - timedelta(days=today.weekday() + 7 * back)
        done = [one for one in found.sessions if monday <= date.fromisoformat(one.on) < monday + timedelta(days=7) and one.done]
        weeks.append({"on": monday.isoformat(), "done": len(done), "planned": plan["days"], "dots": _dots(done, plan["days"], tongue)})
    lately = weeks[-4:]
    return {
        "words": say(
            "progress.sessions", tongue, done=sum(week["done"] for week in lately), planned=sum(week["planned"] for week in lately)
        ),
        "weeks": weeks,
    }


def _dots(done: Sequence[SessionLine], planned: int, tongue: str) -> list[dict[str, str]]:
    looks = [{"look": _look(one), "words": f"{one.on}: {say(f'progress.{_look(one)}', tongue)}"} for one in done]
    return looks + [{"look": "", "words": say("progress.open", tongue)}] * max(0, planned - len(done))


def _look(one: SessionLine) -> str:
    if one.mode in ("rescue", "gentle"):
        return "rescue"
    return "short" if one.mode == "two_minutes" or one.done < one.planned else "done"


def activities(state: State, tongue: str) -> list[dict[str, Any]]:
    """The person's own activities: at the start and now, in their words."""
    taken = state["measures"].get("psfs", [])
    out = []
    for activity in (state["profile"] or {}).get("activities", []):
        now = next((values[activity["id"]] for _, values in reversed(taken) if activity["id"] in values), None)
        key = "progress.activity" if now is not None else "progress.activity_start"
        out.append(
            {
                "name": activity["name"],
                "start": activity["now"],
                "now": now,
                "words": say(key, tongue, name=activity["name"], start=activity["now"], now=now if now is not None else 0),
            }
        )
    return out


def told(found: Progress, state: State, today: date, tongue: str) -> str:
    """One plain sentence above everything."""
    sessions = [one for one in found.sessions if one.done and (today - date.fromisoformat(one.on)).days < 28]
    if not sessions:
        return say("progress.nothing_yet", tongue)
    return say("progress.told", tongue, sessions=len(sessions))


URLS = [path("progress/", progress, name="progress")]

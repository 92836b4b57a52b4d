"""What can be measured, what was measured, and one result at a time."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.units import Side
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.trials.kinds import BALANCE, STRENGTH, of, standing
from halfkilo.web.pages.trials.told import Course, amount, chart, courses, number, sentences
from halfkilo.words import say

PAGES = {STRENGTH: "trial-strength", BALANCE: "trial-balance"}


def overview(request: HttpRequest) -> HttpResponse:
    """Both tests: what each is, why one is left out, and the last result of every series."""
    person, tongue = me(request), language(request)
    today = standing(person, tongue)
    tests = [
        {
            "title": say(f"trial.{slug}", tongue),
            "hint": say(f"trial.{slug}_hint", tongue),
            "why_not": today.why_not.get(slug, ""),
            "url": reverse(PAGES[slug]),
            "rows": [_row(course, tongue) for course in courses(person, slug).values()],
        }
        for slug in PAGES
    ]
    return page(request, "trials/overview", tests=tests)


def _row(course: Course, tongue: str) -> dict[str, str]:
    on, values = course.days[-1]
    return {
        "words": of(course.series, tongue),
        "on": on,
        "amount": amount(course.slug, fmean(values), tongue),
        "url": f"{reverse('trial-result')}?of={course.series}",
    }


def result(request: HttpRequest) -> HttpResponse:
    """The newest result of one series, with its uncertainty and its course."""
    person, tongue = me(request), language(request)
    found = {**courses(person, STRENGTH), **courses(person, BALANCE)}
    course = found.get(request.GET.get("of", ""))
    if course is None:
        return redirect("trials")
    on, values = course.days[-1]
    strong = course.slug == STRENGTH
    facts: dict[str, Any] = {"n": len(values)} | ({"best": round(max(values) / 100) * 100} if strong else {})
    return page(
        request,
        "trials/result",
        title=of(course.series, tongue),
        on=on,
        number=number(course.slug, fmean(values), tongue),
        unit="kg" if strong else "mm/s",
        under=say(f"trial.result.{'mean' if strong else 'mean_stands'}", tongue, **facts),
        lines=sentences(course, _other(course, found), tongue),
        over="over" in request.GET,
        chart=chart(course, tongue) if strong and len(course.days) > 1 else None,
        rows=[{"on": day, "amount": amount(course.slug, fmean(each), tongue)} for day, each in reversed(course.days)],
        again=_again(person, course, tongue),
    )


def _other(course: Course, found: dict[str, Course]) -> Course | None:
    place, _, side = course.series.partition(".")
    return found.get(f"{place}.{Side(side).other.value}") if side else None


def _again(person: Person, course: Course, tongue: str) -> dict[str, str] | None:
    """The other side next, while it has not been measured on the same day and this test is open."""
    place, _, side = course.series.partition(".")
    if not side or not standing(person, tongue).open(course.slug):
        return None
    other = f"{place}.{Side(side).other.value}"
    done = courses(person, course.slug).get(other)
    if done is not None and done.days[-1][0] == course.days[-1][0]:
        return None
    return {"url": f"{reverse(PAGES[course.slug])}?of={other}", "words": of(other, tongue)}

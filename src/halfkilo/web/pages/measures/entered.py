"""What comes from elsewhere and is typed in: a score that somebody worked out, a count from a watch. Never asked for."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.journal.kinds import measured
from halfkilo.measures import Measure, Unit
from halfkilo.web import service
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.measures import told
from halfkilo.web.pages.start import once
from halfkilo.words import say

_NUMBER = re.compile(r"(-?)([0-9]{1,6})(?:[.,]([0-9]{1,3}))?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
YEARS = 20
"""How far back a result may lie."""


def entered(request: HttpRequest, measure: Measure) -> HttpResponse:
    """A number and its day."""
    person, tongue = me(request), language(request)
    today, problems = service.day_of(person), dict[str, str]()
    if request.method == "POST":
        value, on = _value(request, measure, tongue, problems), _day(request, today, tongue, problems)
        if value is not None and on is not None:
            once.write(request, person, "measured", measured.Body(on, measure.slug, {measure.item[0]: value}))
            return redirect(reverse("measure-so-far", args=[measure.slug]))
    low, high = (told.amount(measure, 10 * end, tongue) for end in (measure.least, measure.most))
    return page(
        request,
        "measures/entered",
        title=told.name_of(measure.slug, tongue),
        typed=request.POST.get("value", ""),
        on=request.POST.get("on", today.isoformat()),
        today=today.isoformat(),
        problems=problems,
        hint=say("measures.problem.clock" if measure.unit is Unit.MINUTES else "measures.problem.between", tongue, low=low, high=high),
        licence=measure.licence if measure.unit in told.PARTS else "",
        once=once.fresh(),
        status=422 if problems else 200,
    )


def _value(request: HttpRequest, measure: Measure, tongue: str, problems: dict[str, str]) -> int | None:
    text = request.POST.get("value", "").strip().replace("\u2212", "-")
    exact = _minutes(text) if measure.unit is Unit.MINUTES else _exact(text, told.PARTS.get(measure.unit, 1))
    if exact is None or exact != exact.to_integral_value():
        problems["value"] = say("measures.problem.unread", tongue, text=text[:20], example=_example(measure))
        return None
    if not measure.least <= exact <= measure.most:
        problems["value"] = say("measures.problem.range", tongue, text=text[:20])
        return None
    return int(exact)


def _exact(text: str, parts: int) -> Decimal | None:
    found = _NUMBER.fullmatch(text)
    return Decimal(f"{found[1]}{found[2]}.{found[3] or 0}") * parts if found else None


def _minutes(text: str) -> Decimal | None:
    found = _CLOCK.fullmatch(text)
    return Decimal(60 * int(found[1]) + int(found[2])) if found else None


def _example(measure: Measure) -> str:
    return {Unit.MINUTES: "7:30", Unit.TENTHS: "48.5", Unit.THOUSANDTHS: "0.812"}.get(measure.unit, "6200")


def _day(request: HttpRequest, today: date, tongue: str, problems: dict[str, str]) -> date | None:
    try:
        on = date.fromisoformat(request.POST.get("on", "") or today.isoformat())
    except ValueError:
        on = date.max
    if not today.replace(day=1, year=today.year - YEARS) <= on <= today:
        problems["on"] = say("measures.problem.day", tongue)
        return None
    return on

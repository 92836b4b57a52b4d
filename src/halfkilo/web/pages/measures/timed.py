"""The physical tests: a form that can be filled in by hand; with script a big clock or counter leads through it, one thing at a time."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.exercises import catalogue, words
from halfkilo.journal.kinds import measured
from halfkilo.measures import Direction, Measure, Unit, Way
from halfkilo.web import build, service
from halfkilo.web.models import Person
from halfkilo.web.pages.asked import score
from halfkilo.web.pages.frame import language, me, page, page_words
from halfkilo.web.pages.measures import told
from halfkilo.web.pages.measures.gates import Standing, beside, standing, taking_of
from halfkilo.web.pages.start import once
from halfkilo.web.pages.viewer import viewer
from halfkilo.words import say

_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,3}))?")
_PARTS = {Unit.TENTH_S: 10, Unit.GRAMS: 1000}
LEAST_GAUGED = 2
"""Repetitions that make a result with a gauge: their spread is part of it."""


def timed(request: HttpRequest, measure: Measure) -> HttpResponse:
    """One physical test: set-up, safety line, clock or counter, and the form that keeps it."""
    person, tongue = me(request), language(request)
    today = standing(person, tongue)
    if today.why_not(measure):
        return redirect("measures")
    if beside(measure) and request.POST.get("beside", request.GET.get("beside", "")) != "yes":
        return page(request, "measures/beside", title=told.name_of(measure.slug, tongue))
    problems: dict[str, str] = {}
    if request.method == "POST":
        answer = _take(request, person, measure, today, tongue, problems)
        if answer is not None:
            return answer
    return page(request, "measures/timed", status=422 if problems else 200, **_shown(request, person, measure, today, problems))


def _shown(request: HttpRequest, person: Person, measure: Measure, today: Standing, problems: dict[str, str]) -> dict[str, Any]:
    tongue, how = today.tongue, taking_of(measure)
    return {
        "title": told.name_of(measure.slug, tongue),
        "setup": [say(f"measure.{measure.slug}.how_{n}", tongue) for n in (1, 2, 3)],
        "notes": _notes(measure, today),
        "groups": _groups(request, measure, today, problems),
        "way": how.way.value,
        "figure": _figure(request, person, how.figure, tongue),
        "problem": problems.get("all", ""),
        "pain_problem": problems.get("pain", ""),
        "beside": beside(measure),
        "once": once.fresh(),
        "words": page_words(tongue, "timing"),
        "terms": _terms(measure, today),
    }


def _notes(measure: Measure, today: Standing) -> list[str]:
    """The safety line first, then who should be near."""
    found = [say("measure.stop", today.tongue, line=today.line)]
    if beside(measure):
        found.append(say("measure.beside", today.tongue))
    elif taking_of(measure).beside or today.fell:
        found.append(say("measures.near", today.tongue))
    return found


def _groups(request: HttpRequest, measure: Measure, today: Standing, problems: dict[str, str]) -> list[dict[str, Any]]:
    """The fields, item by item."""
    items, tries = today.items(measure), taking_of(measure).tries
    return [
        {
            "name": say(f"measures.item.{item}", today.tongue) if len(items) > 1 else "",
            "fields": [_field(request, measure, item, n, today.tongue, problems) for n in range(1, tries + 1)],
        }
        for item in items
    ]


def _field(request: HttpRequest, measure: Measure, item: str, n: int, tongue: str, problems: dict[str, str]) -> dict[str, str]:
    name, many = f"value-{item}-{n}", taking_of(measure).tries > 1
    label = say(f"measures.field.{measure.unit.value}", tongue)
    return {
        "name": name,
        "label": say("measures.field.try", tongue, n=n, label=label) if many else label,
        "value": request.POST.get(name, ""),
        "problem": problems.get(name, ""),
    }


def _figure(request: HttpRequest, person: Person, slug: str, tongue: str) -> dict[str, Any] | None:
    """The exercise of ours that moves like this test; nothing where none does."""
    if slug not in catalogue():
        return None
    exercise, said = catalogue()[slug], words(slug, tongue)
    seen = viewer(exercise, said, tongue, service.state_of(person), build.of(request))
    return {"slug": slug, "name": said.name, "view": exercise.facts.camera, **seen}


def _terms(measure: Measure, today: Standing) -> dict[str, Any]:
    """What the module of the page needs: figures from their one home."""
    how, items = taking_of(measure), today.items(measure)
    return {
        "way": how.way.value,
        "seconds": how.seconds,
        "tries": how.tries,
        "practice": how.practice,
        "rest": how.rest,
        "line": today.line,
        "items": [{"id": item, "name": say(f"measures.item.{item}", today.tongue) if len(items) > 1 else ""} for item in items],
        "back": reverse("measures"),
    }


def _take(
    request: HttpRequest, person: Person, measure: Measure, today: Standing, tongue: str, problems: dict[str, str]
) -> HttpResponse | None:
    """Keep what was typed in as one entry; None with problems said."""
    read = {item: _tries(request, measure, item, tongue, problems) for item in today.items(measure)}
    values = _kept(measure, {item: tries for item, tries in read.items() if tries})
    pain = score(request, "pain", problems)
    if not problems and not values:
        problems["all"] = say("measures.problem.few_gauged" if measure.own_change else "measures.problem.few", tongue)
    if problems:
        return None
    once.write(request, person, "measured", measured.Body(today.on, measure.slug, values))
    over = "?over=1" if pain is not None and pain > today.line else ""
    return redirect(reverse("measure-so-far", args=[measure.slug]) + over)


def _tries(request: HttpRequest, measure: Measure, item: str, tongue: str, problems: dict[str, str]) -> list[int]:
    names = [f"value-{item}-{n}" for n in range(1, taking_of(measure).tries + 1)]
    return [value for name in names if (value := _value(request, name, measure, tongue, problems)) is not None]


def _kept(measure: Measure, tries: dict[str, list[int]]) -> dict[str, int]:
    """The best of the tries, or with a gauge all of them: how far they lie apart belongs to the result."""
    if taking_of(measure).way is not Way.GAUGE:
        best = min if measure.better is Direction.LOWER else max
        return {item: best(values) for item, values in tries.items()}
    enough = {item: values for item, values in tries.items() if len(values) >= LEAST_GAUGED}
    return {f"{item}.{n}": value for item, values in enough.items() for n, value in enumerate(values, 1)}


def _value(request: HttpRequest, name: str, measure: Measure, tongue: str, problems: dict[str, str]) -> int | None:
    """One result in the measure's own unit, from seconds, kilograms or a whole number as people write them."""
    text = request.POST.get(name, "").strip()
    if not text:
        return None
    found, parts = _NUMBER.fullmatch(text), _PARTS.get(measure.unit, 1)
    if found is None or (found[2] and parts == 1):
        problems[name] = say("measures.problem.unread", tongue, text=text[:20], example="12.4" if parts > 1 else "12")
        return None
    exact = Decimal(f"{found[1]}.{found[2] or 0}") * parts
    if not measure.least <= exact <= measure.most:
        problems[name] = say("measures.problem.range", tongue, text=text[:20])
        return None
    return int(exact.to_integral_value())

"""Questions on a page: a questionnaire whose words the site brought, our own words, the person's own activities. Each may be left out;
what is left out stays missing, and the measure's own rule says whether there is a score."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.journal.kinds import measured
from halfkilo.measures import Measure
from halfkilo.measures.installed import Installed
from halfkilo.web import service
from halfkilo.web.pages.frame import language, me, page, page_words
from halfkilo.web.pages.measures import slots, told
from halfkilo.web.pages.measures.overview import activities_of
from halfkilo.web.pages.start import once
from halfkilo.words import say

KEYS = 11
"""Answers that stand side by side; a wider range is typed in."""


def slot(request: HttpRequest, measure: Measure) -> HttpResponse:
    """The words of a site's questionnaire, all of them or one at a time; without words the page says where they come from."""
    person, tongue = me(request), language(request)
    brought = slots.words_for(settings.DATA, measure.slug, tongue)
    if brought is None:
        return page(request, "measures/wordless", title=told.name_of(measure.slug, tongue), instrument=measure.slot)
    problems: dict[str, str] = {}
    if request.method == "POST":
        values = _answers(request, {str(n): (measure.least, measure.most) for n in range(1, measure.number + 1)}, tongue, problems)
        if answer := _keep(request, measure, values, tongue, problems):
            return answer
    return page(
        request,
        "measures/ask",
        title=told.name_of(measure.slug, tongue),
        items=_items(request, measure, brought, tongue, problems),
        brought=brought.words,
        other_tongue=brought.words.language if brought.words.language.partition("-")[0] != tongue else "",
        problem=problems.get("all", ""),
        once=once.fresh(),
        words=page_words(tongue, "timing"),
        status=422 if problems else 200,
        day=service.day_of(person).isoformat(),
    )


def _items(request: HttpRequest, measure: Measure, brought: Installed, tongue: str, problems: Mapping[str, str]) -> list[dict[str, Any]]:
    found = []
    for number, item in enumerate(brought.words.items, 1):
        options = [{"value": str(one.value), "words": one.text} for one in item.options] or _plain(measure, tongue)
        name = f"item-{number}"
        found.append({"name": name, "n": number, "text": item.text, "options": options, "scale": not item.options and len(options) > 2,
                      "value": request.POST.get(name, ""), "problem": problems.get(name, "")})
    return found


def _plain(measure: Measure, tongue: str) -> list[dict[str, str]]:
    """Answers where the file gave none: yes and no, the whole numbers of a short range, or none to be typed in."""
    if (measure.least, measure.most) == (0, 1):
        return [{"value": str(value), "words": say(f"measures.{name}", tongue)} for value, name in ((1, "yes"), (0, "no"))]
    numbers = range(measure.least, measure.most + 1)
    return [{"value": str(value), "words": str(value)} for value in numbers] if len(numbers) <= KEYS else []


def own(request: HttpRequest, measure: Measure) -> HttpResponse:
    """One item in our own words, or the person's own activities: 0 to 10, on any day they like."""
    person, tongue = me(request), language(request)
    state = service.state_of(person)
    asked = activities_of(state) if measure.slug == "psfs" else [(item, "") for item in measure.item]
    if not asked:
        return redirect("start-matters")
    problems: dict[str, str] = {}
    if request.method == "POST":
        values = _answers(request, {item: (measure.least, measure.most) for item, _ in asked}, tongue, problems)
        if answer := _keep(request, measure, values, tongue, problems):
            return answer
    fields = {f"item-{item}": say(f"weekly.{measure.slug}", tongue, activity=name) for item, name in asked}
    items = [{"name": name, "legend": legend, "error": problems.get(name, "")} for name, legend in fields.items()]
    return page(request, "measures/own", title=told.name_of(measure.slug, tongue), items=items, able=measure.slug == "psfs",
                problem=problems.get("all", ""), once=once.fresh(), status=422 if problems else 200)


def _answers(request: HttpRequest, items: Mapping[str, tuple[int, int]], tongue: str, problems: dict[str, str]) -> dict[str, int]:
    """Whole numbers within their range, by item; what was left out is not there."""
    found = {}
    for item, (least, most) in items.items():
        raw = request.POST.get(f"item-{item}", "").strip()
        if not raw:
            continue
        digits = raw.removeprefix("-")
        if digits.isascii() and digits.isdigit() and len(digits) <= 4 and least <= int(raw) <= most:
            found[item] = int(raw)
        else:
            problems[f"item-{item}"] = say("measures.problem.answer", tongue)
    return found


def _keep(request: HttpRequest, measure: Measure, values: dict[str, int], tongue: str, problems: dict[str, str]) -> HttpResponse | None:
    """One entry; None with problems said."""
    if not problems and not values:
        problems["all"] = say("measures.problem.one_answer", tongue)
    if problems:
        return None
    person = me(request)
    once.write(request, person, "measured", measured.Body(service.day_of(person), measure.slug, values))
    return redirect(reverse("measure-so-far", args=[measure.slug]))

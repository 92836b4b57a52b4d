"""How one measure went so far: the newest result, whether it changed, every day in a table; after a low mood, where support is. No
label, ever."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from halfkilo.journal.state import State
from halfkilo.measures import Direction, Measure, Taken, Unscored, measures
from halfkilo.web import access, rules, service
from halfkilo.web.pages.frame import language, page
from halfkilo.web.pages.measures import parts, past, told
from halfkilo.web.pages.measures.overview import SENSED, activities_of, taken_here
from halfkilo.words import say

FELT = ("own_mood", "own_worry")
"""Our own items after which support is thought of (plan level)."""


def so_far(request: HttpRequest, measure: str) -> HttpResponse:
    """One measure over time. person: somebody who shares this with the account; their page is only looked at."""
    one = measures().get(measure)
    if one is None or not taken_here(one):
        raise Http404("There is no such measure.")
    if measure in SENSED:
        return redirect("trials")
    person = access.reader(request, request.GET.get("person"), parts.part_of(measure))
    own, tongue = person.pk == access.own(request).pk, language(request)
    query = "" if own else f"?person={person.pk}"
    times = past.taken(person).get(measure, [])
    if not times:
        return redirect(reverse("measures") + query)
    state = service.state_of(person)
    found = told.series_of(measure, times, tongue, activities_of(state))
    return page(
        request,
        "measures/so_far",
        title=told.name_of(measure, tongue),
        instrument=one.slot,
        on=times[-1].on,
        parts=[_part(series, one, tongue) for series in found],
        range=_range(one, tongue),
        rows=[{"on": on, "values": values} for on, values in _rows(found, one, tongue)],
        names=[series.name or say("measures.result", tongue) for series in found],
        source=one.change_source,
        over="over" in request.GET,
        support=own and needs_support(one, times, rules.in_force().low_mood),
        emergency=emergency(state, tongue),
        whose="" if own else person.name,
        query=query,
        again=reverse("measure", args=[measure]) if own and one.taken is not Taken.CLINICIAN else "",
        loads=one.taking is not None,
    )


def _part(series: told.Series, measure: Measure, tongue: str) -> dict[str, Any]:
    newest = series.points[-1] if series.points else ("", None)
    value = newest[1]
    return {
        "name": series.name,
        "number": told.number(measure, value, tongue) if value is not None else "",
        "amount": told.amount(measure, value, tongue) if value is not None else "",
        "missing": value is None,
        "sentence": told.sentence(series, measure, tongue),
    }


def _range(measure: Measure, tongue: str) -> str:
    """Between which numbers a score lies and which way is the better one, for what has points."""
    if measure.taking is not None or measure.taken is Taken.ENTERED:
        return ""
    low, high = (told.number(measure, float(end), tongue) for end in measure.reach)
    return say("measures.reach.lower" if measure.better is Direction.LOWER else "measures.reach.higher", tongue, low=low, high=high)


def _rows(found: Sequence[told.Series], measure: Measure, tongue: str) -> list[tuple[str, list[str]]]:
    """Every day with the value of every part, newest first; what is missing is an empty place."""
    by_day = [dict(one.points) for one in found]
    days = sorted({on for points in by_day for on in points}, reverse=True)
    return [(on, ["" if points.get(on) is None else told.amount(measure, points[on] or 0, tongue) for points in by_day]) for on in days]


def needs_support(measure: Measure, times: Sequence[past.Taken], low_mood: int) -> bool:
    """Whether the newest answers are ones after which support is shown: calmly, to the person alone."""
    newest = times[-1].values
    if measure.slug in FELT:
        return max(newest.values(), default=0) >= low_mood
    try:
        return measure.supports(measure.score(newest))
    except Unscored:
        return False


def emergency(state: State, tongue: str) -> str:
    """The number that the person gave, else words that fit every country."""
    return state["screen"]["emergency"] or say("measures.emergency", tongue)

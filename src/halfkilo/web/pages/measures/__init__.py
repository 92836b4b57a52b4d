"""Measures: what can be measured and how it went so far, the physical tests, questions in our own words and in those a site brought,
the weekly page, what training did that nobody wanted, and medicines as a note."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from halfkilo.measures import Taken, measures
from halfkilo.web.pages.measures import ask, entered, happened, medicines, operator, overview, result, timed, weekly


def one(request: HttpRequest, measure: str) -> HttpResponse:
    """The page on which one measure is taken."""
    found = measures().get(measure)
    if found is None or not overview.taken_here(found):
        raise Http404("There is no such measure.")
    if measure in overview.SENSED:
        return redirect(overview.SENSED[measure])
    if found.taking is not None:
        return timed.timed(request, found)
    if found.slot:
        return ask.slot(request, found)
    return entered.entered(request, found) if found.taken is Taken.ENTERED else ask.own(request, found)


URLS = [
    path("weekly/", weekly.weekly, name="weekly"),
    path("support/", weekly.support, name="support"),
    path("measures/", overview.overview, name="measures"),
    path("measures/happened/", happened.happened, name="measures-happened"),
    path("measures/medicines/", medicines.medicines, name="measures-medicines"),
    path("measures/site/", operator.site, name="measures-site"),
    path("measures/<slug:measure>/", one, name="measure"),
    path("measures/<slug:measure>/so-far/", result.so_far, name="measure-so-far"),
]
"""The addresses of this room."""

"""The addresses of the pages. One file per room; each names its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from halfkilo.web.pages import (
    before,
    between,
    clinic,
    day,
    door,
    evaluation,
    film,
    form,
    gym,
    library,
    look,
    measures,
    mine,
    progress,
    screens,
    start,
    trials,
    visit,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *door.URLS,
    *start.URLS,
    *day.URLS,
    *before.URLS,
    *between.URLS,
    *film.URLS,
    *library.URLS,
    *progress.URLS,
    *mine.URLS,
    *clinic.URLS,
    *trials.URLS,
    *measures.URLS,
    *gym.URLS,
    *visit.URLS,
    *evaluation.URLS,
    *form.URLS,
    *look.URLS,
    *screens.URLS,
]

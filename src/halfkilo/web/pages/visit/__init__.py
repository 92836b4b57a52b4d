"""Pages for outside: the visit report, and the private address of the training days in a calendar."""

from __future__ import annotations

from django.urls import path

from halfkilo.web.pages.visit import feed, page

URLS = [
    path("visit/", page.visit, name="visit"),
    path("visit/report.pdf", page.pdf, name="visit-pdf"),
    path("visit/first-page.png", page.picture, name="visit-picture"),
    path("calendar/", feed.settings_page, name="calendar"),
    path("calendar/<uuid:whose>/<slug:key>.ics", feed.calendar_feed, name="calendar-feed"),
]

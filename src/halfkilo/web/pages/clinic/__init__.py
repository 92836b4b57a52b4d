"""The loop with a human in it: clinicians and helpers whom the person invites, and what the person sees of them."""

from __future__ import annotations

from django.urls import path

from halfkilo.web.pages.clinic import caseload, helped, mine, person

URLS = [
    path("clinic/", caseload.caseload, name="clinic"),
    path("clinic/<uuid:person>/", person.person, name="clinic-person"),
    path("shared/", helped.shared, name="shared"),
    path("shared/<uuid:person>/", helped.along, name="shared-person"),
    path("invited/", mine.invited, name="invited"),
    path("messages/", mine.talk, name="messages"),
    path("messages/ask/", mine.ask, name="ask-physio"),
    path("suggestions/", mine.suggestions, name="suggestions"),
    path("people/trail/", mine.trail, name="trail"),
    path("people/trail.csv", mine.trail_file, name="trail-file"),
]

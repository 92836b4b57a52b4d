"""The beginning: a few screens, one thing each, back and forward; and what belongs to it later, when something is new."""

from __future__ import annotations

from django.urls import path

from halfkilo.web.pages.start import person, places, plan, review, screen, signs, steps, stop, things

URLS = [
    path("start/", steps.start, name="start"),
    path("start/about/", screen.about, name="start-about"),
    path("start/signs/", screen.now, name="start-screen"),
    path("start/health/", screen.health, name="start-health"),
    path("start/medicine/", screen.medicine, name="start-medicine"),
    path("start/outcome/", screen.outcome, name="start-outcome"),
    path("start/where/", places.where, name="start-where"),
    path("start/where/track/", places.track, name="start-track"),
    path("start/where/<str:region>/", places.pain, name="start-pain"),
    path("start/matters/", person.matters, name="start-matters"),
    path("start/you/", person.you, name="start-you"),
    path("start/cannot/", person.cannot, name="start-cannot"),
    path("start/equipment/", things.equipment, name="start-equipment"),
    path("start/programme/", plan.programme, name="start-programme"),
    path("start/rhythm/", plan.rhythm, name="start-rhythm"),
    path("start/stop/", stop.rehearse, name="start-rehearse"),
    path("start/hard-day/", stop.hard_day, name="start-hard-day"),
    path("symptom/", signs.symptom, name="symptom"),
    path("cleared/", signs.looked_at, name="cleared"),
    path("review/", review.review, name="review"),
    path("review/usual/", review.usual, name="review-usual"),
]

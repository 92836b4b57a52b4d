"""Looking back at sets that were kept as landmarks: the list, the replay with its labels, and a file with all of it."""

from __future__ import annotations

from django.urls import path

from halfkilo.web.pages.form import mine, replay

URLS = [
    path("form/recordings/", mine.recordings, name="form-recordings"),
    path("form/recordings.zip", mine.archive, name="form-recordings-file"),
    path("form/recordings/<uuid:recording>/", replay.replay, name="form-replay"),
    path("form/recordings/<uuid:recording>/points.json", replay.points, name="form-points"),
]
"""The addresses of this room."""

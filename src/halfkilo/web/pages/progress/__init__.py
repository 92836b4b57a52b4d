"""Progress: is it helping? An overview, a page for each part, and what the next morning goes with.

What works the numbers out needs numpy, which is loaded with the first of these pages and not with the site.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST


def progress(request: HttpRequest) -> HttpResponse:
    """The overview."""
    from halfkilo.web.pages.progress.overview import overview

    return overview(request)


def part(request: HttpRequest, part: str) -> HttpResponse:
    """One part of it."""
    from halfkilo.web.pages.progress.one import one_part

    return one_part(request, part)


def days(request: HttpRequest) -> HttpResponse:
    """What the next morning goes with."""
    from halfkilo.web.pages.progress.mornings import mornings

    return mornings(request)


@require_POST
def bite(request: HttpRequest) -> HttpResponse:
    """Put a piece of what is known away."""
    from halfkilo.web.pages.progress.overview import put_away

    return put_away(request)


URLS = [
    path("progress/", progress, name="progress"),
    path("progress/days/", days, name="progress-days"),
    path("progress/put-away/", bite, name="progress-bite"),
    path("progress/<str:part>/", part, name="progress-part"),
]

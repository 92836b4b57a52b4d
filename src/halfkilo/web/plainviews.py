"""Views without a page: is the site well, the local certificate, the QR code, and what is said when nothing is found."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_GET, require_safe

from halfkilo.web import lan
from halfkilo.web.access import NOBODY
from halfkilo.web.ground import NOT_WORKED, ground
from halfkilo.web.problems import for_programs, problem, spoken_to


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok` when the database answers; 503 when it does not. Says nothing about anybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_GET
def certificate(request: HttpRequest) -> HttpResponseBase:
    """The certificate that makes this machine's address trusted on a tablet; there is nothing secret in it."""
    path = lan.authority_file(Path(settings.DATA))
    if not path.exists():
        return not_here(request)
    return FileResponse(path.open("rb"), content_type="application/x-x509-ca-cert", as_attachment=True, filename="halfkilo-home.crt")


@login_not_required
@require_GET
def qr(request: HttpRequest) -> HttpResponse:
    """This site's address as a QR code."""
    return HttpResponse(lan.qr_svg(f"{request.scheme}://{request.get_host()}/"), content_type="image/svg+xml")


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here, or nothing for you: the same words."""
    if for_programs(request):
        return problem(404, "Not here", NOBODY)
    return _page(request, 404, "404.html", {})


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something broke; what was kept is kept. When it was the database, in words that say what to do about it."""
    broken = sys.exception()
    said = ground(broken) if isinstance(broken, DatabaseError) else NOT_WORKED
    if for_programs(request):
        return problem(said.status, said.title(), said.text())
    language = spoken_to(request)
    return _page(request, said.status, "500.html", {"title": said.title(language), "text": said.text(language)})


def _page(request: HttpRequest, status: int, template: str, facts: dict[str, str]) -> HttpResponse:
    """In the person's language, without anything that would have to ask the database."""
    language = spoken_to(request)
    with translation.override(language):
        return HttpResponse(render_to_string(template, {"tongue": language, "page_lang": language} | facts), status=status)

"""Views without a page: is the site well, the local certificate, the QR code, and what is said when nothing is found."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_safe

from halfkilo.web import lan
from halfkilo.web.access import NOBODY
from halfkilo.web.ground import ground
from halfkilo.web.problems import problem


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
    return _say(request, 404, "404.html", "Not here", NOBODY)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Something broke; what was kept is kept. When it was the database, in words that say what to do about it."""
    broken = sys.exception()
    if isinstance(broken, DatabaseError):
        said = ground(broken)
        return _say(request, said.status, "500.html", said.title, said.text)
    return _say(request, 500, "500.html", "That did not work",
                "What you saved before is safe. Go back and try once more; if it happens again, tell who looks after this site.")


def _say(request: HttpRequest, status: int, template: str, title: str, text: str) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problem(status, title, text)
    try:
        return HttpResponse(render_to_string(template, {"title": title, "text": text}), status=status)
    except TemplateDoesNotExist:
        return HttpResponse(f"{title}. {text}\n", status=status, content_type="text/plain; charset=utf-8")

"""Errors as problem JSON (RFC 9457): what happened, which field, what to do. Never whether somebody else's thing exists."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

KIND = "application/problem+json"


def problem(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """One problem as a response. errors=[{place, problem}] names fields."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=KIND)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Session realm="halfkilo"'
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without this site's own token."""
    if request.path_info.startswith("/api/"):
        return problem(403, "Not from this site", "The request did not come from a page of this site. Reload the page and try again.")
    text = "This form did not come from a page of this site, or cookies are switched off. Go back, reload the page and try again.\n"
    return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")

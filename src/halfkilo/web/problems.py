"""Errors as problem JSON (RFC 9457): what happened, which field, what to do. Never whether somebody else's thing exists."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from halfkilo.words import ENGLISH, say

KIND = "application/problem+json"


def problem(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """One problem as a response. errors=[{place, problem}] names fields."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail} | more
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=KIND)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Session realm="halfkilo"'
    return response


def for_programs(request: HttpRequest) -> bool:
    """Whether a program asks, which is answered in English and JSON."""
    return request.path_info.startswith("/api/")


def spoken_to(request: HttpRequest) -> str:
    """The language of the person who asks, as it was found out when the request came; English where it did not come that far."""
    return getattr(request, "tongue", ENGLISH)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without this site's own token."""
    if for_programs(request):
        return problem(403, "Not from this site", "The request did not come from a page of this site. Reload the page and try again.")
    text = say("gone.other_site", spoken_to(request))
    return HttpResponse(text + "\n", status=403, content_type="text/plain; charset=utf-8")

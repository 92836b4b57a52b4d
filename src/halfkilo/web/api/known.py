"""A question with a name nobody knows is an error, not ignored: `?minute=10` must not silently give twenty minutes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from halfkilo.web.problems import problem


class KnownQuery:
    """Middleware: every name in the query of an API address must be one of its parameters. Strangers are asked who they are first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponseBase | None:
        """A problem that names what is not known and what is; None to go on."""
        if not request.GET or not request.path_info.startswith("/api/") or request.resolver_match is None:
            return None
        if not request.user.is_authenticated:
            return None
        known = names().get((_template(request.resolver_match.route), (request.method or "GET").lower()))
        unknown = sorted(set(request.GET) - known) if known is not None else []
        if not unknown:
            return None
        said = f"query.{unknown[0][:60]}: is not known here; known are {', '.join(sorted(known or ())) or 'none'}"
        return problem(422, "Something does not fit", said, errors=[{"place": f"query.{unknown[0][:60]}", "problem": "is not known here"}])


@cache
def names() -> dict[tuple[str, str], frozenset[str]]:
    """The names an operation's query may hold, by path and method, from the API's own description."""
    from halfkilo.web.api import api

    paths = api.get_openapi_schema(path_prefix="/api/")["paths"]
    return {(path, method): frozenset(one["name"] for one in operation.get("parameters", ()) if one["in"] == "query")
            for path, operations in paths.items() for method, operation in operations.items()}


def _template(route: str) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)

"""Reading and writing bodies: strict JSON in, compact JSON out, and who is asking."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from halfkilo.strict import Malformed
from halfkilo.web import access
from halfkilo.web.models import Person

NOT_FROM_HERE = "The request did not come from a page of this site. Reload the page and try again."


class StrictParser(Parser):
    """JSON without NaN, without twin fields, in UTF-8; what was not understood is left on the request for the answer."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The decoded body."""
        try:
            return json.loads(request.body.decode("utf-8"), parse_constant=_constant, object_pairs_hook=_pairs)
        except (ValueError, RecursionError) as error:
            request.not_json = explain(error)  # type: ignore[attr-defined]
            raise


class CompactRenderer(JSONRenderer):
    """JSON without spaces, letters as they are."""

    json_dumps_params = {"separators": (",", ":"), "ensure_ascii": False}


class SignedInPerson(APIKeyCookie):
    """A signed-in account; what it sends must carry this site's own token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Person | None:
        """The person, or None for a stranger (401)."""
        person = access.own_or_none(request)
        if person is not None:
            from_this_site(request)
        return person

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        """The person; the session itself was read by Django."""
        return access.own_or_none(request)


def from_this_site(request: HttpRequest) -> bool:
    """For doors that strangers use, too: the request must carry this site's own token.

    Raises:
        HttpError: it does not.
    """
    if check_csrf(request) is not None:
        raise HttpError(403, NOT_FROM_HERE)
    return True


def explain(error: Exception) -> str:
    """What is not right about a body, in one sentence."""
    if isinstance(error, Malformed):
        return str(error)
    if isinstance(error, UnicodeDecodeError):
        return "The body is not UTF-8 text."
    if isinstance(error, json.JSONDecodeError):
        return f"The body is not whole JSON: {error.msg} at line {error.lineno}, column {error.colno}. It may be torn: send it again."
    return "The body is not JSON that can be read: it is nested too deeply or holds a number that is too long."


def _constant(name: str) -> object:
    raise Malformed("body", f"{name} is not a number that can be stored")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Malformed("body", "names the same field twice")
    return out

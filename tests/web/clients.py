"""Browsers of the tests: signed in as somebody, or a stranger."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from halfkilo.web.models import Person


def signed_in(person: Person, **more: Any) -> Client:
    """A client with a session of that person."""
    client = Client(**more)
    client.force_login(person.account)
    return client


def send(client: Client, path: str, body: object, method: str = "POST", **headers: str) -> HttpResponse:
    """A JSON request; text and bytes go as they are."""
    raw = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.generic(method, path, raw, content_type="application/json", headers=headers or None)

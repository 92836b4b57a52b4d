"""What every page may ask for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from halfkilo.web import access


def site(request: HttpRequest) -> dict[str, Any]:
    """The signed-in person, the name of a made-up person (empty for real ones), the gym's address."""
    person = access.own_or_none(request)
    return {"person": person, "demo": person.name if person is not None and person.demo else "", "supervisor": settings.SUPERVISOR_URL}

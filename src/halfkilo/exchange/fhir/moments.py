"""When something of somebody else was."""

from __future__ import annotations

from datetime import datetime

from halfkilo.exchange.amounts import NotUnderstood
from halfkilo.exchange.fhir.shape import Resource
from halfkilo.exchange.history import Settings


def when_taken(resource: Resource, settings: Settings, *fields: str) -> tuple[str, datetime]:
    """The first of the fields that is there, as local time with its offset; midday where only a day is said.

    Raises:
        NotUnderstood: none is there, or it names no day that can have been.
    """
    text = next((str(resource[name]) for name in fields if resource.get(name)), "")
    if not text:
        raise NotUnderstood(f"{fields[0]} is not there, so nobody knows when it was")
    if len(text) < 10:
        raise NotUnderstood(f"{fields[0]} {text} names no day")
    when = datetime.fromisoformat(text if len(text) > 10 else f"{text}T12:00:00")
    local = when if when.tzinfo is not None else when.replace(tzinfo=settings.zone)
    if not datetime(1970, 1, 2, tzinfo=local.tzinfo) <= local or local.date() > settings.today:
        raise NotUnderstood(f"{text} is too long ago or lies in the future")
    return local.isoformat(timespec="seconds"), local

"""What pages ask the supervisor about devices. Every answer is plain data; "the gym does not answer" is an answer, too."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError, URLError

from django.conf import settings

from halfkilo.gym.client import ask
from halfkilo.gym.ticket import read_key
from halfkilo.web import gymlink, tickets

ANSWER_S = 3.0


@dataclass(frozen=True)
class Answer:
    """devices: see `Fleet.devices`. done: what a deed gave back. reason, problem: why not; empty when it was done."""

    devices: list[dict[str, Any]] = field(default_factory=list)
    done: Any = None
    reason: str = ""
    problem: str = ""


def there() -> Answer:
    """Every device of this home."""
    return _ask("/devices", None, ANSWER_S)


def do(deed: str, **said: Any) -> Answer:
    """look (seconds), try (device, address, serves, agreement), keep, forget, check, inspected (name), use (names)."""
    return _ask(f"/devices/{deed}", said, ANSWER_S + float(said.get("seconds", 0)))


def _ask(path: str, said: dict[str, Any] | None, wait_s: float) -> Answer:
    key, method = read_key(tickets.key_file()), "GET" if said is None else "POST"
    try:
        found = ask(settings.SUPERVISOR_URL, key, path, method, said, tls=gymlink.tls(), wait_s=wait_s)
    except HTTPError as error:
        told = _told(error)
        return Answer(reason=str(told.get("reason", "refused")), problem=str(told.get("error", error.reason)))
    except (URLError, TimeoutError, OSError, ValueError):
        return Answer(reason="no_gym", problem="the gym does not answer")
    return Answer(found.get("devices", []), found.get("done"))


def _told(error: HTTPError) -> dict[str, Any]:
    try:
        told = json.load(error)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}

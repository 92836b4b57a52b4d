"""What was answered so far and is not yet an entry: kept in the session on the server, gone when it is written or the person is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from halfkilo.journal.state import State

KEY = "start"


def read(request: HttpRequest) -> dict[str, Any]:
    """The draft as it stands."""
    found = request.session.get(KEY)
    return dict(found) if isinstance(found, dict) else {}


def put(request: HttpRequest, **values: Any) -> None:
    """Remember these answers."""
    request.session[KEY] = read(request) | values


def drop(request: HttpRequest, *names: str) -> None:
    """Forget these answers: they are in the journal now."""
    request.session[KEY] = {name: value for name, value in read(request).items() if name not in names}


def replies(request: HttpRequest, state: State) -> dict[str, str]:
    """Answers to the health questions: those of this run over those of the record."""
    return {**state["screen"]["replies"], **read(request).get("replies", {})}


PROFILE = ("regions", "tracked", "pain", "activities", "birth_year", "experience", "hand", "cannot", "frail")


def profile(request: HttpRequest, state: State) -> dict[str, Any]:
    """What is known about the person: this run's answers over the record's."""
    return {**_recorded(state["profile"]), **{name: value for name, value in read(request).items() if name in PROFILE}}


def _recorded(found: dict[str, Any] | None) -> dict[str, Any]:
    if not found:
        return {}
    places = found.get("places", [])
    return {
        "regions": [place["region"] for place in places],
        "tracked": [place["region"] for place in places if place["tracked"]],
        "pain": {place["region"]: {name: place[name] for name in ("usual", "worst", "months")} for place in places},
        "activities": found.get("activities", []),
        "birth_year": found.get("birth_year"),
        "experience": found.get("experience", 0),
        "hand": found.get("hand", "right"),
        "cannot": found.get("cannot", []),
        "frail": found.get("frail", False),
    }

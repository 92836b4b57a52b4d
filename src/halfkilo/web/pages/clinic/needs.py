"""What asks for a clinician's eyes, from the few words a caseload has about somebody. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from halfkilo.web.access import Sight
from halfkilo.web.templatetags.dates import day
from halfkilo.words import say

SILENT = 7
"""Days without a word before silence is worth a look: a week holds at least one session and the weekly questions."""
LATELY = 14
"""Days for which a stop or an event stays in the list."""


@dataclass(frozen=True)
class Need:
    """One reason to look: its sentence is `clinic.need.<kind>`. weight: what comes first; grave: a stop sign or a red flag."""

    kind: str
    weight: int
    facts: dict[str, Any] = field(default_factory=dict)
    grave: bool = False


def needs(summary: dict[str, Any], sight: Sight, today: date) -> list[Need]:
    """All of them, the most pressing first, within what is shared."""
    found = [need for parts, look in LOOKS if sight.sees(*parts) and (need := look(summary, today)) is not None]
    return sorted(found, key=lambda need: -need.weight)


def _asked(told: dict[str, Any], today: date) -> Need | None:
    return Need("asked", 110, {"on": told["asked"][-1]}) if told["asked"] else None


def _sign(told: dict[str, Any], today: date) -> Need | None:
    return Need("sign", 100, {"n": len(told["signs"])}, grave=True) if told["signs"] else None


def _event(told: dict[str, Any], today: date) -> Need | None:
    if told["event"] is None or _days(told["event"][0], today) > LATELY:
        return None
    on, severity = told["event"]
    return Need(f"event_{severity}", 90 if severity in ("clinician", "hospital") else 35, {"on": on})


def _hazard(told: dict[str, Any], today: date) -> Need | None:
    return Need("hazard", 85) if told["hazards"] else None


def _flare(told: dict[str, Any], today: date) -> Need | None:
    if not told["flares"]:
        return None
    region, since = told["flares"][0]
    return Need("flare", 70 + min(9, _days(since, today) // 3), {"region": region, "on": since})


def _stopped(told: dict[str, Any], today: date) -> Need | None:
    if told["stop"] not in ("pain", "fear", "sign") or _days(told["last"], today) > LATELY:
        return None
    return Need(f"stop_{told['stop']}", 65, {"on": told["last"]})


def _red(told: dict[str, Any], today: date) -> Need | None:
    if told["red"] is None or _days(told["last"], today) > LATELY:
        return None
    return Need("red", 60, {"pain": told["red"], "on": told["last"]})


def _loud(told: dict[str, Any], today: date) -> Need | None:
    if not told["loud"] or _days(told["morning"], today) > SILENT:
        return None
    return Need("loud", 50, {"region": told["loud"][0], "pain": told["pain"][told["loud"][0]]})


def _waiting(told: dict[str, Any], today: date) -> Need | None:
    return Need("waiting", 45, {"n": told["waiting"]}) if told["waiting"] else None


def _silent(told: dict[str, Any], today: date) -> Need | None:
    days = _days(told["heard"], today) if told["heard"] else 0
    return Need("silent", 30 + min(9, days // SILENT), {"n": days}) if days >= SILENT else None


def _new(told: dict[str, Any], today: date) -> Need | None:
    return Need("new", 10) if not told["sessions"] else None


LOOKS: tuple[tuple[tuple[str, ...], Callable[[dict[str, Any], date], Need | None]], ...] = (
    ((), _asked),
    (("health",), _sign),
    (("health",), _event),
    (("training",), _hazard),
    (("pain",), _flare),
    (("training",), _stopped),
    (("pain", "training"), _red),
    (("pain",), _loud),
    (("training",), _waiting),
    (("training",), _silent),
    (("training",), _new),
)
"""Every look, with the parts of the record it needs."""


def sentence(need: Need, tongue: str) -> str:
    """What there is to look at, with its day in short."""
    facts = {**need.facts, "on": day(need.facts["on"])} if "on" in need.facts else need.facts
    return say(f"clinic.need.{need.kind}", tongue, **facts)


def _days(on: str, today: date) -> int:
    return (today - date.fromisoformat(on)).days

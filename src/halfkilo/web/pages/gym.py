"""Your gym: the machine and the measuring devices of this home; find one, make it yours, check it, see what it can do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from halfkilo.gym.quality import RULES, Loads, grade, qualities
from halfkilo.gym.supervisor.fleet import AGREEMENT
from halfkilo.journal import new_id
from halfkilo.units import Side
from halfkilo.web import clock, devices, tickets
from halfkilo.web.pages.frame import language, me, page, page_words
from halfkilo.words import say

LOOKS = ("cable", "handles", "anchor", "clear")
"""What a person looks at, one tick each."""
SECONDS = 4


def gym(request: HttpRequest) -> HttpResponse:
    """Everything that is there, and a way to look for more."""
    me(request)
    tongue, found, problem = language(request), None, ""
    if request.method == "POST":
        answer = _deed(request)
        if isinstance(answer, HttpResponse):
            return answer
        found, problem = answer.done if request.POST.get("deed") == "look" and not answer.problem else None, _told(answer, tongue)
    there = devices.there()
    return page(
        request, "gym/all", rows=[_row(row, tongue) for row in there.devices], away=_told(there, tongue), problem=problem,
        found=[one | {"marks": _marks(one, tongue)} for one in found] if isinstance(found, list) else None,
        agreement=AGREEMENT, known=_known(tongue), status=409 if problem else 200,
    )


def one(request: HttpRequest, name: str) -> HttpResponse:
    """One device: whether it is yours, what it says now, what it can do, when its cables were looked at."""
    me(request)
    tongue, problem = language(request), ""
    if request.method == "POST":
        answer = _deed(request, name)
        if isinstance(answer, HttpResponse):
            return answer
        problem = _told(answer, tongue)
    there = devices.there()
    row = next((row for row in there.devices if row["name"] == name), None)
    if row is None:
        return redirect("gym")
    return page(request, "gym/one", row=_row(row, tongue), problem=problem, looks=[say(f"gym.look.{item}", tongue) for item in LOOKS],
                live={"ticket": reverse("gym-ticket"), "name": name, "machine": row["kind"] != "sensor"},
                words=page_words(tongue, "gym"), status=409 if problem else 200)


@require_POST
def ticket(request: HttpRequest) -> HttpResponse:
    """A ticket that shows readings and can load nothing."""
    return JsonResponse({"ticket": tickets.watching(me(request), new_id()), "supervisor": settings.SUPERVISOR_URL})


def _deed(request: HttpRequest, name: str = "") -> HttpResponse | devices.Answer:
    """What was asked, done; a page to go on to, or the answer where one stays."""
    said = request.POST
    match said.get("deed", ""):
        case "look":
            return devices.do("look", seconds=SECONDS)
        case "try":
            answer = devices.do("try", device=said.get("device", ""), address=_address(said), serves=_side(said.get("serves", "")),
                                agreement=said.get("agreement", ""))
            return answer if answer.problem else redirect("gym-one", name=str(answer.done))
        case "use":
            return _onward(devices.do("use", names=said.getlist("names") or [name]), "gym")
        case "forget":
            return _onward(devices.do("forget", name=name), "gym")
        case "keep" | "check" as deed:
            return _onward(devices.do(deed, name=name), "gym-one", name)
        case "inspected" if all(f"look-{n}" in said for n in range(len(LOOKS))):
            return _onward(devices.do("inspected", name=name), "gym-one", name)
        case "inspected":
            return devices.Answer(reason="look_all", problem="tick each line after you looked")
        case _:
            return devices.Answer(reason="unreadable", problem="this page does not know what was asked")


def _onward(answer: devices.Answer, to: str, name: str = "") -> HttpResponse | devices.Answer:
    if answer.problem:
        return answer
    return redirect(to, name=name) if name else redirect(to)


def _address(said: QueryDict) -> str:
    """As typed or found; with the unit that its display shows, where the device does not tell."""
    address, unit = said.get("address", "").strip(), said.get("unit", "")
    return f"{address}#{unit}" if unit in ("kg", "lb") else address


def _side(text: str) -> str:
    return text if text in {side.value for side in Side} else Side.BOTH.value


def _told(answer: devices.Answer, tongue: str) -> str:
    """What went differently, in the person's language where we have words for it."""
    key = f"gym.problem.{answer.reason}"
    return say(key, tongue) if answer.reason in PROBLEMS else answer.problem


PROBLEMS = frozenset({"no_gym", "no_radio", "not_moved", "no_machine", "not_proven_free", "look_all"})


def _row(row: dict[str, Any], tongue: str) -> dict[str, Any]:
    quality = qualities()[row["device"]]
    return row | {
        "marks": _marks(row, tongue), "state": _state(row, tongue), "about": quality.about, "why": quality.loads_why,
        "notes": quality.notes, "can": _can(row.get("can"), tongue), "grade_words": say(f"gym.grade.{grade(quality).value}", tongue),
        "rules": [(about, quality.rules[rule].state.value, quality.rules[rule].why) for rule, (_, about) in RULES.items()],
        "overdue": row.get("inspect", 0) >= 1, "looked": _day(row.get("inspected_at", 0)),
        "may_use": row["kept"] and row["kind"] == "machine" and row["loads"] != Loads.NEVER.value,
        "simulated": row["device"] == "simulated",
    }


def _marks(row: dict[str, Any], tongue: str) -> list[str]:
    """Words in a box that nobody overlooks."""
    marks = ["simulated"] if row["device"] == "simulated" or row.get("virtual") else ["replay"] if row["device"] == "replay" else []
    marks += ["experimental"] if row["experimental"] else []
    marks += ["measures"] if qualities()[row["device"]].loads is Loads.NEVER else []
    return [say(f"gym.mark.{mark}", tongue) for mark in marks]


def _state(row: dict[str, Any], tongue: str) -> str:
    """One sentence on where it is."""
    if row["trouble"]:
        return str(row["trouble"])
    if row["wrong"]:
        return say("gym.state.wrong", tongue)
    if not row.get("up"):
        return say("gym.state.away", tongue)
    if not row["kept"]:
        return say("gym.state.moved" if row.get("moved") else "gym.state.new", tongue)
    return say(f"gym.state.{row['phase'] if row['kind'] != 'sensor' else 'listening'}", tongue)


def _can(can: dict[str, Any] | None, tongue: str) -> list[str]:
    """What a machine says of itself, held to our own ceiling."""
    if can is None:
        return []
    lines = [say("gym.can.cables", tongue, n=can["cables"]), say("gym.can.step", tongue, step=can["step"]),
             say("gym.can.from", tongue, least=can["least"] or can["step"], most=can["most"])]
    return [*lines, say("gym.can.lease" if can["lease_ms"] else "gym.can.no_lease", tongue, ms=can["lease_ms"])]


def _known(tongue: str) -> list[dict[str, str]]:
    """Every device halfkilo can talk to, with its grade."""
    return [{"title": one.title, "grade": say(f"gym.grade.{grade(one).value}", tongue), "about": one.about}
            for name, one in sorted(qualities().items(), key=lambda pair: pair[1].title)]


def _day(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(clock.now().tzinfo).date().isoformat() if at_ms else ""


URLS = [
    path("gym/", gym, name="gym"),
    path("gym/ticket/", ticket, name="gym-ticket"),
    path("gym/<slug:name>/", one, name="gym-one"),
]
"""The addresses of this room."""

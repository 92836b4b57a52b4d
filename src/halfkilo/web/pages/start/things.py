"""What there is to train with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from halfkilo.journal.kinds import equipped
from halfkilo.units import kilograms
from halfkilo.web import service
from halfkilo.web.pages.frame import language, me
from halfkilo.web.pages.start import once, steps, weights
from halfkilo.words import say

DEVICE = "simulated"
FIELDS = ("dumbbells", "pairs", "handles", "plates", "bands")
MOST = {"dumbbells": 60, "handles": 4, "plates": 10, "bands": 12}
"""Kinds of each that the journal keeps."""

T = TypeVar("T")


def equipment(request: HttpRequest) -> HttpResponse:
    """The gym, dumbbells, bands; nothing of it means body weight and a chair."""
    person = me(request)
    state = service.state_of(person)
    typed, problems = _recorded(state["equipment"]), dict[str, str]()
    if request.method == "POST":
        typed = {"gym": "gym" in request.POST, **{name: request.POST.get(name, "") for name in FIELDS}}
        body = _body(typed, problems, language(request))
        if body is not None:
            was_finished = steps.finished(state)
            once.write(request, person, "equipped", body)
            return steps.go_on(request, "start-equipment", was_finished)
    back = "" if state["profile"] is None or not steps.finished(state) else "/more/"
    return steps.show(request, "start-equipment", typed=typed, problems=problems, back=back, status=422 if problems else 200)


def _body(typed: dict[str, Any], problems: dict[str, str], tongue: str) -> equipped.Body | None:
    pairs = _read("pairs", weights.weights, typed, problems, tongue) or ()
    single = _read("dumbbells", weights.weights, typed, problems, tongue) or ()
    bands = _read("bands", weights.bands, typed, problems, tongue) or ()
    handles = _read("handles", weights.counted, typed, problems, tongue) or ()
    plates = _read("plates", weights.counted, typed, problems, tongue) or ()
    owned = tuple(sorted({*single, *pairs}))  # what is owned twice is owned
    for name, found in {"dumbbells": owned, "handles": handles, "plates": plates, "bands": bands}.items():
        if len(found) > MOST[name]:
            problems[name] = say("start.equipment.many", tongue)
    if plates and not handles and "handles" not in problems:
        problems["handles"] = say("start.equipment.no_handle", tongue)
    if problems:
        return None
    return equipped.Body(
        equipped.Gym(DEVICE) if typed["gym"] else None, owned, pairs, tuple(equipped.Band(*band) for band in bands),
        tuple(equipped.Counted(*one) for one in handles), tuple(equipped.Counted(*one) for one in plates),
    )


def _read(name: str, how: Callable[[str, str], T], typed: dict[str, Any], problems: dict[str, str], tongue: str) -> T | None:
    try:
        return how(typed[name], tongue)
    except weights.NotRead as problem:
        problems[name] = str(problem)
        return None


def _recorded(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "gym": bool(found.get("gym")),
        "dumbbells": weights.typed(found.get("dumbbells", [])),
        "pairs": weights.typed(found.get("pairs", [])),
        "handles": weights.counted_typed(found.get("handles", [])),
        "plates": weights.counted_typed(found.get("plates", [])),
        "bands": "\n".join(f"{band['name']} {kilograms(band['grams'])}" for band in found.get("bands", [])),
    }

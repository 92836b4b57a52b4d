"""One part of progress: each of its series as a chart with its sentence, what else happened, and the same as a table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from halfkilo.exercises import catalogue, words
from halfkilo.insight.record import number
from halfkilo.journal.state import parts_of
from halfkilo.units import kilograms
from halfkilo.web import history
from halfkilo.web.pages.frame import page
from halfkilo.web.pages.progress.drawing import drawn
from halfkilo.web.pages.progress.looked import Look, instant, look
from halfkilo.web.pages.progress.parts import Part, title
from halfkilo.web.pages.progress.parts import look as colour
from halfkilo.web.pages.progress.sessions import weeks
from halfkilo.web.pages.progress.table import shown_day
from halfkilo.words import say

LOADS = 4
"""Loads drawn: those done most recently; the others stand in the list of exercises."""
LOAD_WEEKS = 26
"""Weeks of loads and of sessions that are looked back on."""
MOST_MARKS = 60
"""Lines of what else happened; older ones stand in the chart."""


def one_part(request: HttpRequest, part: str) -> HttpResponse:
    """The page of one part.

    Raises:
        Http404: there is no such part, or it is not shared with this account.
    """
    if part not in set(Part):
        raise Http404(part)
    wanted = Part(part)
    seen = look(request, {wanted})
    about = seen.about
    series = [drawn(one, seen.marks, seen.first, about.today, about.tongue, colour(wanted)) for one in seen.courses(wanted)]
    others = [{"part": one.value, "title": title(one, about.tongue)} for one in seen.parts if one is not wanted]
    return page(request, "progress/part", part=wanted.value, title=title(wanted, about.tongue), series=series, marks=_marks(seen),
                kinds={mark.kind for mark in seen.marks}, parts=others, **seen.frame, **_more(wanted, seen))


def _marks(seen: Look) -> list[dict[str, str]]:
    newest = list(reversed(seen.marks))[:MOST_MARKS]
    return [{"on": _day(mark.on, seen), "until": _day(mark.until, seen) if mark.until else "", "words": mark.words, "kind": mark.kind}
            for mark in newest]


def _day(on: str, seen: Look) -> str:
    return shown_day(number(on), seen.about.tongue)


def _more(part: Part, seen: Look) -> dict[str, Any]:
    """What some parts show besides: the loads worked with, the sessions of planned."""
    if part not in (Part.STRENGTH, Part.CONSISTENCY):
        return {}
    since = seen.about.today - timedelta(weeks=LOAD_WEEKS)
    if part is Part.STRENGTH:
        recent = [line for line in seen.found.of("set_done") if line.day >= since.isoformat()]
        return {"loads": _loads(history.loads_of(recent), seen.about.tongue)}
    found = history.progress(seen.person, instant(since))
    return {"consistency": weeks(found.sessions, seen.about.state, seen.about.today, seen.about.tongue)}


def _loads(found: dict[str, list[history.LoadPoint]], tongue: str) -> list[dict[str, Any]]:
    """The loads worked with: the most recent exercises with at least two days."""
    keyed = {key: points for key, points in found.items() if len(points) > 1 and any(point.grams for point in points)}
    recent = sorted(keyed, key=lambda key: (keyed[key][-1].on, len(keyed[key])), reverse=True)[:LOADS]
    return [_load(key, keyed[key], tongue) for key in recent]


def _load(dose: str, points: list[history.LoadPoint], tongue: str) -> dict[str, Any]:
    slug, tool, side = parts_of(dose)
    name = words(slug, tongue).name if slug in catalogue() else slug
    label = say("progress.load" if side == "both" else "progress.load_side", tongue, name=name, tool=tool, side=side)
    data = {"exercise": name, "step": 500, "points": [{"on": one.on, "grams": one.grams, "low": None, "high": None} for one in points]}
    rows = [{"on": one.on, "load": f"{kilograms(one.grams)} kg x {one.done}", "band": ""} for one in reversed(points)]
    sentence = say("progress.load_sentence", tongue, first=points[0].grams, last=points[-1].grams)
    return {"id": f"load-{slug}-{tool}-{side}", "label": label, "data": data, "rows": rows, "slug": slug, "sentence": sentence}

"""The page: three recordings at most, read as points of the body, told as degrees, and then forgotten; only the degrees are kept."""

from __future__ import annotations

from itertools import groupby
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.dose import Status
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.posture import ERROR, ITEMS, Beside, NotSeen, Part, Told, beside, taken
from halfkilo.form.recordings.incoming import NotTaken, incoming
from halfkilo.journal.kinds import measured
from halfkilo.journal.state import State
from halfkilo.web import access, form_kept, history, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page, page_words
from halfkilo.web.pages.start import once
from halfkilo.web.throttle import TooOften
from halfkilo.words import say

SCOPE = "measures"
KNEES = ("knee", "ankle", "foot")
"""Who tracks one of these looks at a squat; everybody else at a hinge."""

SHOWN = 6
_CLOSED = (Status.STOP, Status.SEE_FIRST)


def look(request: HttpRequest) -> HttpResponse:
    """What was seen so far, and a form for the next look. person: somebody who shares their measures; only looked at."""
    mine = me(request)
    person = access.reader(request, request.GET.get("person") or None, SCOPE)
    own, tongue, problems = person.pk == mine.pk, language(request), {}
    state = service.state_of(person)
    parts = (Part.STILL, Part.ARMS, bend(state))
    closed = service.today_of(person, state).status in _CLOSED
    if request.method == "POST" and own and not closed:
        problems = _take(request, person, parts, tongue)
        if not problems:
            return redirect("look")
    return page(
        request,
        "look/look",
        own=own,
        name=person.name,
        closed=closed,
        steps=[
            {
                "name": part.value,
                "title": say(f"form_page.look.{part.value}", tongue),
                "how": say(f"form_page.look.{part.value}_how", tongue),
                "problem": problems.get(part.value, ""),
            }
            for part in parts
        ],
        problem=problems.get("all", ""),
        found=[one for part in Part if (one := _course(person, part, tongue))],
        once=once.fresh(),
        words=page_words(tongue, "form.coach", "form.setup", "form_page.look"),
        status=422 if problems else 200,
    )


def bend(state: State) -> Part:
    """The second movement: a squat where a knee, ankle or foot is tracked, else a hip hinge."""
    tracked = [name for name, region in state["regions"].items() if region["tracked"]]
    return Part.SQUAT if any(name.startswith(KNEES) for name in tracked) else Part.HINGE


def _take(request: HttpRequest, person: Person, parts: tuple[Part, ...], tongue: str) -> dict[str, str]:
    """What was not right, by part; nothing is kept while there is anything."""
    found: dict[Part, dict[str, int]] = {}
    problems: dict[str, str] = {}
    try:
        form_kept.UPLOADS.hit(str(person.pk))
        for part in parts:
            file = request.FILES.get(part.value)
            if isinstance(file, UploadedFile):
                found[part] = taken(part, _seen(file))
    except (NotTaken, NotSeen) as problem:
        key = "form_page.look.not" if isinstance(problem, NotSeen) else "form_page.not"
        problems[part.value] = say(f"{key}.{problem.reason}", tongue)
    except TooOften as problem:
        problems["all"] = str(problem)
    if not found and not problems:
        problems["all"] = say("form_page.not.none", tongue)
    if not problems:
        on = service.day_of(person)
        for part, values in found.items():
            once.write(request, person, "measured", measured.Body(on, part.value, values), part=part.value)
        messages.success(request, say("form_page.look.kept", tongue))
    return problems


def _seen(file: UploadedFile[Any]) -> Landmarks:
    name = PurePath(file.name or "")
    ending = PurePath(name.stem).suffix.lower() if name.suffix.lower() == ".gz" else name.suffix.lower()
    if ending not in form_kept.ENDINGS:
        raise NotTaken("unread", "It is JSON Lines or CSV.")
    if (file.size or 0) > settings.LARGEST_BODY:
        raise NotTaken("large", "It is too large.")
    return incoming(file.read(), ending).seen


def _course(person: Person, part: Part, tongue: str) -> dict[str, Any] | None:
    """One part over time, newest first; None where it was never looked at."""
    times = sorted(history.measured(person, part.value), key=lambda one: one[0])
    if not times:
        return None
    days = [(on, [values for _, values in each]) for on, each in groupby(times, key=lambda one: one[0])]
    rows = [{"on": on, "words": ", ".join(_value(part, item, values[-1][item], tongue) for item in ITEMS[part] if item in values[-1])}
            for on, values in reversed(days)]
    return {
        "title": say(f"form_page.look.{part.value}", tongue),
        "on": days[-1][0],
        "items": [one for item in ITEMS[part] if (one := _item(part, item, days, tongue))],
        "rows": rows[:SHOWN] if len(rows) > 1 else [],
    }


def _item(part: Part, item: str, days: list[tuple[str, list[dict[str, int]]]], tongue: str) -> dict[str, str] | None:
    """The newest of one number beside the person's own last ones; what was not seen this time is not told."""
    last = days[-1][1]
    if item not in last[-1]:
        return None
    before = [[values[item] for values in each if item in values] for _, each in days[:-1]]
    found = beside(last[-1][item], [each for each in before if each], ERROR[part][item])
    name = say(f"form_page.look.item.{part.value}.{item}", tongue)
    return {"name": name, "value": _degrees(found.now, tongue), "words": _told(found, tongue)}


def _told(found: Beside, tongue: str) -> str:
    change = round(found.change + 0.499)  # never below what chance can do
    if found.told is Told.FIRST:
        return say("form_page.look.first", tongue, change=change)
    key = "own" if found.own else "chance"
    said = say(f"form_page.look.{found.told.value}", tongue, before=_degrees(round(found.before or 0), tongue))
    return f"{said} {say(f'form_page.look.{key}', tongue, change=change)}"


def _value(part: Part, item: str, value: int, tongue: str) -> str:
    return f"{say(f'form_page.look.item.{part.value}.{item}', tongue)} {_degrees(value, tongue)}"


def _degrees(value: int, tongue: str) -> str:
    """A minus that is one, and the sign of degrees."""
    return say("form_page.look.degrees", tongue, n=str(value).replace("-", "−"))

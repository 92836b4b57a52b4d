"""The stop rehearsed once, and a plan for hard days written on a good one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from halfkilo.journal.kinds import note, rehearsed
from halfkilo.web import service
from halfkilo.web.pages.frame import language, me
from halfkilo.web.pages.start import once, steps
from halfkilo.words import say

WAYS = ("let_go", "lowered", "key", "screen")
LONGEST = 2000


def rehearse(request: HttpRequest) -> HttpResponse:
    """Every way to stop, tried once without a load."""
    person = me(request)
    state, problem = service.state_of(person), ""
    gym = bool(state["equipment"].get("gym"))
    chosen = [way for way in WAYS if way in request.POST.getlist("way")]
    if request.method == "POST":
        if chosen:
            was_finished = steps.finished(state)
            once.write(request, person, "rehearsed", rehearsed.Body(service.day_of(person), tuple(chosen)))
            return steps.go_on(request, "start-rehearse", was_finished)
        problem = say("start.rehearse.none", language(request))
    tongue = language(request)
    ways = [
        {
            "value": way,
            "words": say(f"start.way.{way}", tongue),
            "hint": say(f"start.way.{way}_{'gym' if gym else 'free'}", tongue),
            "on": way in chosen,
        }
        for way in WAYS
    ]
    return steps.show(request, "start-rehearse", ways=ways, problem=problem, gym=gym, status=422 if problem else 200)


def hard_day(request: HttpRequest) -> HttpResponse:
    """In the person's own words; may be left empty."""
    person = me(request)
    state, problem = service.state_of(person), ""
    before = state["notes"].get("bad_day_plan", "")
    text = request.POST.get("text", before).strip()
    if request.method == "POST":
        if len(text) <= LONGEST:
            was_finished = steps.finished(state) and bool(before or state["session_count"])
            if text != before:
                once.write(request, person, "note", note.Body("bad_day_plan", text))
            return steps.go_on(request, "start-hard-day", was_finished)
        problem = say("start.hard_day.long", language(request), most=LONGEST)
    return steps.show(request, "start-hard-day", text=text, problem=problem, status=422 if problem else 200)

"""One's data, out: the exact record, tables, paper, calendar."""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from halfkilo.exchange import calendar, outs, papers, tables_out
from halfkilo.exchange.errors import FileRefused
from halfkilo.journal.state import State
from halfkilo.units import Region
from halfkilo.web import clock, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.mine.importing import refused
from halfkilo.web.pages.purposes import purpose
from halfkilo.words import say

START, MORNING = "18:00", "08:00"
SPREAD = {2: (0, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
"""Training days for the calendar where the person left them open: spread over the week from Monday."""


def data(request: HttpRequest) -> HttpResponse:
    """Everything that can be taken along, brought in or deleted."""
    person = me(request)
    state = service.state_of(person)
    return page(
        request,
        "mine/data",
        entries=service.STORE.seq(person.pk),
        planned=state["plan"] is not None,
        start=START,
        morning=MORNING,
        problem=say("mine.data.times", language(request)) if "times" in request.GET else "",
        others=[form.value for form in outs.Format if form not in (outs.Format.JSONL, outs.Format.CSV)],
    )


@require_safe
def export_lines(request: HttpRequest) -> HttpResponseBase:
    """The whole journal, one entry a line: what another halfkilo takes in as it is."""
    person = me(request)
    answer = StreamingHttpResponse((line.encode() for line in service.lines(person)), content_type="application/jsonl")
    answer.headers["Content-Disposition"] = f'attachment; filename="{_name(person, "journal", "jsonl")}"'
    return answer


@require_safe
def export_tables(request: HttpRequest) -> HttpResponseBase:
    """The same as CSV tables in a zip, with a dictionary of what each column means."""
    person = me(request)
    file = tempfile.SpooledTemporaryFile(1 << 22)  # noqa: SIM115 - the response closes it
    tables_out.write(service.STORE.entries(person.pk), file)  # type: ignore[arg-type]
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_name(person, "tables", "zip"))


@require_safe
def export_other(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same in a format that other programs read."""
    if form not in set(outs.Format):
        raise Http404
    person, wanted = me(request), outs.Format(form)
    file = tempfile.SpooledTemporaryFile(1 << 22)  # noqa: SIM115 - the response closes it
    try:
        outs.write(wanted, service.STORE.entries(person.pk), file, str(person.pk))  # type: ignore[arg-type]
    except FileRefused as problem:
        return HttpResponse(refused(problem, language(request)), status=422, content_type="text/plain; charset=utf-8")
    file.seek(0)
    about = outs.ABOUT[wanted]
    return FileResponse(file, as_attachment=True, filename=_name(person, wanted.value, about.ending), content_type=about.media)


def _name(person: Person, what: str, ending: str) -> str:
    """No name of a person in a file's name: downloads are often shared screens."""
    return f"halfkilo-{what}-{service.day_of(person).isoformat()}.{ending}"


@require_safe
def fridge_sheet(request: HttpRequest) -> HttpResponse:
    """Today's session on paper."""
    person = me(request)
    state, session, tongue = service.state_of(person), service.open_day(person), language(request)
    sheet = papers.fridge_sheet(
        replace(session, parts=tuple(replace(part, purpose=purpose(part.purpose, tongue)) for part in session.parts)),
        tracked=_tracked(state),
        bad_day_plan=state["notes"].get("bad_day_plan", ""),
        emergency_number=state["screen"]["emergency"] or "112",
        language=tongue,
    )
    return _paper(sheet)


@require_safe
def diary(request: HttpRequest) -> HttpResponse:
    """A week to fill in by hand, from this Monday on."""
    person = me(request)
    today = service.day_of(person)
    return _paper(
        papers.diary(today - timedelta(days=today.weekday()), tracked=_tracked(service.state_of(person)), language=language(request))
    )


def _tracked(state: State) -> tuple[Region, ...]:
    return tuple(Region(name) for name, region in state["regions"].items() if region["tracked"])


def _paper(html: str) -> HttpResponse:
    """A page that is complete in itself: its one style block is allowed by its hash, and nothing else is."""
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in styles)
    answer = HttpResponse(html)
    answer.headers["Content-Security-Policy"] = f"default-src 'none'; style-src {hashes}; base-uri 'none'; frame-ancestors 'none'"
    return answer


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """A calendar file: training days and the morning after."""
    person = me(request)
    plan = service.state_of(person)["plan"]
    start, morning = clock_time(request.GET.get("start", START)), clock_time(request.GET.get("morning", MORNING))
    if plan is None:
        return redirect("start")
    if start is None or morning is None:
        return redirect("/data/?times=1#reminders")
    wanted = calendar.Reminders(str(person.pk), training_days(plan), start, plan["minutes"], morning, service.day_of(person))
    answer = HttpResponse(calendar.write(wanted, clock.now(), language(request)), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="halfkilo.ics"'
    return answer


def training_days(plan: Mapping[str, Any]) -> tuple[int, ...]:
    """The weekdays of a plan, 0 for Monday, each once."""
    return tuple(sorted(set(plan.get("weekdays") or SPREAD[plan["days"]])))


def clock_time(text: str) -> time | None:
    """A time of day as browsers send it, None for anything else."""
    found = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", text)
    return time(int(found[1]), int(found[2])) if found else None

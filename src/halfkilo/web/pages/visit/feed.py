"""The private address of the training days: made, shown once, ended; and what a calendar reads there.

The address holds a key of which the site keeps a hash only, in the person's own folder, so it goes with everything else of theirs.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from halfkilo.exchange import calendar
from halfkilo.journal.told import as_they_stand
from halfkilo.web import access, clock, erasure, service, throttle
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.mine.record import START, clock_time, training_days
from halfkilo.web.refold import in_order
from halfkilo.words import say

FILE = "calendar.json"
BEHIND, AHEAD = timedelta(days=28), timedelta(days=84)
"""How far the feed reaches back and ahead."""
READ_FROM = throttle.Limit("calendar-from", 120, 3600)
"""Calendars ask a few times an hour; whoever guesses is stopped long before a key of 256 bits is found."""


def settings_page(request: HttpRequest) -> HttpResponse:
    """Is there an address? Make one, make a new one, end it."""
    person, tongue = me(request), language(request)
    if request.method != "POST":
        return _shown(request, person)
    if "end" in request.POST:
        _path(person.pk).unlink(missing_ok=True)
        messages.success(request, say("calendar_feed.ended", tongue))
        return redirect("calendar")
    start = clock_time(request.POST.get("start", ""))
    if start is None:
        return _shown(request, person, problem=say("calendar_feed.clock", tongue))
    if service.state_of(person)["plan"] is None:
        return redirect("calendar")
    try:
        throttle.CHANGES.hit(f"calendar {person.pk}")
    except throttle.TooOften as problem:
        return _shown(request, person, problem=str(problem))
    return _shown(request, person, address=request.build_absolute_uri(_made(person, start, tongue)))


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, whose: UUID, key: str) -> HttpResponse:
    """The training days, for whoever has the address; nothing for anybody else, in the same words as about nobody."""
    try:
        READ_FROM.hit(str(request.META.get("REMOTE_ADDR", "")))
    except throttle.TooOften as problem:
        return HttpResponse(str(problem), status=429, headers={"Retry-After": str(problem.wait)}, content_type="text/plain; charset=utf-8")
    kept = _kept(whose)
    person = Person.objects.filter(pk=whose).first()
    if not hmac.compare_digest(str(kept.get("key", "")), _hash(key)) or person is None:
        raise Http404(access.NOBODY)
    today, start = service.day_of(person), clock_time(kept["start"])
    assert start is not None
    zone = clock.zone_of(person.zone or clock.site_zone())
    asked = calendar.Feed(str(person.pk), _plans(person), start, today - BEHIND, today + AHEAD, zone)
    return HttpResponse(calendar.feed(asked, say("calendar_feed.event", kept["language"])), content_type="text/calendar; charset=utf-8")


def _shown(request: HttpRequest, person: Person, *, address: str = "", problem: str = "") -> HttpResponse:
    kept = _kept(person.pk)
    return page(request, "visit/calendar", status=422 if problem else 200, planned=service.state_of(person)["plan"] is not None,
                start=request.POST.get("start", kept.get("start", START)), since=kept.get("made", ""), address=address, problem=problem)


def _made(person: Person, start: time, tongue: str) -> str:
    """Keep a new key's hash in place of the old one; returns the address."""
    key, path = secrets.token_urlsafe(32), _path(person.pk)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = {"key": _hash(key), "start": f"{start:%H:%M}", "made": service.day_of(person).isoformat(), "language": tongue}
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        json.dump(kept, file)
    draft.replace(path)
    return reverse("calendar-feed", args=(person.pk, key))


def _kept(whose: UUID) -> dict[str, Any]:
    """What is kept of an address, nothing where there is none."""
    try:
        found = json.loads(_path(whose).read_text("ascii"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _path(whose: UUID) -> Path:
    return erasure.folder(whose) / FILE


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _plans(person: Person) -> tuple[calendar.Plan, ...]:
    """Every plan that was chosen, oldest first."""
    entries = in_order(EntryRow.objects.filter(person=person, kind__in=("plan_chosen", "corrected")))
    return tuple(_plan(entry.at, entry.body) for entry in as_they_stand(entries))


def _plan(at: str, body: dict[str, Any]) -> calendar.Plan:
    chosen = datetime.fromisoformat(at)
    return calendar.Plan(chosen.date(), training_days(body), body["minutes"], chosen)


"""The sets somebody asked to keep: the list, one more from a file, a file of all, deleting at once."""

from __future__ import annotations

import tempfile
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from halfkilo.exercises import catalogue, words
from halfkilo.form.errors import FormError
from halfkilo.form.exercise import known
from halfkilo.form.recordings import store
from halfkilo.form.recordings.about import NoRecording
from halfkilo.form.recordings.incoming import NotTaken
from halfkilo.units import Side
from halfkilo.web import access, form_kept, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.throttle import TooOften
from halfkilo.words import say

SHOWN = store.MOST


def recordings(request: HttpRequest) -> HttpResponse:
    """One's own, with everything that may be done; or those of somebody who shares everything with this account, to look at."""
    mine = me(request)
    person = access.reader(request, request.GET.get("person") or None, form_kept.SCOPE)
    own, tongue, problem = person.pk == mine.pk, language(request), ""
    if request.method == "POST":
        if not own:
            raise Http404(access.NOBODY)
        answer = _deed(request, person, tongue)
        if isinstance(answer, HttpResponse):
            return answer
        problem = answer
    root = form_kept.folder(person.pk)
    found = store.manifest(root)
    query = "" if own else f"?person={person.pk}"
    return page(
        request,
        "form/recordings",
        own=own,
        name=person.name,
        rows=[_row(one, tongue, query) for one in found[:SHOWN]],
        unreadable=store.unreadable(root),
        room={"count": len(found), "most": store.MOST, "mb": round(sum(one.size for one in found) / 1_000_000, 1)},
        problem=problem,
        exercises=_exercises(tongue, request.POST.get("exercise", "")) if own else [],
        status=422 if problem else 200,
    )


def _row(one: store.Kept, tongue: str, query: str) -> dict[str, Any]:
    about = one.about
    try:
        counted, labelled = len(one.engine.repetitions), len(one.labels)
    except NoRecording:
        counted = labelled = 0
    name = words(about.exercise, tongue).name if about.exercise in catalogue() else about.exercise
    return {
        "id": about.id,
        "name": name,
        "side": "" if about.side is Side.BOTH else say(f"form_page.side.{about.side.value}", tongue),
        "on": about.at[:10],
        "time": about.at[11:16],
        "told": say("form_page.list.told", tongue, reps=counted, seconds=about.seconds),
        "labelled": say("form_page.list.labelled", tongue, n=labelled) if labelled else "",
        "url": reverse("form-replay", args=[about.id]) + query,
    }


def _exercises(tongue: str, chosen: str) -> list[dict[str, Any]]:
    """What has repetitions, by name."""
    found = []
    for slug in catalogue():
        try:
            if known(slug).signal is not None:
                found.append({"slug": slug, "name": words(slug, tongue).name, "on": slug == chosen})
        except FormError:
            continue
    return sorted(found, key=lambda one: str(one["name"]).casefold())


def _deed(request: HttpRequest, person: Person, tongue: str) -> HttpResponse | str:
    """Done, with a page to go on to; or what was not right."""
    root = form_kept.folder(person.pk)
    match request.POST.get("deed", ""):
        case "delete":
            try:
                gone = store.erase(root, UUID(request.POST.get("recording", "")))
            except ValueError as error:
                raise Http404(access.NOBODY) from error
            messages.success(request, say("form_page.list.deleted" if gone else "form_page.list.gone", tongue))
        case "delete_all":
            store.erase_all(root)
            messages.success(request, say("form_page.list.deleted_all", tongue))
        case "bring":
            return _bring(request, person, tongue)
        case _:
            return say("form_page.not.unread", tongue)
    return redirect("form-recordings")


def _bring(request: HttpRequest, person: Person, tongue: str) -> HttpResponse | str:
    file, exercise = request.FILES.get("file"), request.POST.get("exercise", "")
    side = request.POST.get("side", Side.BOTH.value)
    if not isinstance(file, UploadedFile):
        return say("form_page.not.none", tongue)
    if exercise not in catalogue() or side not in set(Side):
        return say("form_page.not.exercise", tongue)
    if (file.size or 0) > settings.LARGEST_BODY:
        return say("form_page.not.large", tongue)
    ending = PurePath(file.name or "").suffix.lower()
    if ending == ".gz":
        ending = PurePath(PurePath(file.name or "").stem).suffix.lower()
    if ending not in form_kept.ENDINGS:
        return say("form_page.not.unread", tongue)
    try:
        kept, _ = form_kept.take(person, form_kept.Wish(exercise, Side(side), source="file"), file.read(), ending)
    except NotTaken as problem:
        return say(f"form_page.not.{problem.reason}", tongue)
    except TooOften as problem:
        return str(problem)
    return redirect("form-replay", recording=kept.about.id)


@require_safe
def archive(request: HttpRequest) -> HttpResponseBase:
    """Every recording with its labels, as a zip."""
    person = me(request)
    file = tempfile.SpooledTemporaryFile(1 << 22)  # noqa: SIM115 - the response closes it
    store.archive(form_kept.folder(person.pk), file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"halfkilo-form-{service.day_of(person).isoformat()}.zip")

"""The film of an exercise, or of today: asked for with one button, looked at while it is made, fetched when it is ready."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from halfkilo.exercises import catalogue, words
from halfkilo.web import films, service
from halfkilo.web.models import Person
from halfkilo.web.pages.day import choice_of
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
BLOCK = 65_536
"""Bytes that are read at once."""

LATER = 3
"""Seconds after which the page looks again while a film is being made."""


@require_http_methods(["GET", "POST"])
def film(request: HttpRequest, what: str) -> HttpResponse:
    """How far the film is; a POST has it made, or deletes it."""
    person, tongue = me(request), language(request)
    name, problem = _name(what, tongue), ""
    if request.method == "POST":
        problem = _delete(request, what) if "remove" in request.POST else _make(request, what)
        if not problem:
            return redirect("film", what)
    found = _present(person, what, tongue)
    response = page(request, "film", film=found, name=name, problem=problem, again=LATER if found.moving else 0,
                    files=[{"ending": ending, "words": say(f"film_page.{_word(ending)}", tongue)} for ending, _ in found.files])
    response["Cache-Control"] = "no-store"
    return response


def _present(person: Person, what: str, tongue: str) -> films.Film:
    """The film as it is; one of another day's session is not today's."""
    found = films.look(person.pk, what, tongue)
    if what == films.TODAY and not found.moving and films.made_on(person.pk, tongue) != service.day_of(person).isoformat():
        return films.Film(what, films.State.NONE)
    return found


def _name(what: str, tongue: str) -> str:
    if what == films.TODAY:
        return say("film.session", tongue)
    if what not in catalogue():
        raise Http404("No exercise has this name.")
    return words(what, tongue).name


def _word(ending: str) -> str:
    return {"vtt": "captions", "chapters.vtt": "chapters"}.get(ending, ending)


def _make(request: HttpRequest, what: str) -> str:
    """Have it made; what is in the way, if something is."""
    person, tongue = me(request), language(request)
    session = service.today_of(person, service.state_of(person), choice_of(request)) if what == films.TODAY else None
    if session is not None and not session.items:
        return say("film_page.nothing", tongue)
    try:
        films.begin(person.pk, what, tongue, session)
    except films.Busy:
        return say("film_page.busy", tongue)
    return ""


def _delete(request: HttpRequest, what: str) -> str:
    films.remove(me(request).pk, what, language(request))
    return ""


@require_safe
def fetch(request: HttpRequest, what: str, ending: str) -> HttpResponseBase:
    """A file of one's own film."""
    _name(what, language(request))
    found = films.file_of(me(request).pk, what, language(request), ending)
    if found is None:
        raise Http404("This film is not here.")
    asked = "" if "save" in request.GET or request.method != "GET" else request.headers.get("Range", "")
    return piece(found, asked, films.ENDINGS[ending]) or whole(found, "save" in request.GET, films.ENDINGS[ending])


def whole(kept: Path, save: bool, kind: str) -> HttpResponseBase:
    """All of a file."""
    response = FileResponse(kept.open("rb"), as_attachment=save, filename=kept.name, content_type=kind)
    response["Accept-Ranges"] = "bytes"
    return response


def piece(kept: Path, asked: str, kind: str) -> HttpResponseBase | None:
    """The piece of a file that a player asks for to seek in it (RFC 9110, 14); None where all of it is the answer."""
    size, span = kept.stat().st_size, RANGE.fullmatch(asked.strip())
    if span is None or not any(span.groups()):
        return None  # several pieces at once, or another unit: a server may answer with all
    first, last = _ends(span[1], span[2], size)
    if span[1] and span[2] and int(span[1]) > int(span[2]):
        return None
    if not 0 <= first <= last < size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1), "Accept-Ranges": "bytes"}
    return StreamingHttpResponse(_read(kept, first, last + 1), status=206, content_type=kind, headers=headers)


def _ends(first: str, last: str, size: int) -> tuple[int, int]:
    """Where a piece begins and ends: without a beginning it is so many bytes at the end."""
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size)
    return int(first), min(int(last) if last else size, size - 1)


def _read(kept: Path, start: int, end: int) -> Iterator[bytes]:
    with kept.open("rb") as file:
        file.seek(start)
        while start < end and (read := file.read(min(BLOCK, end - start))):
            start += len(read)
            yield read


URLS = [
    path("films/<slug:what>/", film, name="film"),
    path("films/<slug:what>/film.<str:ending>", fetch, name="film-file"),
]

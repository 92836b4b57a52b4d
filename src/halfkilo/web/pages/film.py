"""The film of an exercise, or of today: asked for with one button, looked at while it is made, fetched when it is ready."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from halfkilo.exercises import catalogue, words
from halfkilo.web import films, service
from halfkilo.web.pages.day import choice_of
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import say

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
    found = films.look(person.pk, what, tongue)
    response = page(request, "film", film=found, name=name, problem=problem, again=LATER if found.moving else 0,
                    files=[{"ending": ending, "words": say(f"film_page.{_word(ending)}", tongue)} for ending, _ in found.files])
    response["Cache-Control"] = "no-store"
    return response


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


def fetch(request: HttpRequest, what: str, ending: str) -> HttpResponseBase:
    """A file of one's own film."""
    _name(what, language(request))
    found = films.file_of(me(request).pk, what, language(request), ending)
    if found is None:
        raise Http404("This film is not here.")
    return FileResponse(found.open("rb"), as_attachment="save" in request.GET, filename=found.name, content_type=films.ENDINGS[ending])


URLS = [
    path("films/<slug:what>/", film, name="film"),
    path("films/<slug:what>/film.<str:ending>", fetch, name="film-file"),
]

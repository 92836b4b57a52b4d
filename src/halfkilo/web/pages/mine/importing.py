"""One's data, in: a journal of another halfkilo, a log of Strong, Hevy or FitNotes, or what else is understood. First a trial, then a yes.

The file waits in the person's own folder, so that deleting the person deletes it; one at a time, gone when it is taken in.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.exchange import beside, done, ins, lines, logfile
from halfkilo.exchange.brought import against
from halfkilo.exchange.errors import FileRefused
from halfkilo.exchange.questions import Question
from halfkilo.exercises import catalogue, words
from halfkilo.journal.store import Fate, Result
from halfkilo.web import clock, erasure, service
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page
from halfkilo.words import ENGLISH, book, has, say

SHOWN = 100


def bring_in(request: HttpRequest) -> HttpResponse:
    """Choose a file; it is looked at before anything is kept."""
    person, problem = me(request), ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile):
            problem = say("import.none", language(request))
        elif (file.size or 0) > settings.LARGEST_IMPORT:
            problem = say("import.large", language(request), most=settings.LARGEST_IMPORT // 1_048_576)
        else:
            return redirect("import-file", identity=_keep(person, file))
    return page(request, "mine/import", problem=problem, status=422 if problem else 200)


def _waiting(person: Person) -> Path:
    return erasure.folder(person.pk) / "imports"


def _keep(person: Person, file: UploadedFile[Any]) -> UUID:
    shutil.rmtree(_waiting(person), ignore_errors=True)
    _waiting(person).mkdir(parents=True, mode=0o700)
    identity = uuid4()
    with (_waiting(person) / str(identity)).open("xb") as out:
        for piece in file.chunks():
            out.write(piece)
    return identity


def look(request: HttpRequest, identity: UUID) -> HttpResponse:
    """What the file holds, what it leaves open, and taking it in."""
    person, tongue = me(request), language(request)
    path = _waiting(person) / str(identity)
    if not path.is_file():
        messages.info(request, say("import.gone", tongue))
        return redirect("import")
    if "leave" in request.POST:
        shutil.rmtree(_waiting(person), ignore_errors=True)
        return redirect("data")
    try:
        with path.open("rb") as file:
            kind = ins.kind_of(file)
        if kind in _OWN_PAGES:
            return _OWN_PAGES[kind](request, person, path)
        return _other(request, person, path, kind)
    except FileRefused as problem:
        shutil.rmtree(_waiting(person), ignore_errors=True)
        said = refused(problem, tongue)
        return page(request, "mine/import", problem=said, exactly=str(problem) if said != str(problem) else "", status=422)


def refused(problem: FileRefused, tongue: str) -> str:
    """Why a file is not taken: in English exactly what the reader of the file says, in other languages what kind of reason it is."""
    key = f"import.refused.{problem.reason}"
    return say(key, tongue) if tongue != ENGLISH and has(key) else str(problem)


def _journal(request: HttpRequest, person: Person, path: Path) -> HttpResponse:
    tongue = language(request)
    here = list(service.STORE.entries(person.pk))
    known = lines.digests(here)
    with path.open("rb") as file:
        found = lines.trial(file, known)
        brought = beside.journal(lines.whole(file, known), here, _settings(person))
    fresh = against(brought.entries, known).fresh
    if request.method == "POST" and "take" in request.POST and fresh:
        return _done(request, person, service.take_in(person, fresh))
    return page(
        request,
        "mine/import_journal",
        lead=say("import.journal.lead", tongue, fresh=len(fresh), known=_also("import.journal.known", tongue, found.known),
                 refused=_also("import.journal.refused", tongue, found.refusals)),
        fresh=len(fresh),
        kinds=_named(Counter(one.kind for one in fresh), tongue),
        passed=_named(brought.passed, tongue),
        problems=[{"line": one.line, "problem": one.problem} for one in found.refused[:SHOWN]],
        more=max(0, found.refusals - SHOWN),
    )


def _settings(person: Person, answers: Mapping[str, str] = MappingProxyType({}), mapping: Mapping[str, str] = MappingProxyType({})) \
        -> logfile.Settings:
    """What the readers of files need to know of a person."""
    zone = clock.zone_of(person.zone or clock.site_zone())
    return logfile.Settings(str(person.pk), zone, service.day_of(person), answers, mapping)


def _log(request: HttpRequest, person: Person, path: Path) -> HttpResponse:
    answers, mapping = _given(request, "answer:"), {name: slug for name, slug in _given(request, "map:").items() if slug in catalogue()}
    found = logfile.read_log(path.read_bytes(), _settings(person, answers, mapping))
    if request.method == "POST" and "take" in request.POST and not found.waiting:
        kept, _ = done.ours(found.entries, done.sets_of(service.STORE.entries(person.pk)))
        return _done(request, person, service.take_in(person, kept))
    asked = request.method == "POST" and found.waiting
    told = [{"line": one.line, "problem": one.problem, "kept": one.kept} for one in found.problems]
    return page(
        request,
        "mine/import_log",
        found=found,
        source=found.source.capitalize(),
        problems=told[:SHOWN],
        more=max(0, len(told) - SHOWN),
        needed=[_asked(one, language(request)) for one in found.questions if one.needed],
        maps=[_mapped(one, language(request)) for one in found.questions if one.id == "map"],
        settled=[*((f"answer:{key}", value) for key, value in answers.items()), *((f"map:{key}", value) for key, value in mapping.items())],
        asked=asked,
        status=422 if asked and "take" in request.POST else 200,
    )


_OWN_PAGES = {ins.Kind.JOURNAL: _journal, ins.Kind.LOG: _log}


def _other(request: HttpRequest, person: Person, path: Path, kind: ins.Kind) -> HttpResponse:
    """What other programs and devices write: what it would add, what it leaves open, what was passed over."""
    tongue, answers = language(request), _given(request, "answer:")
    here = list(service.STORE.entries(person.pk))
    with path.open("rb") as file:
        found = ins.bring(file, kind, _settings(person, answers), here)
    news = against(found.entries, lines.digests(here))
    if request.method == "POST" and "take" in request.POST and not found.waiting:
        return _done(request, person, service.take_in(person, news.fresh))
    asked = request.method == "POST" and found.waiting
    told = [{"line": one.place, "problem": one.problem, "kept": one.kept} for one in found.problems]
    return page(
        request,
        "mine/import_other",
        lead=say("import.other.lead", tongue, fresh=len(news.fresh), known=_also("import.journal.known", tongue, news.known),
                 other=_also("import.other.other", tongue, len(news.other))),
        found=found,
        news=news,
        kinds=_named(Counter(one.kind for one in news.fresh), tongue),
        passed=_named(found.passed, tongue),
        problems=told[:SHOWN],
        more=max(0, len(told) - SHOWN),
        needed=[_asked(one, tongue) for one in found.questions if one.needed],
        settled=[(f"answer:{key}", value) for key, value in answers.items()],
        asked=asked,
        status=422 if asked and "take" in request.POST else 200,
    )


def _named(counts: Mapping[str, int], tongue: str) -> list[tuple[str, int]]:
    """Kinds of entries by their names for people, the most first; names of other programs as they are."""
    named = {key: _name(key, tongue) for key in counts}
    return [(named[key], count) for key, count in sorted(counts.items(), key=lambda pair: -pair[1])]


def _name(key: str, tongue: str) -> str:
    """A kind of entries, or what a reader of files says of those it passed over."""
    if has(f"import.kind.{key}"):
        return say(f"import.kind.{key}", tongue)
    english = key[:1].upper() + key[1:]
    return say(_passed()[english], tongue) if english in _passed() else english


@cache
def _passed() -> Mapping[str, str]:
    """The key of every English sentence about what was passed over."""
    return {text: key for key, text in book(ENGLISH).items() if key.startswith("import.passed.")}


def _also(key: str, tongue: str, n: int) -> str:
    """A part of a sentence that is only said where there is something to say."""
    return say(key, tongue, n=n) if n else ""


def _given(request: HttpRequest, prefix: str) -> dict[str, str]:
    """The fields of a form whose names begin so, without that beginning; empty ones are as if they were not there."""
    return {name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix) and value}


def _asked(one: Question, tongue: str) -> dict[str, Any]:
    options = [{"value": option, "words": say(f"import.{one.id}.{option}", tongue), "on": False} for option in one.options]
    return {
        "name": f"answer:{one.key}",
        "legend": say(f"import.{one.id}.ask", tongue, about=one.about, example=one.example),
        "options": options,
    }


def _mapped(one: Question, tongue: str) -> dict[str, Any]:
    likely = [(slug, words(slug, tongue).name) for slug in one.options]
    rest = sorted(
        ((slug, words(slug, tongue).name) for slug in catalogue() if slug not in one.options), key=lambda pair: pair[1].casefold()
    )
    return {"name": f"map:{one.about}", "about": one.about, "likely": likely, "rest": rest}


def _done(request: HttpRequest, person: Person, results: list[Result]) -> HttpResponse:
    shutil.rmtree(_waiting(person), ignore_errors=True)
    tongue = language(request)
    kept = sum(result.fate is Fate.KEPT for result in results)
    refusals = [result.problem for result in results if result.fate is Fate.REFUSED]
    return page(
        request,
        "mine/import_done",
        kept=kept,
        lead=say("import.done.lead", tongue, kept=kept, known=_also("import.done.known", tongue, len(results) - kept - len(refusals))),
        refusals=len(refusals),
        refused=refusals[:SHOWN],
        more=max(0, len(refusals) - SHOWN),
    )

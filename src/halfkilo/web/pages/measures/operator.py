"""For whoever looks after the site: bringing the words of a questionnaire, with the right they may be used by. Everybody else finds
nothing here."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.measures import measures
from halfkilo.measures.installed import install, remove
from halfkilo.measures.questionnaire import MOST_BYTES
from halfkilo.strict import Malformed
from halfkilo.web import access
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.pages.measures import slots, told
from halfkilo.web.pages.measures.overview import may_operate
from halfkilo.words import say


def site(request: HttpRequest) -> HttpResponse:
    """What is installed, and a form to bring more."""
    person, tongue = me(request), language(request)
    if not may_operate(request, person):
        raise Http404(access.NOBODY)
    problem, exactly = "", ""
    if request.method == "POST":
        problem, exactly = (_take_away(request, tongue), "") if "remove" in request.POST else _bring(request, tongue)
        if not problem:
            return redirect("measures-site")
    return page(
        request,
        "measures/site",
        slots=[
            {"value": slug, "words": told.name_of(slug, tongue, whole=True), "licence": one.licence, "on": request.POST.get("slot") == slug}
            for slug, one in measures().items()
            if one.slot
        ],
        installed=[
            {"slug": slug, "tongue": code, "name": told.name_of(slug, tongue, whole=True), "right": one.right}
            for slug, codes in slots.brought(settings.DATA).items()
            for code, one in codes.items()
        ],
        right=request.POST.get("right", ""),
        spoken=request.POST.get("language", ""),
        problem=problem,
        exactly=exactly or ("" if problem else slots.problem(settings.DATA)),
        status=422 if problem else 200,
    )


def _bring(request: HttpRequest, tongue: str) -> tuple[str, str]:
    """Check the file and keep its words; what is said when it is not taken, and what exactly is the matter, in English."""
    file, slug = request.FILES.get("file"), request.POST.get("slot", "")
    if slug not in measures() or not measures()[slug].slot:
        return say("mine.measures.slot", tongue), ""
    if not isinstance(file, UploadedFile):
        return say("mine.measures.none", tongue), ""
    if (file.size or 0) > MOST_BYTES:
        return say("mine.measures.large", tongue, most=MOST_BYTES // 1024), ""
    try:
        install(settings.DATA, slug, file.read(), request.POST.get("right", "").strip()[:500], request.POST.get("language", "").strip())
    except Malformed as error:
        return say("mine.measures.malformed", tongue), str(error)[:300]
    except OSError:
        return say("mine.measures.full", tongue), ""
    return "", ""


def _take_away(request: HttpRequest, tongue: str) -> str:
    slug, _, code = request.POST["remove"].partition(" ")
    return "" if remove(settings.DATA, slug, code) else say("mine.measures.gone", tongue)

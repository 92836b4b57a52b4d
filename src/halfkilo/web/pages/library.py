"""The exercises: the list, one page each with the moving figure, and the clips the figure plays."""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import path
from django.utils.cache import patch_vary_headers

from halfkilo import exercises as exercises_room
from halfkilo.exercises import Count, Exercise, Mechanism, catalogue, words
from halfkilo.web import access, build, service
from halfkilo.web.history import History, history
from halfkilo.web.models import Person
from halfkilo.web.pages import asks
from halfkilo.web.pages.frame import language, page
from halfkilo.web.pages.viewer import viewer
from halfkilo.words import say

CLIPS = Path(exercises_room.__file__).parent
ORDER = (Mechanism.STRENGTH, Mechanism.STABILITY, Mechanism.MOBILITY, Mechanism.CARDIO, Mechanism.CALM)


@login_not_required
def exercises(request: HttpRequest) -> HttpResponse:
    """All exercises by what they are for; a filter for what is at hand and what can't be done."""
    chosen = {name: request.GET.get(name, "") for name in ("with", "position")}
    tongue = language(request)
    return page(
        request,
        "exercises",
        groups=_groups(tongue, chosen["with"], chosen["position"]),
        chosen=chosen,
        tools=_options("tool", ("cable", "dumbbell", "band", "body"), chosen["with"], tongue),
        positions=_options("position", ("no_floor", "seated"), chosen["position"], tongue),
    )


def _options(kind: str, values: tuple[str, ...], chosen: str, tongue: str) -> list[dict[str, Any]]:
    every = [{"value": "", "words": say(f"{kind}.any", tongue), "on": not chosen}]
    return every + [{"value": value, "words": say(f"{kind}.{value}", tongue), "on": value == chosen} for value in values]


@lru_cache(maxsize=64)
def _groups(tongue: str, tool: str, position: str) -> list[dict[str, Any]]:
    """Exercises in their groups; the catalogue never changes while the program runs."""
    fitting = [one for one in catalogue().values() if _fits(one, tool, position)]
    return [
        {
            "words": say(f"mechanism.{mechanism.value}", tongue),
            "items": [
                {"slug": one.slug, "name": words(one.slug, tongue).name, "purpose": words(one.slug, tongue).purpose}
                for one in fitting
                if one.facts.mechanism is mechanism
            ],
        }
        for mechanism in ORDER
    ]


def _fits(exercise: Exercise, tool: str, position: str) -> bool:
    if tool and tool not in [variant.with_.value for variant in exercise.facts.variant]:
        return False
    if position == "no_floor":
        return not exercise.on_floor
    return position != "seated" or all(one.value == "chair" for one in exercise.facts.positions)


@login_not_required
def exercise(request: HttpRequest, slug: str) -> HttpResponse:
    """One exercise: how it moves, what it is for, how to do it, its easier and harder neighbours, and one's own record of it."""
    found = catalogue().get(slug)
    if found is None:
        raise Http404("No exercise has this name.")
    person, tongue = access.own_or_none(request), language(request)
    said, state = words(slug, tongue), service.STORE.state(person.pk) if person else None
    return page(
        request,
        "exercise",
        one=found,
        said=said,
        tempo=_tempo(found, tongue),
        ladder=asks.ladder(found, tongue, state),
        ahead=asks.ahead(found, state, service.day_of(person), tongue) if person and state else [],
        relative=asks.relative(slug, tongue),
        clip=True,
        ways=[say(f"way.{variant.with_.value}", tongue) for variant in found.facts.variant],
        demand=_demand(found, tongue),
        record=_record(person, slug, tongue) if person else None,
        sides=found.facts.sides.value,
        purpose=said.purpose,
        viewer=viewer(found, said, tongue, state, build.of(request)),
    )


def _tempo(exercise: Exercise, tongue: str) -> str:
    there, hold, back, rest = exercise.facts.tempo
    return say("tempo.hold" if hold else "tempo.plain", tongue, there=there, hold=hold, back=back, rest=rest)


def _demand(exercise: Exercise, tongue: str) -> list[str]:
    """The three joints that carry most, first; words, not numbers: those are for clinicians."""
    ordered = sorted(exercise.demand.own.items(), key=lambda pair: -pair[1])
    return [say(f"joint.{joint.value}", tongue) for joint, share in ordered[:3] if share >= 30]


def _record(person: Person, slug: str, tongue: str) -> dict[str, Any] | None:
    """The person's own sets of this exercise: load by day with the lightest and heaviest set as the band."""
    own = history(person, slug)
    if not own.sets:
        return None
    counted = catalogue()[slug].facts.count is Count.REPS
    days = _days(own)
    data = {"exercise": slug, "step": 500, "points": [{"on": on, "grams": best, "low": low, "high": best} for on, low, best, _ in days]}
    rows = [
        {
            "on": on,
            "load": say("load.kg", tongue, grams=best) if best else str(done),
            "band": say("page.exercise.low_to_high", tongue, low=low, high=best) if best != low else "",
        }
        for on, low, best, done in reversed(days)
    ]
    return {"data": data, "rows": rows, "loaded": any(best for _, _, best, _ in days), "counted": counted}


def _days(own: History) -> list[tuple[str, int, int, int]]:
    """(day, lightest, heaviest, most done) of each day, without finder steps."""
    by_day: dict[str, list[Any]] = {}
    for one in own.sets:
        if not one.finder:
            by_day.setdefault(one.on, []).append(one)
    return [
        (on, min(one.grams for one in sets), max(one.grams for one in sets), max(one.done for one in sets))
        for on, sets in sorted(by_day.items())
    ]


@login_not_required
def clip(request: HttpRequest, slug: str) -> HttpResponse:
    """The figure's clip of an exercise; the same for everybody, so it may stay in caches until it changes."""
    found = _clip(slug) if slug in catalogue() else None
    if found is None:
        raise Http404("This exercise has no moving figure yet.")
    packed, plain, tag = found
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "public, no-cache"})
    small = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        packed if small else plain, content_type="application/json", headers={"ETag": tag, "Cache-Control": "public, no-cache"}
    )
    if small:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@lru_cache(maxsize=48)
def _clip(slug: str) -> tuple[bytes, bytes, str] | None:
    file = CLIPS / slug / "clip.json"
    if not file.exists():
        return None
    plain = file.read_bytes()
    packed = gzip.compress(plain, 9, mtime=0)
    return packed, plain, f'"{hashlib.sha256(plain).hexdigest()[:20]}"'


URLS = [
    path("exercises/", exercises, name="exercises"),
    path("exercises/<slug:slug>/", exercise, name="exercise"),
    path("clips/<slug:slug>.json", clip, name="clip"),
]

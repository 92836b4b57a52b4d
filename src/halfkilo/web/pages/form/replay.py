"""One kept set, played again as a skeleton: repetitions marked, what the engine said beside; a clinician labels repetitions here.

Whoever labels does not see what the engine or anybody else said before their own labels are kept: else agreement would mean nothing.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from halfkilo.exercises import catalogue, words
from halfkilo.exercises.words import Fault
from halfkilo.form.joints import JOINTS
from halfkilo.form.recordings import store
from halfkilo.form.recordings.about import CANT_TELL, FAULT, RIGHT, Engine, Found, Label, Labels, NoRecording
from halfkilo.form.recordings.incoming import NotTaken
from halfkilo.journal.entry import PERSON
from halfkilo.units import Side
from halfkilo.web import access, clock, form_kept
from halfkilo.web.models import Person
from halfkilo.web.pages.frame import language, me, page, page_words
from halfkilo.words import say

LIMBS = (("hip", "knee"), ("knee", "ankle"), ("ankle", "toe"), ("shoulder", "elbow"), ("elbow", "wrist"))
BONES = (("head", "neck"), ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip"), ("left_shoulder", "left_hip"),
         ("right_shoulder", "right_hip"), *((f"{side}_{one}", f"{side}_{other}") for side in ("left", "right") for one, other in LIMBS))
"""Lines of the skeleton."""

SCORES = range(1, 6)


def replay(request: HttpRequest, recording: UUID) -> HttpResponse:
    """The page; POST deletes it (its own person) or keeps labels (a clinician)."""
    person, kept = _opened(request, recording)
    tongue, rater = language(request), _rater(request, person)
    own = person.pk == me(request).pk
    engine, labels = _read(kept)
    faults = words(kept.about.exercise, tongue).fault if kept.about.exercise in catalogue() else ()
    if request.method == "POST":
        return _deed(request, person, kept, engine, len(faults), rater)
    mine = next((one for one in labels if one.rater == rater), None)
    blind = bool(rater) and mine is None
    return page(
        request,
        "form/replay",
        own=own,
        name=person.name,
        title=words(kept.about.exercise, tongue).name if kept.about.exercise in catalogue() else kept.about.exercise,
        side="" if kept.about.side is Side.BOTH else say(f"form_page.side.{kept.about.side.value}", tongue),
        about=kept.about,
        counted=engine.counted,
        blind=blind,
        may_label=bool(rater) and engine.counted and bool(engine.repetitions),
        kept_mine=mine is not None,
        reps=[_rep(one, mine, faults, tongue, blind) for one in engine.repetitions],
        others=[] if blind else [_others(one, faults, tongue) for one in labels if one.rater != rater],
        data={"points": reverse("form-points", args=[kept.about.id]) + _query(request), "bones": _bones(),
              "reps": [[one.number, one.start, one.turn, one.end] for one in engine.repetitions],
              "view": form_kept.form_of(kept.about.exercise).view},
        back=reverse("form-recordings") + _query(request),
        words={key: text for key, text in page_words(tongue, "form_page").items() if "." not in key},
    )


@require_safe
def points(request: HttpRequest, recording: UUID) -> HttpResponse:
    """`{ms: [...], at: [[x, y, z of 16 joints, whole mm or null] ...]}` for the drawing."""
    _, kept = _opened(request, recording)
    try:
        seen = kept.points
    except (NotTaken, OSError, ValueError) as problem:
        raise Http404(access.NOBODY) from problem
    whole = np.round(np.nan_to_num(seen.places, nan=0.0) * 1000).astype(int).reshape(len(seen), -1)
    gone = np.isnan(seen.places).reshape(len(seen), -1)
    rows = [[None if hidden else value for value, hidden in zip(row, missing, strict=True)] if missing.any() else row.tolist()
            for row, missing in zip(whole, gone, strict=True)]
    rows = [[None if value is None else int(value) for value in row] for row in rows]
    return JsonResponse({"ms": [round(1000 * float(time)) for time in seen.times], "at": rows})


def _opened(request: HttpRequest, recording: UUID) -> tuple[Person, store.Kept]:
    person = access.reader(request, request.GET.get("person") or None, form_kept.SCOPE)
    return person, form_kept.one(person, recording)


def _read(kept: store.Kept) -> tuple[Engine, tuple[Labels, ...]]:
    try:
        return kept.engine, kept.labels
    except NoRecording as problem:
        raise Http404(access.NOBODY) from problem


def _query(request: HttpRequest) -> str:
    return f"?person={UUID(request.GET['person'])}" if request.GET.get("person") else ""


def _rater(request: HttpRequest, person: Person) -> str:
    """The id under which this account labels; nothing for the person themselves and for helpers."""
    try:
        author = access.author_for(request, person)
    except Http404:
        return ""
    return "" if author == PERSON else str(me(request).pk)


def _bones() -> list[list[int]]:
    return [[JOINTS.index(one), JOINTS.index(other)] for one, other in BONES]


def _rep(found: Found, mine: Labels | None, faults: tuple[Fault, ...], tongue: str, blind: bool) -> dict[str, Any]:
    label = next((one for one in mine.each if one.number == found.number), None) if mine else None
    said = label.said if label else ""
    return {
        "number": found.number,
        "seconds": f"{(found.end - found.start) / 1000:.1f}",
        "start": found.start,
        "verdict": "" if blind else _verdict(found, faults, tongue),
        "cue": "" if blind else _cue(found, faults, tongue),
        "options": [{"value": value, "words": text, "on": value == said} for value, text in _choices(faults, tongue)],
        "scores": [{"value": score, "on": label is not None and label.score == score} for score in SCORES],
    }


def _choices(faults: tuple[Fault, ...], tongue: str) -> list[tuple[str, str]]:
    return [(RIGHT, say("form_page.label.right", tongue)), *((f"{FAULT}{index}", fault.see) for index, fault in enumerate(faults)),
            (CANT_TELL, say("form_page.label.cant_tell", tongue))]


def _verdict(found: Found, faults: tuple[Fault, ...], tongue: str) -> str:
    if found.off is None:
        return say(f"form_page.engine.{found.why or 'unseen'}", tongue)
    if found.fault is not None and found.fault < len(faults):
        return say("form_page.engine.like", tongue, see=faults[found.fault].see)
    if not found.off:
        return say("form_page.engine.usual", tongue)
    return say("form_page.engine.other", tongue, part=say(f"form_page.part.{found.part or 'trunk'}", tongue))


def _cue(found: Found, faults: tuple[Fault, ...], tongue: str) -> str:
    kind, _, what = found.cue.partition(" ")
    if kind == "fault" and what.isdigit() and found.fault is not None and found.fault < len(faults):
        return faults[found.fault].try_
    return say("form_page.engine.part", tongue, part=say(f"form_page.part.{what}", tongue)) if kind == "part" else ""


def _others(labels: Labels, faults: tuple[Fault, ...], tongue: str) -> dict[str, Any]:
    named = dict(_choices(faults, tongue))
    each = [{"number": one.number, "words": named.get(one.said, one.said), "score": one.score} for one in labels.each]
    return {"on": labels.at[:10], "each": each}


def _deed(request: HttpRequest, person: Person, kept: store.Kept, engine: Engine, faults: int, rater: str) -> HttpResponse:
    tongue, deed = language(request), request.POST.get("deed", "")
    if deed == "delete" and person.pk == me(request).pk:
        store.erase(kept.folder.parent, kept.about.id)
        messages.success(request, say("form_page.list.deleted", tongue))
        return redirect("form-recordings")
    if deed != "label" or not rater:
        raise Http404(access.NOBODY)
    each = _labels(request, engine, faults)
    try:
        store.label(kept, Labels(rater, clock.stamp(clock.now()), each))
    except NoRecording as problem:
        raise Http404(access.NOBODY) from problem
    messages.success(request, say("form_page.label.kept", tongue, n=len(each)))
    return redirect(reverse("form-replay", args=[kept.about.id]) + _query(request) + "#labels")


def _labels(request: HttpRequest, engine: Engine, faults: int) -> tuple[Label, ...]:
    """What was chosen; a repetition without a choice has no label, a score without one is no label either."""
    allowed = {RIGHT, CANT_TELL, *(f"{FAULT}{index}" for index in range(faults))}
    found = []
    for one in engine.repetitions:
        said, score = request.POST.get(f"said-{one.number}", ""), request.POST.get(f"score-{one.number}", "")
        if said in allowed:
            found.append(Label(one.number, said, int(score) if score in {str(value) for value in SCORES} and said != CANT_TELL else None))
    return tuple(found)

"""One page per person for their clinician: how it is, what waits, what may be done from here. Only what is shared is on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from halfkilo.dose.explain import ladder
from halfkilo.exercises import catalogue, words
from halfkilo.journal.fields import Answer
from halfkilo.journal.kinds import cleared
from halfkilo.journal.kinds.limit_set import Body as Limit
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.state import State
from halfkilo.programmes import programmes
from halfkilo.screening import LoadClass
from halfkilo.units import Region, Side
from halfkilo.web import access, service
from halfkilo.web.access import Sight
from halfkilo.web.models import Person, Suggestion
from halfkilo.web.pages.clinic import acts, forms, letters, mine, shown
from halfkilo.web.pages.clinic.changes import change, limit_words
from halfkilo.web.pages.clinic.needs import needs, sentence
from halfkilo.web.pages.frame import language, me, page
from halfkilo.web.summary import summary_of
from halfkilo.words import say


def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Everything that is shared, and the forms."""
    sight, tongue = access.sight(request, person, "clinician"), language(request)
    problem: dict[str, str] = {}
    if request.method == "POST":
        try:
            done = ACTS.get(request.POST.get("act", ""), _nothing)(request, sight.person, tongue)
            messages.success(request, done)
            return redirect("clinic-person", person=person)
        except forms.NotRight as found:
            problem = {"field": found.field, "words": say(f"clinic.form.{found.reason}", tongue)}
        except acts.NotNow as found:
            problem = {"field": "", "words": say(f"clinic.not_now.{found.reason}", tongue)}
        except service.Refused as found:
            problem = {"field": "", "words": str(found)}
    return page(
        request, "clinic/person", status=422 if problem else 200, problem=problem, typed=request.POST, **_shown(request, sight, tongue)
    )


def _shown(request: HttpRequest, sight: Sight, tongue: str) -> dict[str, Any]:
    whose, clinician = sight.person, me(request)
    state, today = service.state_of(whose), service.day_of(whose)
    summary = summary_of(state)
    found = [one for one in letters.letters(whose) if one.by in ("", str(clinician.pk))]
    return {
        "whose": whose,
        "sees": sight.shown,
        "hidden": [say(f"clinic.part.{part}", tongue) for part in access.PARTS if not sight.sees(part)],
        "needs": [{"words": sentence(need, tongue), "grave": need.grave} for need in needs(summary, sight, today)],
        "letters": letters.told(found, {str(clinician.pk): say("clinic.you", tongue)}, tongue, whose.name),
        "asked": bool(summary["asked"]),
        "templates": [{"value": key, "words": say(f"clinic.template.{key}", tongue)} for key in letters.TEMPLATES],
        "trail": mine.lines(whose, tongue)[:12],
        "signs": summary["signs"] if sight.sees("health") else [],
        **(_training(whose, clinician, state, sight, tongue) if sight.sees("training") else {}),
        **({"pains": shown.pains(state, today, tongue), "flares": shown.flares(state)} if sight.sees("pain") else {}),
        **({"events": shown.events(whose, tongue, sight.sees("notes"))} if sight.sees("health") else {}),
        "mood": shown.taken(state, tongue, shown.MOODS) if sight.sees("mood") else [],
        "measures": shown.taken(state, tongue, beside=shown.MOODS) if sight.sees("measures") else [],
        "bad_day": state["notes"].get("bad_day_plan", "") if sight.sees("notes") else "",
    }


def _training(whose: Person, clinician: Person, state: State, sight: Sight, tongue: str) -> dict[str, Any]:
    session = service.today_of(whose, state)
    open_ = Suggestion.objects.filter(person=whose, answer="").select_related("who").order_by("made")
    names = sorted(((words(slug, tongue).name, slug) for slug in catalogue()), key=lambda pair: pair[0].casefold())
    plan = state["plan"] or {}
    return {
        "day": shown.day_words(session, tongue),
        "rulers": shown.rulers(session, state, tongue),
        "told": [
            {"name": words(item.exercise, tongue).name, "lines": ladder(item.reasons, tongue, session.rules)} for item in session.items
        ],
        "waiting": shown.waiting(state, tongue),
        "sessions": shown.sessions(state, tongue, sight.sees("pain")),
        "stops": shown.stops(whose, tongue, sight.sees("pain")),
        "limits": [
            {
                "id": one["id"],
                "words": limit_words(one, tongue),
                "reason": one["reason"] if sight.sees("notes") or one["by"] == "clinician" else "",
                "theirs": one["by"] == "clinician",
            }
            for one in state["limits"]
        ],
        "open": [
            {
                "id": str(one.pk),
                "mine": one.who_id == clinician.pk,
                "reason": one.reason,
                **change(one.kind, acts.body_of(one), state, tongue),
            }
            for one in open_
        ],
        "whats": [{"value": what.value, "words": say(f"clinic.what.{what.value}", tongue)} for what in forms.ORDER],
        "places": [
            {"value": f"region:{name}", "words": say("clinic.limit.of_region", tongue, region=name)}
            for name in dict.fromkeys([*state["regions"], *(region.value for region in Region)])
        ],
        "exercises": names,
        "programmes": [
            {"value": slug, "words": say(f"clinic.programme.{slug}", tongue), "on": slug == plan.get("programme")} for slug in programmes()
        ],
        "plan": plan,
    }


def _limit(request: HttpRequest, whose: Person, tongue: str) -> str:
    done = acts.limit(me(request), whose, forms.limit(request.POST, service.day_of(whose), tongue))
    return say("clinic.done.holds" if done.at_once else "clinic.done.suggested", tongue, name=whose.name)


def _lift(request: HttpRequest, whose: Person, tongue: str) -> str:
    found = next((one for one in service.state_of(whose)["limits"] if one["id"] == request.POST.get("limit")), None)
    if found is None:
        raise acts.NotNow("gone")
    body = Limit(
        What(found["what"]),
        None,
        found.get("exercise"),
        Side(found["side"]) if found.get("side") else None,
        Region(found["region"]) if found.get("region") else None,
        LoadClass(found["load_class"]) if found.get("load_class") else None,
        reason=forms.line(request.POST.get("reason", "")),
        lift=True,
    )
    acts.limit(me(request), whose, body)
    return say("clinic.done.suggested", tongue, name=whose.name)


def _plan(request: HttpRequest, whose: Person, tongue: str) -> str:
    acts.suggest(me(request), whose, "plan_chosen", forms.plan(request.POST), forms.line(request.POST.get("reason", "")))
    return say("clinic.done.suggested", tongue, name=whose.name)


def _looked(request: HttpRequest, whose: Person, tongue: str) -> str:
    """A sign that blocks: having looked is said to the person, whose yes opens the way."""
    clinician, signs = me(request), summary_of(service.state_of(whose))["signs"]
    if not signs:
        raise acts.NotNow("gone")
    reason = forms.line(request.POST.get("reason", ""))
    acts.suggest(clinician, whose, "cleared", cleared.Body(tuple(signs), clinician.name, reason), reason, "health")
    return say("clinic.done.suggested", tongue, name=whose.name)


def _judge(request: HttpRequest, whose: Person, tongue: str) -> str:
    yes = request.POST.get("answer") == "yes"
    acts.judge(me(request), whose, request.POST.get("ref", ""), Answer.YES if yes else Answer.NO)
    return say("clinic.done.approved" if yes else "clinic.done.kept", tongue, name=whose.name)


def _message(request: HttpRequest, whose: Person, tongue: str) -> str:
    """A template in the person's own language, and what is added to it."""
    key, added = request.POST.get("template", ""), request.POST.get("text", "").strip()[: letters.LONGEST]
    said = [say(f"clinic.template.{key}", whose.language or tongue)] if key in letters.TEMPLATES else []
    text = "\n".join([*said, *([added] if added else [])])
    if not text:
        raise forms.NotRight("text", "text")
    acts.tell(me(request), whose, text)
    return say("clinic.done.sent", tongue, name=whose.name)


def _seen(request: HttpRequest, whose: Person, tongue: str) -> str:
    acts.seen(me(request), whose)
    return say("clinic.done.seen", tongue)


def _take_back(request: HttpRequest, whose: Person, tongue: str) -> str:
    acts.take_back(me(request), whose, request.POST.get("suggestion", ""))
    return say("clinic.done.taken_back", tongue)


def _nothing(request: HttpRequest, whose: Person, tongue: str) -> str:
    raise acts.NotNow("gone")


ACTS: dict[str, Callable[[HttpRequest, Person, str], str]] = {
    "limit": _limit,
    "lift": _lift,
    "plan": _plan,
    "looked": _looked,
    "judge": _judge,
    "message": _message,
    "seen": _seen,
    "take_back": _take_back,
}
